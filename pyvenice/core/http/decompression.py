"""Answers that are compressed in spite of our asking, unpacked in pieces of limited size.

A HTTP library unpacks each chunk at once, into a thousand times its size if that is what it holds.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Protocol

from pyvenice.errors import APIConnectionError

_MOST = 256 * 1024
_KNOWN = frozenset(["gzip", "x-gzip", "deflate"])
_EITHER_HEADER = 32 + zlib.MAX_WBITS
_MOST_LAYERS = 4
"""A proxy may compress what a server compressed already; more of it is an attack."""


class Unpacker(Protocol):
    """Feed it the chunks of an answer; it gives what they hold. `done` raises if there is more."""

    def feed(self, chunk: bytes) -> Iterable[bytes]: ...
    def done(self) -> None: ...


class Unpacked:
    """Of what is not compressed, or in a way that is not known here."""

    def feed(self, chunk: bytes) -> Iterable[bytes]:
        """The chunk."""
        return (chunk,)

    def done(self) -> None:
        """There is nothing more."""


class Zipped:
    """Of gzip and deflate. Raises `APIConnectionError` for what is neither, or cut off."""

    def __init__(self, place: str) -> None:
        self._place = place
        self._member = zlib.decompressobj(_EITHER_HEADER)
        self._begun = False
        self._members = 0
        """How many have ended."""
        self._empty = True
        """Whether the current member has given nothing yet."""

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        """What the chunk holds, in pieces."""
        while chunk:
            if self._member.eof:
                chunk = chunk.lstrip(b"\0")  # gzip may be followed by them, and by more gzip
                if not chunk:
                    return
                self._member = zlib.decompressobj(_EITHER_HEADER)
                self._members += 1
                self._empty = True
            self._begun = True
            try:
                piece = self._member.decompress(chunk, _MOST)
            except zlib.error as error:
                if self._members and self._empty:
                    return  # what follows the end of gzip is no gzip: tools ignore it, too
                raise self._broken(str(error)) from error
            chunk = self._member.unconsumed_tail or self._member.unused_data
            if piece:
                self._empty = False
                yield piece

    def done(self) -> None:
        """Raises `APIConnectionError` when the last piece is missing."""
        if self._begun and not self._member.eof and not (self._members and self._empty):
            raise self._broken("its end is missing")

    def _broken(self, why: str) -> APIConnectionError:
        return APIConnectionError(
            f"the compressed answer of {self._place} cannot be unpacked: {why}", maybe_executed=True
        )


class Layers:
    """Of what was compressed more than once: the last layer is unpacked first."""

    def __init__(self, place: str, number: int) -> None:
        self._layers = [Zipped(place) for _ in range(number)]

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


def unpacker(encoding: str, place: str) -> Unpacker:
    """What unpacks an answer with this Content-Encoding, which may list several."""
    names = [name.strip().lower() for name in encoding.split(",")]
    layers = [name for name in names if name not in {"", "identity"}]
    if not layers or len(layers) > _MOST_LAYERS or not _KNOWN.issuperset(layers):
        return Unpacked()
    return Zipped(place) if len(layers) == 1 else Layers(place, len(layers))
