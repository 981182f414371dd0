"""Operations that move pixels: blur, turn, mirror, coarsen, frame."""

from __future__ import annotations

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

from pyvenice.sandbox.painting.color import Change, of_colours

_TURNS = {
    90: Image.Transpose.ROTATE_90,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_270,
}


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
