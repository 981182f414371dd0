"""Sinks: bytes that arrive go to memory, or to a file that is named when it is known to be good."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Protocol

from pyvenice.core.atomic_write import PartFile, file_behind, is_replaceable, is_special
from pyvenice.errors import ArgumentError, SaveError


@dataclass(frozen=True, slots=True)
class SavedFile:
    """Bytes that are in a file."""

    path: Path
    size: int
    part: PartFile | None = field(default=None, repr=False, compare=False)
    """The file while it is still open, so that its bytes outlive a removal."""

    def read(self) -> bytes:
        """The bytes. Raises `OSError` when the file has gone."""
        if self.part is not None and self.part.is_open:
            return self.part.read_back()
        return self.path.read_bytes()

    def open(self) -> BinaryIO:
        """A stream that reads the bytes. Raises `OSError` when the file has gone."""
        if self.part is not None and self.part.is_open:
            return self.part.open()
        return self.path.open("rb")

    def __reduce__(self) -> tuple[object, ...]:
        return SavedFile, (self.path, self.size)


Content = bytes | SavedFile
"""A body, or a picture in it, wherever it was written to."""


def opened(content: Content) -> BinaryIO:
    """A stream of the content. Raises `OSError` when the file is gone."""
    return BytesIO(content) if isinstance(content, bytes) else content.open()


class Sink(Protocol):
    """Takes bytes as they arrive; `done` returns them and ends the writing."""

    def write(self, data: bytes, /) -> int: ...
    def done(self) -> Content: ...


NewSink = Callable[[], Sink]
"""Called for each picture of a response."""


class MemorySink(BytesIO):
    """Keeps bytes in memory."""

    def done(self) -> bytes:
        """The bytes that were written."""
        return self.getvalue()


class FileSink:
    """Writes to a file next to `target`, or to memory if that fails.

    The bytes were paid for, so a full disk must not lose them.
    """

    def __init__(self, target: Path) -> None:
        self._file: PartFile | None = None
        self._into: PartFile | MemorySink = MemorySink()
        with suppress(OSError):
            self._into = self._file = PartFile(target, unnamed=True)

    def write(self, data: bytes, /) -> int:
        """Take all of it."""
        try:
            self._into.write(data)
        except OSError:
            self._into = self._in_memory()
            self._into.write(data)
        return len(data)

    def done(self) -> Content:
        """The file, complete but for its name, or the bytes in memory instead.

        Raises `SaveError` when another process made the file shorter.
        """
        if isinstance(self._into, MemorySink):
            return self._into.done()
        part = self._into
        if part.is_cut_off:
            raise SaveError(
                "the picture came, but another process cut off the file that it was written to:"
                f" {str(part.path)!r}",
                result=None,
            )
        return SavedFile(part.path, part.size, part)

    def discard(self) -> None:
        """Remove the file, unless it has got another name by now."""
        if self._file is not None:
            self._file.discard()

    def _in_memory(self) -> MemorySink:
        memory = MemorySink()
        if self._file is not None:
            memory.write(self._file.read_back())
        return memory


def check_target(target: Path, *, argument: str) -> None:
    """Raises `ArgumentError` where no file can be written."""
    try:
        problem = _problem(target)
    except OSError as error:
        problem = error.strerror or str(error)
    except ValueError as error:
        problem = "its name has a null byte" if "\0" in str(target) else str(error)
    if problem is not None:
        raise unwritable(target, problem, argument=argument)


def suffixed_target(path: Path, suffix: str) -> Path:
    """The file of a result; a name without a suffix gets this one. Raises as `check_target`."""
    check_target(path, argument="path")
    target = path if path.suffix else path.with_name(path.name + suffix)
    check_target(target, argument="path")
    return target


def unwritable(target: Path, problem: str, *, argument: str) -> ArgumentError:
    """The error for a place where no file can be written; not raised here."""
    return ArgumentError(
        f"cannot save to {str(target)!r}: {problem}", argument=argument, value=target
    )


def _problem(target: Path) -> str | None:
    real = file_behind(target)
    if not target.name or real.is_dir():
        return "it is a folder"
    for folder in (target.parent, real.parent):
        if not folder.is_dir():
            return f"the folder {str(folder)!r} does not exist"
    if is_special(target):
        return "it is no regular file"
    is_replaceable(target)
    return None
