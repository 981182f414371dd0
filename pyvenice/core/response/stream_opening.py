"""How a stream begins: with its first event, or, from a server that knows no streams, all at once."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import replace
from typing import Any

from pyvenice.core.engine.calls import Flow, Reply, StreamCall, fetch, request_id
from pyvenice.core.provider_rules import ProviderRules
from pyvenice.core.response.error_body import read_error_body
from pyvenice.core.response.parsing import is_image
from pyvenice.core.response.result import EditResult
from pyvenice.core.response.streams import ImageEvent
from pyvenice.errors import AnswerError, StreamError

_EVENTS = "text/event-stream"
_FIELDS = (b"data:", b"event:", b"id:", b"retry:", b":")


def begins_events(status: int, headers: Mapping[str, str]) -> bool:
    """Whether an answer with these headers is a stream of events."""
    media_type = headers.get("content-type", _EVENTS).partition(";")[0].strip().lower()
    return 200 <= status < 300 and media_type == _EVENTS


def opening(stream: StreamCall[ImageEvent], rules: ProviderRules) -> Flow[Reply | EditResult]:
    """The beginning of the answer; the result where all of it came instead of events.

    It was paid for, whatever was asked for. Raises `StreamError` where there is no result in it.
    """
    reply = yield from fetch(replace(stream.call, events=True))
    if begins_events(reply.status, reply.headers):
        return reply
    try:
        return (yield from _whole(stream, reply, rules))
    except StreamError:
        raise
    except AnswerError as error:
        raise _no_events(reply, error) from error


def attempts_until(steps: Generator[Any, Reply, Any], beginning: Reply) -> int:
    """Say that the answer has begun, which ends the steps; how many attempts there were."""
    try:
        steps.send(beginning)
    except StopIteration as done:
        reply: Reply = done.value
        return reply.attempts
    raise RuntimeError("a call that has its answer wants another step")


def _whole(stream: StreamCall[ImageEvent], reply: Reply, rules: ProviderRules) -> Flow[EditResult]:
    if reply.content.startswith(_FIELDS):
        return _from_events(stream, reply, rules)
    if stream.whole is None:
        raise AnswerError(read_error_body(reply).message)
    result: EditResult = yield from stream.whole(reply)
    return result


def _from_events(stream: StreamCall[ImageEvent], reply: Reply, rules: ProviderRules) -> EditResult:
    """The result of events that came under another name."""
    decoder = stream.decoder()
    for event in (*decoder.feed(reply.content), *decoder.done()):
        if isinstance(event, EditResult):
            return replace(event.with_headers(reply.headers, rules), attempts=reply.attempts)
    raise StreamError(
        "the stream ended before its result came", request_id=request_id(reply.headers)
    )


def _no_events(reply: Reply, error: AnswerError) -> StreamError:
    what = reply.media_type or "an unnamed media type"
    is_known = reply.holds_json or is_image(reply.picture)
    words = str(error) if is_known else read_error_body(reply).message
    found = StreamError(
        f"asked for {_EVENTS}, the answer is {what}: {words}",
        request_id=request_id(reply.headers),
        details=error.details,
    )
    found.result = error.result
    return found
