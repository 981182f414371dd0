"""Image part: an image that is ready to be sent, and its bytes as often as they are needed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import IO, TYPE_CHECKING, Any, BinaryIO, Literal, Protocol, cast

from pyvenice.errors import ImageInputError

if TYPE_CHECKING:
    from pydantic_core import CoreSchema

Kind = Literal["path", "bytes", "file", "url", "file-id"]

CHUNK = 1 << 18

_BORROWING = Lock()
"""Held across seek and read, so that threads that share the caller's file cannot interleave."""


def unusable(
    argument: str, shown: str, what: str, *, value: object = None, allowed: object = None
) -> ImageInputError:
    """The error that says what is wrong with the image given as `argument`; not raised here."""
    return ImageInputError(
        f"{argument}: {shown} {what}", argument=argument, value=value or shown, allowed=allowed
    )


def seek_end(file: IO[bytes]) -> int:
    """Go to the end of a file and return its place; not every `seek` returns one."""
    file.seek(0, os.SEEK_END)
    return file.tell()


def checked_bytes(data: object) -> bytes:
    """What a file's `read` returned. Raises `TypeError` for anything but bytes or nothing."""
    if isinstance(data, bytes):
        return data
    if data is None:
        return b""
    if isinstance(data, bytearray | memoryview):
        return bytes(data)
    raise TypeError(f"its read() gives {type(data).__name__} instead of bytes")


class Source(Protocol):
    """Where the bytes of an image come from. Each `open` starts at the first of them."""

    def open(self) -> AbstractContextManager[BinaryIO]: ...


@dataclass(frozen=True, slots=True)
class BytesSource:
    data: bytes = field(repr=False)

    def open(self) -> AbstractContextManager[BinaryIO]:
        return BytesIO(self.data)


@dataclass(frozen=True, slots=True)
class PathSource:
    path: Path

    def open(self) -> AbstractContextManager[BinaryIO]:
        return self.path.open("rb")


@dataclass(frozen=True, slots=True)
class FileSource:
    """A file that the caller opened: read from where it stood, put back there, never closed."""

    file: IO[bytes]
    start: int

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        try:
            yield cast("BinaryIO", _Borrowed(self.file, self.start))
        finally:
            with suppress(Exception), _BORROWING:
                self.file.seek(self.start)


class _Borrowed:
    """Seeks before each read, so that several passes over one file do not disturb each other."""

    def __init__(self, file: IO[bytes], start: int) -> None:
        self._file = file
        self._start = start
        self._at = 0

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        if whence == os.SEEK_END:
            with _BORROWING:
                self._at = seek_end(self._file) - self._start + offset
        else:
            self._at = offset
        return self._at

    def read(self, count: int) -> bytes:
        with _BORROWING:
            self._file.seek(self._start + self._at)
            data = checked_bytes(self._file.read(count))
        self._at += len(data)
        return data


@dataclass(frozen=True, slots=True, kw_only=True)
class ImagePart:
    """An image that may be sent as the argument `argument`.

    A URL or a file id has no bytes: `media_type` and `filename` are empty, `size` is 0. `width`,
    `height` and `has_alpha` are `None` where they are not known. The size is that of the image as it
    is shown: turned as `orientation` says, which counts as EXIF does.
    """

    argument: str
    kind: Kind
    media_type: str = ""
    filename: str = ""
    size: int = 0
    width: int | None = None
    height: int | None = None
    has_alpha: bool | None = None
    orientation: int = 1
    is_deep: bool = False
    url: str | None = field(default=None, repr=False)
    file_id: str | None = None
    replayable: bool = True
    source: Source | None = field(default=None, repr=False)

    def chunks(self, size: int = CHUNK) -> Iterator[bytes]:
        """The bytes from the first on, in pieces of at most `size`.

        Raises `ImageInputError` when the file is no longer as long as it was, or cannot be read.
        """
        try:
            yield from self._pieces(size)
        except ImageInputError:
            raise
        except Exception as error:  # the caller's own file may raise anything
            raise self._error(f"cannot be read any more: {error}") from error

    def read(self) -> bytes:
        """All the bytes. Raises what `chunks` raises."""
        return b"".join(self.chunks())

    def _pieces(self, size: int) -> Iterator[bytes]:
        if self.source is None:
            raise self._error(f"is a {self.kind} and has no bytes to send")
        with self.source.open() as stream:
            left = self.size
            if stream.seek(0, os.SEEK_END) != left:
                raise self._error("changed its length after it was checked")
            stream.seek(0)
            while left:
                piece = stream.read(min(size, left))
                if not piece:
                    raise self._error("became shorter while it was sent")
                left -= len(piece)
                yield piece

    def _error(self, what: str) -> ImageInputError:
        return unusable(self.argument, self.filename or self.file_id or "the image", what)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> CoreSchema:
        from pydantic_core import core_schema

        return core_schema.is_instance_schema(cls)
