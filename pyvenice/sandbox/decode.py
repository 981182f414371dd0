"""Bytes of any readable image as pixels that all operations understand: upright, RGB or RGBA."""

from __future__ import annotations

import warnings
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

MOST_PIXELS = 50_000_000
"""What the sandbox decodes at most, whatever the contract allows: a guard against bombs."""

_UNREADABLE = (
    UnidentifiedImageError,
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    Image.DecompressionBombError,
)


class UndecodableError(ValueError):
    """The bytes are no image that can be read, or one that unfolds into too many pixels."""


def measured(data: bytes) -> Image.Image:
    """The image with its header read and no pixel decoded. Raises `UndecodableError`."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image = Image.open(BytesIO(data))
    except _UNREADABLE as error:
        raise UndecodableError(_reason(error)) from error
    width, height = image.size
    if width * height > MOST_PIXELS:
        raise UndecodableError(
            f"{width}x{height} are {width * height:,} pixels; the sandbox decodes {MOST_PIXELS:,}"
        )
    return image


def pixels(image: Image.Image) -> Image.Image:
    """The first frame, turned upright as its EXIF says, in RGB or RGBA. Raises `UndecodableError`."""
    try:
        image.load()
        return _plain(ImageOps.exif_transpose(image))
    except (*_UNREADABLE, MemoryError) as error:
        raise UndecodableError(_reason(error)) from error


def decoded(data: bytes) -> Image.Image:
    """Both steps at once."""
    return pixels(measured(data))


def _plain(image: Image.Image) -> Image.Image:
    if image.mode == "F" or image.mode.startswith("I"):
        return _eight_bits(image).convert("RGB")
    transparent = image.mode in {"LA", "PA", "RGBA", "RGBa", "La"} or "transparency" in image.info
    plain = image.convert("RGBA" if transparent else "RGB")
    plain.info = {}
    return plain


def _eight_bits(image: Image.Image) -> Image.Image:
    """Samples of more than 8 bits as 8: 16-bit values by their high byte, others over their range."""
    wide = image.convert("F")
    low, high = wide.getextrema()
    if image.mode == "F" or high > 65535:  # type: ignore[operator]  # one band: two numbers
        scale = 255 / ((high - low) or 1)  # type: ignore[operator]
        return wide.point(lambda value: value * scale - low * scale).convert("L")  # type: ignore[operator]
    return wide.point(lambda value: value * (1 / 257) + 0).convert("L")


def _reason(error: BaseException) -> str:
    if isinstance(error, UnidentifiedImageError):
        return "its bytes are those of no image format that can be read"
    return str(error) or type(error).__name__
