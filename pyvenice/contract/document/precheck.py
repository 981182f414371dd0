"""What can be said of the bytes of a document before they are parsed: gzip, HTML, empty, too large."""

from __future__ import annotations

import zlib

from pyvenice.contract.document.document_limits import MAX_BYTES
from pyvenice.contract.errors import DocumentError

_BOM = b"\xef\xbb\xbf"
_HEAD = 4096
_GZIP_MAGIC = b"\x1f\x8b"
_GZIP = 16 + zlib.MAX_WBITS
_CHUNK = 64 * 1024
_MAX_MEMBERS = 1000


def document_text(raw: bytes, *, name: str) -> bytes:
    """The bytes to parse. Raises `DocumentError` for what cannot be an OpenAPI document."""
    text = gunzip(raw, name=name).removeprefix(_BOM)
    refuse_non_document(text, name=name)
    return text.lstrip() if text[:_HEAD].lstrip()[:1] in (b"{", b"[") else text


def refuse_non_document(text: bytes, *, name: str) -> None:
    """Raise `DocumentError` for an empty text, for HTML, and for one of more than 64 MiB."""
    start = text[:_HEAD].removeprefix(_BOM).lstrip()
    if not start and not text.strip():
        raise DocumentError(f"{name}: the document is empty")
    if start.startswith(b"<"):
        raise DocumentError(f"{name}: this is HTML or XML, not an OpenAPI document")
    if len(text) > MAX_BYTES:
        raise DocumentError(f"{name}: it is larger than {MAX_BYTES >> 20} MiB")


def gunzip(raw: bytes, *, name: str) -> bytes:
    """Unpack gzip, recognised by its first bytes; anything else is returned as it is.

    Raises `DocumentError` when the data are damaged or cut off, more than 64 MiB unpacked, or made of
    more than 1,000 members.
    """
    if not raw.startswith(_GZIP_MAGIC):
        return raw
    pieces: list[bytes] = []
    room, at, members = MAX_BYTES, 0, 0
    while raw.startswith(_GZIP_MAGIC, at):
        if members == _MAX_MEMBERS:
            raise DocumentError(f"{name}: the gzip data have more than {_MAX_MEMBERS:,} members")
        members += 1
        at, room = _unpack_member(raw, at, room, pieces, name)
    return b"".join(pieces)


def _unpack_member(
    raw: bytes, at: int, room: int, pieces: list[bytes], name: str
) -> tuple[int, int]:
    """Append what one member holds; return where the next begins and the bytes still allowed.

    It is fed in chunks: `unused_data` copies the rest of what was fed, for each member again, and a
    thousand members of 20 bytes before 64 MiB would copy 60 GiB.
    """
    member = zlib.decompressobj(_GZIP)
    while not member.eof:
        chunk = member.unconsumed_tail or raw[at : at + _CHUNK]
        if not chunk:
            raise DocumentError(f"{name}: the gzip data are cut off")
        if not member.unconsumed_tail:
            at += len(chunk)
        try:
            piece = member.decompress(chunk, room + 1)
        except zlib.error as error:
            raise DocumentError(
                f"{name}: the gzip data are damaged ({str(error).rpartition(': ')[2]})"
            ) from error
        room -= len(piece)
        if room < 0:
            raise DocumentError(f"{name}: it is larger than {MAX_BYTES >> 20} MiB unpacked")
        pieces.append(piece)
    return at - len(member.unused_data), room
