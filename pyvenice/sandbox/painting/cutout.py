"""Background removal: what can be reached from the corners without crossing an edge is removed."""

from __future__ import annotations

from PIL import Image, ImageChops, ImageFilter

_SMALL = 320
_MAX_STEP = 4
_MAX_DISTANCE = 100


def cut_out(image: Image.Image) -> Image.Image:
    """The image with its background transparent.

    The background grows from the four corners, over neighbours of nearly the same colour, as far
    as the colour is not too far from the corner's own.
    """
    colours = image.convert("RGB")
    keep = _full_mask(_subject(colours), image.size)
    if image.mode == "RGBA":
        keep = ImageChops.darker(keep, image.getchannel("A"))
    colours.putalpha(keep)
    return colours


def _subject(image: Image.Image) -> Image.Image:
    """A small mask: 255 where the subject is, 0 where the background is."""
    small = image.copy()
    small.thumbnail((_SMALL, _SMALL), Image.Resampling.BOX)
    width, height = small.size
    pixels = small.filter(ImageFilter.MedianFilter(3)).tobytes()
    mask = bytearray(b"\xff") * (width * height)
    for corner in (0, width - 1, (height - 1) * width, height * width - 1):
        _flood(pixels, mask, corner, width)
    return Image.frombytes("L", small.size, bytes(mask))


def _flood(pixels: bytes, mask: bytearray, start: int, width: int) -> None:
    """Set the mask to 0 on the region of `start`."""
    origin = pixels[3 * start : 3 * start + 3]
    mask[start] = 0
    edge = [start]
    while edge:
        here = edge.pop()
        colour = pixels[3 * here : 3 * here + 3]
        column = here % width
        for there, inside in (
            (here - width, here >= width),
            (here + width, here + width < len(mask)),
            (here - 1, column > 0),
            (here + 1, column < width - 1),
        ):
            if inside and mask[there]:
                other = pixels[3 * there : 3 * there + 3]
                if (
                    _distance(colour, other) <= _MAX_STEP
                    and _distance(origin, other) <= _MAX_DISTANCE
                ):
                    mask[there] = 0
                    edge.append(there)


def _distance(colour: bytes, other: bytes) -> int:
    # Written out: the flood calls it for each pixel, and a loop takes three times as long.
    return max(abs(colour[0] - other[0]), abs(colour[1] - other[1]), abs(colour[2] - other[2]))


def _full_mask(mask: Image.Image, size: tuple[int, int]) -> Image.Image:
    """The mask in full size: specks gone, edges smooth, its corners still fully transparent."""
    clean = mask.filter(ImageFilter.MedianFilter(5)).filter(ImageFilter.GaussianBlur(0.8))
    steep = [max(0, min(255, (value - 96) * 4)) for value in range(256)]
    large = clean.resize(size, Image.Resampling.BICUBIC).point(steep)
    for corner in ((0, 0), (size[0] - 1, 0), (0, size[1] - 1), (size[0] - 1, size[1] - 1)):
        large.putpixel(corner, 0)
    return large
