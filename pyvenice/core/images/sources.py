"""Image sources: what a caller passes becomes a source of bytes whose length is known."""

from __future__ import annotations

import difflib
import inspect
import io
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, Protocol, runtime_checkable

from pyvenice.core.images.base64_codec import DataURI, decode_base64, parse_data_uri
from pyvenice.core.images.decoding import upright
from pyvenice.core.images.part import (
    CHUNK,
    BytesSource,
    FileSource,
    ImagePart,
    Kind,
    PathSource,
    Source,
    checked_bytes,
    seek_end,
    unusable,
)
from pyvenice.errors import ImageNotFoundError

_SHOWN = 160
_UNTYPED = frozenset(["application/octet-stream", "binary/octet-stream"])
_NEIGHBOURS = 5000
_BASE64 = re.compile(r"[A-Za-z0-9+/\s]{256}")
_BASE64_STARTS = ("iVBORw0KGgo", "/9j/", "UklGR", "R0lGOD")


@runtime_checkable
class Picture(Protocol):
    """What is used of a `PIL.Image.Image`."""

    @property
    def mode(self) -> str: ...
    @property
    def size(self) -> tuple[int, int]: ...
    def save(self, fp: IO[bytes], format: str) -> None: ...  # noqa: A002  (PIL's own word)


