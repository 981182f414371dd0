"""gzip, recognised by its first bytes and unpacked no further than a document may be large."""

from __future__ import annotations

import zlib

from pyvenice.contract.document.document_limits import MAX_BYTES
from pyvenice.contract.errors import DocumentError

_MAGIC = b"\x1f\x8b"
_GZIP = 16 + zlib.MAX_WBITS


def unpacked(raw: bytes, *, name: str) -> bytes:
    """The bytes themselves, or what they are packed from.

    Raises `DocumentError` when the data are damaged or cut off, or more than 64 MiB unpacked.
    """
    if not raw.startswith(_MAGIC):
        return raw
    pieces: list[bytes] = []
    room = MAX_BYTES
    while raw.startswith(_MAGIC):
        piece, raw = _member(raw, room, name)
        room -= len(piece)
        pieces.append(piece)
    return b"".join(pieces)


def _member(raw: bytes, room: int, name: str) -> tuple[bytes, bytes]:
    unpacker = zlib.decompressobj(_GZIP)
    try:
        piece = unpacker.decompress(raw, room + 1)
    except zlib.error as error:
        raise DocumentError(f"{name}: the gzip data are damaged ({error})") from error
    if len(piece) > room:
        raise DocumentError(f"{name}: it is larger than {MAX_BYTES >> 20} MiB unpacked")
    if not unpacker.eof:
        raise DocumentError(f"{name}: the gzip data are cut off")
    return piece, unpacker.unused_data
