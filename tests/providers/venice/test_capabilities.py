"""Capability checks: what a model cannot do is refused before anything is sent, by either list."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from pyvenice import ArgumentError, UnknownModelError, UnsupportedParameterError
from pyvenice.providers.venice.facts import capabilities
from pyvenice.providers.venice.facts.capabilities import KnownModels, live_models
from tests.providers.venice.conftest import Caller

BLIND = "aion-labs-aion-3-0"
USER = {"role": "user", "content": "hi"}
PICTURE = {
    "role": "user",
    "content": [{"type": "image_url", "image_url": {"url": "https://example.com/a.png"}}],
}
FUNCTION = {"type": "function", "function": {"name": "f", "parameters": {"type": "object"}}}
NO_TOOLS = next(
    row["id"]
    for row in capabilities.PINNED.rows.values()
    if row["type"] == "text" and "supportsFunctionCalling" not in row["can"]
)


@pytest.mark.parametrize(
    ("method", "given", "reason"),
    [
        ("chat.completions.create", {"model": BLIND, "messages": [PICTURE]}, "sees no images"),
        (
            "chat.completions.create",
            {"model": NO_TOOLS, "messages": [USER], "tools": [FUNCTION]},
            "calls no tools",
        ),
        (
            "chat.completions.create",
            {"model": BLIND, "messages": [USER], "reasoning_effort": "max"},
            "efforts low, medium, high, not 'max'",
        ),
        ("chat.completions.stream", {"model": BLIND, "messages": [PICTURE]}, "sees no images"),
        ("chat.completions.create", {"model": "tts-kokoro", "messages": [USER]}, "of type tts"),
        ("responses.create", {"model": "z-image-turbo", "input": "hi"}, "of type image"),
        ("audio.speech.create", {"input": "x", "voice": "af_skie"}, "did you mean 'af_sky'"),
        ("audio.speech.stream", {"input": "x", "voice": "Nobody"}, "has no voice"),
        (
            "embeddings.create",
            {"model": "text-embedding-bge-m3", "input": "x", "dimensions": 2000},
            "1024 dimensions",
        ),
        ("video.submit", {"model": BLIND, "prompt": "x", "duration": "5s"}, "of type text"),
        ("music.queue", {"model": "tts-kokoro", "prompt": "x"}, "of type tts"),
        (
            "music.submit",
            {"model": "ace-step-15", "prompt": "x", "duration_seconds": 999},
            "at most 210 seconds",
        ),
    ],
)
def test_what_a_model_cannot_do_is_refused_before_money(
    call: Caller, method: str, given: dict[str, Any], reason: str
) -> None:
    before = call("billing.balance").balances.usd
    with pytest.raises(UnsupportedParameterError, match=reason):
        call(method, **given)
    assert call("billing.balance").balances.usd == before


def test_a_warning_is_enough_where_the_caller_says_so(
    call: Caller, caplog: pytest.LogCaptureFixture
) -> None:
    given: dict[str, Any] = {"model": BLIND, "messages": [PICTURE]}
    with caplog.at_level(logging.WARNING, "pyvenice"):
        answer = call("chat.completions.create", **given, unknown_values="warn")
    assert answer.choices
    assert "sees no images" in caplog.text


def test_an_unknown_model_and_a_suffix_are_left_to_the_server(call: Caller) -> None:
    call("chat.completions.create", model="model-of-tomorrow", messages=[PICTURE])
    call("chat.completions.create", model=f"{BLIND}:enable_web_search=on", messages=[USER])
    with pytest.raises(UnsupportedParameterError):
        call("chat.completions.create", model=f"{BLIND}:enable_web_search=on", messages=[PICTURE])


def test_ratios_of_pictures_are_warned_of(call: Caller) -> None:
    result = call(
        "image.edit",
        image="examples/photos/lake.jpg",
        prompt="sepia",
        model="gpt-image-2-edit",
        aspect_ratio="auto",
    )
    (warning,) = [found for found in result.warnings if found.code == "model-capability"]
    assert warning.argument == "aspect_ratio"
    assert "takes the aspect_ratio 1:1" in warning.message


def test_the_live_list_counts_when_it_was_fetched(call: Caller) -> None:
    assert call("models.refresh") == len(capabilities.PINNED.rows)
    known = call.client.models.known
    assert known is not None
    assert known.is_live
    for model, row in capabilities.PINNED.rows.items():
        live = known.rows[model]
        assert set(live.get("can", ())) == set(row.get("can", ()))
        assert live.get("voices") == row.get("voices")
        assert live.get("constraints") == row.get("constraints")
    with pytest.raises(UnsupportedParameterError, match="by the live list"):
        call("chat.completions.create", model=BLIND, messages=[PICTURE])


def test_lists_of_a_live_entry_are_checked() -> None:
    spec = {
        "constraints": {"aspect_ratios": ["16:9"], "resolutions": ["720p"], "durations": ["5s"]},
        "supported_formats": ["wav"],
    }
    known = live_models([{"id": "v", "type": "video", "model_spec": spec}])
    from pyvenice.generated.venice.families.video.operations import VIDEO_QUEUE

    good = {"model": "v", "aspect_ratio": "16:9", "resolution": "720p", "duration": "5s"}
    capabilities.check(VIDEO_QUEUE, good, known)
    for argument, value in (("aspect_ratio", "1:1"), ("resolution", "4k"), ("duration", "9s")):
        with pytest.raises(UnsupportedParameterError) as refused:
            capabilities.check(VIDEO_QUEUE, {**good, argument: value}, known)
        assert refused.value.argument == argument


def test_a_name_is_resolved_by_id_trait_and_mapping(call: Caller) -> None:
    assert call("models.resolve", BLIND) == BLIND
    traits = call("models.traits").data
    assert call("models.resolve", "default_code") == traits["default_code"]
    assert call("models.resolve", "gpt-4o") in capabilities.PINNED.rows
    assert call("models.resolve", "fastest", type="image") == "z-image-turbo"
    with pytest.raises(UnknownModelError, match="default_code") as unknown:
        call("models.resolve", "default_coder")
    assert "default_code" in unknown.value.nearest


def test_facts_of_a_model_need_no_request() -> None:
    from pyvenice import VeniceClient

    models = VeniceClient("key").models
    assert models.supports("default_vision", "vision")
    assert not models.supports(BLIND, "supportsVision")
    with pytest.raises(ArgumentError, match=r"capability 'visionn'; there are .*supportsVision"):
        models.supports(BLIND, "visionn")
    assert "af_sky" in models.voices("tts-kokoro")
    assert set(models.voices("tts-kokoro")) < set(models.voices())
    assert models.get(BLIND)["context"] == 128000
    assert KnownModels({}).origin.startswith("the pinned")
