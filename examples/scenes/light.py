"""What a camera adds to a scene: gradients, haze, noise, vignette and grain."""

from __future__ import annotations

import random

from PIL import Image, ImageChops, ImageEnhance

Colour = tuple[int, int, int]
Size = tuple[int, int]


def gradient(size: Size, stops: list[tuple[float, Colour]]) -> Image.Image:
    """A vertical gradient through colours at fractions of the height."""
    column = Image.new("RGB", (1, size[1]))
    for y in range(size[1]):
        column.putpixel((0, y), _between(stops, y / max(size[1] - 1, 1)))
    return column.resize(size)


def _between(stops: list[tuple[float, Colour]], at: float) -> Colour:
    below = max((stop for stop in stops if stop[0] <= at), default=stops[0])
    above = min((stop for stop in stops if stop[0] >= at), default=stops[-1])
    share = (at - below[0]) / (above[0] - below[0]) if above[0] > below[0] else 0.0
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(below[1], above[1], strict=True))
    return red, green, blue


def noise(size: Size, cells: Size, octaves: int, seed: int) -> Image.Image:
    """Cloudy noise in grey: `cells` blobs in the first octave, twice as many in each next."""
    dice = random.Random(seed)
    layers = [_speckle(size, (cells[0] << n, cells[1] << n), dice) for n in range(octaves)]
    result = layers[-1]
    for layer in reversed(layers[:-1]):
        result = Image.blend(layer, result, 0.36)
    return result


def _speckle(size: Size, cells: Size, dice: random.Random) -> Image.Image:
    raw = Image.frombytes("L", cells, dice.randbytes(cells[0] * cells[1]))
    return raw.resize(size, Image.Resampling.BICUBIC)


def glow(size: Size, centre: tuple[float, float], reach: Size, colour: Colour) -> Image.Image:
    """A light on black: `colour` at `centre`, fading out over `reach` pixels."""
    spot = ImageChops.invert(Image.radial_gradient("L")).point(lambda v: v * v // 255)
    spot = spot.resize((reach[0] * 2, reach[1] * 2), Image.Resampling.BICUBIC)
    light = Image.new("L", size)
    light.paste(spot, (round(centre[0] - reach[0]), round(centre[1] - reach[1])))
    return ImageChops.multiply(light.convert("RGB"), Image.new("RGB", size, colour))


def developed(scene: Image.Image, *, grain: int, vignette: float, seed: int) -> Image.Image:
    """The scene as film shows it: darker corners, fine grain, a little more contrast."""
    corners = Image.radial_gradient("L").resize(scene.size, Image.Resampling.BICUBIC)
    corners = corners.point(lambda v: round(255 - vignette * v * v / 255))
    shaded = ImageChops.multiply(scene, corners.convert("RGB"))
    dice = random.Random(seed)
    speck = Image.frombytes("L", scene.size, dice.randbytes(scene.width * scene.height))
    speck = speck.point(lambda v: 128 + (v - 128) * grain // 128).convert("RGB")
    return ImageEnhance.Contrast(ImageChops.add(shaded, speck, offset=-128)).enhance(1.06)
