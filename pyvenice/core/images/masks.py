"""Masks: converted to the polarity, the size and the depth that the provider takes.

Every polarity is a way to write one thing: how much of each pixel is to be edited, from 0 to 255.
White writes it as brightness, black as darkness, transparent as absence of alpha. A conversion
reads that amount and writes it again, so going there and back changes nothing.
"""

from __future__ import annotations

import io
import math
from dataclasses import replace
from typing import TYPE_CHECKING

from pyvenice.core.images.checks import check_image
from pyvenice.core.images.decoding import opened_part, pillow_or_none, turned, upright_bytes
from pyvenice.core.images.header import upright_size
from pyvenice.core.images.inputs import Mask, resolve
from pyvenice.core.images.part import ImagePart, unusable
from pyvenice.core.images.sources import from_bytes
from pyvenice.core.request.operation_table import ImageRule, Polarity

if TYPE_CHECKING:
    from PIL.Image import Image

_UNRESTRICTED = ImageRule(json=("url", "file-id"))


def prepare_mask(
    value: object, *, argument: str, rule: ImageRule, image: ImagePart | None
) -> ImagePart:
    """The mask in the provider's polarity (`rule.mask`), of the same size as `image` is shown.

    A plain image must already have that polarity. A mask of the size in which the pixels of a
    turned photo are stored is turned like the photo. Masks of more than 8 bits become PNGs of 8
    bits. Raises `ImageInputError` for a mask that visibly has another polarity, has another size,
    marks nothing, or cannot be sent; `MissingExtraError` when a conversion needs Pillow.
    """
    wanted = rule.mask
    if wanted is None:
        part = resolve(value, argument=argument, rule=rule)
        _check_size(part, image)
        return part
    polarity = value.edit if isinstance(value, Mask) else wanted
    part = resolve(
        value.image if isinstance(value, Mask) else value,
        argument=argument,
        rule=rule if polarity == wanted else _UNRESTRICTED,
    )
    _check_alpha(part, polarity, is_declared=isinstance(value, Mask))
    if part.source is None:
        return _check_reference(part, polarity, wanted)
    turn = _turn(part, image)
    if polarity == wanted and turn == 1 and not part.is_deep:
        _check_marks(part, polarity)
        return part
    return _redrawn(part, polarity, turn, rule)


def upright_image(part: ImagePart, rule: ImageRule) -> ImagePart:
    """The image encoded anew as it is shown, if its EXIF data turns it; otherwise as it is.

    A mask means pixels, and not every server turns a photo before it lays the mask over it.
    """
    if part.orientation == 1 or part.source is None:
        return part
    data = upright_bytes(part)
    checked = check_image(from_bytes(data, part.argument, f"{part.filename}, turned upright"), rule)
    return replace(
        checked, filename=part.filename if checked.media_type == part.media_type else "image.png"
    )


def edit_amount(image: Image, polarity: Polarity) -> Image:
    """How much each pixel is to be edited, as a mode "L" image: 255 is wholly, 0 not at all."""
    if polarity == "transparent":
        return _inverted(image.convert("RGBA").getchannel("A"))
    brightness = _brightness(image)
    return brightness if polarity == "white" else _inverted(brightness)


def draw_mask(amount: Image, polarity: Polarity) -> Image:
    """The mask of that polarity which `edit_amount` reads as `amount`."""
    if polarity == "white":
        return amount
    if polarity == "black":
        return _inverted(amount)
    mask = amount.convert("RGBA").point([0] * 1024)
    mask.putalpha(_inverted(amount))
    return mask


def _check_reference(part: ImagePart, polarity: Polarity, wanted: Polarity) -> ImagePart:
    if polarity != wanted:
        what = f"cannot be turned into a mask with edit={wanted!r}: pass the image itself"
        raise unusable(part.argument, f"the mask at a {part.kind}", what)
    return part


