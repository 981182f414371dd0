"""Server-sent events, decoded by push (WHATWG HTML, section 9.2.6)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pyvenice.core import bounded_json
from pyvenice.errors import StreamError

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
        self._bare: list[bytes] = []
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
        return [*self._end_line(), *self._dispatch_bare(), *self._dispatch()]

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
            return [] if self._bare else self._dispatch()
        if self._bare or raw.startswith(b"{"):
            return self._end_bare_line(raw)
        if raw.startswith(b"<") or self.stray:
            self.stray += raw[: _STRAY_BYTES - len(self.stray)] + b"\n"
        name, _, value = raw.partition(b":")
        self._take(name, value.removeprefix(b" ").decode("utf-8", "replace"))
        return []

    def _end_bare_line(self, raw: bytes) -> list[ServerEvent]:
        """A line of JSON that a gateway adds to the stream without `data:`, over several lines or not."""
        before = [] if self._bare else self._dispatch()
        self._bare.append(raw)
        if raw.startswith(b"}") or (len(self._bare) == 1 and _is_json(raw)):
            return [*before, *self._dispatch_bare()]
        return before

    def _dispatch_bare(self) -> list[ServerEvent]:
        text = b"\n".join(self._bare).decode("utf-8", "replace")
        if text:
            self._bare, self._size = [], 0
        return [ServerEvent("message", text)] if text else []

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


def _is_json(line: bytes) -> bool:
    try:
        bounded_json.loads(line)
    except ValueError:
        return False
    return True
