"""Answers that no contract foresees: an image is required, news is welcome, nonsense is an error."""

from __future__ import annotations

import base64
import json
import logging
from collections.abc import Callable, Mapping
from typing import Any

import httpx
import httpx2
import pytest

import pyvenice
from pyvenice import AnswerError, StreamError
from tests.pictures import picture

JSON = {"content-type": "application/json"}
EVENTS = {"content-type": "text/event-stream"}
B64 = base64.b64encode(picture(64, 64)).decode()


def client(
    kind: Any, content: bytes | str, headers: Mapping[str, str], library: Any = httpx
) -> Any:
    """A client whose server always answers this."""
    answer: Callable[[Any], Any] = lambda _: library.Response(200, content=content, headers=headers)  # noqa: E731
    return kind("key", http_client=library.Client(transport=library.MockTransport(answer)))


def edit(client: Any, **arguments: Any) -> Any:
    return client.image.edit(image=picture(), prompt="x", **arguments)


@pytest.mark.parametrize("library", [httpx, httpx2])
def test_an_injected_client_of_either_library_works(library: Any) -> None:
    venice = client(pyvenice.VeniceClient, picture(), {"content-type": "image/png"}, library)
    assert edit(venice).image.data == picture()


@pytest.mark.parametrize(
    ("kind", "content", "headers", "message"),
    [
        (pyvenice.VeniceClient, b"", {"content-type": "image/png"}, "empty"),
        (pyvenice.VeniceClient, b"<html>", {"content-type": "text/html"}, "not an image"),
        (pyvenice.VeniceClient, picture()[:-30], {"content-type": "image/png"}, "not a whole image/png"),
        (pyvenice.VeniceClient, b"{}", JSON, "no image"),
        (pyvenice.OpenAIClient, b"[]", JSON, "a JSON list, not an object"),
        (pyvenice.OpenAIClient, b"{", JSON, "not JSON"),
        (pyvenice.OpenAIClient, b"{}", JSON, "no list of images under 'data'"),
        (pyvenice.OpenAIClient, b'{"data": []}', JSON, "no image"),
        (pyvenice.OpenAIClient, b'{"data": [{}]}', JSON, "neither 'b64_json' nor 'url'"),
        (pyvenice.OpenAIClient, b'{"data": [{"b64_json": "!!"}]}', JSON, "not base64"),
        (pyvenice.OpenAIClient, b'{"data": [{"url": "file:///etc/passwd"}]}', JSON, "cannot be fetched"),
        (pyvenice.XinferenceClient, b'{"data": [{"url": "/tmp/a.jpg", "b64_json": null}]}', JSON, "base64"),
        (pyvenice.XinferenceClient, b'{"data": 7}', JSON, "no list of images under 'data'"),
    ],
)  # fmt: skip
def test_a_success_without_an_image_is_an_error(
    kind: Any, content: bytes, headers: dict[str, str], message: str
) -> None:
    with pytest.raises(AnswerError, match=message):
        edit(client(kind, content, headers))


def test_deprecation_and_blurring_are_warnings_of_the_result() -> None:
    headers = {
        "content-type": "image/png",
        "x-venice-model-deprecation-warning": "old-model goes away",
        "x-venice-model-deprecation-date": "2026-12-01",
        "x-venice-deprecated": "true",
        "x-venice-deprecated-replacement": "/image/new",
        "x-venice-is-blurred": "true",
        "x-venice-model-id": "old-model",
    }
    result = edit(client(pyvenice.VeniceClient, picture(), headers))
    assert [one.code for one in result.warnings] == [
        "model-deprecated",
        "endpoint-deprecated",
        "blurred",
    ]
    assert "2026-12-01" in result.warnings[0].message
    assert result.model == "old-model"


def test_unknown_fields_and_values_of_an_answer_stay_readable() -> None:
    listed = {
        "object": "list",
        "data": [{"id": "m", "object": "model", "created": 1, "owned_by": "x", "colour": "blue"}],
    }
    found = client(pyvenice.OpenAIClient, json.dumps(listed), JSON).models.list()
    assert found.data[0].colour == "blue"


def test_an_answer_that_breaks_the_contract_is_read_as_it_came(
    caplog: pytest.LogCaptureFixture,
) -> None:
    listed = {
        "object": "list",
        "type": "inpaint",
        "data": [{"id": "m", "model_spec": {"privacy": 7}}],
    }
    with caplog.at_level(logging.WARNING, "pyvenice"):
        found = client(pyvenice.VeniceClient, json.dumps(listed), JSON).models.list()
    assert found.data[0].id == "m"
    assert found.data[0].model_spec.privacy == 7
    assert "differs from the contract at data.0" in caplog.text


def sse(*events: tuple[str, Any]) -> str:
    return "".join(f"event: {name}\ndata: {json.dumps(data)}\n\n" for name, data in events)


PARTIAL = ("image_edit.partial_image", {"type": "image_edit.partial_image", "b64_json": B64})
DONE = (
    "image_edit.completed",
    {"type": "image_edit.completed", "b64_json": B64, "usage": {"total_tokens": 1}},
)


def test_a_stream_ends_with_its_result() -> None:
    text = (
        sse(PARTIAL, ("image_edit.brand_new", {"type": "image_edit.brand_new"}), DONE)
        + "data: [DONE]\n\n"
    )
    with edit(client(pyvenice.OpenAIClient, text, EVENTS), stream=True) as stream:
        assert [type(event).__name__ for event in stream] == ["PartialImage", "EditResult"]
        assert stream.result().usage == {"total_tokens": 1}


@pytest.mark.parametrize(
    ("kind", "text", "message"),
    [
        (pyvenice.OpenAIClient, sse(PARTIAL), "ended"),
        (pyvenice.OpenAIClient, sse(("error", {"error": {"message": "it broke", "code": "oops"}})), "it broke"),
        (pyvenice.OpenAIClient, sse(("error", {"error": "plain text"})), "plain text"),
        (pyvenice.OpenAIClient, "data: {\n\n", "not JSON"),
        (pyvenice.OpenAIClient, "data: []\n\n", "no JSON object"),
        (pyvenice.OpenAIClient, sse(("x", {"type": "image_edit.completed", "b64_json": None})), "base64"),
        (pyvenice.XinferenceClient, sse(("error", {"type": "image_edit_error", "error": "no memory"})), "no memory"),
        (pyvenice.XinferenceClient, sse(("start", {"type": "image_edit_started"})), "ended"),
        (pyvenice.XinferenceClient, sse(("complete", {"data": [{}]})), "base64"),
    ],
)  # fmt: skip
def test_a_stream_that_fails_or_ends_early_is_an_error(kind: Any, text: str, message: str) -> None:
    with (
        pytest.raises(AnswerError, match=message) as caught,
        edit(client(kind, text, EVENTS), stream=True) as stream,
    ):
        stream.result()
    assert isinstance(caught.value, StreamError) or "base64" in message
