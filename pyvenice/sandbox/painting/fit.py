"""How large the result is: an explicit size, an aspect ratio, a resolution tier."""

from __future__ import annotations

from PIL import Image, ImageOps

Size = tuple[int, int]

TIERS = {"1K": 1024, "2K": 2048, "4K": 4096}
"""The longer side of each resolution tier in pixels."""


def covering(image: Image.Image, size: Size) -> Image.Image:
    """The image scaled and cropped about its middle so that it fills `size`."""
    if image.size == size:
        return image
    return ImageOps.fit(image, size, Image.Resampling.LANCZOS)


def with_ratio(size: Size, ratio: str) -> Size:
    """The largest size within `size` of the ratio, such as `16:9`."""
    across, down = (int(part) for part in ratio.split(":"))
    width, height = size
    if width * down > height * across:
        return max(1, round(height * across / down)), height
    return width, max(1, round(width * down / across))


def with_longer_side(size: Size, pixels: int) -> Size:
    """`size` scaled so that its longer side has this many pixels."""
    scale = pixels / max(size)
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def with_area(ratio: Size, pixels: int) -> Size:
    """A size of about this many pixels in the given proportion, each side a multiple of 8."""
    scale = (pixels / (ratio[0] * ratio[1])) ** 0.5
    return max(8, round(ratio[0] * scale / 8) * 8), max(8, round(ratio[1] * scale / 8) * 8)
