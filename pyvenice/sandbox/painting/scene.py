"""Scene: a landscape drawn from nothing but a prompt, which sets its colours and lines."""

from __future__ import annotations

import math
from hashlib import sha256
from random import Random

from PIL import Image, ImageDraw, ImageFilter

from pyvenice.sandbox.painting.color import RGB, rgb
from pyvenice.sandbox.painting.geometry import Size, with_longer_side

_DRAWN = 1536
_PALETTES: tuple[tuple[str, str, str, str], ...] = (
    ("#2b4c7e", "#f7c59f", "#fff1d0", "#1f3a4d"),
    ("#355070", "#eaac8b", "#ffe8d6", "#2d2a4a"),
    ("#0b6e8f", "#bfe3e0", "#fffbe6", "#12403c"),
    ("#5b3a8c", "#f4a3b4", "#ffe3d8", "#33204d"),
    ("#3d7ea6", "#cfe8ef", "#fff6d5", "#2f5233"),
    ("#7a3b2e", "#f2b872", "#fff0c9", "#3b2320"),
    ("#101c3f", "#51619b", "#f5f0d8", "#0a1226"),
    ("#4a6c6f", "#e7d8b1", "#fff9e8", "#27403f"),
)
"""Upper sky, lower sky, sun, nearest hill."""


def draw_scene(prompt: str, size: Size, seed: int = 0, *, sky: bool = True) -> Image.Image:
    """A landscape of this size: the same prompt and seed always give the same picture.

    Without `sky` what lies behind the hills is transparent.
    """
    number = int.from_bytes(sha256(f"{seed}\0{prompt}".encode("utf-8", "replace")).digest()[:8])
    chance = Random(number)  # noqa: S311 - for beauty, not for secrets
    palette = [rgb(name) for name in _palette(prompt, chance)]
    drawn = size if max(size) <= _DRAWN else with_longer_side(size, _DRAWN)
    scene = _landscape((drawn[0] * 2, drawn[1] * 2), palette, chance, sky=sky)
    small = scene.reduce(2)
    return small if drawn == size else small.resize(size, Image.Resampling.BICUBIC)


def _palette(prompt: str, chance: Random) -> tuple[str, str, str, str]:
    words = set(prompt.lower().split())
    if words & {"night", "midnight", "stars", "moon", "space"}:
        chance.random()
        return _PALETTES[6]
    return chance.choice(_PALETTES)


def _landscape(size: Size, palette: list[RGB], chance: Random, *, sky: bool) -> Image.Image:
    upper, lower, sun, near = palette
    horizon = chance.uniform(0.5, 0.62)
    centre = (size[0] * chance.uniform(0.2, 0.8), size[1] * horizon * chance.uniform(0.35, 0.75))
    radius = min(size) * chance.uniform(0.07, 0.12)
    clear = (0, 0, 0, 0)
    image = _sky(size, palette, centre, radius) if sky else Image.new("RGBA", size, clear)
    if sky and sum(upper) < 150:
        _stars(image, horizon, chance)
    ImageDraw.Draw(image).ellipse(_disc(centre, radius), fill=sun)
    layers = chance.randint(3, 5)
    for layer in range(layers):
        depth = (layer + 1) / layers
        level = size[1] * (horizon + (1 - horizon) * 0.82 * layer / layers)
        _hill(image, level, size[1] * 0.075, _between(lower, near, depth), chance)
    return image


def _sky(size: Size, palette: list[RGB], centre: tuple[float, float], radius: float) -> Image.Image:
    """The sky and the glow of the sun, which have no edges: drawn small, they cost a quarter."""
    upper, lower, sun, _ = palette
    half = _gradient((size[0] // 2, size[1] // 2), upper, lower)
    half = _glow(half, (centre[0] / 2, centre[1] / 2), radius * 1.3, sun)
    return half.resize(size, Image.Resampling.NEAREST)


def _gradient(size: Size, upper: RGB, lower: RGB) -> Image.Image:
    mix = Image.linear_gradient("L").resize(size, Image.Resampling.BICUBIC)
    return Image.composite(Image.new("RGB", size, lower), Image.new("RGB", size, upper), mix)


def _glow(
    image: Image.Image, centre: tuple[float, float], radius: float, colour: RGB
) -> Image.Image:
    shine = Image.new("L", image.size, 0)
    ImageDraw.Draw(shine).ellipse(_disc(centre, radius), fill=110)
    # Blurred small: a wide blur of a large picture is slow, and looks the same.
    small = shine.resize(
        (max(1, image.width // 8), max(1, image.height // 8)), Image.Resampling.BOX
    )
    small = small.filter(ImageFilter.GaussianBlur(radius / 16))
    shine = small.resize(image.size, Image.Resampling.BICUBIC)
    return Image.composite(Image.new("RGB", image.size, colour), image, shine)


def _stars(image: Image.Image, horizon: float, chance: Random) -> None:
    draw = ImageDraw.Draw(image)
    size = max(1.0, min(image.size) / 700)
    for _ in range(90):
        at = (chance.uniform(0, image.width), chance.uniform(0, image.height * horizon))
        draw.ellipse(_disc(at, size * chance.uniform(0.5, 1.6)), fill=(255, 255, 240))


def _hill(image: Image.Image, level: float, height: float, colour: RGB, chance: Random) -> None:
    """A ridge of three waves, filled down to the lower edge."""
    waves = [(chance.uniform(0.6, 3.4), chance.uniform(0, math.tau)) for _ in range(3)]
    step = max(1, image.width // 300)
    ridge = [
        (
            x,
            level
            - height * sum(math.sin(f * x / image.width * math.tau + p) for f, p in waves) / 2,
        )
        for x in range(0, image.width + step, step)
    ]
    ImageDraw.Draw(image).polygon(
        [*ridge, (image.width, image.height), (0, image.height)], fill=colour
    )


def _disc(centre: tuple[float, float], radius: float) -> tuple[float, float, float, float]:
    return centre[0] - radius, centre[1] - radius, centre[0] + radius, centre[1] + radius


def _between(start: RGB, end: RGB, share: float) -> RGB:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(start, end, strict=True))
    return red, green, blue
