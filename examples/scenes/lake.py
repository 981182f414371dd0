"""A mountain lake at dusk, with a sailing boat."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from itertools import chain, pairwise

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from scenes import light

SIZE = (1200, 800)
HORIZON = 468
SUN = (462.0, 372.0)
BOAT = (742, 600)


@dataclass(frozen=True)
class Ridge:
    """A line of mountains, and its colours from the highest peak down to the lake."""

    base: int
    height: int
    seed: int
    top: light.Colour
    foot: light.Colour
    snow: bool = False


RIDGES = [
    Ridge(300, 120, 3, (168, 124, 158), (232, 166, 150), snow=True),
    Ridge(372, 70, 5, (104, 84, 130), (190, 130, 140)),
    Ridge(424, 40, 8, (54, 50, 86), (112, 84, 108)),
]


def draw() -> Image.Image:
    """The finished photo."""
    scene = Image.new("RGB", SIZE)
    land = _land()
    scene.paste(land)
    scene.paste(_water(land), (0, HORIZON))
    _place_boat(scene)
    _place_reeds(scene)
    return light.developed(scene, grain=9, vignette=0.4, seed=9)


def mask() -> Image.Image:
    """White where the boat is, black elsewhere."""
    result = Image.new("L", SIZE)
    boat = _boat()
    shape = boat.getchannel("A").point(lambda v: 255 if v > 100 else 0)
    result.paste(255, (BOAT[0], BOAT[1] - boat.height), shape)
    return result


def _land() -> Image.Image:
    size = (SIZE[0], HORIZON)
    sky = light.gradient(
        size,
        [
            (0.0, (38, 44, 92)),
            (0.3, (92, 82, 140)),
            (0.58, (204, 128, 148)),
            (0.8, (250, 172, 122)),
            (1.0, (255, 208, 150)),
        ],
    )
    _add_clouds(sky)
    sky = ImageChops.screen(sky, light.glow(size, SUN, (620, 420), (190, 110, 50)))
    sky = ImageChops.screen(sky, light.glow(size, SUN, (74, 74), (255, 240, 200)))
    for ridge in RIDGES:
        _add_ridge(sky, ridge)
    _add_forest(sky)
    return sky


def _add_clouds(sky: Image.Image) -> None:
    cloud = light.noise(sky.size, (3, 9), 5, seed=4).point(
        lambda v: max(0, min(255, (v - 122) * 4))
    )
    fade = light.gradient(sky.size, [(0.0, (150,) * 3), (0.55, (220,) * 3), (1.0, (30,) * 3)])
    colour = light.gradient(
        sky.size, [(0.0, (120, 100, 150)), (0.4, (236, 142, 150)), (0.8, (255, 206, 150))]
    )
    sky.paste(colour, mask=ImageChops.multiply(cloud, fade.convert("L")))


def _add_ridge(sky: Image.Image, ridge: Ridge) -> None:
    line = _ridge_line(ridge)
    shape = Image.new("L", sky.size)
    ImageDraw.Draw(shape).polygon([*line, (SIZE[0], HORIZON), (0, HORIZON)], fill=255)
    shape = shape.filter(ImageFilter.GaussianBlur(0.8))
    peak = min(y for _, y in line) / HORIZON
    rock = light.gradient(sky.size, [(peak, ridge.top), (1.0, ridge.foot)])
    relief = light.noise(sky.size, (26, 14), 4, ridge.seed).point(lambda v: 216 + v // 8)
    rock = ImageChops.multiply(rock, relief.convert("RGB"))
    if ridge.snow:
        snow = Image.new("RGB", sky.size, (255, 206, 196))
        rock.paste(snow, mask=_snow(sky.size, line, ridge.seed))
    sky.paste(rock, mask=shape)


def _ridge_line(ridge: Ridge) -> list[tuple[float, float]]:
    dice = random.Random(ridge.seed)
    heights = [dice.uniform(-1, 1) for _ in range(5)]
    roughness = 0.75
    while len(heights) < SIZE[0] // 4:
        pairs = [
            (a, (a + b) / 2 + dice.uniform(-roughness, roughness)) for a, b in pairwise(heights)
        ]
        heights = [*chain.from_iterable(pairs), heights[-1]]
        roughness *= 0.5
    step = SIZE[0] / (len(heights) - 1)
    return [(n * step, ridge.base - ridge.height * value) for n, value in enumerate(heights)]


def _snow(size: light.Size, line: list[tuple[float, float]], seed: int) -> Image.Image:
    streaks = light.noise(size, (60, 10), 3, seed + 1)
    caps = Image.new("L", size)
    pen = ImageDraw.Draw(caps)
    for (x, y), (x2, y2) in pairwise(line):
        depth = max(0.0, (330 - y) * 0.5)
        lit = 230 if y2 > y else 120
        pen.polygon([(x, y), (x2, y2), (x2, y2 + depth), (x, y + depth)], fill=lit)
    caps = caps.filter(ImageFilter.GaussianBlur(3))
    return ImageChops.multiply(caps, streaks.point(lambda v: max(0, min(255, (v - 96) * 5))))


def _add_forest(sky: Image.Image) -> None:
    dice = random.Random(12)
    pen = ImageDraw.Draw(sky)
    for x in range(-4, SIZE[0] + 4, 3):
        shore = 10 + 16 * abs(math.sin(x / 190 + 0.6)) + dice.uniform(0, 5)
        share = 0.45 if abs(x - SUN[0]) < 130 else 1.0
        tall = share * (shore + dice.uniform(4, 16))
        half = tall / 6 + 1.5
        shade = dice.randint(-5, 5)
        colour = (34 + shade, 34 + shade, 58 + shade)
        pen.polygon([(x, HORIZON - tall), (x - half, HORIZON), (x + half, HORIZON)], fill=colour)


def _water(land: Image.Image) -> Image.Image:
    size = (SIZE[0], SIZE[1] - HORIZON)
    mirror = _rippled(land.transpose(Image.Transpose.FLIP_TOP_BOTTOM), size)
    depth = light.gradient(
        size, [(0.0, (226, 206, 214)), (0.5, (150, 148, 178)), (1.0, (78, 86, 124))]
    )
    water = ImageChops.multiply(mirror, depth)
    glints = _glints(size)
    return ImageChops.screen(water, glints)


def _rippled(mirror: Image.Image, size: light.Size) -> Image.Image:
    dice = random.Random(21)
    soft = mirror.filter(ImageFilter.BoxBlur(2))
    water = Image.new("RGB", size)
    phase = 0.0
    for y in range(size[1]):
        near = y / size[1]
        phase += 1.9 / (1 + 7 * near)
        source = y * 1.05 + (1 + 13 * near) * math.sin(phase) + dice.uniform(-1.5, 1.5)
        shift = round((1 + 6 * near) * math.sin(phase * 0.73 + 1))
        row = min(max(round(source), 0), soft.height - 1)
        strip = soft.crop((0, row, size[0], row + 1))
        water.paste(ImageChops.offset(strip, shift, 0), (0, y))
    return water.filter(ImageFilter.BoxBlur((1.5, 0.6)))


def _glints(size: light.Size) -> Image.Image:
    flat = light.noise((size[0], size[1] * 3), (26, 190), 2, seed=31)
    streaks = Image.new("L", size)
    for y in range(size[1]):
        # Waves look closer together the farther they are away.
        row = round(size[1] * 2.9 * (1 - 1 / (1 + 3.2 * y / size[1])) / 0.77)
        streaks.paste(flat.crop((0, min(row, flat.height - 1), size[0], row + 1)), (0, y))
    streaks = streaks.point(lambda v: max(0, min(255, (v - 132) * 6)))
    path = Image.new("L", size)
    pen = ImageDraw.Draw(path)
    for y in range(size[1]):
        reach = 34 + y * 0.42
        pen.line([(SUN[0] - reach, y), (SUN[0] + reach, y)], fill=round(250 - y * 0.42))
    path = path.filter(ImageFilter.GaussianBlur(26))
    path = ImageChops.add(path, Image.new("L", size, 22))
    sparkle = ImageChops.multiply(streaks, path).convert("RGB")
    return ImageChops.multiply(sparkle, Image.new("RGB", size, (255, 196, 138)))


def _place_boat(scene: Image.Image) -> None:
    boat = _boat()
    left, waterline = BOAT
    ghost = boat.transpose(Image.Transpose.FLIP_TOP_BOTTOM).resize(
        (boat.width, boat.height * 3 // 4)
    )
    wobbly = Image.new("RGBA", ghost.size)
    for y in range(ghost.height):
        strip = ghost.crop((0, y, ghost.width, y + 1))
        shift = round((1 + y / 26) * math.sin(y * 0.55 / (1 + y / 160)))
        wobbly.paste(ImageChops.offset(strip, shift, 0), (0, y))
    wobbly = wobbly.filter(ImageFilter.BoxBlur((1, 2)))
    wobbly.putalpha(wobbly.getchannel("A").point(lambda v: v * 52 // 100))
    scene.paste(wobbly, (left, waterline - 5), wobbly)
    scene.paste(boat, (left, waterline - boat.height), boat)


def _boat() -> Image.Image:
    zoom = 4
    canvas = Image.new("RGBA", (190 * zoom, 236 * zoom))
    pen = ImageDraw.Draw(canvas)

    def shape(points: list[tuple[float, float]], colour: light.Colour) -> None:
        pen.polygon([(x * zoom, y * zoom) for x, y in points], fill=(*colour, 255))

    shape([(92, 10), (95, 10), (96, 214), (92, 214)], (62, 44, 44))
    shape([*_curve((97, 16), (150, 120), (166, 196)), (97, 198)], (250, 222, 192))
    shape([*_curve((97, 80), (128, 140), (134, 197)), (97, 198)], (255, 238, 212))
    shape([*_curve((90, 30), (58, 130), (34, 198)), (90, 192)], (226, 168, 144))
    shape([(96, 198), (170, 197), (170, 200), (96, 202)], (74, 50, 46))
    hull = [(18, 208), (178, 206), *_curve((178, 206), (168, 232), (136, 234))]
    shape([*hull, (52, 234), *_curve((52, 234), (30, 228), (18, 208))], (70, 34, 44))
    shape([(18, 208), (178, 206), (177, 211), (20, 213)], (238, 190, 152))
    shape([(120, 206), (124, 190), (134, 190), (138, 206)], (40, 36, 56))
    return canvas.resize((190, 236), Image.Resampling.LANCZOS)


def _curve(
    start: tuple[float, float], pull: tuple[float, float], end: tuple[float, float]
) -> list[tuple[float, float]]:
    points = []
    for step in range(17):
        t = step / 16
        a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t * t
        points.append(
            (a * start[0] + b * pull[0] + c * end[0], a * start[1] + b * pull[1] + c * end[1])
        )
    return points


def _place_reeds(scene: Image.Image) -> None:
    dice = random.Random(5)
    layer = Image.new("RGBA", SIZE)
    pen = ImageDraw.Draw(layer)
    for _ in range(150):
        x = abs(dice.gauss(0, 110)) - 10
        tall = dice.uniform(60, 250) * max(0.3, 1 - x / 360)
        lean = dice.gauss(14, 26)
        points = _curve((x, 810), (x + lean * 0.2, 810 - tall * 0.7), (x + lean, 810 - tall))
        tone = dice.randint(14, 34)
        pen.line(points, fill=(tone, tone, tone + 18, 255), width=dice.choice([2, 3, 3, 4]))
        if dice.random() < 0.16:
            top = points[-1]
            pen.ellipse((top[0] - 4, top[1] - 4, top[0] + 5, top[1] + 34), fill=(46, 26, 30, 255))
    layer = layer.filter(ImageFilter.GaussianBlur(1.6))
    scene.paste(layer, (0, 0), layer)
