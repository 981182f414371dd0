"""Rules above single values: what a model takes, and which arguments exclude each other."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from pyvenice import ArgumentError, AsyncOpenAIClient, Mask, OpenAIClient
from pyvenice.core.request.rules import fits
from tests.pictures import picture

PHOTO = picture(64, 64)
NEW, OLD, LATEST = "gpt-image-2", "gpt-image-1.5", "gpt-image-2.5-sunburst"
FRAME = {"output_format": "gif"}


def sent(mode: str, **options: Any) -> tuple[Any, list[Any]]:
    """The result of an edit in the sandbox, and the events: none where nothing was sent."""
    events: list[Any] = []
    given = {"image": PHOTO, "prompt": "x", "model": NEW, **options}

    async def in_async() -> Any:
        async with AsyncOpenAIClient(sandbox=True, on_event=events.append) as client:
            return await client.image.edit(**given)

    try:
        if mode == "async":
            return asyncio.run(in_async()), events
        with OpenAIClient(sandbox=True, on_event=events.append) as client:
            return client.image.edit(**given), events
    except ArgumentError as error:
        return error, events


@pytest.mark.parametrize(
    ("options", "argument", "words"),
    [
        ({"model": OLD, "size": "512x512"}, "size", "auto, 1024x1024, 1536x1024 or 1024x1536"),
        ({"model": None, "size": "1280x720"}, "size", "1024x1536"),
        ({"size": "1000x1000"}, "size", "multiple of 16"),
        ({"size": "3840x640"}, "size", "3:1"),
        ({"size": "3856x2160"}, "size", "at most 3840"),
        ({"size": "256x256"}, "size", "655,360"),
        ({"size": "wide"}, "size", "WIDTHxHEIGHT"),
        ({"quality": "max"}, "quality", "low, medium, high or auto"),
        ({"quality": "standard"}, "quality", "gpt-image-2 takes"),
        ({"input_fidelity": "high"}, "input_fidelity", "no input_fidelity"),
        ({"model": "gpt-image-1-mini", "input_fidelity": "high"}, "input_fidelity", "takes low"),
        ({"output_format": "gif"}, "output_format", "png, jpeg or webp"),
        ({"background": "transparent", "output_format": "jpeg"}, "output_format", "png or webp"),
        ({"output_compression": 50}, "output_compression", "jpeg and webp"),
        ({"response_format": "url"}, "response_format", "always answer base64"),
        ({"partial_images": 2}, "partial_images", "stream=True"),
        ({"model": LATEST, "output_format": "svg", "n": 2}, "n", "one svg"),
        ({"model": LATEST, "svg": {"model": "x"}}, "svg", "output_format='svg'"),
        ({"model": LATEST, "frame_count": 4}, "frame_count", "gif"),
        ({"model": LATEST, "mask": Mask(PHOTO, edit="white"), **FRAME}, "mask", "takes no mask"),
    ],
)  # fmt: skip
def test_what_the_model_does_not_take_is_refused_before_anything_is_sent(
    options: dict[str, Any], argument: str, words: str
) -> None:
    error, events = sent("async" if len(words) % 2 else "sync", **options)
    assert isinstance(error, ArgumentError), error
    assert (error.argument, events) == (argument, [])
    assert words in str(error)
    assert "ImagePart" not in str(error)


@pytest.mark.parametrize(
    "options",
    [
        {"size": "1280x720"},
        {"model": OLD, "size": "1536x1024", "input_fidelity": "high"},
        {"model": LATEST, "quality": "xhigh"},
        {"background": "transparent", "output_format": "webp", "output_compression": 50},
        {"moderation": "low"},
        {"partial_images": 0},
        {"model": "gpt-image-9", "quality": "max", "size": "16x16"},
    ],
)
def test_what_the_model_takes_and_what_nobody_knows_is_sent(options: dict[str, Any]) -> None:
    result, events = sent("sync", **options)
    assert not isinstance(result, Exception), result
    assert events


def test_a_broken_rule_can_be_sent_with_a_warning() -> None:
    result, _ = sent("sync", quality="standard", unknown_values="warn")
    (warning,) = result.warnings
    assert (warning.code, warning.argument) == ("broken-rule", "quality")
    assert "gpt-image-2 takes low, medium, high or auto; it was sent anyway" in warning.message


@pytest.mark.parametrize(
    ("schema", "value", "expected"),
    [
        ({"required": ["a"]}, {"a": None}, True),
        ({"required": ["a"]}, {}, False),
        ({"properties": {"a": {"minimum": 2}}}, {"a": 2}, True),
        ({"properties": {"a": {"minimum": 2}}}, {"a": 1}, False),
        ({"properties": {"a": {"const": 1}}}, {}, True),
        ({"type": ["string", "null"]}, None, True),
        ({"type": "number"}, "1", False),
        ({"not": {"pattern": "^dall-e"}}, "dall-e-2", False),
        ({"anyOf": [{"const": 1}, {"enum": [2, 3]}]}, 3, True),
    ],
)
def test_the_keywords_of_rules_mean_what_they_mean_in_a_schema(
    schema: dict[str, Any], value: Any, expected: bool
) -> None:
    assert bool(fits(schema, value)) is expected
