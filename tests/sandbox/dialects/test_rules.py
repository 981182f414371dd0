"""Rules that dialects share: typing errors in model ids, and rate limits that count down."""

from __future__ import annotations

import importlib
import inspect
import re
import time
from typing import Any

import pytest

from pyvenice.errors import ArgumentError, NotFoundError
from pyvenice.sandbox import Sandbox
from pyvenice.sandbox.dialects.base import Dialect
from pyvenice.sandbox.dialects.discovery import dialect_classes
from pyvenice.sandbox.dialects.rules import RateWindow, check_model
from pyvenice.sandbox.server.errors import APIError
from tests.pictures import picture
from tests.sandbox.asking import OPENAI, VENICE, XINFERENCE, Asking

KNOWN = ("gpt-image-1.5", "gpt-image-2", "grok-imagine-edit", "firered-image-edit", "dall-e-2")


@pytest.mark.parametrize(
    "model",
    ["gpt-image-15", "gpt_image_1.5", "gpt-imge-1.5", "gtp-image-2", "gptimage-2", "gpt-images-2",
     "firered-image-edits", "firerred-image-edit", "dalle-2", "an-unknown-model"],
)  # fmt: skip
def test_a_typing_error_in_a_model_is_refused(model: str) -> None:
    with pytest.raises(APIError) as raised:
        check_model(model, KNOWN)
    assert (raised.value.kind, raised.value.path) == ("model", ("model",))


@pytest.mark.parametrize(
    "model",
    [*KNOWN, "gpt-image-3", "gpt-image-2.5-sunburst", "gpt-image-2-2026-04-21", "dall-e-3", "m",
     "grok-imagine-ultra-edit", "a-deprecated-model", "my-own-model", ""],
)  # fmt: skip
def test_other_models_are_taken(model: str) -> None:
    check_model(model, KNOWN)


def edit_of(dialect: type[Dialect]) -> Any:
    """`image.edit` of the client of a dialect, and `None` where it takes no model."""
    client = importlib.import_module(f"pyvenice.providers.{dialect.provider}.client")
    edit = getattr(getattr(client, client.__all__[-1])(sandbox=True).image, "edit", None)
    return edit if edit and "model" in inspect.signature(edit).parameters else None


@pytest.mark.parametrize(
    "dialect", [dialect for dialect in dialect_classes().values() if edit_of(dialect)]
)
def test_each_dialect_refuses_typing_errors(dialect: type[Dialect]) -> None:
    model = dialect.default_model[0] + dialect.default_model
    # A client that has an operation for each model refuses the others itself.
    with pytest.raises((NotFoundError, ArgumentError), match=re.escape(model)):
        edit_of(dialect)(image=picture(), prompt="sepia", model=model)


@pytest.mark.parametrize(("path", "limit"), [(f"{VENICE}/models", 20), (f"{OPENAI}/models", 500)])
def test_rate_limits_count_down_and_refuse_nothing(path: str, limit: int) -> None:
    ask = Asking(Sandbox())
    headers = [ask.get(path).headers for _ in range(3)]
    assert [header["x-ratelimit-limit-requests"] for header in headers] == [str(limit)] * 3
    left = [int(header["x-ratelimit-remaining-requests"]) for header in headers]
    assert left == [limit - 1, limit - 2, limit - 3]


def test_a_server_without_rate_limits_names_none(ask: Asking) -> None:
    headers = ask.get(f"{XINFERENCE}/models").headers
    assert not [name for name in headers if name.startswith("x-ratelimit-")]


def test_a_new_minute_begins_anew_and_nothing_is_left_below_zero(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    window = RateWindow(2)
    assert [window.count() for _ in range(3)] == [(1, 60.0), (0, 60.0), (0, 60.0)]
    now[0] = 130.0
    assert window.count() == (0, 30.0)
    now[0] = 160.0
    assert window.count() == (1, 60.0)
