"""Answers that no contract foresees: an image is required, news is welcome, nonsense is an error."""

from __future__ import annotations

import base64
import json
import logging
from collections.abc import Callable, Mapping
from pathlib import Path
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
        (pyvenice.VeniceClient, b"{}", JSON, "no list of images under 'images'"),
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


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


LARGE = picture(64, 64) + bytes(9000)
OCTETS = {"content-type": "application/octet-stream"}
TEXT = {"content-type": "text/plain"}


@pytest.mark.parametrize(
    ("kind", "content", "headers"),
    [
        (pyvenice.VeniceClient, LARGE, JSON),
        (pyvenice.VeniceClient, json.dumps({"images": [b64(LARGE)]}), OCTETS),
        (pyvenice.OpenAIClient, LARGE, {"content-type": "image/png"}),
        (pyvenice.OpenAIClient, json.dumps({"data": [{"b64_json": b64(LARGE)}]}), TEXT),
        (pyvenice.OpenAIClient, json.dumps({"data": [{"url": f"data:image/png;base64,{b64(LARGE)}"}]}), JSON),
        (pyvenice.OpenAIClient, b"\xef\xbb\xbf\r\n " + json.dumps({"data": [{"b64_json": b64(LARGE)}]}).encode(), JSON),
        (pyvenice.OpenAIClient, json.dumps({"data": [{"b64_json": b64(LARGE)}]}).encode("utf-16"), JSON),
        (pyvenice.OpenAIClient, b" " * 9000 + json.dumps({"data": [{"b64_json": b64(LARGE)}]}).encode(), JSON),
        (pyvenice.XinferenceClient, LARGE, OCTETS),
        (pyvenice.XinferenceClient, json.dumps({"data": [{"b64_json": b64(LARGE)}]}), OCTETS),
    ],
    ids=[
        "picture called JSON", "JSON called octets", "bare picture", "JSON called text", "data URI",
        "byte order mark", "UTF-16", "blanks", "bare picture for Xinference", "JSON for Xinference",
    ],
)  # fmt: skip
@pytest.mark.parametrize("to_file", [False, True], ids=["memory", "file"])
def test_a_picture_that_was_paid_for_is_found_whatever_it_is_called(
    kind: Any, content: bytes | str, headers: dict[str, str], to_file: bool, tmp_path: Path
) -> None:
    options = {"save_to": tmp_path / "out.png"} if to_file else {}
    assert edit(client(kind, content, headers), **options).image.data == LARGE
    assert len(list(tmp_path.iterdir())) == to_file


@pytest.mark.parametrize(
    ("kind", "document", "message"),
    [
        (pyvenice.OpenAIClient, {"data": [{"b64_json": ""}]}, "is empty instead of an image"),
        (pyvenice.OpenAIClient, {"data": [None]}, r"data\[0\] is null instead of an object"),
        (pyvenice.OpenAIClient, {"data": ["x"]}, r"data\[0\] is a str instead of an object"),
        (pyvenice.OpenAIClient, {"data": [{"url": 5}]}, r"\['url'\] is int instead"),
        (pyvenice.OpenAIClient, {"error": {"message": "asleep"}}, "it says: asleep"),
        (pyvenice.VeniceClient, {"error": "asleep"}, "it says: asleep"),
        (pyvenice.VeniceClient, {"images": 5}, "no list of images under 'images'"),
        (pyvenice.VeniceClient, {"images": "abc"}, "no list of images under 'images'"),
        (pyvenice.XinferenceClient, {"detail": "asleep"}, "it says: asleep"),
        (pyvenice.XinferenceClient, {"data": [None]}, r"data\[0\] is null instead of an object"),
    ],
)
def test_an_answer_without_an_image_says_what_is_there_instead(
    kind: Any, document: Any, message: str
) -> None:
    with pytest.raises(AnswerError, match=message):
        edit(client(kind, json.dumps(document), JSON))


@pytest.mark.parametrize("kind", [pyvenice.OpenAIClient, pyvenice.XinferenceClient])
@pytest.mark.parametrize("to_file", [False, True], ids=["memory", "file"])
def test_of_several_pictures_the_good_ones_are_the_result_of_the_error(
    kind: Any, to_file: bool, tmp_path: Path
) -> None:
    listed = {"data": [{"b64_json": b64(LARGE)}, {"b64_json": b64(b"no picture" * 900)}, None]}
    options = {"save_to": tmp_path / "out.png"} if to_file else {}
    with pytest.raises(AnswerError, match=r"data\[1\].* is not an image") as caught:
        edit(client(kind, json.dumps(listed), JSON), **options)
    assert caught.value.result is not None
    assert [image.data for image in caught.value.result] == [LARGE]
    assert list(tmp_path.iterdir()) == []


def test_json_without_a_bottom_is_told() -> None:
    with pytest.raises(AnswerError, match="not JSON"):
        edit(client(pyvenice.OpenAIClient, b"[" * 200_000, JSON))
    endless = b"data: " + b"[" * 200_000 + b"\n\n"
    with pytest.raises(StreamError, match="not JSON"):
        edit(client(pyvenice.OpenAIClient, endless, EVENTS), stream=True).result()


def test_a_list_of_styles_that_is_none_is_an_error() -> None:
    with pytest.raises(AnswerError, match="'data' is NoneType instead of a list"):
        client(pyvenice.VeniceClient, b'{"data": null}', JSON).image.styles()


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
    assert [warning.code for warning in result.warnings] == [
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


@pytest.mark.parametrize("kind", [pyvenice.OpenAIClient, pyvenice.XinferenceClient])
@pytest.mark.parametrize(
    ("content", "headers"),
    [
        (json.dumps({"data": [{"b64_json": b64(LARGE)}]}), JSON),
        (LARGE, {"content-type": "image/png"}),
    ],
    ids=["JSON", "picture"],
)
def test_a_stream_that_comes_all_at_once_is_its_result(
    kind: Any, content: bytes | str, headers: dict[str, str]
) -> None:
    answer = headers | {"x-request-id": "r1"}
    with edit(client(kind, content, answer), stream=True) as stream:
        (result,) = stream
    assert result.image.data == LARGE
    assert (result.request_id, stream.request_id) == ("r1", "r1")
    assert stream.result() is result
    assert stream.headers["x-request-id"] == "r1"


def test_events_under_another_name_are_read() -> None:
    text = sse(PARTIAL, DONE)
    assert edit(client(pyvenice.OpenAIClient, text, TEXT), stream=True).result().image.width == 64
    with pytest.raises(StreamError, match="ended before its result"):
        edit(client(pyvenice.OpenAIClient, sse(PARTIAL), TEXT), stream=True)
    with pytest.raises(StreamError, match="it broke"):
        edit(
            client(pyvenice.OpenAIClient, sse(("error", {"error": "it broke"})), TEXT), stream=True
        )


def test_a_useless_answer_to_a_stream_says_what_came() -> None:
    content = json.dumps({"data": [{"b64_json": b64(LARGE)}, {"b64_json": ""}]})
    with pytest.raises(
        StreamError, match=r"asked for .*, the answer is .*json: data\[1\]"
    ) as caught:
        edit(client(pyvenice.OpenAIClient, content, JSON), stream=True)
    assert caught.value.result is not None
    assert caught.value.result.image.data == LARGE
