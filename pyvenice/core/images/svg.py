"""SVG: a picture in text, recognised among XML by its root element."""

from __future__ import annotations

import re

from pyvenice.core.images.byte_reader import Shape, StructureError, TruncatedError, Window

_START = rb"(?s)(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*|<!DOCTYPE[^>]*>\s*)*<svg(?=[\s>/])"
_ROOT = 4096
_TAIL = 256
_LENGTH = rb"\s(width|height)\s*=\s*[\"']\s*(\d+(?:\.\d+)?)(?:px)?\s*[\"']"
_VIEW_BOX = rb"\sviewBox\s*=\s*[\"']\s*\S+[\s,]+\S+[\s,]+([\d.]+)[\s,]+([\d.]+)\s*[\"']"


def starts_svg(head: bytes) -> bool:
    """Whether a file begins as an SVG does: only comments and declarations stand before its root."""
    if b"<" not in head[:16]:  # the pattern is not compiled for a client that never sees an SVG
        return False
    return re.match(_START, head) is not None


def measure_svg(window: Window) -> Shape:
    """Width and height in pixels, where the root element says so without other units."""
    head = window.head(_ROOT)
    start = re.match(_START, head)
    end = head.find(b">", start.end() if start else 0)
    if start is None or end < 0:
        raise StructureError("its root element has no end")
    root = head[start.end() : end]
    lengths = {name: float(value) for name, value in re.findall(_LENGTH, root)}
    box = re.search(_VIEW_BOX, root)
    if len(lengths) < 2 and box:
        lengths = {b"width": float(box[1]), b"height": float(box[2])}
    width, height = (round(lengths.get(name, 0)) or None for name in (b"width", b"height"))
    return Shape(width, height, has_alpha=True)


def end_svg(window: Window, _: int) -> None:
    """Raises `TruncatedError` where the root element is not closed."""
    tail = window.at(max(0, window.size - _TAIL), min(_TAIL, window.size)).rstrip()
    if not re.search(rb"(</svg\s*>|/>)(\s*<!--.*-->)*$", tail, re.DOTALL):
        raise TruncatedError
