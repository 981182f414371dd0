"""Sample images for requests: small files of several types, sizes and modes, made in memory.

A generated body holds a name for each image; `sample_image` turns the name into the file.
"""

from __future__ import annotations

import functools
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pyvenice.core.json_types import Schema

if TYPE_CHECKING:
    from PIL import Image

Size = tuple[int, int]

_KINDS: Mapping[str, tuple[str, str]] = {
    "png": ("PNG", "RGB"),
    "rgba": ("PNG", "RGBA"),
    "grey": ("PNG", "L"),
    "jpeg": ("JPEG", "RGB"),
    "webp": ("WEBP", "RGB"),
}
_MASK = "sample-mask"
# From just above 256, the smallest side that a provider takes, so that files stay small.
_SIDES = range(260, 300)
_NAME = re.compile(f"sample-({'|'.join(_KINDS)})-(2[6-9][0-9])x(2[6-9][0-9])")
_DEFAULT_SIZE = (260, 260)
# Inside and outside of the marked region, as shades of grey or alpha values.
_SHADES = {"transparent": (0, 255), "white": (255, 0), "black": (0, 255)}


@dataclass(frozen=True, slots=True)
class Sample:
    """An image file."""

    media_type: str
    size: Size
    data: bytes = field(repr=False)

    @property
    def filename(self) -> str:
        """A file name with the extension of the type."""
        return f"sample.{self.media_type.removeprefix('image/')}"


def sample_formats(rule: Schema, *, square: bool = False) -> list[str]:
    """A `format` for each kind of image that a rule of the contract (`x-image`) takes."""
    if "mask" in rule:
        return [_MASK]
    allowed = rule.get("media-types")
    return [
        f"sample-{name}{'-square' if square else ''}"
        for name, (kind, _) in _KINDS.items()
        if not allowed or f"image/{kind.lower()}" in allowed
    ]


def sample_names() -> dict[str, list[str]]:
    """The names of the images of each `format`."""
    names = {_MASK: [_MASK]}
    for kind in _KINDS:
        names[f"sample-{kind}-square"] = [f"sample-{kind}-{side}x{side}" for side in _SIDES]
        names[f"sample-{kind}"] = [
            f"sample-{kind}-{width}x{height}" for width in _SIDES for height in _SIDES
        ]
    return names


def is_sample_name(value: object) -> bool:
    """Whether a generated value stands for an image."""
    return isinstance(value, str) and (value == _MASK or _NAME.fullmatch(value) is not None)


def sample_size(name: str) -> Size | None:
    """The size of the image of that name; `None` for a mask, which takes that of the image."""
    match = _NAME.fullmatch(name)
    return (int(match[2]), int(match[3])) if match else None


def sample_image(name: str, *, size: Size | None = None, polarity: str = "white") -> Sample:
    """The image of that name. A mask has the given size, and marks its middle by its polarity."""
    match = _NAME.fullmatch(name)
    if match is None:
        return _mask(size or _DEFAULT_SIZE, polarity)
    return _image(match[1], (int(match[2]), int(match[3])))


@functools.lru_cache(maxsize=512)
def _image(name: str, size: Size) -> Sample:
    from PIL import Image

    kind, mode = _KINDS[name]
    across = Image.linear_gradient("L").rotate(90).resize(size)
    down = Image.linear_gradient("L").resize(size)
    flat = Image.new("L", size, 120)
    image = Image.merge("RGB", (across, down, flat)).point(_POSTERIZED).convert(mode)
    return Sample(f"image/{kind.lower()}", size, _encode(image, kind))


@functools.lru_cache(maxsize=512)
def _mask(size: Size, polarity: str) -> Sample:
    from PIL import Image

    middle = (size[0] // 4, size[1] // 4, size[0] * 3 // 4, size[1] * 3 // 4)
    marked, rest = _SHADES[polarity]
    shape = Image.new("L", size, rest)
    shape.paste(marked, middle)
    if polarity != "transparent":
        return Sample("image/png", size, _encode(shape, "PNG"))
    image = Image.new("RGBA", size, "grey")
    image.putalpha(shape)
    return Sample("image/png", size, _encode(image, "PNG"))


# Few shades make small files.
_POSTERIZED = [shade & 0xE0 for shade in range(256)] * 3


def _encode(image: Image.Image, kind: str) -> bytes:
    stream = io.BytesIO()
    image.save(stream, kind)
    return stream.getvalue()
