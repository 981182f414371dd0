"""Files that are uploaded as they are: nothing looks into them, unlike into images."""

from __future__ import annotations

import mimetypes
import os
from collections.abc import Sequence
from typing import IO, TypeAlias

from pyvenice.core.images.part import ImagePart
from pyvenice.core.images.sources import Candidate, from_bytes, from_file, from_path, is_file
from pyvenice.errors import ArgumentError

__all__ = ["FileInput"]

FileInput: TypeAlias = str | os.PathLike[str] | bytes | bytearray | memoryview | IO[bytes]
"""One file: its path, its bytes, or the open file."""

_MOST_BYTES = 256 * 1024 * 1024
"""How much of a file that cannot seek is read into memory."""
_BYTES = (bytes, bytearray, memoryview)


def file_parts(value: object, argument: str) -> ImagePart | list[ImagePart]:
    """One file or several, ready to be sent.

    Raises `ArgumentError` for anything else, and a subclass when a file cannot be read.
    """
    if isinstance(value, Sequence) and not isinstance(value, str | bytes | bytearray | memoryview):
        return [file_part(item, f"{argument}[{index}]") for index, item in enumerate(value)]
    return file_part(value, argument)


def file_part(value: object, argument: str) -> ImagePart:
    """One file, ready to be sent. The type is guessed from the name."""
    if isinstance(value, ImagePart):
        return value
    candidate = _candidate(value, argument)
    guessed, _ = mimetypes.guess_type(candidate.name)
    return ImagePart(
        argument=argument,
        kind=candidate.kind,
        media_type=guessed or "application/octet-stream",
        filename=candidate.name.encode("utf-8", "replace").decode() or "file",
        size=candidate.size,
        source=candidate.source,
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
