"""Files that are uploaded as they are: nothing looks into them, unlike into images."""

from __future__ import annotations

import mimetypes
import os
from collections.abc import Sequence
from typing import IO, Any, TypeAlias, TypeGuard

from pyvenice.core.images.part import ImagePart
from pyvenice.core.images.sources import (
    Candidate,
    ResultImage,
    from_bytes,
    from_file,
    from_path,
    is_file,
)
from pyvenice.errors import ArgumentError

__all__ = ["FileInput"]

_Content: TypeAlias = os.PathLike[str] | bytes | bytearray | memoryview | IO[bytes]
FileInput: TypeAlias = (
    str | _Content | ResultImage | tuple[str | None, _Content] | tuple[str | None, _Content, str]
)
"""One file: its path, its bytes, the open file, a `MediaFile`, or a tuple of name, content and perhaps type."""

_MOST_BYTES = 256 * 1024 * 1024
"""How much of a file that cannot seek is read into memory."""
_BYTES = (bytes, bytearray, memoryview)


def file_parts(value: object, argument: str) -> ImagePart | list[ImagePart]:
    """One file or several, ready to be sent.

    Raises `ArgumentError` for anything else, and a subclass when a file cannot be read.
    """
    is_one = isinstance(value, str | bytes | bytearray | memoryview) or _is_upload(value)
    if isinstance(value, Sequence) and not is_one:
        return [file_part(item, f"{argument}[{index}]") for index, item in enumerate(value)]
    return file_part(value, argument)


def file_part(value: object, argument: str) -> ImagePart:
    """One file, ready to be sent. The type is that of its tuple, or guessed from the name."""
    if isinstance(value, ImagePart):
        return value
    if isinstance(value, ResultImage):
        return value.part(argument)
    named, content, kind = (*value, None)[:3] if _is_upload(value) else (None, value, None)
    candidate = _candidate(content, argument)
    if candidate.size == 0:
        raise ArgumentError(f"{argument}: the file is empty", argument=argument, value=b"")
    name = named or candidate.name
    guessed, _ = mimetypes.guess_type(name)
    return ImagePart(
        argument=argument,
        kind=candidate.kind,
        media_type=kind or guessed or "application/octet-stream",
        filename=name.encode("utf-8", "replace").decode() or "file",
        size=candidate.size,
        source=candidate.source,
    )


def _is_upload(value: object) -> TypeGuard[tuple[Any, ...]]:
    """Whether it is one file as HTTP libraries take it: name, content, and perhaps a type."""
    return (
        isinstance(value, tuple)
        and 2 <= len(value) <= 3
        and isinstance(value[0], str | None)
        and not isinstance(value[1], str)
        and isinstance((*value, None)[2], str | None)
    )


def _candidate(value: object, argument: str) -> Candidate:
    if isinstance(value, str | os.PathLike):
        return from_path(value, argument)
    if isinstance(value, _BYTES):
        return from_bytes(bytes(value), argument)
    if is_file(value):
        return from_file(value, argument, _MOST_BYTES)  # type: ignore[arg-type]  # it has the `read` of one
    raise ArgumentError(
        f"{argument}: {type(value).__name__} is not a file: pass a path, bytes or an open binary file",
        argument=argument,
        value=type(value).__name__,
        allowed="a path, bytes or an open binary file",
    )
