"""Hole filling: what a mask marks is painted over with the colours around it."""

from __future__ import annotations

from PIL import Image, ImageChops, ImageFilter

_FRINGE = 15
"""Pixels of the filter that keeps the edge of what is removed from colouring the hole."""


def fill_hole(image: Image.Image, mask: Image.Image) -> Image.Image:
    """The image with the part that the mask marks filled; nothing else changes by a pixel.

    Ever smaller copies without that part are laid over each other, the smallest at the bottom, so a
    hole of any size gets the colours of its edge.
    """
    known = image.convert("RGB")
    known.putalpha(ImageChops.invert(mask.filter(ImageFilter.MaxFilter(_FRINGE))))
    copies = [known]
    while max(copies[-1].size) > 1:
        width, height = copies[-1].size
        half = (max(1, width // 2), max(1, height // 2))
        copies.append(_with_firm_colours(copies[-1].resize(half, Image.Resampling.BOX)))
    filled = Image.new("RGBA", (1, 1), "grey")
    for copy in reversed(copies):
        filled = filled.resize(copy.size, Image.Resampling.BILINEAR)
        filled.alpha_composite(copy)
    result = image.copy()
    result.paste(filled.convert("RGB"), mask=mask)
    return result


def _with_firm_colours(copy: Image.Image) -> Image.Image:
    """The copy without half-transparent pixels: a pixel that is known in a part has that colour."""
    copy.putalpha(copy.getchannel("A").point([0, *[255] * 255]))
    return copy
