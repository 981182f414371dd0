"""Photos and masks that are recognised again at the provider."""

from __future__ import annotations

import io
from functools import cache
from typing import Literal

from PIL import Image, ImageDraw, UnidentifiedImageError

Polarity = Literal["transparent", "white", "black"]
SIZE = (384, 256)
COLOURS = ((200, 40, 40), (40, 170, 60), (50, 70, 210), (210, 190, 40), (150, 50, 190))
REGION = (24, 20, 168, 124)
"""The part to edit: so small and so far in a corner that an inversion shows."""
_TOLERANCE = 40
_MARGIN = 6
_STEP = 8


@cache
def photo(number: int = 0, kind: str = "PNG", size: tuple[int, int] = SIZE) -> bytes:
    """A photo of one colour, which is its number, with a white corner."""
    image = Image.new("RGB", size, COLOURS[number % len(COLOURS)])
    ImageDraw.Draw(image).rectangle((size[0] - 40, size[1] - 40, *size), fill="white")
    return _encoded(image, kind)


@cache
def mask(polarity: Polarity, size: tuple[int, int] = SIZE) -> bytes:
    """A mask of `REGION`; one of transparent pixels has the photo's colours."""
    scale = size[0] / SIZE[0]
    region = tuple(round(edge * scale) for edge in REGION)
    if polarity == "transparent":
        image = Image.open(io.BytesIO(photo(0, size=size))).convert("RGBA")
        alpha = Image.new("L", size, 255)
        ImageDraw.Draw(alpha).rectangle(region, fill=0)
        image.putalpha(alpha)
    else:
        inside, outside = (255, 0) if polarity == "white" else (0, 255)
        image = Image.new("L", size, outside)
        ImageDraw.Draw(image).rectangle(region, fill=inside)
    return _encoded(image, "PNG")


def photo_number(data: bytes) -> int | None:
    """Which photo it is; `None` for another image."""
    image = _decoded(data)
    if image is None:
        return None
    pixel = image.convert("RGB").resize((8, 8)).getpixel((3, 6))
    if not isinstance(pixel, tuple):
        return None
    for number, colour in enumerate(COLOURS):
        if all(abs(a - b) < _TOLERANCE for a, b in zip(pixel, colour, strict=True)):
            return number
    return None


def is_image(data: bytes) -> bool:
    """Whether it is an image that can be decoded."""
    return _decoded(data) is not None


def mask_problem(data: bytes, polarity: Polarity) -> str | None:
    """What a model would misread in a mask, of which it edits the `polarity` pixels."""
    image = _decoded(data)
    if image is None:
        return "the mask cannot be decoded"
    if polarity == "transparent":
        if "A" not in image.getbands():
            return "the mask has no alpha channel"
        marked = image.getchannel("A").point(lambda value: 255 - value)
    else:
        marked = image.convert("RGB").convert("L")
        if polarity == "black":
            marked = marked.point(lambda value: 255 - value)
    marked = marked.resize(SIZE)
    inside, outside = [], []
    left, top, right, bottom = REGION
    for y in range(0, SIZE[1], _STEP):
        for x in range(0, SIZE[0], _STEP):
            near = left - _MARGIN < x < right + _MARGIN and top - _MARGIN < y < bottom + _MARGIN
            within = left + _MARGIN < x < right - _MARGIN and top + _MARGIN < y < bottom - _MARGIN
            if within:
                inside.append(marked.getpixel((x, y)))
            elif not near:
                outside.append(marked.getpixel((x, y)))
    shares = [
        sum(isinstance(value, int | float) and value > 127 for value in values) / len(values)
        for values in (inside, outside)
    ]
    if shares[0] > 0.95 and shares[1] < 0.05:
        return None
    return f"of the mask {shares[0]:.0%} inside and {shares[1]:.0%} outside are to be edited"


def _decoded(data: bytes) -> Image.Image | None:
    try:
        image = Image.open(io.BytesIO(data))
        image.load()
    except (UnidentifiedImageError, OSError, ValueError):
        return None
    return image


def _encoded(image: Image.Image, kind: str) -> bytes:
    file = io.BytesIO()
    image.save(file, kind)
    return file.getvalue()
