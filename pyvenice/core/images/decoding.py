"""Decoding with Pillow: where the header does not tell enough, and where pixels must change."""

from __future__ import annotations

import importlib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import TYPE_CHECKING, Any, BinaryIO

from pyvenice.core import extras
from pyvenice.core.images.header import ImageHeader
from pyvenice.core.images.part import ImagePart, unusable

if TYPE_CHECKING:
    from PIL.Image import Image

_TURNS = {
    2: "FLIP_LEFT_RIGHT",
    3: "ROTATE_180",
    4: "FLIP_TOP_BOTTOM",
    5: "TRANSPOSE",
    6: "ROTATE_270",
    7: "TRANSVERSE",
    8: "ROTATE_90",
}
"""What Pillow calls the turn of each EXIF orientation."""
_ORIENTATION = 0x0112
_JPEG_QUALITY = 95
_REDUCED = 8


def turned(image: Image, orientation: int) -> Image:
    """The image after a turn that is counted as in EXIF."""
    from PIL.Image import Transpose

    name = _TURNS.get(orientation)
    return image if name is None else image.transpose(Transpose[name])


def upright(image: Any) -> Any:
    """A PIL image as it is shown, without the turn in its EXIF data; anything else as it is."""
    read_exif: Any = getattr(image, "getexif", None)
    orientation = 1 if read_exif is None else read_exif().get(_ORIENTATION, 1)
    return turned(image, orientation) if orientation in _TURNS else image


@contextmanager
def opened_part(part: ImagePart, feature: str) -> Iterator[Image]:
    """The image with its pixels as they are stored.

    Raises `MissingExtraError` without Pillow, `ImageInputError` for what cannot be decoded; so does
    what happens to the image inside the `with` block.
    """
    pillow = extras.load("PIL.Image", extra="images", feature=feature)
    data = part.read()
    try:
        with pillow.open(io.BytesIO(data)) as image:
            image.load()
            yield image
    except Exception as error:  # Pillow's readers of broken files raise anything
        raise unusable(part.argument, part.filename, f"cannot be decoded: {error}") from error


def upright_bytes(part: ImagePart) -> bytes:
    """The image encoded anew as it is shown: a JPEG as a JPEG, anything else as a PNG."""
    buffer = io.BytesIO()
    with opened_part(part, "a mask for a photo that its EXIF data turns") as image:
        profile = image.info.get("icc_profile")
        shown = turned(image, part.orientation)
        if part.media_type == "image/jpeg":
            shown.save(buffer, "JPEG", quality=_JPEG_QUALITY, subsampling=0, icc_profile=profile)
        else:
            shown.save(buffer, "PNG", icc_profile=profile)
    return buffer.getvalue()


def is_readable(stream: BinaryIO, header: ImageHeader) -> bool:
    """Whether Pillow decodes a JPEG whose end marker is missing.

    Phones and editors append data, and some leave the marker out. The picture is decoded at an
    eighth of its size, because only the end of its data matters. False without Pillow.
    """
    pillow = pillow_or_none()
    pixels = (header.width or 0) * (header.height or 0)
    if pillow is None or header.media_type != "image/jpeg" or not 0 < pixels <= _most(pillow):
        return False
    try:
        stream.seek(0)
        with pillow.open(io.BytesIO(stream.read()), formats=("JPEG",)) as image:
            image.draft("L", (image.width // _REDUCED, image.height // _REDUCED))
            image.load()
    except Exception:  # noqa: BLE001  (Pillow's readers of broken files raise anything)
        return False
    return True


def _most(pillow: ModuleType) -> int:
    most: int | None = pillow.MAX_IMAGE_PIXELS
    return 100_000_000 if most is None else most


def pillow_or_none() -> ModuleType | None:
    """Pillow, where it is installed."""
    try:
        return importlib.import_module("PIL.Image")
    except ImportError:
        return None