def _turn(mask: ImagePart, image: ImagePart | None) -> int:
    """The EXIF turn that gives the mask the size of the image as it is shown."""
    if image is None or None in {mask.width, mask.height, image.width, image.height}:
        return mask.orientation
    shown = image.width, image.height
    if (mask.width, mask.height) == shown:
        return mask.orientation
    if (
        image.orientation >= 5
        and mask.orientation == 1
        and upright_size(mask.width, mask.height, image.orientation) == shown
    ):
        return image.orientation
    _check_size(mask, image)
    return 1


def _redrawn(part: ImagePart, given: Polarity, turn: int, rule: ImageRule) -> ImagePart:
    wanted = rule.mask or given
    buffer = io.BytesIO()
    with opened_part(part, f"a mask with edit={given!r}") as image:
        amount = edit_amount(image, given)
        draw_mask(turned(amount, turn), wanted).save(buffer, "PNG")
    _check_amount(part, given, amount)
    candidate = from_bytes(buffer.getvalue(), part.argument, "the converted mask")
    return replace(check_image(candidate, rule), filename="mask.png")


def _brightness(image: Image) -> Image:
    """8 bits of brightness. Samples of other kinds count up to 1, 255 or 65,535, as they need."""
    if image.mode != "F" and not image.mode.startswith("I"):
        return image.convert("L")
    samples = image.convert("F")
    low, high = samples.getextrema()
    if not isinstance(low, float) or not isinstance(high, float) or not _is_known(low, high):
        raise ValueError(
            f"its samples go from {low} to {high}, and 0 to 1, 255 or 65,535 are known"
        )
    if image.mode.startswith("I;16") or image.format == "PNG" or high > 255:
        return samples.point(lambda value: value * (1 / 256) + 0).convert("L")
    scale = 255 if high <= 1 else 1
    return samples.point(lambda value: value * scale + 0).convert("L")


def _is_known(low: float, high: float) -> bool:
    return math.isfinite(low) and math.isfinite(high) and low >= 0 and high <= 65535


def _inverted(image: Image) -> Image:
    return image.point([255 - value for value in range(256)])


def _check_alpha(part: ImagePart, polarity: Polarity, *, is_declared: bool) -> None:
    if polarity == "transparent" and part.has_alpha is False:
        what = (
            "was declared with edit='transparent' but has no alpha channel"
            if is_declared
            else "has no alpha channel, but transparent pixels are what is edited here: say which"
            " part of yours is, with Mask(…, edit='white') or Mask(…, edit='black')"
        )
        allowed = "white, black" if is_declared else polarity
        raise unusable(part.argument, part.filename, what, allowed=allowed)
    if polarity != "transparent" and part.has_alpha is True and not is_declared:
        raise unusable(
            part.argument,
            part.filename,
            f"has an alpha channel, but {polarity} pixels are what is edited here: say which part"
            f" of yours is, with Mask(…, edit='transparent') or Mask(…, edit={polarity!r})",
            allowed=polarity,
        )


def _check_marks(part: ImagePart, polarity: Polarity) -> None:
    """Raises `ImageInputError` for a mask that marks nothing, where Pillow is there to look."""
    if pillow_or_none() is not None:
        with opened_part(part, "masks") as image:
            amount = edit_amount(image, polarity)
        _check_amount(part, polarity, amount)


def _check_amount(part: ImagePart, polarity: Polarity, amount: Image) -> None:
    if amount.getbbox() is None:
        what = f"marks nothing: it has no {polarity} pixel, and those are what is edited"
        raise unusable(part.argument, part.filename, what, allowed=polarity)


def _check_size(mask: ImagePart, image: ImagePart | None) -> None:
    if image is None or None in {mask.width, mask.height, image.width, image.height}:
        return
    if (mask.width, mask.height) != (image.width, image.height):
        note = " as its EXIF data turns it" if image.orientation != 1 else ""
        raise unusable(
            mask.argument,
            f"the mask is {mask.width}x{mask.height}",
            f"but {image.argument} is {image.width}x{image.height}{note}: both must have the same"
            " size",
            value=f"{mask.width}x{mask.height}",
            allowed=f"{image.width}x{image.height}",
        )
