"""The custom provider of LiteLLM, with the parts of LiteLLM that it uses stood in for."""

from __future__ import annotations

import asyncio
import base64
import sys
from collections.abc import Iterator
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from pyvenice import MissingExtraError
from pyvenice.core.recording.recorded_exchange import WireResponse
from pyvenice.integrations import litellm as integration
from tests.editing.conftest import Recorder, wire
from tests.pictures import picture

__all__ = ["wire"]
PHOTO = picture(256, 256)
VENICE = "venice/firered-image-edit"


class CustomLLM:
    """LiteLLM's base class."""


class CustomLLMError(Exception):
    """LiteLLM's error, which has a status."""

    def __init__(self, status_code: int, message: str) -> None:
        super().__init__(message)
        self.status_code = status_code


@pytest.fixture
def litellm(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """LiteLLM, as far as it is used."""
    internal = {"litellm_call_id", "metadata"}
    package: Any = ModuleType("litellm")
    package.custom_provider_map = []
    package.drop_params = False
    package.utils = SimpleNamespace(
        custom_llm_setup=lambda: None,
        filter_out_litellm_params=lambda given: {
            name: value for name, value in given.items() if name not in internal
        },
    )
    llms: Any = ModuleType("litellm.llms.custom_llm")
    llms.CustomLLM, llms.CustomLLMError = CustomLLM, CustomLLMError
    types: Any = ModuleType("litellm.types.utils")
    types.ImageObject = types.ImageResponse = SimpleNamespace
    for module in (package, llms, types):
        monkeypatch.setitem(sys.modules, module.__name__, module)
    integration._handler_class.cache_clear()
    integration._usual_handler.cache_clear()
    yield package
    integration._handler_class.cache_clear()
    integration._usual_handler.cache_clear()


class Calls:
    """Calls the registered handler as LiteLLM does, in either colour."""

    def __init__(self, litellm: Any, mode: str) -> None:
        self.litellm = litellm
        self.mode = mode

    def __call__(self, verb: str, model: str, *args: Any, **params: Any) -> Any:
        (entry,) = self.litellm.custom_provider_map
        given = {"api_key": params.pop("api_key", None), "api_base": params.pop("api_base", None)}
        given |= {"timeout": params.pop("timeout", None), "client": None, "logging_obj": object()}
        given |= {"model_response": object(), "optional_params": {"litellm_call_id": "1", **params}}
        method = getattr(entry["custom_handler"], f"a{verb}" if self.mode == "async" else verb)
        names = ("image", "prompt") if len(args) > 1 else ("prompt",)
        answer = method(model=model, **dict(zip(names, args, strict=True)), **given)
        return asyncio.run(answer) if self.mode == "async" else answer


@pytest.fixture(params=["sync", "async"])
def call(litellm: Any, request: pytest.FixtureRequest) -> Calls:
    integration.register(sandbox=True)
    return Calls(litellm, request.param)


def test_an_edit_has_its_images_and_its_cost(call: Calls, wire: Recorder) -> None:
    response = call("image_edit", VENICE, [PHOTO], "sepia", n=2)
    assert len(response.data) == len(wire.requests) == 2
    assert base64.b64decode(response.data[0].b64_json).startswith(b"\x89PNG")
    assert response._hidden_params["response_cost"] == 0.08


def test_mask_size_and_tuples_of_files_arrive(call: Calls, wire: Recorder) -> None:
    mask = picture(256, 256, mode="L")
    call(
        "image_edit",
        "openai/gpt-image-2",
        [("a.png", PHOTO, "image/png"), PHOTO],
        "sepia",
        mask=("m.png", mask),
        size="1024x1024",
        quality="high",
        output_compression=50,
        output_format="webp",
    )
    sent = wire.only
    assert sent.fields["image[]"] == [PHOTO, PHOTO]
    assert sent["mask"].startswith(b"\x89PNG")
    assert (sent["size"], sent["quality"], sent["output_compression"]) == (
        "1024x1024",
        "high",
        "50",
    )


def test_a_response_can_be_had_as_addresses(call: Calls) -> None:
    response = call("image_edit", VENICE, [PHOTO], "sepia", response_format="url")
    assert response.data[0].url.startswith("data:image/png;base64,")


def test_images_are_made_of_nothing_too(call: Calls, wire: Recorder) -> None:
    response = call("image_generation", "openai/gpt-image-2", "a red circle", n=2)
    assert len(response.data) == 2
    assert wire.only.path == "/openai/v1/images/generations"


def test_a_user_is_the_tag_of_the_ledger(call: Calls) -> None:
    import pyvenice

    call("image_edit", VENICE, [PHOTO], "sepia", user="somebody-7")
    with pyvenice.Ledger() as ledger:
        assert "somebody-7" in {entry.tag for entry in ledger.entries()}


@pytest.mark.parametrize(
    ("params", "status", "words"),
    [
        ({"seed": 3}, 400, "takes no seed"),
        ({"sead": 3}, 400, "no argument 'sead'"),
        ({"max_cost": 0.01}, 402, "nothing was sent"),
        ({"n": 0}, 400, "n=0"),
    ],
)
def test_what_cannot_be_sent_has_a_status(
    call: Calls, wire: Recorder, params: dict[str, Any], status: int, words: str
) -> None:
    with pytest.raises(CustomLLMError, match=words) as caught:
        call("image_edit", VENICE, [PHOTO], "sepia", **params)
    assert caught.value.status_code == status
    assert wire.requests == []


@pytest.mark.parametrize("status", [401, 429, 503])
def test_the_status_of_a_provider_is_kept(call: Calls, wire: Recorder, status: int) -> None:
    # Nobody waits for longer than the time limit, so there is no retry.
    headers = [("content-type", "application/json"), ("retry-after", "3600")]
    wire.refuses = lambda _: WireResponse(status, headers, [b"{}"])
    with pytest.raises(CustomLLMError) as caught:
        call("image_edit", VENICE, [PHOTO], "sepia", timeout=60)
    assert caught.value.status_code == status


@pytest.mark.parametrize("everywhere", [True, False])
def test_drop_params_makes_warnings(call: Calls, everywhere: bool) -> None:
    call.litellm.drop_params = everywhere
    params = {} if everywhere else {"drop_params": True}
    response = call("image_edit", VENICE, [PHOTO], "sepia", seed=3, **params)
    (warning,) = response._hidden_params["pyvenice_warnings"]
    assert "takes no seed" in warning


def test_registering_again_replaces_the_options(litellm: Any) -> None:
    other = {"provider": "other", "custom_handler": object()}
    litellm.custom_provider_map = [other]
    integration.register()
    integration.register(sandbox=True)
    assert [entry["provider"] for entry in litellm.custom_provider_map] == ["other", "pyvenice"]
    assert litellm.custom_provider_map[0] is other


def test_the_proxy_finds_a_handler_by_its_name(litellm: Any) -> None:
    assert isinstance(integration.handler, CustomLLM)
    assert litellm.custom_provider_map == []


def test_without_litellm_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "litellm", None)
    with pytest.raises(MissingExtraError, match=r"pip install .*\[litellm\]"):
        integration.register()
