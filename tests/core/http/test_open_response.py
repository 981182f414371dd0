"""Responses that never end, or unfold into too much, are given up in time."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from typing import Any

import pytest

from pyvenice.core.client.flows import request_model
from pyvenice.core.engine.retry_policy import RetryPolicy
from pyvenice.core.http import transport
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
