"""What the pinned contract does not list is refused with the way round, or sent with a warning."""

from __future__ import annotations

import asyncio
import datetime as dt
import inspect
import json
from typing import Any

import pytest

import pyvenice
from pyvenice.core.engine.calls import Call
from pyvenice.core.request import unlisted
from pyvenice.core.request.builder import prepare
from pyvenice.errors import ArgumentError, BadRequestError, UnknownArgumentError
from pyvenice.generated.openai.operations import IMAGE_EDIT, IMAGE_GENERATE
from tests.pictures import picture

PNG = picture()
GENERATE = {"prompt": "a lake", "model": "gpt-image-2"}
PINNED = "pinned 9 days ago, on 2026-11-21"


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unlisted, "today", lambda: dt.date(2026, 11, 30))


def sent(call: Call) -> dict[str, Any]:
    assert call.body is not None
    document: dict[str, Any] = json.loads(b"".join(call.body))
    return document


@pytest.mark.parametrize(
    "given",
    [
        {"quality": "ultra"},
        {"n": 11},
        {"output_compression": 101},
        {"style": ["odd"]},
        {"prompt": ""},
    ],
    ids=lambda given: next(iter(given)),
)
def test_a_value_that_is_not_listed_is_refused_with_the_way_round(given: dict[str, Any]) -> None:
    with pytest.raises(ArgumentError) as caught:
        prepare(IMAGE_GENERATE, GENERATE | given)
    assert caught.value.argument == next(iter(given))
    assert "unknown_values='warn' sends it with a warning" in str(caught.value)
    assert PINNED in str(caught.value)


def test_a_name_that_is_not_listed_is_refused_with_the_way_round() -> None:
    with pytest.raises(UnknownArgumentError) as caught:
        prepare(IMAGE_GENERATE, GENERATE | {"sharpness": 3})
    assert "extra_body={'sharpness': …} sends it unchecked" in str(caught.value)
    assert f"and so does unknown_values='warn' (the contract was {PINNED})" in str(caught.value)


@pytest.mark.parametrize("value", ["sometimes", True, None])
def test_another_way_is_refused(value: Any) -> None:
    given = GENERATE | {"unknown_values": value}
    if value is None:
        assert prepare(IMAGE_GENERATE, given).body
        return
    with pytest.raises(ArgumentError, match="must be 'refuse' or 'warn'"):
        prepare(IMAGE_GENERATE, given)


def test_names_and_values_are_sent_with_a_warning_each() -> None:
    given = {"quality": "ultra", "n": 11, "sharpness": 3, "unknown_values": "warn"}
    call = prepare(IMAGE_GENERATE, GENERATE | given)
    assert sent(call) == GENERATE | {"quality": "ultra", "n": 11, "sharpness": 3}
    assert {(warning.code, warning.argument) for warning in call.warnings} == {
        ("unknown-argument", "sharpness"),
        ("unknown-value", "quality"),
        ("unknown-value", "n"),
    }
    assert all(PINNED in warning.message for warning in call.warnings)


@pytest.mark.parametrize("given", [{"prompt": 3}, {"stream": "yes"}, {"n": "many"}, {"user": b"x"}])
def test_a_value_of_the_wrong_type_is_refused_all_the_same(given: dict[str, Any]) -> None:
    with pytest.raises(ArgumentError):
        prepare(IMAGE_GENERATE, GENERATE | given | {"unknown_values": "warn"})


def test_a_form_carries_what_is_not_listed_too() -> None:
    given = {
        "image": PNG,
        "prompt": "x",
        "model": "gpt-image-2",
        "quality": "ultra",
        "sharpness": 3,
    }
    call = prepare(IMAGE_EDIT, given | {"unknown_values": "warn"})
    assert call.body is not None
    body = b"".join(call.body)
    assert b'name="quality"\r\n\r\nultra\r\n' in body
    assert b'name="sharpness"\r\n\r\n3\r\n' in body


@pytest.mark.parametrize(
    ("given", "code", "words"),
    [
        ({"model": "gpt-image-1"}, "model-retired", "model='gpt-image-1' ended on 2026-10-23"),
        ({"model": "gpt-image-1.5"}, "model-retiring", "ends on 2026-12-01, in 1 day"),
        ({"model": "gpt-image-1-mini"}, "model-retiring", "ends on 2026-12-01"),
        ({"model": "chatgpt-image-latest"}, "model-retiring", "ends on 2026-12-01"),
        ({}, "model-retiring", "left to the server, whose default 'gpt-image-1.5' ends on"),
    ],
)
def test_a_model_that_ended_or_will_is_warned_of_with_date_and_replacement(
    given: dict[str, Any], code: str, words: str
) -> None:
    (warning,) = prepare(IMAGE_EDIT, {"image": PNG, "prompt": "x"} | given).warnings
    assert warning.code == code
    assert words in warning.message
    assert warning.message.endswith("use model='gpt-image-2.5-sunburst'")
    assert (warning.date, warning.replacement) in {
        ("2026-10-23", "gpt-image-2.5-sunburst"),
        ("2026-12-01", "gpt-image-2.5-sunburst"),
    }


