"""Bytes that arrive: into memory, or into a file that gets its name when it is known to be good."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Protocol


@dataclass(frozen=True, slots=True)
class SavedFile:
    """Bytes that lie in a file."""

    path: Path
    size: int

    def moved(self, target: Path) -> SavedFile:
        """The same under another name, which it takes over whole if there is such a file."""
        self.path.replace(target)
        return SavedFile(target, self.size)


Content = bytes | SavedFile
"""What has arrived."""


def opened(content: Content) -> BinaryIO:
    """A stream that reads what has arrived. Raises `OSError` when the file has gone."""
    return BytesIO(content) if isinstance(content, bytes) else content.path.open("rb")


class Sink(Protocol):
    """Takes bytes as they come; `done` gives them back, and is the end."""

    def write(self, data: bytes, /) -> int: ...
    def done(self) -> Content: ...


NewSink = Callable[[], Sink]
"""Called for each picture of an answer."""


class MemorySink(BytesIO):
    """Keeps what comes."""

    def done(self) -> bytes:
        """What came."""
        return self.getvalue()


class PartFile:
    """A new hidden file beside `target`, which itself is not touched. All methods raise `OSError`."""

    def __init__(self, target: Path) -> None:
        self._path = target.with_name(f".{target.name[:32]}.{secrets.token_hex(4)}.part")
        self._file = self._path.open("xb", buffering=0)
        self._size = 0

    def write(self, data: bytes) -> None:
        """Write all of it."""
        left = memoryview(data)
        while left:
            left = left[self._file.write(left) :]
        self._size += len(data)

    def done(self) -> SavedFile:
        """The file, complete but for its name."""
        self._file.close()
        return SavedFile(self._path, self._size)

    def read_back(self) -> bytes:
        """What was written, but for a write that failed."""
        with self._path.open("rb") as written:
            return written.read(self._size)

    def discard(self) -> None:
        """Remove the file, unless it has got another name by now."""
        self._file.close()
        self._path.unlink(missing_ok=True)


class FileSink:
    """Writes what comes to a file beside `target`; to memory where that cannot be done any more.

    What comes was paid for, so a disk that is full must not be its end.
    """

    def __init__(self, target: Path) -> None:
        self._file: PartFile | None = None
        self._into: PartFile | MemorySink = MemorySink()
        with suppress(OSError):
            self._into = self._file = PartFile(target)

    def write(self, data: bytes, /) -> int:
        """Take all of it."""
        try:
            self._into.write(data)
        except OSError:
            self._into = self._in_memory()
            self._into.write(data)
        return len(data)

    def done(self) -> Content:
        """The file, complete but for its name, or what is in memory instead."""
        return self._into.done()

    def discard(self) -> None:
        """Remove the file, unless it has got another name by now."""
        if self._file is not None:
            self._file.discard()

    def _in_memory(self) -> MemorySink:
        memory = MemorySink()
        if self._file is not None:
            memory.write(self._file.read_back())
        return memory


def write_whole(target: Path, content: Content) -> SavedFile:
    """A file with this content in the place of `target`; at no time is half of it there."""
    part = PartFile(target)
    try:
        with opened(content) as stream:
            while piece := stream.read(1 << 20):
                part.write(piece)
        return part.done().moved(target)
    finally:
        part.discard()
