"""A look into a file at any place, and what is measured there."""

from __future__ import annotations

import os
import struct
from dataclasses import dataclass
from typing import BinaryIO


class TruncatedError(Exception):
    """The file is shorter than its structure says."""


class StructureError(Exception):
    """The structure contradicts itself."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What was measured, and where the rest of the structure starts."""

    width: int | None = None
    height: int | None = None
    has_alpha: bool | None = None
    data_at: int = 0


class Window:
    """Random access to a stream: either all the bytes that were asked for, or `TruncatedError`."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.size = stream.seek(0, os.SEEK_END)

    def head(self, count: int) -> bytes:
        return self.at(0, min(count, self.size))

    def at(self, offset: int, count: int) -> bytes:
        if offset + count > self.size:
            raise TruncatedError
        self._stream.seek(offset)
        data = self._stream.read(count)
        while len(data) < count:
            more = self._stream.read(count - len(data))
            if not more:
                raise TruncatedError
            data += more
        return data

    def number(self, offset: int, layout: str) -> int:
        (value,) = struct.unpack(layout, self.at(offset, struct.calcsize(layout)))
        return int(value)

    def require(self, end: int) -> None:
        if end > self.size:
            raise TruncatedError