def test_a_model_is_retired_from_the_day_after_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    given = {"image": PNG, "prompt": "x", "model": "gpt-image-1.5"}
    for day, words in ((1, "ends on 2026-12-01, today"), (2, "ended on 2026-12-01")):
        monkeypatch.setattr(unlisted, "today", lambda day=day: dt.date(2026, 12, day))
        (warning,) = prepare(IMAGE_EDIT, given).warnings
        assert words in warning.message


def test_a_model_with_a_future_is_not_warned_of() -> None:
    given = {"image": PNG, "prompt": "x", "model": "gpt-image-2.5-sunburst"}
    assert prepare(IMAGE_EDIT, given).warnings == ()


CLIENTS = [pyvenice.OpenAIClient, pyvenice.AsyncOpenAIClient]
each_client = pytest.mark.parametrize("client", CLIENTS, ids=["sync", "async"])


def settled(value: Any) -> Any:
    async def wait() -> Any:
        return await value

    return asyncio.run(wait()) if inspect.isawaitable(value) else value


@each_client
@pytest.mark.parametrize("stream", [False, True])
def test_the_warnings_stand_in_the_result(client: Any, stream: bool) -> None:
    edit = client(sandbox=True).image.edit

    async def streamed() -> Any:
        return await (await edit(image=PNG, prompt="sepia", stream=True)).result()

    if not stream:
        result = settled(edit(image=PNG, prompt="sepia"))
    elif client is pyvenice.OpenAIClient:
        result = edit(image=PNG, prompt="sepia", stream=True).result()
    else:
        result = asyncio.run(streamed())
    assert [warning.code for warning in result.warnings] == ["model-retiring"]


@each_client
def test_the_option_of_the_client_holds_for_each_call_that_says_nothing_else(client: Any) -> None:
    lenient = client(sandbox=True, unknown_values="warn")
    for current in (lenient, lenient.with_options(timeout=5)):
        with pytest.raises(BadRequestError, match="unknown_parameter") as caught:
            settled(current.image.edit(image=PNG, prompt="sepia", sharpness=3))
        assert any("no argument 'sharpness'" in note for note in caught.value.__notes__)
        with pytest.raises(UnknownArgumentError):
            settled(current.image.edit(image=PNG, prompt="x", sharpness=3, unknown_values="refuse"))
    with pytest.raises(ArgumentError, match="unknown_values='never'"):
        client(sandbox=True, unknown_values="never")


@each_client
@pytest.mark.parametrize("given", [{"quality": "max"}, {"quality": "xhigh"}, {"output_format": "gif"}, {"output_format": "svg"}, {"complexity": "high"}, {"safety_identifier": "u"}, {"frame_count": 4, "output_format": "gif"}, {"frame_duration_ms": 100, "output_format": "gif"}])  # fmt: skip
def test_what_the_server_takes_today_is_taken(client: Any, given: dict[str, Any]) -> None:
    edit = client(sandbox=True).image.edit
    result = settled(edit(image=PNG, prompt="sepia", model="gpt-image-2.6-flare", **given))
    assert result.warnings == ()
    wanted = {"gif": "image/gif", "svg": "image/svg+xml"}.get(
        given.get("output_format", ""), "image/png"
    )
    assert result.image.media_type == wanted


@each_client
def test_who_draws_an_svg_is_sent_as_an_object_of_the_form(client: Any) -> None:
    svg = {"model": "m", "reasoning": {"effort": "low"}}
    given: dict[str, Any] = {"image": PNG, "prompt": "sepia", "model": "gpt-image-2.6-flare"}
    given |= {"output_format": "svg", "svg": svg}
    result = settled(client(sandbox=True, conformance="raise").image.edit(**given))
    assert result.image.media_type == "image/svg+xml"
    with pytest.raises(ArgumentError, match="effort"):
        settled(client(sandbox=True).image.edit(**given | {"svg": {"reasoning": {"effort": "x"}}}))
