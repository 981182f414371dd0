"""Decoding: bytes of any readable image to pixels that are upright and RGB or RGBA."""

from __future__ import annotations

from io import BytesIO

from PIL import ExifTags, Image, UnidentifiedImageError

from pyvenice.core.images.header import read_header

MOST_PIXELS = 50_000_000
"""Guard against decompression bombs, whatever the contract allows."""

TURN = "turn"
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_SIXTEEN_BITS = 65535.0
_UNREADABLE = (
    UnidentifiedImageError,
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)


class UndecodableError(ValueError):
    """The bytes are not a readable image, or one with too many pixels."""


def open_image(data: bytes) -> Image.Image:
    """The image with its header read and no pixel decoded. Raises `UndecodableError`."""
    # Pillow only warns of what is large, so the size is looked at first.
    header = read_header(BytesIO(data))
    _check_size(header.width or 0, header.height or 0)
    try:
        image = Image.open(BytesIO(data))
    except _UNREADABLE as error:
        raise UndecodableError(_reason(error)) from error
    _check_size(*image.size)
    return image


def pixels(image: Image.Image) -> Image.Image:
    """The first frame in RGB or RGBA, as it is shown: turned as its EXIF says.

    Its `info[TURN]` says how it was turned. Raises `UndecodableError`.
    """
    try:
        image.load()
        turn = _TURNS.get(image.getexif().get(ExifTags.Base.Orientation, 1))
        plain = _plain(image if turn is None else image.transpose(turn))
    except (*_UNREADABLE, MemoryError) as error:
        raise UndecodableError(_reason(error)) from error
    plain.info[TURN] = turn
    return plain


def decode(data: bytes) -> Image.Image:
    """Both steps at once."""
    return pixels(open_image(data))


def _check_size(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise UndecodableError(
            f"{width}x{height} are {width * height:,} pixels; the sandbox decodes {MOST_PIXELS:,}"
        )


def _plain(image: Image.Image) -> Image.Image:
    if image.mode == "F" or image.mode.startswith("I"):
        return _eight_bits(image).convert("RGB")
    transparent = image.mode in {"LA", "PA", "RGBA", "RGBa", "La"} or "transparency" in image.info
    plain = image.convert("RGBA" if transparent else "RGB")
    plain.info = {}
    return plain


def _eight_bits(image: Image.Image) -> Image.Image:
    """Samples of more than 8 bits as 8: 16-bit ones scaled, others stretched over their range."""
    wide = image.convert("F")
    low, high = _range(wide)
    if image.mode != "F" and low >= 0 and high <= _SIXTEEN_BITS:
        low, high = 0.0, _SIXTEEN_BITS
    scale = 255 / ((high - low) or 1)
    return wide.point(lambda value: value * scale - low * scale).convert("L")


def _range(image: Image.Image) -> tuple[float, float]:
    low, high = image.getextrema()
    if isinstance(low, tuple) or isinstance(high, tuple):
        raise UndecodableError("it has several channels of more than 8 bits")
    return float(low), float(high)


def _reason(error: BaseException) -> str:
    if isinstance(error, UnidentifiedImageError):
        return "its bytes are those of no image format that can be read"
    return str(error) or type(error).__name__
