from __future__ import annotations

from typing import Any

import pytest

from pyvenice import ArgumentError, models
from pyvenice.catalogue.choice.needs import Needs, select
from pyvenice.catalogue.model import (
    Count,
    Lifecycle,
    MaskSupport,
    Model,
    Parameter,
    Price,
    SizeControl,
)
from tests.catalogue.rows import TIERS, WHITE, make_model

LISTED = SizeControl(kind="size", sizes=("1024x1024", "1536x1024"))
BOUNDED = SizeControl(kind="size", free=True, multiple=16, max_side=2048)


@pytest.mark.parametrize(
    ("needs", "model", "why"),
    [
        ({"operation": "upscale"}, make_model(), "cannot upscale"),
        ({"provider": "venice"}, make_model(), "is not of venice"),
        ({"tier": "mid"}, make_model(tier="budget"), "is budget, not mid"),
        ({"tier": "mid"}, make_model(), "is of no known tier, not mid"),
        ({"mask": True}, make_model(), "takes no mask"),
        ({"mask": False}, make_model(mask=MaskSupport(polarity="white", required=True)), "needs a mask"),
        ({"images": 2}, make_model(), "takes 1 image, not 2"),
        ({"images": 9}, make_model(images=Count(max=3)), "takes 1 to 3 images, not 9"),
        ({"n": 2}, make_model(), "makes 1 image a request, not 2"),
        ({"parameters": ("seed",)}, make_model(), "takes no seed"),
        ({"capabilities": ("typography",)}, make_model(), "lacks typography"),
        ({"max_price": 0.03}, make_model(), "costs $0.04, more than $0.03"),
        ({"max_price": 5}, make_model(price=Price()), "has no known price"),
        ({"size": "2048x2048"}, make_model(size=LISTED), "does not reach 2048x2048: 1536x1024 is its largest"),
        ({"size": "1024x1536"}, make_model(size=LISTED), "does not reach 1024x1536: 1536x1024 is its largest"),
        ({"size": "4096x4096"}, make_model(size=BOUNDED), "does not reach 4096x4096"),
        ({"size": "1024x1024"}, make_model(), "has no known output size"),
        ({}, make_model(lifecycle=Lifecycle(stage="retired", replaced_by="acme/b")), "is retired, replaced by acme/b"),
    ],
)  # fmt: skip
def test_a_need_that_is_not_met_says_why(needs: dict[str, Any], model: Model, why: str) -> None:
    assert list(Needs(**needs).unmet(model)) == [why]
    assert select(Needs(**needs), [model]) == []


@pytest.mark.parametrize(
    ("needs", "model"),
    [
        ({"mask": True}, make_model(mask=WHITE)),
        ({"mask": True}, make_model(mask=MaskSupport(polarity="black", required=True))),
        ({"images": 3}, make_model(images=Count())),
        ({"n": 4}, make_model(n_max=None)),
        (
            {"parameters": ("seed", "size")},
            make_model(parameters={"seed": Parameter()}, size=LISTED),
        ),
        ({"max_price": 0.04}, make_model()),
        ({"max_price": 0.09, "n": 2}, make_model(n_max=4)),
        ({"max_price": 0.01}, make_model(price=Price(unit="own_server"))),
        ({"size": (1000, 1000)}, make_model(size=LISTED)),
        ({"size": "1024x2048"}, make_model(size=BOUNDED)),
        ({"size": "4096x4096"}, make_model(size=TIERS)),
        ({"size": "9000x9000"}, make_model(size=SizeControl(kind="size", free=True))),
        ({"include_retired": True}, make_model(lifecycle=Lifecycle(stage="retired"))),
    ],
)
def test_a_need_that_is_met_is_no_reason(needs: dict[str, Any], model: Model) -> None:
    assert list(Needs(**needs).unmet(model)) == []


@pytest.mark.parametrize(
    ("needs", "text"),
    [
        ({"operation": "edti"}, "did you mean 'edit'"),
        ({"tier": "cheap"}, "one of budget, mid, premium, variable"),
        ({"n": 0}, "n=0"),
        ({"n": True}, "n=True"),
        ({"images": -1}, "images=-1"),
        ({"max_price": -1}, "max_price=-1"),
        ({"max_price": float("nan")}, "max_price=nan"),
        ({"size": "large"}, "size='large'"),
        ({"provider": "venize"}, "did you mean 'venice'"),
    ],
)
def test_a_need_that_cannot_be_is_refused(needs: dict[str, Any], text: str) -> None:
    with pytest.raises(ArgumentError, match=text):
        models.list(**needs)


def test_the_list_leaves_out_retired_models_unless_asked() -> None:
    current, every = models.list(), models.list(include_retired=True)
    assert "openai/gpt-image-1" not in [model.id for model in current]
    assert "openai/gpt-image-1" in [model.id for model in every]


def test_filters_narrow_the_list_together() -> None:
    found = models.list(provider="venice", operation="edit", images=6, max_price=0.06)
    assert found
    assert all(model.provider == "venice" and 6 in model.images for model in found)
    assert len(found) < len(models.list(provider="venice", operation="edit", images=6))
