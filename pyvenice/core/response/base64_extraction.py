"""Base64 extraction: pictures are cut out of a JSON response while it arrives.

A string that begins with thousands of base64 characters is decoded piece by piece, and a small JSON
document with a mark in its place remains. So no response is held as text (`benchmarks/client.py`).
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pyvenice.core.bounded_json import MOST_VALUES, count_values
from pyvenice.core.images.base64_codec import decoder, padded, standard_alphabet
from pyvenice.core.response.sinks import Content, NewSink, Sink
from pyvenice.errors import AnswerError

_LONG = 4096
"""Shorter texts stay in the document: they may be ids, and decoding them later costs nothing."""
_PREFIX = 100
"""The longest `data:…;base64,` before a picture."""
_START = re.compile(
    rb'"(?<=[:\[,\s]")(?:(?i:data:[^",\\]{0,%d};base64),)?(?=[A-Za-z0-9+/_-]{%d})'
    % (_PREFIX, _LONG)
)
_OPENING = _LONG + _PREFIX + 20
_ESCAPE = re.compile(rb"\\(?:([/rnt])|u00([0-7][0-9A-Fa-f]))")
_CONTROLS = {b"/": b"/", b"r": b"\r", b"n": b"\n", b"t": b"\t"}
_BEGUN_ESCAPE = re.compile(rb"\\(?:u\w{0,3})?")
_QUOTE_OR_ESCAPE = re.compile(rb'"|\\.?', re.DOTALL)


@dataclass(frozen=True, slots=True)
class CutOut:
    """A base64 text of a response, decoded; `problem` says what is wrong with it."""

    content: Content = field(default=b"", repr=False)
    problem: str | None = None


class JsonCutter:
    """Push decoder: feed it the chunks of a JSON response; `done` returns the rest and the cut-outs."""

    def __init__(self, new_sink: NewSink) -> None:
        self._new_sink = new_sink
        self._text = bytearray()
        self._searched = 0
        self._values = 0
        self._cutting: _Base64 | None = None
        self._token = secrets.token_hex(8)
        self._cuts: dict[str, CutOut] = {}

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes of the response."""
        while chunk:
            if self._cutting is None:
                self._check_values(chunk)
                self._text += chunk
                chunk = self._from_next_start()
            else:
                chunk = self._through(self._cutting, chunk)

    def _check_values(self, chunk: bytes) -> None:
        self._values += count_values(chunk)
        if self._values > MOST_VALUES:
            raise AnswerError(f"the answer is not read: it holds more than {MOST_VALUES:,} values")

    def done(self) -> tuple[bytes, Mapping[str, CutOut]]:
        """The document without its pictures, and the pictures under the marks that replace them.

        A document that ended inside a picture is left without its end, and so is no JSON.
        """
        return bytes(self._text), self._cuts

    def _from_next_start(self) -> bytes:
        """What follows the opening quote of the next picture; empty if none has begun yet."""
        start = self._next_start()
        if start is None:
            return b""
        rest = bytes(self._text[start.end() :])
        del self._text[start.start() :]
        self._cutting = _Base64(self._new_sink())
        return rest

    def _next_start(self) -> re.Match[bytes] | None:
        """The next quote that no other follows for a long time, if base64 does."""
        at = self._text.find(b'"', self._searched)
        while 0 <= at < len(self._text) - _OPENING:
            next_quote = self._text.rfind(b'"', at + 1, at + _OPENING)
            if next_quote < 0 and (found := _START.match(self._text, at)):
                return found
            at = next_quote if next_quote > 0 else self._text.find(b'"', at + 1)
        self._searched = at if at >= 0 else len(self._text)
        return None

    def _through(self, cutting: _Base64, chunk: bytes) -> bytes:
        """What follows the picture's closing quote; empty if that has not come yet."""
        end = cutting.closing_quote(chunk)
        if end < 0:
            cutting.feed(chunk)
            return b""
        cutting.feed(chunk[:end])
        self._cutting = None
        mark = f"{self._token}:{len(self._cuts)}"
        self._cuts[mark] = cutting.done()
        self._text += f'"{mark}"'.encode()
        self._searched = len(self._text)
        return chunk[end + 1 :]


