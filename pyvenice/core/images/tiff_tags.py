"""TIFF tags: the numbers in the first directory of a TIFF file, or of the EXIF data in an image."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from pyvenice.core.images.byte_reader import StructureError, TruncatedError, Window

WIDTH, HEIGHT, BITS, ORIENTATION, EXTRA_SAMPLES, SAMPLE_FORMAT = 256, 257, 258, 274, 338, 339
FLOATING_POINT = 3

_MOST_TAGS = 512
_FORMATS = {1: "B", 3: "H", 4: "I"}
_BYTE_ORDERS = {b"II*\0": "<", b"MM\0*": ">"}


def read_tags(window: Window, base: int = 0) -> dict[int, int]:
    """The whole numbers among the tags, by number; of several values the first. Empty if broken."""
    try:
        return dict(_tags(window, base))
    except (TruncatedError, StructureError):
        return {}


def orientation(tags: dict[int, int]) -> int:
    """How an image is to be turned to be shown, from 1 (not at all) to 8, as EXIF counts."""
    found = tags.get(ORIENTATION, 1)
    return found if 1 <= found <= 8 else 1


def _tags(window: Window, base: int) -> Iterator[tuple[int, int]]:
    order = _BYTE_ORDERS.get(window.at(base, 4))
    if order is None:
        return
    directory = base + window.number(base + 4, f"{order}I")
    for index in range(min(window.number(directory, f"{order}H"), _MOST_TAGS)):
        entry = directory + 2 + 12 * index
        kind = _FORMATS.get(window.number(entry + 2, f"{order}H"))
        if kind is not None:
            count = window.number(entry + 4, f"{order}I")
            is_inside = count * struct.calcsize(kind) <= 4
            place = entry + 8 if is_inside else base + window.number(entry + 8, f"{order}I")
            yield window.number(entry, f"{order}H"), window.number(place, f"{order}{kind}")
