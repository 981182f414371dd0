"""Image inputs: what a caller may pass as an image, and how it becomes a part to be sent."""

from __future__ import annotations

import os
import re
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import IO, Any, TypeAlias, get_args
from urllib.parse import SplitResult, urlsplit

from pyvenice.core.images.checks import check_image
from pyvenice.core.images.part import ImagePart, unusable
from pyvenice.core.images.sources import (
    Candidate,
    Picture,
    ResultImage,
    from_base64,
    from_bytes,
    from_data_uri,
    from_file,
    from_path,
    from_picture,
    is_file,
)
from pyvenice.core.public import publish
from pyvenice.core.recording.secrets import redacted_url
from pyvenice.core.recording.short_repr import short_repr
from pyvenice.core.request.operation_table import ImageRule, Polarity
from pyvenice.errors import ArgumentError, ImageInputError

__all__ = ["Base64Image", "FileID", "ImageInput", "Mask", "MaskInput"]

_TAKEN = (
    "a path, bytes, an open binary file, a PIL image, an image of a result, an http(s) URL,"
    " a data: URI, a (name, content, type) tuple, Base64Image(…) or FileID(…)"
)
_SHOWN_AT_MOST = 160
_BYTES = bytes | bytearray | memoryview
_MOST_BYTES = 256 * 1024 * 1024
"""Read from a file that cannot seek, where the provider has no limit."""
_MEDIA_TYPE = re.compile(r"(?i)(?:image|application|binary)/[\w.+-]+")
_SCHEME = re.compile(r"(?i)\s*(?:(https?|file|data):|([a-z][a-z0-9+.-]+)://)")


@dataclass(frozen=True, slots=True, repr=False)
class Base64Image:
    """An image in base64, without a `data:` prefix. Raises `ImageInputError` for anything else."""

    data: str | bytes

    def __post_init__(self) -> None:
        if not isinstance(self.data, str | bytes):
            raise unusable(
                "data", f"{type(self.data).__name__} {_number_text(self.data)}", "is not base64"
            )

    @property
    def text(self) -> str:
        """The base64 text as a `str`."""
        return self.data if isinstance(self.data, str) else self.data.decode("latin-1")

    def __repr__(self) -> str:
        return f"Base64Image(<{len(self.data):,} characters>)"


@dataclass(frozen=True, slots=True)
class FileID:
    """The id of a file that the provider already has (`file-…`)."""

    id: str


_FileContent: TypeAlias = bytes | bytearray | memoryview | IO[bytes] | os.PathLike[str]
ImageInput: TypeAlias = (
    str
    | os.PathLike[str]
    | bytes
    | bytearray
    | memoryview
    | IO[bytes]
    | Picture
    | ResultImage
    | Base64Image
    | FileID
    | tuple[str | None, _FileContent]
    | tuple[str | None, _FileContent, str | None]
    | tuple[str | None, _FileContent, str | None, Mapping[str, str]]
)
"""One image. A `str` is a path unless it is an http(s) URL or a `data:` URI.

A tuple is one file as HTTP libraries take it: name, content, and perhaps type and headers. The type
is read from the content all the same.
"""


@dataclass(frozen=True, slots=True, repr=False)
class Mask:
    """A mask, and which of its parts mark what may be edited: `white`, `black` or `transparent`.

    Raises `ArgumentError` for any other `edit`.
    """

    image: ImageInput
    edit: Polarity

    def __post_init__(self) -> None:
        allowed = get_args(Polarity)
        if self.edit not in allowed:
            raise ArgumentError(
                f"edit: {self.edit!r} is not one of {', '.join(allowed)}",
                argument="edit",
                value=self.edit,
                allowed=allowed,
            )

    def __repr__(self) -> str:
        return f"Mask({_shown_image(self.image)}, edit={self.edit!r})"


MaskInput: TypeAlias = ImageInput | Mask
"""A mask in the provider's own polarity, or a `Mask` that says which polarity it has."""


def is_url(value: object) -> bool:
    """Whether a value is taken for the http(s) address of an image."""
    return isinstance(value, str) and _scheme(value) in {"http", "https"}


def is_upload(value: object) -> bool:
    """Whether it is a tuple that other libraries take as one file: name, content, type, headers.

    A path as the content needs a type after it: without one, the tuple is two paths.
    """
    if not isinstance(value, tuple) or not 2 <= len(value) <= 4:
        return False
    name, content, kind, headers = (*value, None, None)[:4]
    is_typed = isinstance(kind, str) and _MEDIA_TYPE.fullmatch(kind) is not None
    return (
        isinstance(name, str | None)
        and not _scheme(name or "")
        and (kind is None or is_typed)
        and isinstance(headers, Mapping | None)
        and (
            isinstance(content, _BYTES)
            or is_file(content)
            or (is_typed and isinstance(content, os.PathLike))
        )
    )


