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
from tests.catalogue.rows import TIERS, WHITE, made

LISTED = SizeControl(kind="size", sizes=("1024x1024", "1536x1024"))
BOUNDED = SizeControl(kind="size", free=True, multiple=16, max_side=2048)


@pytest.mark.parametrize(
    ("needs", "model", "why"),
    [
        ({"operation": "upscale"}, made(), "cannot upscale"),
        ({"provider": "venice"}, made(), "is not of venice"),
        ({"tier": "mid"}, made(tier="budget"), "is budget, not mid"),
        ({"tier": "mid"}, made(), "is of no known tier, not mid"),
        ({"mask": True}, made(), "takes no mask"),
        ({"mask": False}, made(mask=MaskSupport(polarity="white", required=True)), "needs a mask"),
        ({"images": 2}, made(), "takes 1 image, not 2"),
        ({"images": 9}, made(images=Count(max=3)), "takes 1 to 3 images, not 9"),
        ({"n": 2}, made(), "makes 1 image a request, not 2"),
        ({"parameters": ("seed",)}, made(), "takes no seed"),
        ({"capabilities": ("typography",)}, made(), "lacks typography"),
        ({"max_price": 0.03}, made(), "costs $0.04, more than $0.03"),
        ({"max_price": 5}, made(price=Price()), "has no known price"),
        ({"size": "2048x2048"}, made(size=LISTED), "does not reach 2048x2048: 1536x1024 is its largest"),
        ({"size": "1024x1536"}, made(size=LISTED), "does not reach 1024x1536: 1536x1024 is its largest"),
        ({"size": "4096x4096"}, made(size=BOUNDED), "does not reach 4096x4096"),
        ({"size": "1024x1024"}, made(), "has no known output size"),
        ({}, made(lifecycle=Lifecycle(stage="retired", replaced_by="acme/b")), "is retired, replaced by acme/b"),
    ],
)  # fmt: skip
def test_a_need_that_is_not_met_says_why(needs: dict[str, Any], model: Model, why: str) -> None:
    assert list(Needs(**needs).unmet(model)) == [why]
    assert select(Needs(**needs), [model]) == []


@pytest.mark.parametrize(
    ("needs", "model"),
    [
        ({"mask": True}, made(mask=WHITE)),
        ({"mask": True}, made(mask=MaskSupport(polarity="black", required=True))),
        ({"images": 3}, made(images=Count())),
        ({"n": 4}, made(n_max=None)),
        ({"parameters": ("seed", "size")}, made(parameters={"seed": Parameter()}, size=LISTED)),
        ({"max_price": 0.04}, made()),
        ({"max_price": 0.09, "n": 2}, made(n_max=4)),
        ({"max_price": 0.01}, made(price=Price(unit="own_server"))),
        ({"size": (1000, 1000)}, made(size=LISTED)),
        ({"size": "1024x2048"}, made(size=BOUNDED)),
        ({"size": "4096x4096"}, made(size=TIERS)),
        ({"size": "9000x9000"}, made(size=SizeControl(kind="size", free=True))),
        ({"include_retired": True}, made(lifecycle=Lifecycle(stage="retired"))),
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
