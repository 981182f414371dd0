"""Event reader: the JSON of server-sent events, by one law for heartbeats, failures and the unknown.

Heartbeats are skipped. An event that reports a failure ends the stream, with its reason. Data that is
no JSON object is skipped too, but told when the stream ends without a result.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Generic, TypeVar

from pyvenice.core import bounded_json
from pyvenice.core.engine.calls import Reply
from pyvenice.core.recording.redaction import shortened
from pyvenice.core.response.error_body import error_message, read_error_body, read_error_object
from pyvenice.core.response.sse import ServerEvent, SseDecoder
from pyvenice.errors import StreamError

T = TypeVar("T")

_HEARTBEATS = frozenset(["ping", "pong", "heartbeat", "keepalive", "keep-alive", "keep_alive"])
_NO_DATA = frozenset(["", "null", "[done]"])
_FAILURE = re.compile(
    r"(^|[^a-z])(error|errored|fail|failed|failure|cancell?ed|incomplete|rejected|aborted)$"
)
"""How the name, type or status of an event ends that reports a failure."""


class EventReader(Generic[T]):
    """Stream decoder: `read` makes any number of results of the kind and the JSON of an event.

    Raises `StreamError` for an event that reports a failure.
    """

    def __init__(self, read: Callable[[str, dict[str, Any]], Iterable[T]]) -> None:
        self._read = read
        self._sse = SseDecoder()
        self._words = ""
        """What the last event that could not be read says."""

    def feed(self, chunk: bytes) -> Iterator[T]:
        """The results of the events that this chunk completes."""
        for event in self._sse.feed(chunk):
            yield from self._results(event)

    def done(self) -> Iterator[T]:
        """The results of the last event, if the server left out the blank line that ends it.

        Raises `StreamError` with what the server says where no result can come any more.
        """
        for event in self._sse.done():
            yield from self._results(event)
        if stray := bytes(self._sse.stray).strip():
            self._words = f"it says: {read_error_body(Reply(200, {}, stray)).message}"
        if self._words:
            raise StreamError(f"the stream ended before its result came; {self._words}")

    def _results(self, event: ServerEvent) -> Iterable[T]:
        name, text = event.event.lower(), event.data.strip()
        if name in _HEARTBEATS or text.lower() in _HEARTBEATS or text.startswith(":"):
            return ()
        if text.lower() in _NO_DATA and not _FAILURE.search(name):
            return ()
        try:
            data = bounded_json.loads(text)
        except ValueError:
            return self._skip(event, text, "is not JSON")
        if not isinstance(data, dict):
            return self._skip(event, text, "is no JSON object")
        kind = data.get("type")
        kind = kind if isinstance(kind, str) and kind else event.event
        if kind.lower() in _HEARTBEATS:
            return ()
        if _reports_failure(event.event, kind, data):
            raise _failure(data)
        if message := read_error_object(data).message:
            self._words = f"it says: {message}"
        return self._read(kind, data)

    def _skip(self, event: ServerEvent, text: str, problem: str) -> Iterable[T]:
        shown = shortened(text, 200)
        if _FAILURE.search(event.event.lower()):
            raise StreamError(shown or "the server reports a failure, and no reason for it")
        self._words = f"an event of the stream {problem}: {shown!r}"
        return ()


def _reports_failure(name: str, kind: str, data: dict[str, Any]) -> bool:
    status = data.get("status")
    words = (name, kind, status if isinstance(status, str) else "")
    return bool(data.get("error")) or any(_FAILURE.search(word.lower()) for word in words)


def _failure(data: dict[str, Any]) -> StreamError:
    body = read_error_object(data)
    message = body.message or error_message(data) or shortened(str(body.body))
    return StreamError(message, code=body.code or body.type, details=body.body)
