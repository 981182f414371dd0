"""Responses that never end, or unfold into too much, are given up in time."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pyvenice.core.client.flows import request_model
from pyvenice.core.engine.retry_policy import RetryPolicy
from pyvenice.core.http import decompression, transport
from pyvenice.errors import AnswerError, APITimeoutError, PyveniceError, StreamError
from pyvenice.generated.venice import operations as table
from pyvenice.providers.openai import flows as openai
from pyvenice.providers.venice import flows as venice
from tests.core.driving import Rig
from tests.loopback import Answer, Handler, Loopback, says, sends_events
from tests.pictures import picture

ASKED: dict[str, Any] = {"image": picture(), "prompt": "x", "timeout": 0.5}


@pytest.fixture
def rig(client_mode: str, loopback: Loopback) -> Rig:
    return Rig(client_mode, loopback.url, retry=RetryPolicy(max_retries=0))


def endless(status: int, first: bytes, again: bytes) -> Answer:
    """A compressed body without an end."""

    def answer(handler: Handler) -> None:
        handler.send_response(status)
        handler.send_header("content-type", "image/png")
        handler.send_header("content-encoding", "gzip")
        handler.send_header("transfer-encoding", "chunked")
        handler.end_headers()
        handler.close_connection = True
        for piece in pieces():
            handler.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))

    def pieces() -> Iterator[bytes]:
        yield first
        while True:
            yield again

    return answer


WITHOUT_OUTPUT = {
    "empty members": (gzip.compress(b""), gzip.compress(b"") * 500),
    "a file name without an end": (b"\x1f\x8b\x08\x08\0\0\0\0\0\x03", b"A" * 8192),
    "zeros after the end": (gzip.compress(picture()), bytes(8192)),
}


@pytest.mark.parametrize("status", [200, 500])
@pytest.mark.parametrize("name", WITHOUT_OUTPUT)
def test_compressed_input_without_output_ends(
    name: str, status: int, rig: Rig, loopback: Loopback
) -> None:
    loopback.answers(endless(status, *WITHOUT_OUTPUT[name]))
    with pytest.raises((AnswerError, APITimeoutError)):
        rig.run(venice.edit(ASKED))


@pytest.mark.parametrize("injected", [False, True])
def test_endless_informational_responses_end_with_the_time_limit(
    injected: bool, rig: Rig, loopback: Loopback
) -> None:
    if injected:
        library = transport.http_library()
        rig.http_client = library.AsyncClient if rig.mode == "async" else library.Client

    def continues(handler: Handler) -> None:
        handler.close_connection = True
        while not handler.loopback.over.wait(0.005):
            handler.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n" * 10)

    loopback.answers(continues)
    with pytest.raises(APITimeoutError):
        rig.run(venice.edit(ASKED))


@pytest.fixture
def no_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    """No package decodes what the standard library does not."""
    monkeypatch.setattr(decompression, "_package", lambda _: None)


@pytest.mark.parametrize("media_type", ["image/png", "text/event-stream"])
@pytest.mark.parametrize("flow", [venice.edit, openai.edit, openai.stream_edit])
@pytest.mark.usefixtures("no_packages")
def test_a_coding_that_nobody_asked_for_costs_no_picture(
    flow: Any, media_type: str, rig: Rig, loopback: Loopback, tmp_path: Path
) -> None:
    packed = b"\x8b\x2e\x80" + bytes(range(200))
    loopback.answers(says(200, packed, content_type=media_type, content_encoding="br"))
    perform = rig.result if flow is openai.stream_edit else rig.run
    with pytest.raises(AnswerError, match="encoded as 'br', which was not asked for") as caught:
        perform(flow(ASKED | {"timeout": 60, "save_to": tmp_path / "out.png"}))
    assert caught.value.result is not None
    assert caught.value.result.image.data == packed
    assert caught.value.result.image.save(tmp_path / "raw").name == "raw.bin"
    assert loopback.seen[0].headers["accept-encoding"] == "identity"


def test_a_plain_picture_under_the_name_of_a_coding_is_read(rig: Rig, loopback: Loopback) -> None:
    loopback.answers(says(200, picture(), content_type="image/png", content_encoding="br"))
    assert rig.run(venice.edit(ASKED | {"timeout": 60})).image.data == picture()


def test_an_image_of_an_unknown_format_is_in_the_error(rig: Rig, loopback: Loopback) -> None:
    data = b"\0\0\0\x0cJXL \r\n\x87\n" + bytes(range(256))
    loopback.answers(says(200, data, content_type="image/jxl"))
    with pytest.raises(AnswerError, match="the error's result has its bytes") as caught:
        rig.run(venice.edit(ASKED | {"timeout": 60}))
    assert caught.value.result is not None
    assert caught.value.result.image.data == data


def test_a_damaged_picture_is_in_the_result_beside_the_others(rig: Rig, loopback: Loopback) -> None:
    texts = [base64.b64encode(data).decode() for data in (picture(), picture()[:-20])]
    body = json.dumps({"data": [{"b64_json": text} for text in texts]}).encode()
    loopback.answers(says(200, body, content_type="application/json"))
    with pytest.raises(AnswerError, match="not a whole image/png") as caught:
        rig.run(openai.edit(ASKED | {"timeout": 60, "n": 2}))
    assert caught.value.result is not None
    assert [image.data for image in caught.value.result.images] == [picture(), picture()[:-20]]


def bomb(item: bytes, name: bytes = b"images") -> bytes:
    return b'{"%s":[' % name + item * (2_000_000 // len(item)) + b"0]}"


@pytest.mark.parametrize("item", [b"{},", b"[],", b'"",', b"0,", b'{"a":[]},'])
@pytest.mark.parametrize("flow", [venice.edit, openai.edit])
def test_json_of_too_many_values_is_not_read(
    flow: Any, item: bytes, rig: Rig, loopback: Loopback
) -> None:
    body = gzip.compress(bomb(item))
    loopback.answers(says(200, body, content_type="application/json", content_encoding="gzip"))
    with pytest.raises(AnswerError, match="not read: it holds more than 200,000 values"):
        rig.run(flow(ASKED | {"timeout": 60}))


def test_a_list_of_too_many_models_is_not_read(rig: Rig, loopback: Loopback) -> None:
    body = json.dumps({"object": "list", "data": [{}] * 25_000}).encode()
    loopback.answers(says(200, body, content_type="application/json"))
    with pytest.raises(AnswerError, match="not read: it holds more than 20,000 objects"):
        rig.run(request_model(table.MODELS_LIST, {}))


def test_an_error_of_too_many_values_is_an_error_all_the_same(rig: Rig, loopback: Loopback) -> None:
    loopback.answers(says(400, bomb(b"{},")[:900_000] + b"0]}", content_type="application/json"))
    with pytest.raises(PyveniceError, match="400"):
        rig.run(venice.edit(ASKED | {"timeout": 60}))


def test_an_event_of_too_many_values_is_not_read(rig: Rig, loopback: Loopback) -> None:
    loopback.answers(sends_events(b"data: " + bomb(b"{},")[:900_000] + b"0]}\n\n"))
    with pytest.raises(StreamError, match="not JSON"):
        rig.result(openai.stream_edit(ASKED | {"timeout": 60}))
