"""Images in exchanges: what they are, and what is wrong with them."""

from __future__ import annotations

import binascii
import io
import warnings
from dataclasses import dataclass

from pyvenice.core.images.header import read_header

Size = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Seen:
    """What an image turned out to be; `problem` says why it cannot be used."""

    media_type: str | None
    size: Size | None = None
    has_alpha: bool = False
    problem: str | None = None


def looked_at(data: bytes, *, decode: bool = True) -> Seen:
    """What an image is: from its structure alone, or with every pixel decoded.

    Decoding needs Pillow, and finds damage that the structure does not show.
    """
    header = read_header(io.BytesIO(data))
    known = header.width is not None and header.height is not None
    size = (header.width or 0, header.height or 0) if known else None
    seen = Seen(header.media_type, size, bool(header.has_alpha), header.problem)
    if seen.problem or not decode:
        return seen
    problem = _undecodable(data)
    return Seen(seen.media_type, size, seen.has_alpha, problem) if problem else seen


def _undecodable(data: bytes) -> str | None:
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data)) as image:
                image.load()
    except UnidentifiedImageError:
        return "Pillow knows no format for it"
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        return str(error)
    return None


def base64_bytes(text: str) -> bytes:
    """The bytes of strict base64: its alphabet only, padded. Raises `ValueError` otherwise."""
    return binascii.a2b_base64(text.encode("ascii"), strict_mode=True)
