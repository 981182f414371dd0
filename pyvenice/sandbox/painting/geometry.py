"""Geometry: sizes of the result, and the operations that move pixels."""

from __future__ import annotations

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

from pyvenice.sandbox.painting.color import Change, of_colours

Size = tuple[int, int]

_TURNS = {
    90: Image.Transpose.ROTATE_90,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_270,
}

TIERS = {"1K": 1024, "2K": 2048, "4K": 4096}
"""The longer side of each resolution tier in pixels."""


def cover(image: Image.Image, size: Size) -> Image.Image:
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


def blur(image: Image.Image) -> Image.Image:
    """Soft, in proportion to the size of the image."""
    return image.filter(ImageFilter.GaussianBlur(max(1.0, max(image.size) / 110)))


@of_colours
def sharpen(image: Image.Image) -> Image.Image:
    radius = max(1.0, max(image.size) / 500)
    return image.filter(ImageFilter.UnsharpMask(radius=radius, percent=220, threshold=1))


def turn(degrees: float) -> Change:
    """Turned clockwise; the canvas grows as needed, new corners take the average colour."""

    def turned(image: Image.Image) -> Image.Image:
        counter = -degrees % 360
        if counter in _TURNS:
            return image.transpose(_TURNS[int(counter)])
        ground = image.resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))
        return image.rotate(
            counter,
            resample=Image.Resampling.BICUBIC,
            expand=True,
            fillcolor=ground,
        )

    return turned


mirror = ImageOps.mirror
flip = ImageOps.flip


def pixelate(image: Image.Image) -> Image.Image:
    """In squares, about 48 along the shorter side."""
    block = max(2, min(image.size) // 48)
    coarse = (max(1, image.width // block), max(1, image.height // block))
    return image.resize(coarse, Image.Resampling.BOX).resize(image.size, Image.Resampling.NEAREST)


@of_colours
def vignette(image: Image.Image) -> Image.Image:
    """Darker towards the corners."""
    fall = [255 - max(0, round((value - 90) * 1.25)) for value in range(256)]
    light = Image.radial_gradient("L").resize(image.size, Image.Resampling.BICUBIC).point(fall)
    return ImageChops.multiply(image, Image.merge("RGB", [light] * 3))


def frame(colour: tuple[int, int, int]) -> Change:
    """A border inside the canvas, 5 % of the shorter side wide."""

    def framed(image: Image.Image) -> Image.Image:
        result = image.copy()
        draw = ImageDraw.Draw(result)
        width = max(1, min(image.size) // 20)
        right, bottom = image.width - 1, image.height - 1
        draw.rectangle((0, 0, right, bottom), outline=colour, width=width)
        if min(image.size) > 60:
            line = max(1, width // 8)
            edge = (width, width, right - width, bottom - width)
            draw.rectangle(edge, outline=tuple(value // 2 for value in colour), width=line)
        return result

    return framed
