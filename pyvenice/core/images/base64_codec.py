"""Base64 and `data:` URIs: with pybase64 where it is installed, the standard library elsewhere.

What is written loosely (URL-safe alphabet, no padding, blanks and line breaks) is decoded as well.
Strict decoding is tried first, so that this costs nothing where it is not needed.
"""

from __future__ import annotations

import binascii
from collections.abc import Callable
from functools import cache, partial
from typing import Any, NamedTuple, Protocol
from urllib.parse import unquote, unquote_to_bytes

_BLANKS = b" \t\r\n\f\v"
_TO_STANDARD = bytes.maketrans(b"-_", b"+/")


class Decode(Protocol):
    """Raises `ValueError` for anything but complete base64."""

    def __call__(self, text: str | bytes | memoryview, /) -> bytes: ...


class DataURI(NamedTuple):
    """A `data:` URI in its parts."""

    media_type: str
    """In lower case; empty if none is given."""
    is_base64: bool
    payload: str

    def decode(self) -> bytes:
        """The bytes in it. Raises `ValueError` for broken base64."""
        if not self.is_base64:
            return unquote_to_bytes(self.payload)
        return decode_base64(unquote(self.payload))


@cache
def encoder() -> Callable[[bytes], bytes]:
    """The function that encodes bytes, without line breaks."""
    try:
        import pybase64
    except ImportError:
        return partial(binascii.b2a_base64, newline=False)
    return pybase64.b64encode


@cache
def decoder() -> Decode:
    """The function that decodes strictly."""
    try:
        import pybase64
    except ImportError:
        lenient: Any = binascii.a2b_base64
        return partial(lenient, strict_mode=True)
    return partial(pybase64.b64decode, validate=True)


def decode_base64(text: str | bytes) -> bytes:
    """The bytes of base64 text, however loosely it is written. Raises `ValueError`."""
    try:
        return decoder()(text)
    except ValueError:
        data = standard_alphabet(text.encode("ascii") if isinstance(text, str) else text)
        return decoder()(padded(data))


def standard_alphabet(text: bytes) -> bytes:
    """Base64 text with `+` and `/` for `-` and `_`, and without blanks."""
    return text.translate(_TO_STANDARD, _BLANKS)


def padded(text: bytes) -> bytes:
    """Base64 text with the padding that its length asks for."""
    bare = text.rstrip(b"=")
    return bare + b"=" * (-len(bare) % 4)


def parse_data_uri(text: str) -> DataURI | None:
    """The parts of a `data:` URI, its scheme in any case; `None` for any other text."""
    if text[:5].lower() != "data:":
        return None
    head, comma, payload = text[5:].partition(",")
    media_type, *parameters = head.lower().split(";")
    is_base64 = "base64" in (parameter.strip() for parameter in parameters[-1:])
    return DataURI(media_type.strip(), is_base64 and bool(comma), payload)
