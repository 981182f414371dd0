"""Server-sent events, decoded by push (WHATWG HTML, section 9.2.6)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pyvenice.core import bounded_json
from pyvenice.core.engine.calls import Reply
from pyvenice.core.response.error_body import read_error_body
from pyvenice.errors import StreamError

T = TypeVar("T")

_HEARTBEATS = frozenset(["ping", "heartbeat", "keepalive", "keep-alive"])
_STRAY_BYTES = 8192
_MILLISECONDS = re.compile("[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class ServerEvent:
    """One event: its name (`message` where the server gave none) and its data."""

    event: str
    data: str
    id: str = ""
    retry: int | None = None
    """Milliseconds, where the server asked to wait so long before connecting again."""


def event_object(event: ServerEvent) -> dict[str, Any] | None:
    """The JSON object in an event's data; `None` for a heartbeat and for the end mark.

    Raises `StreamError` for other data that is no JSON object.
    """
    text = event.data.strip()
    if event.event in _HEARTBEATS or text in {"", "null", "[DONE]"} or text.startswith(":"):
        return None
    try:
        data = bounded_json.loads(event.data)
    except ValueError as error:
        raise StreamError(f"an event of the stream is not JSON: {event.data[:60]!r}") from error
    if not isinstance(data, dict):
        raise StreamError(f"an event of the stream is no JSON object: {event.data[:60]!r}")
    return data


class EventReader(Generic[T]):
    """Stream decoder that turns each server-sent event into any number of results."""

    def __init__(self, read: Callable[[ServerEvent], Iterable[T]]) -> None:
        self._read = read
        self._sse = SseDecoder()

    def feed(self, chunk: bytes) -> Iterator[T]:
        """The results of the events that this chunk completes."""
        for event in self._sse.feed(chunk):
            yield from self._read(event)

    def done(self) -> Iterator[T]:
        """The results of the last event, if the server left out the blank line that ends it."""
        for event in self._sse.done():
            yield from self._read(event)
        if stray := bytes(self._sse.stray).strip():
            message = read_error_body(Reply(200, {}, stray)).message
            raise StreamError(f"the stream ended before its result came; it says: {message}")


class SseDecoder:
    """Push decoder: feed it chunks, cut anywhere; it returns the events that are complete.

    Raises `StreamError` when one event grows beyond `max_bytes`.
    """

    def __init__(self, max_bytes: int = 64 * 1024 * 1024) -> None:
        self._max_bytes = max_bytes
        self._line: list[bytes] = []
        self._after_cr = False
        self._first = True
        self._size = 0
        self._event = ""
        self._data: list[str] = []
        self._id = ""
        self._retry: int | None = None
        self.stray = bytearray()
        """The first lines that belong to no event, such as those of an HTML page."""

    def feed(self, chunk: bytes) -> list[ServerEvent]:
        """The events that this chunk completes."""
        if not chunk:
            return []
        if self._after_cr:
            chunk = chunk.removeprefix(b"\n")
        self._after_cr = chunk.endswith(b"\r")
        events: list[ServerEvent] = []
        for piece in chunk.splitlines(keepends=True):
            self._grow(piece)
            if piece.endswith((b"\n", b"\r")):
                events += self._end_line()
        return events

    def done(self) -> list[ServerEvent]:
        """The last event, if the server left out the blank line that ends it."""
        return [*self._end_line(), *self._dispatch()]

    def _grow(self, piece: bytes) -> None:
        self._line.append(piece)
        self._size += len(piece)
        if self._size > self._max_bytes:
            raise StreamError(f"an event is larger than {self._max_bytes:,} bytes")

    def _end_line(self) -> list[ServerEvent]:
        raw = b"".join(self._line).rstrip(b"\r\n")
        self._line.clear()
        if self._first:
            raw = raw.removeprefix(b"\xef\xbb\xbf")
            self._first = False
        if not raw:
            return self._dispatch()
        if raw.startswith(b"{"):  # an error that a gateway adds to the stream without "data:"
            return [*self._dispatch(), ServerEvent("message", raw.decode("utf-8", "replace"))]
        if raw.startswith(b"<") or self.stray:
            self.stray += raw[: _STRAY_BYTES - len(self.stray)] + b"\n"
        name, _, value = raw.partition(b":")
        self._take(name, value.removeprefix(b" ").decode("utf-8", "replace"))
        return []

    def _take(self, name: bytes, value: str) -> None:
        if name == b"data":
            self._data.append(value)
        elif name == b"event":
            self._event = value
        elif name == b"id" and "\0" not in value:
            self._id = value
        elif name == b"retry" and _MILLISECONDS.fullmatch(value):
            self._retry = int(value)

    def _dispatch(self) -> list[ServerEvent]:
        event, data = self._event or "message", self._data
        self._event, self._data, self._size = "", [], 0
        return [ServerEvent(event, "\n".join(data), self._id, self._retry)] if data else []
