"""Response reader: pictures go to the sink of the call as they arrive, the rest to memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pyvenice.core.engine.calls import BLANKS, EVENTS, Call, Reply, begins_events, begins_json
from pyvenice.core.response.base64_extraction import JsonCutter
from pyvenice.core.response.sinks import MemorySink, SavedFile, Sink

_ERROR_BYTES = 1024 * 1024
"""Enough for any error message; the rest of a hostile error is not read."""
_BLANK_BYTES = 4096
"""How much white space may precede a document whose kind is not known yet."""

_FIELD_BYTES = 6
"""Fewer bytes do not tell whether a body begins with a field of an event; no picture is so short."""


class ResponseReader:
    """Feed it the chunks of a response until it has `enough`; `done` returns the reply."""

    def __init__(self, call: Call, status: int, headers: Mapping[str, str]) -> None:
        self._empty = Reply(status, headers, b"")
        self._call = call
        self._cutter: JsonCutter | None = None
        self._sink: Sink | None = None
        self._beginning = b""
        self._error = bytearray()
        self._size = 0
        self._succeeded = 200 <= status < 300

    @property
    def enough(self) -> bool:
        """Whether the first MiB of an error was read, which is all that is."""
        return len(self._error) >= _ERROR_BYTES

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes."""
        self._size += len(chunk)
        if not self._succeeded:
            self._error += chunk
        elif self._sink is not None:
            self._sink.write(chunk)
        elif self._cutter is not None:
            self._cutter.feed(chunk)
        else:
            self._begin(chunk)

    def done(self) -> Reply:
        """The reply, after all chunks were fed."""
        if self._cutter is not None:
            content, cuts = self._cutter.done()
            return self._reply(content=content, cuts=cuts)
        if self._sink is None:
            return self._reply(content=bytes(self._error[:_ERROR_BYTES]) or self._beginning)
        received = self._sink.done()
        return (
            self._reply(saved=received)
            if isinstance(received, SavedFile)
            else self._reply(content=received)
        )

    def _begin(self, chunk: bytes) -> None:
        """Choose the sink by the first bytes, which are right more often than the content type."""
        self._beginning += chunk
        if not self._beginning.strip(BLANKS) and len(self._beginning) < _BLANK_BYTES:
            return
        is_json = begins_json(self._beginning)
        if not is_json and len(self._beginning.strip(BLANKS)) < _FIELD_BYTES:
            return
        is_events = self._empty.media_type == EVENTS or begins_events(self._beginning)
        if is_json and not (self._call.verbatim or is_events):
            self._cutter = JsonCutter(self._call.new_sink)
        elif is_json or is_events or self._empty.media_type.endswith("json"):
            self._sink = MemorySink()
        else:
            self._sink = self._call.new_sink()
        chunk, self._beginning = self._beginning, b""
        self._size -= len(chunk)
        self.feed(chunk)

    def _reply(self, **facts: Any) -> Reply:
        return replace(self._empty, size=self._size, **facts)
