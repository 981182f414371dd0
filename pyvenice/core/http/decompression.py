"""Decompression of answers that are compressed although it was not asked for, in pieces of limited size.

An HTTP library unpacks each chunk at once, into a thousand times its size if that is what it holds.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib import import_module
from itertools import chain
from typing import Any, Protocol

from pyvenice.errors import APIConnectionError

_STANDARD = frozenset(["gzip", "x-gzip", "deflate", "identity"])
_WITH_PACKAGE = ("br", "zstd")
"""Codings that are unpacked where `brotli` or `zstandard` is installed."""
_MOST = 256 * 1024
_EITHER_HEADER = 32 + zlib.MAX_WBITS
_GZIP_HEADER = 16 + zlib.MAX_WBITS
_NO_HEADER = -zlib.MAX_WBITS
_GZIP = b"\x1f\x8b"
_ZLIB = 8
"""The low half of the first byte of zlib data."""
_PLAIN = (b"\x89P", b"\xff\xd8", b"GI")
"""How PNG, JPEG and GIF begin, and neither gzip nor deflate."""
_PLAIN_NO_GZIP = (*_PLAIN, b"RI", b"{", b"[")
"""The same for gzip, which is less easily mistaken for WebP or JSON."""
_ZSTD_WINDOW = 8 * 1024 * 1024
"""The largest window that RFC 9659 allows; a header may ask for more memory than a machine has."""
_ZSTD_SLICE = 256
"""Bytes to unpack at once: four may be a block of 128 KiB, and the package has no limit for what comes out."""
_MOST_LAYERS = 4
"""A proxy may compress what a server compressed already; more of it is an attack."""


class Decoder(Protocol):
    """Feed it the chunks of an answer; it gives what they hold. `done` raises if there is more."""

    def feed(self, chunk: bytes) -> Iterable[bytes]: ...
    def done(self) -> None: ...


class IdentityDecoder:
    """Decoder of what is not compressed, or in a way that is not known here."""

    def feed(self, chunk: bytes) -> Iterable[bytes]:
        """The chunk."""
        return (chunk,)

    def done(self) -> None:
        """There is nothing more."""


class ZlibDecoder:
    """Decoder of gzip and deflate. Raises `APIConnectionError` for what is neither, or cut off.

    Deflate comes with the header of zlib or without it. A proxy may have unpacked the answer and kept
    the header that says otherwise: an image or JSON passes as it is.
    """

    def __init__(self, place: str, coding: str = "gzip") -> None:
        self._place = place
        self._coding = coding
        self._start: bytes | None = b""
        """The first bytes, until they tell what the rest is."""
        self._is_plain = False
        self._member = zlib.decompressobj(_EITHER_HEADER)
        self._begun = False
        self._members = 0
        """How many have ended."""
        self._empty = True
        """Whether the current member has given nothing yet."""

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        """What the chunk holds, in pieces."""
        if self._start is not None:
            self._start += chunk
            if len(self._start) < len(_GZIP):
                return
            chunk, self._start = self._start, None
            self._recognize(chunk)
        if self._is_plain:
            yield chunk
            return
        while chunk:
            if self._member.eof:
                chunk = chunk.lstrip(b"\0")  # gzip may be followed by them, and by more gzip
                if not chunk:
                    return
                self._member = zlib.decompressobj(_GZIP_HEADER)
                self._members += 1
                self._empty = True
            self._begun = True
            try:
                piece = self._member.decompress(chunk, _MOST)
            except zlib.error as error:
                if self._members and self._empty:
                    return  # what follows the end of gzip is no gzip: tools ignore it, too
                raise _broken(self._place, str(error)) from error
            chunk = self._member.unconsumed_tail or self._member.unused_data
            if piece:
                self._empty = False
                yield piece

    def done(self) -> None:
        """Raises `APIConnectionError` when the last piece is missing."""
        if self._start or (
            self._begun and not self._member.eof and not (self._members and self._empty)
        ):
            raise _broken(self._place, "its end is missing")

    def _recognize(self, start: bytes) -> None:
        is_deflate = self._coding == "deflate"
        if start.startswith(_PLAIN if is_deflate else _PLAIN_NO_GZIP):
            self._is_plain = True
        elif is_deflate and start[:2] != _GZIP and not _has_zlib_header(start):
            self._member = zlib.decompressobj(_NO_HEADER)


class PackageDecoder:
    """Decoder of Brotli and Zstandard. Raises `APIConnectionError` for what is neither, or cut off."""

    def __init__(self, place: str, coding: str) -> None:
        self._place = place
        self._coding = coding
        package = _package(coding)
        self._error: type[Exception] = package.error if coding == "br" else package.ZstdError
        self._decoder: Any = self._new_decoder()
        self._state = "empty"

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        """What the chunk holds, in pieces; a picture or JSON that is not compressed passes as it is."""
        if self._state == "plain":
            yield chunk
            return
        try:
            for piece in self._pieces(chunk):
                self._state = "begun"
                yield piece
        except self._error as error:
            if self._state == "begun" or not chunk.startswith(_PLAIN_NO_GZIP):
                raise _broken(self._place, str(error)) from error
            self._state = "plain"
            yield chunk

    def done(self) -> None:
        """Raises `APIConnectionError` when the last piece is missing."""
        if self._state == "begun" and not self._is_finished():
            raise _broken(self._place, "its end is missing")

    def _pieces(self, chunk: bytes) -> Iterator[bytes]:
        if self._coding == "br":
            while not self._is_finished():
                piece = self._decoder.process(chunk, output_buffer_limit=_MOST)
                if not piece and self._decoder.can_accept_more_data():
                    return
                yield piece
                chunk = b""
            return
        for start in range(0, len(chunk), _ZSTD_SLICE):
            rest = chunk[start : start + _ZSTD_SLICE]
            while rest:
                if self._is_finished():  # one frame may follow another
                    self._decoder = self._new_decoder()
                yield self._decoder.decompress(rest)
                rest = self._decoder.unused_data

    def _new_decoder(self) -> Any:
        package: Any = _package(self._coding)
        if self._coding == "br":
            return package.Decompressor()
        return package.ZstdDecompressor(max_window_size=_ZSTD_WINDOW).decompressobj()

    def _is_finished(self) -> bool:
        return bool(self._decoder.is_finished() if self._coding == "br" else self._decoder.eof)


class LayeredDecoder:
    """Decoder of what was compressed more than once: the last layer is unpacked first."""

    def __init__(self, place: str, codings: Sequence[str]) -> None:
        self._layers = [_layer(place, coding) for coding in reversed(codings)]

    def feed(self, chunk: bytes) -> Iterable[bytes]:
        """What the chunk holds, in pieces."""
        pieces: Iterable[bytes] = (chunk,)
        for layer in self._layers:
            pieces = chain.from_iterable(map(layer.feed, pieces))
        return pieces

    def done(self) -> None:
        """Raises `APIConnectionError` when the last piece of a layer is missing."""
        for layer in self._layers:
            layer.done()


def decoder_of(encoding: str, place: str) -> Decoder:
    """The decoder of an answer with this Content-Encoding, which may list several."""
    codings = codings_in(encoding)
    if not codings or not is_decoded(encoding):
        return IdentityDecoder()
    return _layer(place, codings[0]) if len(codings) == 1 else LayeredDecoder(place, codings)


def decoded_codings() -> frozenset[str]:
    """The codings that are unpacked here."""
    return _STANDARD.union(coding for coding in _WITH_PACKAGE if _package(coding) is not None)


def is_decoded(encoding: str) -> bool:
    """Whether an answer with this Content-Encoding is unpacked here."""
    codings = codings_in(encoding)
    return len(codings) <= _MOST_LAYERS and decoded_codings().issuperset(codings)


def codings_in(encoding: str) -> list[str]:
    """The codings that a Content-Encoding names, in the order in which they were applied."""
    names = (name.strip().lower() for name in encoding.split(","))
    return [name for name in names if name not in {"", "identity"}]


def _layer(place: str, coding: str) -> ZlibDecoder | PackageDecoder:
    return PackageDecoder(place, coding) if coding in _WITH_PACKAGE else ZlibDecoder(place, coding)


@cache
def _package(coding: str) -> Any:
    """The package of a coding; `None` without it, and for a Brotli that cannot limit what comes out."""
    try:
        if coding == "zstd":
            return import_module("zstandard")
        package: Any = import_module("brotli")
        package.Decompressor().process(b"", output_buffer_limit=1)
    except (ImportError, AttributeError, TypeError):
        return None
    return package


def _broken(place: str, why: str) -> APIConnectionError:
    return APIConnectionError(
        f"the compressed answer of {place} cannot be unpacked: {why}", maybe_executed=True
    )


def _has_zlib_header(start: bytes) -> bool:
    return start[0] & 0x0F == _ZLIB and int.from_bytes(start[:2], "big") % 31 == 0
