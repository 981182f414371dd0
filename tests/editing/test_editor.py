"""Editors and the functions: keys, models, options, signatures, and what a user of LiteLLM expects."""

from __future__ import annotations

import asyncio
import inspect
from typing import Any

import pytest

import pyvenice
from pyvenice import (
    ArgumentError,
    AsyncEditor,
    Editor,
    JobSubmitted,
    MissingKeyError,
    UnknownArgumentError,
    UnknownModelError,
    UnsupportedParameterError,
)
from tests.editing.conftest import Desk, Recorder
from tests.pictures import picture

VENICE = "venice/firered-image-edit"
JOBS = "wavespeed/wavespeed-ai/qwen-image/edit"
PHOTO = picture(256, 256)


def call(name: str, *args: Any, **options: Any) -> Any:
    """What a function returns, whether it is to be awaited or not."""
    answer = getattr(pyvenice, name)(*args, **options)
    return asyncio.run(answer) if inspect.iscoroutine(answer) else answer


@pytest.mark.parametrize("name", ["edit", "aedit"])
@pytest.mark.parametrize(
    "model",
    [
        VENICE,
        "openai/gpt-image-2",
        "xinference/stabilityai/stable-diffusion-3.5-large",
        "gpt-image-2.5-sunburst",
    ],
)
def test_one_line_edits_with_any_model(name: str, model: str) -> None:
    result = call(name, PHOTO, "make it sepia", model=model, sandbox=True)
    assert result.image.media_type in {"image/png", "image/jpeg"}


@pytest.mark.parametrize("name", ["edit", "aedit"])
def test_a_call_of_litellm_works_with_another_import(name: str, loopback: Any) -> None:
    from tests.editing.test_hosts import ANSWER, sent_to

    loopback.answers(ANSWER)
    result = call(
        name,
        model="xinference/stabilityai/stable-diffusion-3.5-large",
        image=PHOTO,
        prompt="make it sepia",
        api_base=loopback.url,
    )
    assert result.image.data == PHOTO
    assert sent_to(loopback).path == "/v1/images/edits"
    assert "authorization" not in loopback.seen[0].headers


@pytest.mark.parametrize("name", ["edit", "aedit"])
def test_base_url_has_two_names_of_which_one_is_given(name: str) -> None:
    with pytest.raises(ArgumentError, match="two names of one argument"):
        call(name, PHOTO, "x", model=VENICE, api_base="http://a", base_url="http://b")


@pytest.mark.parametrize(
    ("verb", "args", "model"),
    [
        ("generate", ("a red circle",), "openai/gpt-image-2"),
        ("agenerate", ("a red circle",), "openai/gpt-image-2"),
        ("upscale", (PHOTO,), "venice/upscaler"),
        ("aupscale", (PHOTO,), "venice/upscaler"),
        ("remove_background", (PHOTO,), "venice/bria-bg-remover"),
        ("aremove_background", (PHOTO,), "venice/bria-bg-remover"),
    ],
)
def test_the_other_verbs_reach_their_operations(verb: str, args: Any, model: str) -> None:
    assert call(verb, *args, model=model, sandbox=True).image.data


def test_a_model_that_has_not_the_verb_says_what_it_has(desk: Desk, wire: Recorder) -> None:
    with pytest.raises(ArgumentError, match="firered-image-edit cannot upscale: it has edit"):
        desk("upscale", PHOTO, model=VENICE)
    assert wire.requests == []


@pytest.mark.parametrize(
    ("model", "nearest"),
    [
        ("venice/firered-image-edti", "venice/firered-image-edit"),
        ("venise/firered-image-edit", "venice/firered-image-edit"),
        ("opena/gpt-image-2", "openai/gpt-image-2"),
    ],
)
def test_an_unknown_model_names_the_nearest(desk: Desk, model: str, nearest: str) -> None:
    with pytest.raises(UnknownModelError) as caught:
        desk.edit(PHOTO, "x", model=model)
    assert nearest in caught.value.nearest


def test_a_retired_model_is_refused_with_its_replacement(desk: Desk, wire: Recorder) -> None:
    with pytest.raises(
        UnsupportedParameterError, match=r"retired since 2026-10-23: use openai/"
    ) as caught:
        desk.edit(PHOTO, "x", model="openai/gpt-image-1")
    assert caught.value.argument == "model"
    assert wire.requests == []


def test_a_retired_model_can_be_insisted_on(desk: Desk, wire: Recorder) -> None:
    result = desk.edit(PHOTO, "x", model="openai/gpt-image-1", on_unsupported="warn")
    assert any("retired" in warning.message for warning in result.warnings)
    assert wire.only["model"] == "gpt-image-1"


