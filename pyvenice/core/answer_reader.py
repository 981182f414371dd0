"""Reads an answer while it arrives: pictures go where the call wants them, the rest is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pyvenice.core.arrivals import MemorySink, SavedFile, Sink
from pyvenice.core.calls import Call, Reply
from pyvenice.core.cutting import JsonCutter

_ERROR_BYTES = 1024 * 1024


class AnswerReader:
    """Feed it the chunks of an answer until it has `enough`; `done` gives the reply."""

    def __init__(self, call: Call, status: int, headers: Mapping[str, str]) -> None:
        self._empty = Reply(status, headers, b"")
        self._cutter: JsonCutter | None = None
        self._sink: Sink | None = None
        self._error = bytearray()
        self._size = 0
        if not 200 <= status < 300:
            return
        if call.verbatim and self._empty.media_type.endswith("json"):
            self._sink = MemorySink()
        elif self._empty.media_type.endswith("json"):
            self._cutter = JsonCutter(call.new_sink)
        else:
            self._sink = call.new_sink()

    @property
    def enough(self) -> bool:
        """Of an error, 1 MiB is all that is read."""
        return len(self._error) >= _ERROR_BYTES

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes."""
        self._size += len(chunk)
        if self._sink is not None:
            self._sink.write(chunk)
        elif self._cutter is not None:
            self._cutter.feed(chunk)
        else:
            self._error += chunk

    def done(self) -> Reply:
        """The answer, all of which has been fed."""
        if self._cutter is not None:
            content, cuts = self._cutter.done()
            return self._reply(content=content, cuts=cuts)
        if self._sink is None:
            return self._reply(content=bytes(self._error[:_ERROR_BYTES]))
        found = self._sink.done()
        return (
            self._reply(saved=found) if isinstance(found, SavedFile) else self._reply(content=found)
        )

    def _reply(self, **found: Any) -> Reply:
        return replace(self._empty, size=self._size, **found)
