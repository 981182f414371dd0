"""FLAC files of samples, uncompressed frames: the format without an encoder's work."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator

from pyvenice.sandbox.dialects.venice.media.tones import RATE

_BLOCK = 4096
_STREAMINFO, _COMMENT = 0, 4


def _table(polynomial: int, bits: int) -> tuple[int, ...]:
    top, mask = 1 << (bits - 1), (1 << bits) - 1
    values = []
    for byte in range(256):
        value = byte << (bits - 8)
        for _ in range(8):
            value = ((value << 1) ^ polynomial if value & top else value << 1) & mask
        values.append(value)
    return tuple(values)


_CRC8, _CRC16 = _table(0x07, 8), _table(0x8005, 16)


def flac(samples: bytes, comment: str) -> bytes:
    """A FLAC file of 16-bit samples at `RATE`; the comment is its tag COMMENT."""
    total = len(samples) // 2
    info = struct.pack(">HH", _BLOCK, _BLOCK) + bytes(6)
    info += ((RATE << 44) | (15 << 36) | total).to_bytes(8, "big")
    info += hashlib.md5(samples, usedforsecurity=False).digest()
    text = f"COMMENT={comment}".encode()
    tags = struct.pack("<I", 0) + struct.pack("<II", 1, len(text)) + text
    head = b"fLaC" + _block(_STREAMINFO, info) + _block(_COMMENT, tags, is_last=True)
    return head + b"".join(_frames(samples))


def _block(kind: int, data: bytes, *, is_last: bool = False) -> bytes:
    return bytes([kind | (0x80 if is_last else 0)]) + len(data).to_bytes(3, "big") + data


def _frames(samples: bytes) -> Iterator[bytes]:
    for number, start in enumerate(range(0, len(samples), 2 * _BLOCK)):
        part = samples[start : start + 2 * _BLOCK]
        count = len(part) // 2
        # Fixed blocks; their size follows in 16 bits; 24 kHz; mono; 16 bits.
        head = bytes([0xFF, 0xF8, 0x77, 0x08]) + _coded(number) + struct.pack(">H", count - 1)
        head += bytes([_checksum8(head)])
        swapped = bytearray(len(part))
        swapped[0::2], swapped[1::2] = part[1::2], part[0::2]
        frame = head + b"\x02" + bytes(swapped)
        yield frame + struct.pack(">H", _checksum16(frame))


def _coded(number: int) -> bytes:
    """A number in the scheme of UTF-8."""
    return chr(number).encode("utf-8", "surrogatepass")


def _checksum8(data: bytes) -> int:
    value = 0
    for byte in data:
        value = _CRC8[value ^ byte]
    return value


def _checksum16(data: bytes) -> int:
    value = 0
    for byte in data:
        value = ((value << 8) & 0xFFFF) ^ _CRC16[(value >> 8) ^ byte]
    return value
