"""Base64 at the speed of memory where pybase64 is installed, at that of the standard library elsewhere."""

from __future__ import annotations

import binascii
from collections.abc import Callable
from functools import cache, partial
from typing import Any, Protocol


class Decode(Protocol):
    """Raises `ValueError` for anything but complete base64."""

    def __call__(self, text: str | bytes | memoryview, /) -> bytes: ...


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
