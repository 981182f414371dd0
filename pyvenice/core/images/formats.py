"""Image formats: where the size stands, and how to tell that the file is whole.

Every format has two functions: one measures, one checks that the file reaches its end. They read
a few bytes at a time and give up after a number of steps, so that a hostile file costs little.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace

from pyvenice.core.images.byte_reader import Shape, StructureError, TruncatedError, Window
from pyvenice.core.images.svg import end_svg, measure_svg
from pyvenice.core.images.tiff_tags import (
    BITS,
    EXTRA_SAMPLES,
    FLOATING_POINT,
    HEIGHT,
    SAMPLE_FORMAT,
    WIDTH,
    orientation,
    read_tags,
)

_MOST_STEPS = 1 << 17
_BYTES_A_STEP = 128
"""A file of 41 MB may have 160,000 blocks of 255 bytes: larger files may take more steps."""
_BARE_MARKERS = frozenset({0x01, *range(0xD0, 0xD9)})
_JPEG_TAIL = 1 << 16
_JPEG_SCAN = 1 << 26
_PROPERTIES = 1 << 20


def _measure_png(window: Window) -> Shape:
    head = window.at(8, 25)
    if head[:8] != b"\0\0\0\rIHDR" or zlib.crc32(head[4:21]) != int.from_bytes(head[21:], "big"):
        raise StructureError("its IHDR chunk is damaged")
    width, height, bits, colour_type = struct.unpack(">IIBB", head[8:18])
    has_alpha = colour_type in {4, 6}
    turn = 1
    for offset, name, _ in _png_chunks(window, 33):
        has_alpha = has_alpha or name == b"tRNS"
        if name == b"eXIf":
            turn = orientation(read_tags(window, offset + 8))
        if name == b"IDAT":
            return Shape(width, height, has_alpha, offset, turn, is_deep=bits > 8)
        if name == b"IEND":
            break
    raise StructureError("it has no IDAT chunk")


def _end_png(window: Window, data_at: int) -> None:
    for offset, name, length in _png_chunks(window, data_at):
        if name == b"IEND":
            return window.require(offset + 12 + length)
    raise StructureError("it has too many chunks")


def _png_chunks(window: Window, offset: int) -> Iterator[tuple[int, bytes, int]]:
    for _ in _steps(window):
        length, name = struct.unpack(">I4s", window.at(offset, 8))
        if not name.isalpha():
            raise StructureError(f"there is no chunk at byte {offset}")
        yield offset, name, length
        offset += 12 + length


def _measure_jpeg(window: Window) -> Shape:
    shape = None
    turn = 1
    for marker, offset in _jpeg_segments(window):
        if marker == 0xE1 and window.at(offset + 2, 6) == b"Exif\0\0":
            turn = orientation(read_tags(window, offset + 8))
        elif 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            height, width = struct.unpack(">HH", window.at(offset + 3, 4))
            # A height of 0 is legal: it follows in a DNL segment, after the pixels.
            shape = Shape(width, height or None, has_alpha=False)
        elif marker == 0xDA and shape is not None:
            return replace(shape, data_at=offset, orientation=turn)
        elif marker in {0xD9, 0xDA}:
            break
    raise StructureError("it has no frame header")


def _jpeg_segments(window: Window) -> Iterator[tuple[int, int]]:
    """Markers with the offset of their length field, up to the first scan."""
    offset = 2
    for _ in range(_MOST_STEPS):
        escape, marker = window.at(offset, 2)
        if escape != 0xFF:
            raise StructureError(f"there is no marker at byte {offset}")
        if marker == 0xFF:
            offset += 1
            continue
        offset += 2
        yield marker, offset
        if marker not in _BARE_MARKERS:
            length = window.number(offset, ">H")
            if length < 2:
                raise StructureError(f"the segment at byte {offset - 2} has no length")
            offset += length


def _end_jpeg(window: Window, data_at: int) -> None:
    """Look for the end marker at the end; phones append a film or a depth map after it."""
    tail_at = max(data_at, window.size - _JPEG_TAIL)
    if b"\xff\xd9" in window.at(tail_at, window.size - tail_at):
        return
    for offset in range(data_at, min(tail_at, data_at + _JPEG_SCAN), _JPEG_TAIL):
        if b"\xff\xd9" in window.at(offset, min(_JPEG_TAIL + 1, window.size - offset)):
            return
    raise TruncatedError


def _measure_webp(window: Window) -> Shape:
    kind, data = window.at(12, 4), window.at(20, 10)
    if kind == b"VP8X":
        width, height = (int.from_bytes(data[at : at + 3], "little") + 1 for at in (4, 7))
        turn = _webp_orientation(window) if data[0] & 0x08 else 1
        return Shape(width, height, has_alpha=bool(data[0] & 0x10), orientation=turn)
    if kind == b"VP8L" and data[0] == 0x2F:
        bits = int.from_bytes(data[1:5], "little")
        return Shape((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1, bool(bits >> 28 & 1))
    if kind == b"VP8 " and data[3:6] == b"\x9d\x01\x2a":
        width, height = struct.unpack("<HH", data[6:])
        return Shape(width & 0x3FFF, height & 0x3FFF, has_alpha=False)
    raise StructureError("it starts with no image chunk")


def _webp_orientation(window: Window) -> int:
    offset = 12
    for _ in _steps(window):
        if offset + 8 > window.size:
            break
        name, length = struct.unpack("<4sI", window.at(offset, 8))
        if name == b"EXIF":
            prefix = b"Exif\0\0"  # which some programs carry over from JPEG
            skipped = len(prefix) if window.at(offset + 8, len(prefix)) == prefix else 0
            return orientation(read_tags(window, offset + 8 + skipped))
        offset += 8 + length + length % 2
    return 1


def _end_webp(window: Window, _: int) -> None:
    window.require(8 + window.number(4, "<I"))
    if window.at(12, 4) != b"VP8X":
        window.require(20 + window.number(16, "<I"))


def _measure_gif(window: Window) -> Shape:
    width, height, flags = struct.unpack("<HHB", window.at(6, 5))
    data_at = 13 + _colour_table(flags)
    for offset, label in _gif_blocks(window, data_at):
        if label == b"!\xf9" and window.at(offset + 3, 1)[0] & 1:
            return Shape(width, height, has_alpha=True, data_at=data_at)
        if label[:1] == b",":
            break
    return Shape(width, height, has_alpha=False, data_at=data_at)


def _end_gif(window: Window, data_at: int) -> None:
    for _, label in _gif_blocks(window, data_at):
        if label[:1] == b";":
            return
    raise StructureError("it has too many blocks")


def _gif_blocks(window: Window, offset: int) -> Iterator[tuple[int, bytes]]:
    """The offset and the first two bytes of each block; the trailer has one byte only.

    Some programs leave the trailer out, or write other bytes instead: after a picture, anything
    else is the end, as it is for browsers and for Pillow.
    """
    budget = _steps(window)
    has_picture = False
    for _ in budget:
        if has_picture and (offset == window.size or window.at(offset, 1) not in {b"!", b","}):
            yield offset, b";"
            return
        label = window.at(offset, 1)
        if label in {b"!", b","}:
            label = window.at(offset, 2)
        yield offset, label
        if label[:1] == b"!":
            offset = _skip_gif_data(window, offset + 2, budget)
        elif label[:1] == b",":
            has_picture = True
            table = _colour_table(window.at(offset + 9, 1)[0])
            offset = _skip_gif_data(window, offset + 11 + table, budget)
        else:
            raise StructureError(f"there is no block at byte {offset}")


def _skip_gif_data(window: Window, offset: int, budget: Iterator[int]) -> int:
    for _ in budget:
        length = window.at(offset, 1)[0]
        offset += 1 + length
        if length == 0:
            break
    return offset


def _colour_table(flags: int) -> int:
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _measure_bmp(window: Window) -> Shape:
    if window.number(14, "<I") == 12:
        width, height = struct.unpack("<HH", window.at(18, 4))
    else:
        width, height = struct.unpack("<ii", window.at(18, 8))
    return Shape(abs(width), abs(height))


def _end_bmp(window: Window, _: int) -> None:
    window.require(window.number(2, "<I"))


def _measure_heif(window: Window) -> Shape:
    """The largest extent among the properties: the others are of tiles and thumbnails."""
    start, end = _find_box(window, b"meta", 0, window.size)
    start, end = _find_box(window, b"iprp", start + 4, end)
    start, end = _find_box(window, b"ipco", start, end)
    properties = window.at(start, min(end - start, _PROPERTIES))
    extents = [
        struct.unpack(">II", properties[at + 8 : at + 16])
        for at in _occurrences(properties, b"ispe")
        if at + 16 <= len(properties)
    ]
    if not extents:
        raise StructureError("it says no size")
    width, height = max(extents, key=lambda extent: extent[0] * extent[1])
    has_alpha = b"auxiliary:alpha\0" in properties or b"auxid:1\0" in properties
    return Shape(width, height, has_alpha, orientation=_heif_orientation(properties))


def _heif_orientation(properties: bytes) -> int:
    """The turn in the `irot` property, which counts quarters against the clock."""
    at = properties.find(b"irot")
    quarters = properties[at + 4] & 3 if 0 <= at < len(properties) - 4 else 0
    return (1, 8, 3, 6)[quarters]


def _end_heif(window: Window, _: int) -> None:
    _, end = _find_box(window, b"mdat", 0, window.size)
    window.require(end)


def _find_box(window: Window, wanted: bytes, start: int, end: int) -> tuple[int, int]:
    """Where the content of the first box of that name starts and ends."""
    for _ in range(_MOST_STEPS):
        if start + 8 > end:
            raise TruncatedError
        size, name = struct.unpack(">I4s", window.at(start, 8))
        header = 8
        if size == 1:
            size, header = window.number(start + 8, ">Q"), 16
        stop = start + size if size else end
        if stop < start + header:
            raise StructureError(f"the box at byte {start} has no length")
        if name == wanted:
            return start + header, stop
        start = stop
    raise StructureError("it has too many boxes")


def _occurrences(data: bytes, name: bytes) -> Iterator[int]:
    at = data.find(name)
    while at >= 0:
        yield at
        at = data.find(name, at + len(name))


def _measure_tiff(window: Window) -> Shape:
    tags = read_tags(window)
    width, height = tags.get(WIDTH), tags.get(HEIGHT)
    if not width or not height:
        return Shape()
    return Shape(
        width,
        height,
        has_alpha=EXTRA_SAMPLES in tags,
        orientation=orientation(tags),
        is_deep=tags.get(BITS, 1) > 8 or tags.get(SAMPLE_FORMAT) == FLOATING_POINT,
    )


def _end_anywhere(_: Window, __: int) -> None:
    return


def _steps(window: Window) -> Iterator[int]:
    return iter(range(max(_MOST_STEPS, window.size // _BYTES_A_STEP)))


Measure = Callable[[Window], Shape]
CheckEnd = Callable[[Window, int], None]

FORMATS: dict[str, tuple[Measure, CheckEnd]] = {
    "image/png": (_measure_png, _end_png),
    "image/jpeg": (_measure_jpeg, _end_jpeg),
    "image/webp": (_measure_webp, _end_webp),
    "image/gif": (_measure_gif, _end_gif),
    "image/bmp": (_measure_bmp, _end_bmp),
    "image/avif": (_measure_heif, _end_heif),
    "image/heic": (_measure_heif, _end_heif),
    "image/heif": (_measure_heif, _end_heif),
    "image/tiff": (_measure_tiff, _end_anywhere),
    "image/svg+xml": (measure_svg, end_svg),
}
