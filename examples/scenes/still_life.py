"""A still life by a window: a jug, a pear, an apple and a lemon on a table."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from scenes import light

SIZE = (800, 1000)
TABLE = 640
LAMP = (-0.62, -0.52, 0.59)
"""The direction towards the light: from the upper left, before the picture."""
TILT = 0.14
"""How far the camera looks down: the height of a level circle by its width."""
ZOOM = 2
INSIDE = (30, 34, 40, 255)

Profile = Callable[[float], float]


@dataclass(frozen=True)
class Turned:
    """A body of revolution, seen a little from above."""

    left: int
    foot: int
    width: int
    height: int
    profile: Profile
    """The radius, as a share of half the width, from the top (0) to the foot (1)."""
    colour: light.Colour
    blush: light.Colour
    """The colour of the side that is turned away from the window."""
    shine: float
    mottle: float
    seed: int
    open: bool = False

    @property
    def rise(self) -> int:
        """How many pixels the front of the body stands lower than its axis."""
        return round(self.width * TILT / 2)

    def drawn(self) -> Image.Image:
        """The lit body on a transparent ground."""
        size = (self.width * ZOOM, (self.height + self.rise * 2) * ZOOM)
        texture = light.noise(size, (5, 6), 5, self.seed).tobytes()
        picture = Image.new("RGBA", size)
        if self.open:
            self._draw_opening(picture)
        for y in range(size[1]):
            for x in range(size[0]):
                pixel = self._pixel(x, y, texture[y * size[0] + x] / 255 - 0.5)
                if pixel:
                    picture.putpixel((x, y), pixel)
        return picture.resize((size[0] // ZOOM, size[1] // ZOOM), Image.Resampling.LANCZOS)

    def _draw_opening(self, picture: Image.Image) -> None:
        half, radius, middle = picture.width / 2, self._radius(0), self.rise * ZOOM
        box = (half - radius, middle - radius * TILT, half + radius, middle + radius * TILT)
        pen = ImageDraw.Draw(picture)
        pen.ellipse(box, fill=(*self.colour, 255))
        pen.ellipse(tuple(side + 5 * (1 - 2 * (n > 1)) for n, side in enumerate(box)), fill=INSIDE)

    @cached_property
    def _radii(self) -> list[float]:
        rows = self.height * ZOOM
        return [self.profile(y / rows) * self.width * ZOOM / 2 for y in range(rows + 1)]

    def _radius(self, y: float) -> float:
        return self._radii[min(max(round(y), 0), self.height * ZOOM)]

    def _pixel(self, x: int, y: int, grain: float) -> tuple[int, int, int, int] | None:
        across = x + 0.5 - self.width * ZOOM / 2
        start = along = float(y - self.rise * ZOOM)
        for _ in range(3):
            along = start - TILT * math.sqrt(max(self._radius(along) ** 2 - across * across, 0))
        radius = self._radius(along)
        if not 0 <= along <= self.height * ZOOM or abs(across) >= radius:
            return None
        slope = (self._radius(along + 4) - self._radius(along - 4)) / 8
        return self._shaded(across / radius, slope, grain)

    def _shaded(self, across: float, slope: float, grain: float) -> tuple[int, int, int, int]:
        towards, length = math.sqrt(1 - across * across), math.hypot(1, slope)
        normal = (across / length, -slope / length, towards / length)
        facing = sum(a * b for a, b in zip(normal, LAMP, strict=True))
        gleam = 235 * self.shine * max(2 * facing * normal[2] - LAMP[2], 0) ** 28
        bounce = 0.16 * max(normal[1], 0) + 0.10 * max(across, 0) ** 3
        lit = (0.14 + 1.12 * max(facing, 0) + bounce) * (1 + self.mottle * grain)
        share = min(max(0.5 + across * 0.55 + grain * 0.5, 0), 1)
        hue = (a + (b - a) * share for a, b in zip(self.colour, self.blush, strict=True))
        red, green, blue = (min(round(part * lit + gleam), 255) for part in hue)
        return red, green, blue, 255


def _through(*radii: float, cap: float = 0.0) -> Profile:
    """A smooth profile through radii at equal steps; `cap` rounds both ends off."""
    ends = (2 * radii[0] - radii[1], *radii, 2 * radii[-1] - radii[-2])

    def radius(at: float) -> float:
        at = min(max(at, 0.0), 1.0)
        step, t = divmod(at * (len(radii) - 1), 1)
        step, t = (step - 1, 1.0) if step == len(radii) - 1 else (step, t)
        a, b, c, d = ends[int(step) : int(step) + 4]
        curve = b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)))
        return curve * math.sqrt(1 - abs(2 * at - 1) ** cap) if cap else curve

    return radius


JUG = Turned(
    96, 690, 268, 430, _through(0.58, 0.5, 0.42, 0.5, 0.78, 0.97, 0.97, 0.82, 0.6),
    (112, 150, 170), (92, 122, 150), shine=0.5, mottle=0.16, seed=3, open=True,
)  # fmt: skip
PEAR = Turned(
    338, 742, 212, 300, _through(0.4, 0.42, 0.46, 0.6, 0.86, 1.0, 0.98, 0.8, cap=5),
    (214, 208, 92), (214, 132, 60), shine=0.3, mottle=0.3, seed=8,
)  # fmt: skip
APPLE = Turned(
    512, 766, 212, 186, _through(0.92, 0.98, 1.0, 0.94, 0.82, cap=2.6),
    (216, 52, 44), (176, 24, 36), shine=0.5, mottle=0.4, seed=5,
)  # fmt: skip
LEMON = Turned(
    196, 826, 190, 124, _through(1.0, 1.0, 1.0, cap=2.0),
    (250, 214, 70), (240, 186, 50), shine=0.3, mottle=0.16, seed=11,
)  # fmt: skip


def draw() -> Image.Image:
    """The finished photo."""
    scene = _room()
    for body in (JUG, PEAR, APPLE, LEMON):
        _cast_shadow(scene, body)
    for body in (JUG, PEAR, APPLE, LEMON):
        _place(scene, body)
    _add_stalk(scene, PEAR, 6)
    _add_stalk(scene, APPLE, 16)
    return light.developed(scene, grain=8, vignette=0.42, seed=2)


def mask() -> Image.Image:
    """White where the apple is, black elsewhere."""
    result = Image.new("L", SIZE)
    alpha = APPLE.drawn().getchannel("A").point(lambda v: 255 if v > 100 else 0)
    result.paste(255, _corner(APPLE), alpha)
    return result


def _room() -> Image.Image:
    wall = light.gradient(SIZE, [(0.0, (92, 92, 92)), (0.45, (132, 124, 114)), (1.0, (84, 74, 66))])
    patina = light.noise(SIZE, (5, 6), 6, seed=40).point(lambda v: 196 + v // 5)
    wall = ImageChops.multiply(wall, patina.convert("RGB"))
    wall = ImageChops.screen(wall, light.glow(SIZE, (170, 240), (620, 560), (120, 100, 76)))
    wall = wall.filter(ImageFilter.GaussianBlur(2))
    wall.paste(_table(), (0, TABLE))
    return wall


def _table() -> Image.Image:
    size = (SIZE[0], SIZE[1] - TABLE)
    wood = light.gradient(size, [(0.0, (128, 86, 58)), (0.3, (172, 118, 78)), (1.0, (112, 72, 48))])
    fibres = light.noise(size, (3, 46), 4, seed=17).point(lambda v: 150 + v * 2 // 5)
    wood = ImageChops.multiply(wood, fibres.convert("RGB"))
    wood = ImageChops.screen(wood, light.glow(size, (260, 90), (560, 260), (92, 66, 44)))
    ImageDraw.Draw(wood).line([(0, 0), (size[0], 0)], fill=(60, 40, 30), width=3)
    return wood


def _cast_shadow(scene: Image.Image, body: Turned) -> None:
    middle, wide = body.left + body.width / 2, body.width * 0.46
    shade = _blot(
        (middle - wide * 0.6, body.foot - 34, middle + wide * 2.8, body.foot + 14), 150, 16
    )
    touch = _blot(
        (middle - wide * 0.66, body.foot - 22, middle + wide * 0.86, body.foot + 8), 200, 7
    )
    scene.paste((24, 14, 12), mask=ImageChops.lighter(shade, touch))


def _blot(box: tuple[float, float, float, float], depth: int, softness: int) -> Image.Image:
    shade = Image.new("L", SIZE)
    ImageDraw.Draw(shade).ellipse(box, fill=depth)
    return shade.filter(ImageFilter.GaussianBlur(softness))


def _place(scene: Image.Image, body: Turned) -> None:
    picture = body.drawn()
    scene.paste(picture, _corner(body), picture)


def _corner(body: Turned) -> tuple[int, int]:
    lowest = body.height + body.rise * (1 + body.profile(1))
    return body.left, round(body.foot - lowest)


def _add_stalk(scene: Image.Image, body: Turned, low: int) -> None:
    x, y = body.left + body.width // 2, _corner(body)[1] + body.rise + low
    pen = ImageDraw.Draw(scene)
    pen.ellipse((x - low, y - low // 3, x + low, y + low // 3), fill=(70, 40, 30))
    pen.line([(x, y), (x + 4, y - 24), (x + 14, y - 46)], (66, 44, 28), 6, joint="curve")
    pen.line([(x - 2, y - 2), (x + 2, y - 24), (x + 12, y - 45)], (150, 112, 76), 2)