def resolve(value: object, *, argument: str, rule: ImageRule) -> ImagePart:
    """One image, checked against the rule; raises `ImageInputError` when it cannot be sent.

    A path is opened and closed again; its content is read when it is sent. An open file is read
    from where it stands and never closed.
    """
    if isinstance(value, FileID):
        return _by_id(value, argument, rule)
    if isinstance(value, ResultImage) and not value.size and value.url:
        return _by_url(value.url, argument, rule)
    if isinstance(value, str) and is_url(value):
        return _by_url(value, argument, rule)
    return check_image(_upload(value, argument, rule), rule)


def resolve_many(value: object, *, argument: str, rule: ImageRule) -> list[ImagePart]:
    """One image or a sequence of them. Messages call the third one `argument[2]`."""
    if (
        not isinstance(value, Sequence)
        or isinstance(value, str | _BYTES | array)
        or is_upload(value)
    ):
        return [resolve(value, argument=argument, rule=rule)]
    if not value:
        raise ImageInputError(f"{argument}: the list is empty", argument=argument, value=[])
    if rule.max_count is not None and len(value) > rule.max_count:
        raise ImageInputError(
            f"{argument}: {len(value)} images were given; at most {rule.max_count} can be sent",
            argument=argument,
            value=len(value),
            allowed=rule.max_count,
        )
    return [
        resolve(item, argument=f"{argument}[{index}]", rule=rule)
        for index, item in enumerate(value)
    ]


def _upload(value: Any, argument: str, rule: ImageRule) -> Candidate:
    """The image, under the name that its tuple gives, if it is one."""
    if not is_upload(value):
        return _candidate(value, argument, rule)
    content = _candidate(value[1], argument, rule)
    return replace(content, name=PurePath(value[0]).name if value[0] else content.name)


def _candidate(value: Any, argument: str, rule: ImageRule) -> Candidate:
    if isinstance(value, str):
        return _from_text(value, argument)
    if isinstance(value, os.PathLike):
        return from_path(value, argument)
    if isinstance(value, _BYTES | array):
        return from_bytes(bytes(value), argument)
    if isinstance(value, Base64Image):
        return from_base64(value.text, argument, repr(value))
    if isinstance(value, Picture | ResultImage):
        return from_picture(value, argument)
    if is_file(value):
        return from_file(value, argument, _MOST_BYTES if rule.max_bytes is None else rule.max_bytes)
    raise _wrong_type(value, argument)


def _from_text(text: str, argument: str) -> Candidate:
    scheme = _scheme(text)
    if scheme == "data":
        return from_data_uri(text.lstrip(), argument)
    if scheme:
        hint = "pass the path itself" if scheme == "file" else "only http and https can be sent"
        raise unusable(argument, f"the {scheme}: URL", f"is not taken: {hint}", value=f"{scheme}:")
    return from_path(text, argument)


def _scheme(text: str) -> str:
    found = _SCHEME.match(text)
    return (found[1] or found[2]).lower() if found else ""


def _by_url(url: str, argument: str, rule: ImageRule) -> ImagePart:
    url = url.strip()
    shown = repr(redacted_url(url)[:_SHOWN_AT_MOST])
    if "url" not in rule.json:
        raise unusable(argument, shown, "is a URL, which is not taken here: pass the image itself")
    if re.search(r"[\s\x00-\x1f\x7f]", url):
        what = "has a blank or a control character in it: write it as %20, or as what it is in hex"
        raise unusable(argument, shown, what)
    if _split(url) is None:
        raise unusable(argument, shown, "is not a URL that can be fetched: it needs a host")
    return ImagePart(argument=argument, kind="url", url=url)


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return parts if parts.hostname else None


def _by_id(value: FileID, argument: str, rule: ImageRule) -> ImagePart:
    if not isinstance(value.id, str) or not value.id.strip():
        raise unusable(argument, repr(value), "has no id")
    if "file-id" not in rule.json:
        raise unusable(argument, repr(value), "is a file id, which is not taken here")
    return ImagePart(argument=argument, kind="file-id", file_id=value.id)


def _shown_image(image: object) -> str:
    if isinstance(image, _BYTES):
        return f"<{len(image):,} bytes>"
    scheme = _scheme(image) if isinstance(image, str) else ""
    return f"<a {scheme}: URL>" if scheme else repr(image)[:160]


def _wrong_type(value: object, argument: str) -> ImageInputError:
    kind = type(value).__name__
    if isinstance(value, Sequence):
        return unusable(argument, f"a {kind}", "is not one image", value=kind, allowed=_TAKEN)
    if isinstance(value, Mask):
        return unusable(argument, "a Mask", "is only taken as a mask", value=kind, allowed=_TAKEN)
    has_image = isinstance(getattr(value, "image", None), ResultImage)
    hint = "pass its first image, its .image" * has_image
    what = f"is not an image; {hint or f'what can be passed: {_TAKEN}'}"
    return unusable(
        argument, f"{kind} {_number_text(value)}".strip(), what, value=kind, allowed=_TAKEN
    )


def _number_text(value: object) -> str:
    return short_repr(value) if isinstance(value, int | float) else ""


publish(__name__)
