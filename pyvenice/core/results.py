"""What comes back: images that were looked at, and what the provider said beside them."""

from __future__ import annotations

import binascii
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from pyvenice.core import extras
from pyvenice.core.arrivals import Content, SavedFile, opened, write_whole
from pyvenice.core.base64_codec import decoder
from pyvenice.core.calls import Reply
from pyvenice.core.cutting import CutOut
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

    content: Content = field(repr=False)
    """The bytes, or the file that they lie in."""
    media_type: str
    width: int | None = None
    height: int | None = None
    url: str | None = field(default=None, repr=False)
    """Where the provider put it, if it did not come with the answer."""

    @property
    def data(self) -> bytes:
        """The bytes. Raises `OSError` when they lay in a file that has gone."""
        if isinstance(self.content, bytes):
            return self._here(self.content)
        return self.content.path.read_bytes()

    @property
    def path(self) -> Path | None:
        """The file that `save_to` asked for; `None` for an image in memory."""
        return self.content.path if isinstance(self.content, SavedFile) else None

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return len(self.content) if isinstance(self.content, bytes) else self.content.size

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the bytes to `path` and return it; a name without a suffix gets the right one.

        An existing file is replaced as a whole, never left half-written. Raises `ArgumentError`
        for a folder, or when the folder of the file does not exist.
        """
        target = self._target(Path(path))
        if isinstance(self.content, bytes):
            self._here(self.content)
        write_whole(target, self.content)
        return target

    def kept_at(self, path: Path) -> EditedImage:
        """The same image, its bytes in that file only. Raises what `save` raises."""
        target = self._target(path)
        if isinstance(self.content, bytes):
            write_whole(target, self._here(self.content))
        else:
            self.content.path.replace(os.path.realpath(target))
        return replace(self, content=SavedFile(target, self.size))

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

    def _target(self, path: Path) -> Path:
        target = path
        if not target.suffix:
            target = target.with_name(target.name + self.suffix) if target.name else target
        check_target(target, argument="path")
        return target

    def _here(self, content: bytes) -> bytes:
        if not content:
            raise ArgumentError(
                "the picture was left at its address (download=False): fetch image.url",
                argument="download",
                value=False,
            )
        return content

    def _description(self) -> str:
        if not self.size:
            return "left at its address"
        size = "size unknown" if self.width is None else f"{self.width}x{self.height}"
        return f"{self.media_type}, {size}, {self.size:,} bytes"

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        if not self.size:
            return {"text/plain": repr(self)}
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
        check_target(Path(path), argument="path")
        return [
            image.save(name) for image, name in zip(self.images, self._names(path), strict=True)
        ]

    def kept_at(self, path: Path) -> Self:
        """The same result, its images in files only, named as `save` names them."""
        named = zip(self.images, self._names(path), strict=True)
        return replace(self, images=tuple(image.kept_at(name) for image, name in named))

    def _names(self, path: str | os.PathLike[str]) -> list[Path]:
        whole = Path(path)
        if len(self.images) == 1:
            return [whole]
        numbers = range(1, len(self.images) + 1)
        return [whole.with_name(f"{whole.stem}-{number}{whole.suffix}") for number in numbers]

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


def image_from(content: Content, *, where: str, url: str | None = None) -> EditedImage:
    """The image in `content`; raises `AnswerError` when there is none or it is not whole.

    `where` says in the error which part of the answer it was.
    """
    with opened(content) as stream:
        start = stream.read(16)
        if not start:
            raise AnswerError(f"{where} is empty instead of an image")
        header = read_header(stream)
    if header.media_type is None:
        raise AnswerError(f"{where} is not an image: it starts with {start!r}")
    if header.problem is not None:
        raise AnswerError(f"{where} is not a whole {header.media_type}: {header.problem}")
    return EditedImage(content, header.media_type, header.width, header.height, url)


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


def _decoded(text: object, where: str) -> Content:
    if isinstance(text, CutOut):
        if text.problem is not None:
            raise AnswerError(f"{where} is not base64: {text.problem}")
        return text.content
    if not isinstance(text, str):
        raise AnswerError(f"{where} is {type(text).__name__} instead of base64 text")
    if text.startswith("data:"):
        head, comma, text = text.partition(",")
        if not (comma and head.endswith(";base64")):
            raise AnswerError(f"{where} is a data URI that is not base64")
    try:
        return decoder()(text)
    except ValueError as error:
        raise AnswerError(f"{where} is not base64: {error}") from error


def check_target(target: Path, *, argument: str) -> None:
    """Raises `ArgumentError` where no file can be written."""
    problem = None
    if target.is_dir() or not target.name:
        problem = "it is a folder"
    elif not target.parent.is_dir():
        problem = f"the folder {str(target.parent)!r} does not exist"
    if problem is not None:
        raise ArgumentError(
            f"cannot save an image to {str(target)!r}: {problem}", argument=argument, value=target
        )