@runtime_checkable
class ResultImage(Protocol):
    """What is used of an image of a result (`EditedImage`), which can be the input of the next call."""

    @property
    def size(self) -> int: ...
    @property
    def url(self) -> str | None: ...
    def part(self, argument: str) -> ImagePart: ...


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that should be an image, not looked into yet."""

    argument: str
    shown: str
    """How messages call it."""
    kind: Kind
    source: Source
    size: int
    name: str = ""


def from_bytes(data: bytes, argument: str, shown: str = "the image in memory") -> Candidate:
    return Candidate(argument, shown, "bytes", BytesSource(data), len(data))


def from_base64(text: str, argument: str, shown: str) -> Candidate:
    try:
        return from_bytes(decode_base64(text), argument, shown)
    except ValueError as error:
        raise unusable(argument, shown, f"is not valid base64: {error}") from error


def from_data_uri(text: str, argument: str) -> Candidate:
    uri = parse_data_uri(text)
    shown = f"the data URI {_shortened(text.partition(',')[0])}"
    if uri is not None and not _may_be_image(uri):
        raise unusable(argument, shown, "is not that of an image: it must start with data:image/")
    if uri is None or not uri.is_base64:
        raise unusable(argument, shown, "is malformed: data:image/png;base64,… is what is taken")
    try:
        return from_bytes(uri.decode(), argument, shown)
    except ValueError as error:
        raise unusable(argument, shown, f"is not valid base64: {error}") from error


def _may_be_image(uri: DataURI) -> bool:
    """Whether its bytes decide what it is, or its type already says that it is an image."""
    has_no_type = uri.media_type in _UNTYPED or (uri.is_base64 and not uri.media_type)
    return has_no_type or uri.media_type.startswith("image/")


def from_picture(picture: Picture | ResultImage, argument: str) -> Candidate:
    """A PIL image becomes a PNG in memory, as it is shown: no pixel is lost."""
    if isinstance(picture, ResultImage):
        return _from_result(picture, argument)
    shown = f"the PIL image ({picture.mode} {'x'.join(map(str, picture.size))})"
    buffer = io.BytesIO()
    try:
        upright(picture).save(buffer, "PNG")
    except Exception as error:  # Pillow raises anything, an AttributeError for a closed file
        hint = (
            "its file is closed: call .load() on it before"
            if _is_closed(picture)
            else "convert it first, for example with .convert('RGB')"
        )
        raise unusable(argument, shown, f"cannot be saved as PNG ({error}): {hint}") from error
    return from_bytes(buffer.getvalue(), argument, shown)


def _from_result(image: ResultImage, argument: str) -> Candidate:
    """An image of a result, from memory or from the file that `save_to` wrote."""
    part = image.part(argument)
    source = BytesSource(b"") if part.source is None else part.source
    return Candidate(argument, repr(image), part.kind, source, part.size, part.filename)


def _is_closed(picture: Picture) -> bool:
    """Whether a PIL image has neither its pixels nor its file any more."""
    return getattr(picture, "fp", picture) is None and bool(getattr(picture, "tile", ()))


def from_file(file: IO[bytes], argument: str, most: int) -> Candidate:
    """An open file from where it stands. One that cannot seek is read into memory, up to `most` bytes."""
    name = _file_name(file)
    shown = f"the file object {name!r}" if name else f"the {type(file).__name__} object"
    if getattr(file, "closed", False):
        raise unusable(argument, shown, "is closed: open it again, or pass its path")
    try:
        content = _content(file, most)
    except Exception as error:  # the caller's own class may raise anything
        reason = str(error) or type(error).__name__
        raise unusable(argument, shown, f"cannot be read: {reason}") from error
    if content is None:
        raise unusable(argument, shown, "is open in text mode: open it with mode 'rb'")
    if isinstance(content, bytes):
        if len(content) > most:
            raise unusable(argument, shown, f"holds more than {most:,} bytes", allowed=most)
        return Candidate(argument, shown, "bytes", BytesSource(content), len(content), name)
    start, size = content
    if size == 0 and start > 0:
        raise unusable(argument, shown, f"stands at its end (byte {start:,}): call .seek(0) first")
    return Candidate(argument, shown, "file", FileSource(file, start), size, name)


def _content(file: IO[bytes], most: int) -> tuple[int, int] | bytes | None:
    """Where the file stands, and how much follows; all bytes of one that cannot seek; no text."""
    if isinstance(file, io.TextIOBase) or isinstance(_nothing_read(file), str):
        return None
    if not hasattr(file, "seekable") or not file.seekable():
        return b"".join(_pieces(file, most))
    start = file.tell()
    size = max(0, seek_end(file) - start)
    file.seek(start)
    return start, size


def _nothing_read(file: IO[bytes]) -> bytes | str:
    data = file.read(0)
    if inspect.isawaitable(data):
        if inspect.iscoroutine(data):
            data.close()
        raise TypeError("its read() must be awaited: read it first, and pass the bytes")
    if isinstance(data, bytes) and data:
        raise TypeError(
            "its read(0) gives bytes, so read() ignores the size: pass the bytes themselves"
        )
    return data


def _pieces(file: IO[bytes], most: int) -> Iterator[bytes]:
    """All that the file gives, until that is more than `most` bytes."""
    total = 0
    while total <= most and (piece := checked_bytes(_some_bytes(file))):
        total += len(piece)
        yield piece


def _some_bytes(file: IO[bytes]) -> bytes:
    data: bytes | None = file.read(CHUNK)
    if data is None:
        raise BlockingIOError(
            "its read() gives None, as a non-blocking file does that has no bytes yet: read it first,"
            " and pass the bytes"
        )
    return data


def from_path(given: str | os.PathLike[str], argument: str) -> Candidate:
    try:
        text = os.fsdecode(given)
    except Exception as error:  # the caller's own class may raise anything
        raise unusable(argument, f"the path {type(given).__name__}", f"fails: {error}") from error
    path = Path(text)
    shown = repr(_shortened(text))
    if not text.strip():
        raise unusable(argument, shown, "is an empty text instead of a path")
    try:
        status = path.stat()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise _not_found(path, text, argument) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        hint = _base64_hint(text)
        raise unusable(argument, shown, f"cannot be read: {reason}{hint}", value=text) from error
    if stat.S_ISDIR(status.st_mode):
        raise unusable(argument, shown, "is a directory: pass the path of one file", value=text)
    if not stat.S_ISREG(status.st_mode):
        what = "is not a regular file: open it in mode 'rb' and pass the file object"
        raise unusable(argument, shown, what, value=text)
    return Candidate(argument, shown, "path", PathSource(path), status.st_size, path.name)


def is_file(value: object) -> bool:
    """Whether this is an open file whose `read` gives its bytes at once."""
    read = getattr(value, "read", None)
    return callable(read) and not inspect.iscoroutinefunction(read)


def _not_found(path: Path, text: str, argument: str) -> ImageNotFoundError:
    hint = _base64_hint(text) or _neighbour_hint(path)
    message = f"{argument}: there is no file {_shortened(text)!r}{hint}"
    return ImageNotFoundError(message, argument=argument, value=text)


def _base64_hint(text: str) -> str:
    if not text.startswith(_BASE64_STARTS) and _BASE64.match(text) is None:
        return ""
    return " (a str is a path; if this is an image in base64, pass Base64Image(…))"


def _neighbour_hint(path: Path) -> str:
    try:
        names = {name.lower(): name for name in islice(_files(path.parent), _NEIGHBOURS)}
    except OSError:
        return f" (there is no folder {_shortened(str(path.parent))!r} either)"
    near = difflib.get_close_matches(path.name.lower(), names, n=1)
    return f" (did you mean {names[near[0]]!r}?)" if near else ""


def _files(folder: Path) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if not entry.is_dir():
                yield entry.name


def _file_name(file: object) -> str:
    name = getattr(file, "name", None)
    return re.split(r"[/\\]", name)[-1] if isinstance(name, str) else ""


def _shortened(text: str) -> str:
    return text if len(text) <= _SHOWN else f"…{text[-_SHOWN:]}"
