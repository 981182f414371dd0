"""Image header: type, size and turn of an image, read without decoding a pixel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO

from pyvenice.core.images.byte_reader import Shape, StructureError, TruncatedError, Window
from pyvenice.core.images.formats import FORMATS
from pyvenice.core.images.svg import starts_svg

_HEAD = 64
_PROLOG = 1024
"""An SVG may begin with declarations and comments."""
_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
)
_BEFORE_XML = b"\xef\xbb\xbf \t\r\n"
_AVIF_BRANDS = frozenset({b"avif", b"avis"})
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"})
_HEIF_BRANDS = frozenset({b"mif1", b"msf1", b"mif2"})
_BMP_HEADERS = frozenset({12, 16, 40, 52, 56, 64, 108, 124})


@dataclass(frozen=True, slots=True)
class ImageHeader:
    """What is known of an image; `None` means that it is not known.

    `width` and `height` are those of the image as it is shown: turned as `orientation` says.
    `complete` is false when the file ends too early or contradicts itself; `problem` then says how.
    """

    media_type: str | None
    width: int | None = None
    height: int | None = None
    has_alpha: bool | None = None
    complete: bool = False
    problem: str | None = None
    orientation: int = 1
    """The turn that shows the stored pixels upright, from 1 (none) to 8, as EXIF counts."""
    is_deep: bool = False
    """A sample has more than 8 bits."""

    @property
    def stored_size(self) -> tuple[int | None, int | None]:
        """Width and height of the pixels as they are stored."""
        return upright_size(self.width, self.height, self.orientation)


def sniff(head: bytes) -> str | None:
    """The media type that the first bytes (64 are enough) stand for; `None`: no known image."""
    for magic, media_type in _MAGIC:
        if head.startswith(magic):
            return media_type
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[:2] == b"BM" and int.from_bytes(head[14:18], "little") in _BMP_HEADERS:
        return "image/bmp"
    if head[4:8] == b"ftyp":
        return _sniff_brands(head)
    return "image/svg+xml" if starts_svg(head) else None


def upright_size(
    width: int | None, height: int | None, orientation: int
) -> tuple[int | None, int | None]:
    """The size after the turn: from 5 on, EXIF's turns exchange width and height."""
    return (height, width) if orientation >= 5 else (width, height)


def read_header(stream: BinaryIO) -> ImageHeader:
    """What the image in `stream` says of itself. Seeks; leaves the stream at any position."""
    window = Window(stream)
    head = window.head(_HEAD)
    media_type = sniff(window.head(_PROLOG) if head.lstrip(_BEFORE_XML)[:1] == b"<" else head)
    if media_type is None:
        return ImageHeader(None, problem="its first bytes are those of no known image format")
    measure, check_end = FORMATS[media_type]
    shape = Shape()
    try:
        shape = measure(window)
        _check_size(shape)
        check_end(window, shape.data_at)
    except TruncatedError:
        return _header(media_type, shape, "it ends too early")
    except StructureError as broken:
        return _header(media_type, shape, str(broken))
    return _header(media_type, shape, None)


def _header(media_type: str, shape: Shape, problem: str | None) -> ImageHeader:
    width, height = upright_size(shape.width, shape.height, shape.orientation)
    return ImageHeader(
        media_type,
        width,
        height,
        shape.has_alpha,
        problem is None,
        problem,
        shape.orientation,
        shape.is_deep,
    )


def _check_size(shape: Shape) -> None:
    if shape.width == 0 or shape.height == 0:
        raise StructureError(f"its header says {shape.width}x{shape.height} pixels")


def _sniff_brands(head: bytes) -> str | None:
    end = min(int.from_bytes(head[:4], "big"), len(head))
    brands = {head[at : at + 4] for at in (8, *range(16, end - 3, 4))}
    for known, media_type in (
        (_AVIF_BRANDS, "image/avif"),
        (_HEIC_BRANDS, "image/heic"),
        (_HEIF_BRANDS, "image/heif"),
    ):
        if brands & known:
            return media_type
    return None
