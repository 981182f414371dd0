"""Byte reader: random access to an image file, and what is measured in it."""

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
    """What was measured: the size as the pixels are stored, before any turn."""

    width: int | None = None
    height: int | None = None
    has_alpha: bool | None = None
    data_at: int = 0
    """Where the rest of the structure starts."""
    orientation: int = 1
    """How the pixels are to be turned to be shown, from 1 (not at all) to 8, as EXIF counts."""
    is_deep: bool = False
    """A sample has more than 8 bits."""


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