class _Base64:
    """The text between two quotes, decoded as it comes. JSON may escape characters of it.

    It is decoded strictly, and from the first piece that is written loosely on as `decode_base64`
    does.
    """

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._rest = b""
        self._padded = False
        self._escaping = False
        self._loose: bytes | None = None
        self._problem: str | None = None

    def closing_quote(self, chunk: bytes) -> int:
        """Where the quote stands that ends the text; -1 if it is not in this chunk."""
        if not self._escaping and b"\\" not in chunk:
            return chunk.find(b'"')
        begin, self._escaping = int(self._escaping), False
        for found in _QUOTE_OR_ESCAPE.finditer(chunk, begin):
            if found[0] == b'"':
                return found.start()
            self._escaping = found[0] == b"\\"
        return -1

    def feed(self, text: bytes) -> None:
        begun = b""
        if b"\\" in text or b"\\" in self._rest:
            text, begun = _unescaped(self._rest + text)
            self._rest = b""
        # Four characters are three bytes. The few that were left over are not joined with all the text.
        missing = -len(self._rest) % 4
        first = self._rest + text[:missing]
        whole = missing + ((len(text) - missing) & ~3)
        if len(first) % 4:
            self._rest = first + begun
            return
        self._rest = text[whole:] + begun
        self._decode(memoryview(first))
        self._decode(memoryview(text)[missing:whole])

    def done(self) -> CutOut:
        self._decode(memoryview(self._rest))
        if self._loose:
            self._write(padded(self._loose))
        if self._problem is not None:
            return CutOut(problem=self._problem)
        return CutOut(self._sink.done())

    def _decode(self, text: memoryview) -> None:
        if not text or self._problem is not None:
            return
        if self._loose is None and not self._padded:
            try:
                decoded = decoder()(text)
            except ValueError:
                self._loose = b""
            else:
                self._padded = text[-1] == ord("=")
                self._sink.write(decoded)
                return
        self._decode_loosely(bytes(text))

    def _decode_loosely(self, text: bytes) -> None:
        text = (self._loose or b"") + standard_alphabet(text)
        if self._padded and text.strip(b"="):
            self._problem = "it goes on after its padding"
            return
        if self._padded:
            return
        bare = text.rstrip(b"=")
        self._padded = len(bare) < len(text)
        if self._padded:
            self._loose = b""
            self._write(padded(bare))
        else:
            whole = len(text) & ~3
            self._loose = text[whole:]
            self._write(text[:whole])

    def _write(self, text: bytes) -> None:
        try:
            self._sink.write(decoder()(text))
        except ValueError as error:
            self._problem = str(error)


def _unescaped(text: bytes) -> tuple[bytes, bytes]:
    """The text without escapes, and the escape that is not complete at its end."""
    at = text.rfind(b"\\")
    begun = text[at:] if _BEGUN_ESCAPE.fullmatch(text, at) else b""
    complete = text[: len(text) - len(begun)]
    return _ESCAPE.sub(_character, complete), begun


def _character(escape: re.Match[bytes]) -> bytes:
    return _CONTROLS[escape[1]] if escape[1] else bytes.fromhex(escape[2].decode())


def with_cuts(tree: Any, cuts: Mapping[str, CutOut]) -> Any:
    """The JSON tree with the cut-outs where their marks stand."""
    if not cuts:
        return tree
    if isinstance(tree, dict):
        return {key: with_cuts(member, cuts) for key, member in tree.items()}
    if isinstance(tree, list):
        return [with_cuts(member, cuts) for member in tree]
    return cuts.get(tree, tree) if isinstance(tree, str) else tree
