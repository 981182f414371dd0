"""What comes back: images that were looked at, and what the provider said beside them."""

from __future__ import annotations

import binascii
import os
import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, Self

from pyvenice.core import extras
from pyvenice.core.calls import Reply
from pyvenice.core.errors import AnswerError, ArgumentError
from pyvenice.core.image_header import read_header
from pyvenice.core.refusal import request_id

if TYPE_CHECKING:
    from PIL.Image import Image

_SUFFIXES = {"image/jpeg": ".jpg", "image/tiff": ".tif"}
_TOLD = ("x-venice-", "x-balance-", "x-sandbox", "x-ratelimit-", "openai-")


@dataclass(frozen=True, slots=True)
class EditedImage:
    """An image as the provider sent it; the media type is the one that its bytes show.

    `width` and `height` are in pixels, `None` where the header of the format does not say.
    """

    data: bytes = field(repr=False)
    media_type: str
    width: int | None = None
    height: int | None = None

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the bytes to `path` and return it; a name without a suffix gets the right one.

        An existing file is replaced as a whole, never left half-written. Raises `ArgumentError`
        for a folder, or when the folder of the file does not exist.
        """
        target = Path(path)
        if not target.suffix:
            target = target.with_name(target.name + self.suffix) if target.name else target
        _check_target(target)
        _write(Path(os.path.realpath(target)), self.data)
        return target

    def open(self) -> Image:
        """The decoded image. Raises `MissingExtraError` when Pillow is not installed."""
        pillow = extras.load("PIL.Image", extra="images", feature="opening an image")
        image: Image = pillow.open(BytesIO(self.data))
        return image

    @property
    def suffix(self) -> str:
        """The file suffix of the media type, with its dot."""
        return _SUFFIXES.get(self.media_type, f".{self.media_type.partition('/')[2]}")

    def __bytes__(self) -> bytes:
        return self.data

    def __repr__(self) -> str:
        return f"EditedImage({self._description()})"

    def _description(self) -> str:
        size = "size unknown" if self.width is None else f"{self.width}x{self.height}"
        return f"{self.media_type}, {size}, {len(self.data):,} bytes"

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        encoded = binascii.b2a_base64(self.data, newline=False).decode("ascii")
        return {self.media_type: encoded, "text/plain": repr(self)}


@dataclass(frozen=True, slots=True)
class ResultWarning:
    """Something that the caller should know although the call succeeded."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class EditResult:
    """The images of an answer (at least one) and what the provider said beside them."""

    images: tuple[EditedImage, ...]
    model: str | None = None
    request_id: str | None = None
    usage: Mapping[str, Any] | None = None
    cost: float | None = None
    """In US dollars, where it is known."""
    warnings: tuple[ResultWarning, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)
    """The provider's own headers, by lower-case name: moderation, deprecation, balance, limits."""
    reply: Reply | None = field(default=None, repr=False)
    """The answer as it came; `None` for a stream."""
    attempts: int = 1
    """How often the provider was asked until it answered with this."""

    def __post_init__(self) -> None:
        if not self.images:
            raise AnswerError("the answer holds no image", request_id=self.request_id)

    @property
    def image(self) -> EditedImage:
        """The first image."""
        return self.images[0]

    def save(self, path: str | os.PathLike[str]) -> list[Path]:
        """Write all images and return their paths; of several, `out.png` becomes `out-1.png`, ….

        Raises what `EditedImage.save` raises.
        """
        if len(self.images) == 1:
            return [self.image.save(path)]
        whole = Path(path)
        _check_target(whole)
        return [
            image.save(whole.with_name(f"{whole.stem}-{number}{whole.suffix}"))
            for number, image in enumerate(self.images, 1)
        ]

    def answered_with(self, headers: Mapping[str, str]) -> Self:
        """The same result, with the request id and the metadata of these headers."""
        return replace(
            self,
            request_id=self.request_id or request_id(headers),
            attempts=self.attempts if self.reply is None else self.reply.attempts,
            metadata={**provider_metadata(headers), **self.metadata},
        )

    def __iter__(self) -> Iterator[EditedImage]:
        return iter(self.images)

    def __len__(self) -> int:
        return len(self.images)

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return self.image._repr_mimebundle_() | {"text/plain": repr(self)}


def provider_metadata(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers in which a provider speaks about the call, not about HTTP."""
    return {name: value for name, value in headers.items() if name.startswith(_TOLD)}


def image_from(data: bytes, *, where: str) -> EditedImage:
    """The image in `data`; raises `AnswerError` when there is none or it is not whole.

    `where` says in the error which part of the answer it was.
    """
    if not data:
        raise AnswerError(f"{where} is empty instead of an image")
    header = read_header(BytesIO(data))
    if header.media_type is None:
        raise AnswerError(f"{where} is not an image: it starts with {data[:16]!r}")
    if header.problem is not None:
        raise AnswerError(f"{where} is not a whole {header.media_type}: {header.problem}")
    return EditedImage(data, header.media_type, header.width, header.height)


def image_from_b64(encoded: object, *, where: str) -> EditedImage:
    """The image in a strictly decoded base64 text or base64 data URI; raises `AnswerError`."""
    return image_from(_decoded(encoded, where), where=where)


def images_from_b64(encoded: Iterable[object], *, where: str) -> tuple[EditedImage, ...]:
    """The images in several base64 texts; an error counts them, `where[1]`, if there are more."""
    texts = list(encoded)
    places = [f"{where}[{index}]" for index in range(len(texts))] if len(texts) > 1 else [where]
    return tuple(
        image_from_b64(text, where=place) for text, place in zip(texts, places, strict=False)
    )


def _decoded(text: object, where: str) -> bytes:
    if not isinstance(text, str):
        raise AnswerError(f"{where} is {type(text).__name__} instead of base64 text")
    if text.startswith("data:"):
        head, comma, text = text.partition(",")
        if not (comma and head.endswith(";base64")):
            raise AnswerError(f"{where} is a data URI that is not base64")
    try:
        return _decoder()(text)
    except ValueError as error:
        raise AnswerError(f"{where} is not base64: {error}") from error


class _Decode(Protocol):
    def __call__(self, text: str, /) -> bytes: ...


@cache
def _decoder() -> _Decode:
    try:
        import pybase64
    except ImportError:
        return lambda text: binascii.a2b_base64(text, strict_mode=True)
    return lambda text: pybase64.b64decode(text, validate=True)


def _check_target(target: Path) -> None:
    problem = None
    if target.is_dir() or not target.name:
        problem = "it is a folder"
    elif not target.parent.is_dir():
        problem = f"the folder {str(target.parent)!r} does not exist"
    if problem is not None:
        raise ArgumentError(
            f"cannot save an image to {str(target)!r}: {problem}", argument="path", value=target
        )


def _write(target: Path, data: bytes) -> None:
    part = target.with_name(f".{target.name[:32]}.{secrets.token_hex(4)}.part")
    try:
        with part.open("xb") as file:
            file.write(data)
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
