"""The law by which the events of every dialect are read."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyvenice.core.response.event_reader import EventReader
from pyvenice.errors import StreamError

Read = list[tuple[str, Any]]


def read(*chunks: bytes, whole: bool = True) -> Read:
    reader: EventReader[tuple[str, Any]] = EventReader(lambda kind, data: [(kind, data)])
    results = [result for chunk in chunks for result in reader.feed(chunk)]
    return [*results, *reader.done()] if whole else results


@pytest.mark.parametrize(
    "heartbeat",
    [
        b"data:\n\n",
        b"data: : keepalive\n\n",
        b"data: null\n\n",
        b"data: keep-alive\n\n",
        b"event: ping\ndata: ping\n\n",
        b"event: Heartbeat\ndata: 5\n\n",
        b'data: {"type": "ping"}\n\n',
        b"data: [DONE]\n\n",
    ],
)
def test_a_heartbeat_is_no_event(heartbeat: bytes) -> None:
    assert read(heartbeat, b'event: x\ndata: {"a": 1}\n\n') == [("x", {"a": 1})]


def test_the_type_in_the_data_is_the_kind_of_an_event() -> None:
    assert read(b'event: x\ndata: {"type": "y"}\n\n') == [("y", {"type": "y"})]


@pytest.mark.parametrize("text", [b"hello", b"[]", b"5", b"<b>", b'{"a":', b"[" * 100_000])
def test_data_that_is_no_json_object_does_not_end_a_stream(text: bytes) -> None:
    events = b"event: log\ndata: " + text + b'\n\ndata: {"a": 1}\n\n'
    assert read(events, whole=False) == [("message", {"a": 1})]
    with pytest.raises(
        StreamError, match="ended before its result came; an event of the stream is"
    ):
        read(events)


@pytest.mark.parametrize(
    ("event", "reason", "code"),
    [
        (b"event: error\ndata: out of memory", "out of memory", None),
        (b"event: error\ndata:", "no reason", None),
        (b'data: {"type": "a.failed", "message": "out of memory"}', "out of memory", "a.failed"),
        (b'data: {"type": "a.failed", "reason": "out of memory"}', "out of memory", "a.failed"),
        (b'event: job_failed\ndata: {"detail": "out of memory"}', "out of memory", None),
        (b'data: {"status": "failed", "msg": "out of memory"}', "out of memory", None),
        (b'data: {"error": "out of memory"}', "out of memory", None),
        (b'data: {"error": {"message": "no", "code": "oom"}}', "no", "oom"),
        (
            b'data: {"type": "a.failed", "response": {"error": {"message": "no", "code": "oom"}}}',
            "no",
            "oom",
        ),
        (b'{"error": {"message": "no", "code": "oom"}}', "no", "oom"),
        (b'{\n "error": {\n  "message": "no"\n }\n}', "no", None),
    ],
)
def test_a_failure_ends_the_stream_with_its_reason(
    event: bytes, reason: str, code: str | None
) -> None:
    with pytest.raises(StreamError, match=reason) as caught:
        read(b'data: {"a": 1}\n\n', event + b"\n\n")
    assert caught.value.code == code


def test_json_over_several_lines_without_a_field_is_an_event() -> None:
    document = {"data": [{"b64_json": "x"}], "created": 1}
    text = json.dumps(document, indent=2).encode()
    assert read(b'data: {"a": 1}\n\n' + text + b"\n\n") == [
        ("message", {"a": 1}),
        ("message", document),
    ]
    assert read(text) == [("message", document)]


def test_the_last_words_of_a_stream_are_in_the_error() -> None:
    with pytest.raises(StreamError, match="it says: no channel left"):
        read(b'data: {"msg": "no channel left"}\n\n')
    with pytest.raises(StreamError, match="it says: Bad Gateway"):
        read(b"<html><title>Bad Gateway</title></html>")


@pytest.mark.parametrize("depth", [50, 300, 900, 5000])
def test_a_deep_failure_is_a_stream_error(depth: int) -> None:
    nested = b"[" * depth + b"]" * depth
    for data in (
        b'{"error": {"message": "no", "details": ' + nested + b"}}",
        b'{"error": ' + nested + b"}",
    ):
        with pytest.raises(StreamError):
            read(b"event: error\ndata: " + data + b"\n\n")


@given(st.lists(st.binary(max_size=60) | st.sampled_from([b"\n", b"\n\n", b"data: ", b"{", b"}"])))
def test_any_bytes_are_read_or_refused(chunks: list[bytes]) -> None:
    try:
        read(*chunks)
    except StreamError as error:
        assert str(error)  # noqa: PT017
