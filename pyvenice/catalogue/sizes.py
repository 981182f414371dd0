"""Sizes: sizes, aspect ratios and resolutions as numbers, the nearest that a model has, and the wire.

"Nearest" is by the logarithm: 2:1 is as far from 1:1 as 1:2 is, and 2K as far from 1K as from 4K.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from typing import NamedTuple

from pyvenice.catalogue.model import SizeControl

_SIZE = re.compile(r"\s*([1-9]\d{0,5})\s*[x*×,]\s*([1-9]\d{0,5})\s*", re.IGNORECASE)
_RATIO = re.compile(r"\s*([1-9]\d{0,5})\s*[:/x]\s*([1-9]\d{0,5})\s*", re.IGNORECASE)
_RESOLUTION = re.compile(r"\s*(\d{1,5}(?:\.\d+)?)\s*(k?)(?:px)?\s*", re.IGNORECASE)
_K = 1024
"""Pixels of one side of a square result at `1K`."""


class Size(NamedTuple):
    """Width and height in pixels."""

    width: int
    height: int

    @property
    def pixels(self) -> int:
        return self.width * self.height

    @property
    def ratio(self) -> float:
        """Width over height."""
        return self.width / self.height

    @property
    def ratio_text(self) -> str:
        """The aspect ratio in lowest terms: `3:2`."""
        divisor = math.gcd(self.width, self.height)
        return f"{self.width // divisor}:{self.height // divisor}"

    def __str__(self) -> str:
        return f"{self.width}x{self.height}"


def parse_size(value: object) -> Size | None:
    """A size from `1024x768`, `1024*768` or `(1024, 768)`; `None` for anything else."""
    if isinstance(value, str):
        found = _SIZE.fullmatch(value)
        return Size(int(found[1]), int(found[2])) if found else None
    if isinstance(value, tuple | list) and len(value) == 2:
        width, height = value
        if all(type(side) is int and 0 < side < 10**6 for side in (width, height)):
            return Size(width, height)
    return None


def parse_ratio(value: object) -> float | None:
    """Width over height from `16:9`, `16/9` or `16x9`; `None` for anything else."""
    found = _RATIO.fullmatch(value) if isinstance(value, str) else None
    return int(found[1]) / int(found[2]) if found else None


def parse_resolution(value: object) -> float | None:
    """The side of a square result in pixels, from `2K`, `2k`, `2048` or `512`; `None` otherwise."""
    text = str(value) if type(value) is int else value
    found = _RESOLUTION.fullmatch(text) if isinstance(text, str) else None
    side = float(found[1]) * (_K if found[2] else 1) if found else 0.0
    return side or None


def distance(first: float, second: float) -> float:
    """How far apart two positive numbers are, by the logarithm."""
    return abs(math.log(first / second))


def nearest_ratio(wanted: float, ratios: Iterable[str]) -> str:
    """The aspect ratio that is nearest; the first one where two are as near."""
    return min(ratios, key=lambda text: round(distance(wanted, parse_ratio(text) or wanted), 9))


def nearest_resolution(side: float, resolutions: Iterable[str]) -> str:
    """The resolution that is nearest; the first one where two are as near."""
    return min(resolutions, key=lambda text: round(distance(side, parse_resolution(text) or 1), 9))


def nearest_size(wanted: Size, sizes: Iterable[str]) -> Size:
    """The size with the nearest aspect ratio, and among those the nearest number of pixels."""
    parsed = [size for text in sizes if (size := parse_size(text))]
    return min(
        parsed,
        key=lambda size: (
            round(distance(size.ratio, wanted.ratio), 9),
            round(distance(size.pixels, wanted.pixels), 9),
        ),
    )


def largest_size(control: SizeControl) -> Size | None:
    """The largest result that a request can ask for; `None` where nothing is known."""
    sizes = [size for text in control.sizes if (size := parse_size(text))]
    sides = [side for text in control.resolutions if (side := parse_resolution(text))]
    sizes += [Size(round(side), round(side)) for side in sides]
    if control.dimensions and not control.resolutions:
        sizes += [size for text in control.dimensions.values() if (size := parse_size(text))]
    if control.free and (bound := _bound(control)):
        sizes.append(bound)
    return max(sizes, key=lambda size: size.pixels, default=None)


def _bound(control: SizeControl) -> Size | None:
    sides = [control.max_side] if control.max_side else []
    sides += [math.isqrt(control.max_pixels)] if control.max_pixels else []
    return Size(min(sides), min(sides)) if sides else None


def fits(size: Size, control: SizeControl) -> bool:
    """Whether a free size keeps every bound of the model."""
    long, short = max(size), min(size)
    return (
        size.width % control.multiple == 0
        and size.height % control.multiple == 0
        and (control.max_ratio is None or long <= short * control.max_ratio)
        and (control.max_side is None or long <= control.max_side)
        and (control.min_side is None or short >= control.min_side)
        and (control.max_pixels is None or size.pixels <= control.max_pixels)
        and (control.min_pixels is None or size.pixels >= control.min_pixels)
    )


def fit_size(wanted: Size, control: SizeControl) -> Size:
    """The size nearest to the wanted one that keeps the bounds; the same where it keeps them."""
    if fits(wanted, control):
        return wanted
    ratio = wanted.ratio
    if control.max_ratio is not None:
        ratio = min(max(ratio, 1 / control.max_ratio), control.max_ratio)
    pixels = float(wanted.pixels)
    most: list[float] = [control.max_pixels] if control.max_pixels else []
    most += [control.max_side**2 / max(ratio, 1 / ratio)] if control.max_side else []
    least: list[float] = [control.min_pixels] if control.min_pixels else []
    least += [control.min_side**2 * max(ratio, 1 / ratio)] if control.min_side else []
    pixels = min([max([pixels, *least]), *most])
    width = math.sqrt(pixels * ratio)
    return _on_grid(width, pixels / width, control)


def _on_grid(width: float, height: float, control: SizeControl) -> Size:
    """The point of the grid of multiples around a size that keeps the bounds, the nearest of them."""
    step = control.multiple
    around = [
        Size(column * step, row * step)
        for column in _steps(width / step)
        for row in _steps(height / step)
    ]
    kept = [size for size in around if fits(size, control)] or around
    return min(
        kept,
        key=lambda size: (
            distance(size.ratio, width / height) + distance(size.pixels, width * height),
            size,
        ),
    )


def _steps(position: float) -> range:
    """The steps next to a position, two on either side: at a corner one bound pushes to another."""
    nearest = round(position)
    return range(max(1, nearest - 2), nearest + 3)


def size_for(control: SizeControl, ratio: float, side: float | None = None) -> Size:
    """The size with this aspect ratio, at a resolution given as the side of a square, or at 1K."""
    square = side or _K
    width = math.sqrt(square * square * ratio)
    wanted = Size(max(1, round(width)), max(1, round(width / ratio)))
    if control.free:
        step = max(control.multiple, 16 if control.multiple == 1 else control.multiple)
        rounded = Size(*(max(step, round(length / step) * step) for length in wanted))
        return fit_size(rounded, control)
    return nearest_size(wanted, control.sizes)


def wire_size(
    control: SizeControl,
    *,
    size: str | None = None,
    aspect_ratio: str | None = None,
    resolution: str | None = None,
) -> dict[str, str | int]:
    """What the model takes for a size: `size`, `width` and `height`, `aspect_ratio`, `resolution`.

    The arguments are parameters that `validate` returned for this model.
    """
    if control.kind in ("size", "width_height"):
        return _pixels(control, size, aspect_ratio, resolution)
    given = {"aspect_ratio": aspect_ratio, "resolution": resolution}
    return {name: value for name, value in given.items() if value is not None}


def _pixels(
    control: SizeControl, size: str | None, aspect_ratio: str | None, resolution: str | None
) -> dict[str, str | int]:
    ratio = parse_ratio(aspect_ratio)
    wanted = parse_size(size)
    if wanted is None and size is not None:
        return {"size": size}  # auto, original
    if wanted is None and ratio is None and resolution is None:
        return {"size": aspect_ratio} if aspect_ratio is not None else {}
    chosen = wanted or size_for(control, ratio or 1.0, parse_resolution(resolution))
    if control.kind == "width_height":
        return {"width": chosen.width, "height": chosen.height}
    return {"size": f"{chosen.width}{control.separator}{chosen.height}"}
