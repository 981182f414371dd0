"""MP4 files of pictures: H.264 whose macroblocks are stored as they are, so that no encoder is needed."""

from __future__ import annotations

import re
import struct
from collections.abc import Sequence

from PIL import Image

_BLOCK = 16
_ESCAPED = re.compile(rb"\x00\x00(?=[\x00-\x03])")
_SCALE = 1000
"""Time units a second."""


def mp4(pictures: Sequence[Image.Image], seconds: float) -> bytes:
    """An MP4 file that shows the pictures, all of one even size, for so many seconds in all."""
    width, height = pictures[0].size
    parameters = _sequence_parameters(width, height), _picture_parameters()
    frames = [_length_first(_frame(picture, number)) for number, picture in enumerate(pictures)]
    each = max(1, round(seconds * _SCALE / len(frames)))
    ftyp = _box(b"ftyp", b"isom\0\0\2\0isomiso2avc1mp41")
    draft = _movie((width, height), frames, each, parameters, 0)
    start = len(ftyp) + len(draft) + 8
    movie = _movie((width, height), frames, each, parameters, start)
    return ftyp + movie + _box(b"mdat", b"".join(frames))


class _Bits:
    """Bits in the order in which H.264 has them."""

    def __init__(self) -> None:
        self._text = ""

    def fixed(self, value: int, width: int) -> _Bits:
        self._text += f"{value:0{width}b}"
        return self

    def golomb(self, *values: int) -> _Bits:
        """Unsigned Exp-Golomb codes."""
        for value in values:
            code = f"{value + 1:b}"
            self._text += "0" * (len(code) - 1) + code
        return self

    def padded(self) -> bytes:
        """Whole bytes, filled up with zeros."""
        text = self._text + "0" * (-len(self._text) % 8)
        return int(text, 2).to_bytes(len(text) // 8, "big")

    def ended(self) -> bytes:
        """Whole bytes after the bit that ends a unit."""
        return self.fixed(1, 1).padded()


def _sequence_parameters(width: int, height: int) -> bytes:
    across, down = -(-width // _BLOCK), -(-height // _BLOCK)
    bits = _Bits().fixed(66, 8).fixed(0xC0, 8).fixed(30, 8)  # constrained baseline, level 3
    bits.golomb(0, 0, 2, 0).fixed(0, 1).golomb(across - 1, down - 1).fixed(1, 1).fixed(1, 1)
    right, bottom = across * _BLOCK - width, down * _BLOCK - height
    bits.fixed(1, 1).golomb(0, right // 2, 0, bottom // 2).fixed(0, 1)
    return _unit(0x67, bits.ended())


def _picture_parameters() -> bytes:
    bits = _Bits().golomb(0, 0).fixed(0, 1).fixed(0, 1).golomb(0, 0, 0).fixed(0, 1).fixed(0, 2)
    bits.golomb(0, 0, 0).fixed(1, 1).fixed(0, 1).fixed(0, 1)
    return _unit(0x68, bits.ended())


def _frame(picture: Image.Image, number: int) -> bytes:
    """A picture as one slice of stored macroblocks."""
    across, down = -(-picture.width // _BLOCK), -(-picture.height // _BLOCK)
    whole = Image.new("RGB", (across * _BLOCK, down * _BLOCK))
    whole.paste(picture.convert("RGB"))
    light, blue, red = (_stored(plane) for plane in whole.convert("YCbCr").split())
    blue, red = (plane.resize((across * 8, down * 8)) for plane in (blue, red))
    # First macroblock, slice of type I, parameters 0, frame 0, number of the key frame, no long terms,
    # no change of the quantiser, no filter at the edges.
    head = _Bits().golomb(0, 7, 0).fixed(0, 4).golomb(number % 2).fixed(0, 2).golomb(0, 1)
    data = bytearray(head.golomb(25).padded())
    planes = ((light, 16), (blue, 8), (red, 8))
    for row in range(down):
        for column in range(across):
            if row or column:
                data += b"\x0d\x00"  # the type of a stored macroblock, and zeros to the next byte
            for plane, size in planes:
                left, top = column * size, row * size
                data += plane.crop((left, top, left + size, top + size)).tobytes()
    return _unit(0x65, bytes(data) + b"\x80")


def _stored(plane: Image.Image) -> Image.Image:
    """The levels of a plane in the range of video, which has no 0."""
    return plane.point([16 + round(level * 219 / 255) for level in range(256)])


def _unit(kind: int, payload: bytes) -> bytes:
    """A unit of the stream, in which nothing looks like the start of another one."""
    return bytes([kind]) + _ESCAPED.sub(b"\x00\x00\x03", payload)


def _length_first(unit: bytes) -> bytes:
    return struct.pack(">I", len(unit)) + unit


def _box(kind: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I", len(body) + 8) + kind + body


def _full(kind: bytes, flags: int, *parts: bytes) -> bytes:
    return _box(kind, struct.pack(">I", flags), *parts)


def _movie(
    size: tuple[int, int],
    frames: Sequence[bytes],
    each: int,
    parameters: tuple[bytes, bytes],
    start: int,
) -> bytes:
    width, height = size
    length, count = each * len(frames), len(frames)
    matrix = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
    head = struct.pack(">IIIIIH10x", 0, 0, _SCALE, length, 0x10000, 0x100) + matrix + bytes(24)
    track = struct.pack(">IIIIIIIHHHH", 0, 0, 1, 0, length, 0, 0, 0, 0, 0, 0) + matrix
    track += struct.pack(">II", width << 16, height << 16)
    sequence, picture = parameters
    setup = bytes([1, *sequence[1:4], 0xFF, 0xE1]) + struct.pack(">H", len(sequence)) + sequence
    setup += b"\x01" + struct.pack(">H", len(picture)) + picture
    visual = bytes(6) + struct.pack(">H16xHH", 1, width, height)
    visual += struct.pack(">IIIH32sHh", 0x480000, 0x480000, 0, 1, b"", 24, -1)
    described = struct.pack(">I", 1) + _box(b"avc1", visual, _box(b"avcC", setup))
    sizes = struct.pack(f">II{count}I", 0, count, *map(len, frames))
    table = _box(
        b"stbl",
        _full(b"stsd", 0, described),
        _full(b"stts", 0, struct.pack(">III", 1, count, each)),
        _full(b"stsc", 0, struct.pack(">IIII", 1, 1, count, 1)),
        _full(b"stsz", 0, sizes),
        _full(b"stco", 0, struct.pack(">II", 1, start)),
    )
    data = _box(b"dinf", _full(b"dref", 0, struct.pack(">I", 1), _full(b"url ", 1)))
    media = _box(
        b"mdia",
        _full(b"mdhd", 0, struct.pack(">IIIIHH", 0, 0, _SCALE, length, 0x55C4, 0)),
        _full(b"hdlr", 0, struct.pack(">I4s12x", 0, b"vide"), b"pyvenice sandbox\0"),
        _box(b"minf", _full(b"vmhd", 1, bytes(8)), data, table),
    )
    return _box(
        b"moov",
        _full(b"mvhd", 0, head, struct.pack(">I", 2)),
        _box(b"trak", _full(b"tkhd", 7, track), media),
    )
