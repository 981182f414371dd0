"""Event reader: the JSON of server-sent events, by one law for heartbeats, failures and the unknown.

Heartbeats are skipped. An event that reports a failure ends the stream, with its reason. Data that is
no JSON object is skipped too, but named in the error when the stream ends without a result.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator
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


class EventObjects:
    """Event objects: the JSON in events, which heartbeats do not have and failures raise."""

    def __init__(self, ends: Container[str] = ()) -> None:
        self._ends = ends
        """Kinds of events that end a stream, and are no failures by whatever name."""
        self.words = ""
        """What the last event that could not be read says."""

    def read(self, event: ServerEvent) -> tuple[str, dict[str, Any]] | None:
        """The kind and the JSON of an event; `None` for a heartbeat, and for data that is no object.

        Raises `StreamError` for an event that reports a failure.
        """
        name, text = event.event.lower(), event.data.strip()
        if name in _HEARTBEATS or text.lower() in _HEARTBEATS or text.startswith(":"):
            return None
        if text.lower() in _NO_DATA and not _FAILURE.search(name):
            return None
        try:
            data = bounded_json.loads(text)
        except ValueError:
            self._skip(event, text, "is not JSON")
            return None
        if not isinstance(data, dict):
            self._skip(event, text, "is no JSON object")
            return None
        kind = data.get("type")
        kind = kind if isinstance(kind, str) and kind else event.event
        if kind.lower() in _HEARTBEATS:
            return None
        if kind not in self._ends and _reports_failure(event.event, kind, data):
            raise _failure(data)
        if message := read_error_object(data).message:
            self.words = f"it says: {message}"
        return kind, data

    def last_words(self, stray: bytes) -> str:
        """What the server says where no result can come any more; `stray` belonged to no event."""
        if page := stray.strip():
            return f"it says: {read_error_body(Reply(200, {}, page)).message}"
        return self.words

    def _skip(self, event: ServerEvent, text: str, problem: str) -> None:
        shown = shortened(text, 200)
        if _FAILURE.search(event.event.lower()):
            raise StreamError(shown or "the server reports a failure, and no reason for it")
        self.words = f"an event of the stream {problem}: {shown!r}"


class EventReader(Generic[T]):
    """Stream decoder: `read` makes any number of results of the kind and the JSON of an event.

    Raises `StreamError` for an event that reports a failure.
    """

    def __init__(self, read: Callable[[str, dict[str, Any]], Iterable[T]]) -> None:
        self._read = read
        self._sse = SseDecoder()
        self._objects = EventObjects()

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
        if words := self._objects.last_words(bytes(self._sse.stray)):
            raise StreamError(f"the stream ended before its result came; {words}")

    def _results(self, event: ServerEvent) -> Iterable[T]:
        found = self._objects.read(event)
        return () if found is None else self._read(*found)


def _reports_failure(name: str, kind: str, data: dict[str, Any]) -> bool:
    status = data.get("status")
    words = (name, kind, status if isinstance(status, str) else "")
    return bool(data.get("error")) or any(_FAILURE.search(word.lower()) for word in words)


def _failure(data: dict[str, Any]) -> StreamError:
    body = read_error_object(data)
    message = body.message or error_message(data) or shortened(str(body.body))
    return StreamError(message, code=body.code or body.type, details=body.body)
