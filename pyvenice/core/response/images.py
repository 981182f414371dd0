"""Images of a response: their type and size read from their header, their bytes in memory or a file."""

from __future__ import annotations

import binascii
import os
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from pyvenice.core import extras
from pyvenice.core.atomic_write import write_file
from pyvenice.core.images.part import BytesSource, ImagePart, PathSource
from pyvenice.core.public import publish
from pyvenice.core.response.sinks import Content, SavedFile, suffixed_target
from pyvenice.errors import ArgumentError

if TYPE_CHECKING:
    from PIL import Image
else:
    Image = extras.LazyModule("PIL.Image")

__all__ = ["EditedImage"]

_SUFFIXES = {
    "application/octet-stream": ".bin",
    "image/jpeg": ".jpg",
    "image/svg+xml": ".svg",
    "image/tiff": ".tif",
}


@dataclass(frozen=True, slots=True)
class EditedImage:
    """An image as the provider sent it; the media type is the one that its bytes show.

    `width` and `height` are in pixels, `None` where the header of the format does not say.
    """

    content: Content = field(repr=False)
    """The bytes, or the file that holds them."""
    media_type: str
    width: int | None = None
    height: int | None = None
    url: str | None = field(default=None, repr=False)
    """Where the provider put it, if it was not in the response."""

    @property
    def data(self) -> bytes:
        """The bytes. Raises `OSError` when the file that held them is gone."""
        if isinstance(self.content, bytes):
            return self._here(self.content)
        return self.content.read()

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
        target = suffixed_target(Path(path), self.suffix)
        write_file(target, self.data)
        return target

    def kept_at(self, path: Path) -> EditedImage:
        """The same image, its bytes in that file only. Raises what `save` raises."""
        target = suffixed_target(path, self.suffix)
        part = None if isinstance(self.content, bytes) else self.content.part
        if part is None:
            write_file(target, self.data)
        else:
            part.replace(target)
        return replace(self, content=SavedFile(target, self.size))

    def in_memory(self) -> EditedImage:
        """The same image, its bytes in memory."""
        return self if isinstance(self.content, bytes) else replace(self, content=self.data)

    def part(self, argument: str) -> ImagePart:
        """The image as one that can be sent, given as `argument`."""
        source = (
            BytesSource(self.data)
            if isinstance(self.content, bytes)
            else PathSource(self.content.path)
        )
        return ImagePart(
            argument=argument,
            kind="bytes" if isinstance(source, BytesSource) else "path",
            media_type=self.media_type,
            filename=f"image{self.suffix}",
            size=self.size,
            source=source,
        )

    def open(self) -> Image.Image:
        """The decoded image. Raises `MissingExtraError` when Pillow is not installed."""
        pillow = extras.load("PIL.Image", extra="images", feature="opening an image")
        image: Image.Image = pillow.open(BytesIO(self.data))
        return image

    @property
    def suffix(self) -> str:
        """The file suffix of the media type, with its dot."""
        return _SUFFIXES.get(self.media_type, f".{self.media_type.partition('/')[2]}")

    def __bytes__(self) -> bytes:
        return self.data

    def __repr__(self) -> str:
        return f"EditedImage({self._description()})"

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


publish(__name__)
