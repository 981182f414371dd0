"""Colour operations: they change colours and leave shapes alone."""

from __future__ import annotations

from collections.abc import Callable

from PIL import Image, ImageChops, ImageColor, ImageEnhance, ImageFilter, ImageOps

Change = Callable[[Image.Image], Image.Image]
RGB = tuple[int, int, int]


def of_colours(change: Change) -> Change:
    """The change applied to the colours of an image; its transparency stays as it is."""

    def change_colours(image: Image.Image) -> Image.Image:
        if image.mode != "RGBA":
            return change(image).convert("RGB")
        result = change(image.convert("RGB")).convert("RGB")
        result.putalpha(image.getchannel("A"))
        return result

    return change_colours


def rgb(name: str) -> RGB:
    """The colour of a CSS name, spaces and hyphens ignored."""
    red, green, blue = ImageColor.getrgb(name.replace(" ", "").replace("-", ""))[:3]
    return red, green, blue


@of_colours
def greyscale(image: Image.Image) -> Image.Image:
    return ImageOps.grayscale(image)


@of_colours
def sepia(image: Image.Image) -> Image.Image:
    return ImageOps.colorize(ImageOps.grayscale(image), "#1e120a", "#fff3dc", mid="#a07a50")


negative = of_colours(ImageOps.invert)


def contrast(factor: float) -> Change:
    return of_colours(lambda image: ImageEnhance.Contrast(image).enhance(factor))


def saturation(factor: float) -> Change:
    return of_colours(lambda image: ImageEnhance.Color(image).enhance(factor))


@of_colours
def lighter(image: Image.Image) -> Image.Image:
    """Brighter by lifting the middle tones, so that neither black nor white is lost."""
    return image.point([round(255 * (value / 255) ** 0.6) for value in range(256)] * 3)


@of_colours
def darker(image: Image.Image) -> Image.Image:
    return image.point([round(255 * (value / 255) ** 1.25 * 0.72) for value in range(256)] * 3)


def balance(red: float, green: float, blue: float) -> Change:
    """Each channel multiplied by its factor."""
    factors = (red, green, blue)
    table = [min(255, round(value * factor)) for factor in factors for value in range(256)]
    return of_colours(lambda image: image.point(table))


def tint(name: str, strength: float = 0.62) -> Change:
    """Towards a colour, light and shade kept."""
    colour = rgb(name)
    shade = tuple(value // 5 for value in colour)
    light = tuple(255 - (255 - value) // 6 for value in colour)

    def tinted(image: Image.Image) -> Image.Image:
        toned = ImageOps.colorize(ImageOps.grayscale(image), shade, light, mid=colour)
        return Image.blend(image, toned, strength)

    return of_colours(tinted)


@of_colours
def posterize(image: Image.Image) -> Image.Image:
    return ImageOps.posterize(ImageEnhance.Color(image).enhance(1.5), 2)


@of_colours
def sketch(image: Image.Image) -> Image.Image:
    """Dark strokes on white where brightness changes."""
    grey = ImageOps.grayscale(image)
    around = grey.filter(ImageFilter.GaussianBlur(max(1.0, max(image.size) / 400)))
    return ImageOps.invert(ImageChops.subtract(around, grey, scale=0.14))


@of_colours
def night(image: Image.Image) -> Image.Image:
    dark = ImageEnhance.Brightness(ImageEnhance.Color(image).enhance(0.6)).enhance(0.68)
    return Image.blend(dark, Image.new("RGB", image.size, "#0d1b52"), 0.38)


@of_colours
def sunset(image: Image.Image) -> Image.Image:
    glow = ImageOps.colorize(Image.linear_gradient("L"), "#ffb347", "#c2456e").resize(image.size)
    return Image.blend(balance(1.15, 1.0, 0.8)(image), glow, 0.34)