def test_a_missing_key_of_the_second_model_is_found_before_the_first_is_paid(
    wire: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VENICE_API_KEY", "key-of-venice")
    with Editor(ledger=False) as editor, pytest.raises(MissingKeyError, match="OPENAI_API_KEY"):
        editor.check(VENICE, "openai/gpt-image-2")
    assert wire.requests == []


@pytest.mark.parametrize("cls", [Editor, AsyncEditor])
def test_clients_are_made_once_for_each_provider(cls: Any) -> None:
    editor = cls(sandbox=True, ledger=False)
    editor.check(VENICE, "venice/qwen-image-2-edit", "openai/gpt-image-2")
    assert sorted(editor._clients) == ["openai", "venice"]
    closing = editor.close() if cls is Editor else asyncio.run(editor.aclose())
    assert closing is None


@pytest.mark.parametrize(
    ("options", "error", "words"),
    [
        ({"sead": 1}, UnknownArgumentError, r"no argument sead; did you mean seed=\?"),
        ({"n": 0}, ArgumentError, "n=0"),
        ({"n": True}, ArgumentError, "n=True"),
        ({"n": 101}, ArgumentError, "1 to 100"),
        ({"on_unsupported": "ignore"}, ArgumentError, "'error' or 'warn'"),
        ({"extra": ["x"]}, ArgumentError, "extra must be a mapping"),
        ({"max_cost": "cheap"}, ArgumentError, "max_cost='cheap'"),
    ],
)
def test_a_wrong_option_is_refused_before_anything_is_sent(
    desk: Desk, wire: Recorder, options: dict[str, Any], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        desk.edit(PHOTO, "x", model=VENICE, **options)
    assert wire.requests == []


@pytest.mark.parametrize("cls", [Editor, AsyncEditor])
def test_a_job_is_asked_for_again_by_the_same_call(cls: Any) -> None:
    events: list[Any] = []

    async def edit(**options: Any) -> Any:
        answer = editor.edit(**{"image": PHOTO, "prompt": "sepia", "model": JOBS, **options})
        return await answer if inspect.isawaitable(answer) else answer

    async def main() -> None:
        first = await edit()
        (job_id,) = [event.job_id for event in events if isinstance(event, JobSubmitted)]
        again = await edit(job_id=job_id)
        assert again.image.data == first.image.data
        with pytest.raises(ArgumentError, match="no jobs"):
            await edit(model=VENICE, job_id=job_id)

    editor = cls(sandbox=True, ledger=False)
    editor.listen(events.append)
    asyncio.run(main())
    assert [event.operation for event in events].count("image.edit") == 3


@pytest.mark.parametrize("image", [[], ()])
def test_no_image_at_all_is_an_error(desk: Desk, image: Any) -> None:
    with pytest.raises(ArgumentError, match="image: the list is empty"):
        desk.edit(image, "x", model=VENICE)


def test_an_editor_has_a_model_and_options_of_its_own(desk: Desk, wire: Recorder) -> None:
    settings = {"model": VENICE, "defaults": {"aspect_ratio": "3:2"}}
    desk.edit(PHOTO, "x", editor=settings)
    desk.edit(PHOTO, "x", editor=settings, aspect_ratio="1:1")
    assert [sent["aspect_ratio"] for sent in wire.sent] == ["3:2", "1:1"]
    with pytest.raises(ArgumentError, match="no model"):
        desk.edit(PHOTO, "x")


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"concurrency": 0}, "concurrency=0"),
        ({"defaults": {"sead": 1}}, "no argument sead"),
        ({"budget": pyvenice.Budget(1), "max_cost": 1}, "budget= has limits of its own"),
    ],
)
def test_an_editor_of_impossible_settings_is_refused(settings: dict[str, Any], words: str) -> None:
    with pytest.raises(ArgumentError, match=words):
        Editor(**settings)


@pytest.mark.parametrize("name", ["edit", "aedit", "generate", "upscale", "remove_background"])
def test_each_argument_shows_in_the_signature(name: str) -> None:
    shown = inspect.signature(getattr(pyvenice, name)).parameters
    assert {
        "mask",
        "n",
        "size",
        "seed",
        "max_cost",
        "api_base",
        "sandbox",
        "on_unsupported",
    } <= shown.keys()


def test_a_key_shows_nowhere() -> None:
    secret = "sk-0123456789abcdef"  # noqa: S105  (of nobody)
    with Editor(ledger=False, api_keys={"venice": secret}) as editor:
        editor.check(VENICE)
        assert secret not in repr(editor) + repr(editor._clients)


class Odd:
    """A value that no message can show."""

    def __repr__(self) -> str:
        raise RuntimeError("no repr")


@pytest.mark.parametrize("value", [Odd(), 5, [5], {5: 5}], ids=["odd", "number", "list", "keys"])
@pytest.mark.parametrize(
    "name", ["api_keys", "base_urls", "hosts", "max_cost", "ledger", "defaults", "timeout"]
)
def test_odd_values_of_an_editor_are_argument_errors(name: str, value: object) -> None:
    if name in ("max_cost", "timeout") and value == 5:
        return
    arguments: Any = {"sandbox": True, name: value}
    with pytest.raises(ArgumentError):
        pyvenice.Editor(**arguments).edit(picture(), "sepia")


@pytest.mark.parametrize("value", [Odd(), [5], 10**5000], ids=["odd", "list", "huge"])
@pytest.mark.parametrize("name", ["n", "on_unsupported", "model", "image", "timeout"])
def test_odd_values_of_one_call_are_argument_errors(name: str, value: object) -> None:
    arguments: Any = {"image": picture(), "prompt": "sepia", name: value}
    with pytest.raises(ArgumentError):
        pyvenice.Editor(sandbox=True, ledger=False).edit(**arguments)
