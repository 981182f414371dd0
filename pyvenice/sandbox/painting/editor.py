"""Editor: pictures in, one edited picture out, with the names of the operations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw

from pyvenice.sandbox.painting import color, geometry, lettering
from pyvenice.sandbox.painting.geometry import Size, cover
from pyvenice.sandbox.painting.hole_filling import fill_hole
from pyvenice.sandbox.painting.prompt_parser import Operation, read_prompt
from pyvenice.sandbox.painting.scene import draw_scene

_VARIATIONS = (
    Operation("warmer", color.balance(1.12, 1.0, 0.82)),
    Operation("cooler", color.balance(0.84, 0.98, 1.14)),
    Operation("mirror", geometry.mirror),
    Operation("saturate", color.saturation(1.6)),
    Operation("brighter", color.lighter),
    Operation("desaturate", color.saturation(0.4)),
    Operation("darker", color.darker),
    Operation("vignette", geometry.vignette),
    Operation("contrast", color.contrast(1.4)),
)

_NOT_FOR_SCENES = ("rotate", "flip", "night", "background removed")


@dataclass(frozen=True, slots=True)
class Picture:
    """A finished picture and the names of the operations that made it, in their order."""

    image: Image.Image
    operations: tuple[str, ...]


def edit(
    images: Sequence[Image.Image],
    prompt: str,
    *,
    mask: Image.Image | None = None,
    size: Size | None = None,
    variant: int = 0,
) -> Picture:
    """The first image as the prompt asks, the others inset into it.

    `mask` is of mode L and as large as the first image: 255 where to edit, 0 where not a pixel may
    change. The result has `size`, cropped about the middle; without it the size of the first image,
    unless the prompt turns that. Variants 1, 2, … differ from variant 0 in look and by a number.
    """
    base = cover(images[0], size or images[0].size)
    if mask is not None:
        return _edit_region(base, images[1:], prompt, cover(mask, base.size), variant)
    operations = read_prompt(prompt) or [_caption(prompt)]
    picture = _perform(base, [*operations, *_inset(images[1:]), *_numbered(variant)])
    return Picture(cover(picture.image, size), picture.operations) if size else picture


def erase(image: Image.Image, mask: Image.Image) -> Picture:
    """The image without what the mask marks. `mask` is that of `edit`."""
    return Picture(fill_hole(image, mask), ("mask", "erase"))


def vary(images: Sequence[Image.Image], *, size: Size | None = None, variant: int = 0) -> Picture:
    """A variation without a prompt: number `variant` of a fixed round."""
    base = cover(images[0], size or images[0].size)
    return _perform(base, [*_inset(images[1:]), _variation(variant, variant + 1)])


def generate(  # noqa: PLR0913 - all of them by name
    prompt: str,
    size: Size,
    *,
    seed: int = 0,
    variant: int = 0,
    transparent: bool = False,
    others: Sequence[Image.Image] = (),
) -> Picture:
    """A drawn landscape, changed as the prompt asks, with the prompt as its caption."""
    scene = draw_scene(prompt, size, seed + variant, sky=not transparent)
    wishes = [
        operation
        for operation in read_prompt(prompt)
        if not operation.name.startswith(_NOT_FOR_SCENES)
    ]
    number = Operation(f"variant {variant + 1}", lambda image: lettering.badge(image, variant + 1))
    rest = [*wishes, *_inset(others), _caption(prompt), *([number] if variant else [])]
    picture = _perform(scene, rest)
    return Picture(picture.image, ("scene", *picture.operations))


def _perform(image: Image.Image, operations: Sequence[Operation]) -> Picture:
    for operation in operations:
        image = operation.apply(image)
    return Picture(image, tuple(operation.name for operation in operations))


def _edit_region(
    base: Image.Image, others: Sequence[Image.Image], prompt: str, mask: Image.Image, variant: int
) -> Picture:
    """The edit inside the mask's bounding box; the mask then decides pixel by pixel."""
    box = mask.getbbox()
    if box is None:
        return Picture(base, ("nothing: the mask is empty",))
    region, where = base.crop(box), mask.crop(box)
    operations = read_prompt(prompt) or [_fill(prompt)]
    picture = _perform(region, [*operations, *_inset(others), *_numbered(variant)])
    edited = cover(picture.image, region.size)
    result = base.convert("RGBA") if "RGBA" in (base.mode, edited.mode) else base.copy()
    result.paste(
        Image.composite(edited.convert(result.mode), region.convert(result.mode), where), box[:2]
    )
    return Picture(result, ("mask", *picture.operations))


def _caption(prompt: str) -> Operation:
    return Operation("caption", lambda image: lettering.caption(image, prompt))


def _fill(prompt: str) -> Operation:
    def filled(image: Image.Image) -> Image.Image:
        return lettering.text(draw_scene(prompt, image.size), prompt)

    return Operation("fill", filled)


def _inset(others: Sequence[Image.Image]) -> list[Operation]:
    if not others:
        return []
    return [Operation(f"inset {len(others)}", lambda image: _with_insets(image, others))]


def _with_insets(image: Image.Image, others: Sequence[Image.Image]) -> Image.Image:
    """The others as small prints with a white edge, in rows from the upper left corner."""
    result = image.copy()
    columns = 3 if len(others) <= 6 else 5
    width = max(4, round(image.width * 0.9 / columns * 0.9))
    height = max(4, round(min(width * 0.75, image.height / (len(others) // columns + 2))))
    gap = max(1, width // 14)
    for number, other in enumerate(others):
        row, column = divmod(number, columns)
        left, top = gap + column * (width + gap), gap + row * (height + gap)
        _paste_print(result, other, (left, top, left + width, top + height))
    return result


def _paste_print(image: Image.Image, other: Image.Image, box: tuple[int, int, int, int]) -> None:
    edge = max(1, (box[2] - box[0]) // 40)
    ImageDraw.Draw(image).rectangle(box, fill="white")
    small = cover(other, (max(1, box[2] - box[0] - 2 * edge), max(1, box[3] - box[1] - 2 * edge)))
    alpha = small.getchannel("A") if small.mode == "RGBA" else None
    image.paste(small.convert(image.mode), (box[0] + edge, box[1] + edge), alpha)


def _numbered(variant: int) -> list[Operation]:
    """No operation for variant 0; from 1 on another look, and the number."""
    return [_variation(variant - 1, variant + 1)] if variant else []


def _variation(look: int, number: int) -> Operation:
    change = _VARIATIONS[look % len(_VARIATIONS)]

    def varied(image: Image.Image) -> Image.Image:
        return lettering.badge(change.apply(image), number)

    return Operation(f"variant {number} ({change.name})", varied)
