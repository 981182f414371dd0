"""Masks in the polarity that the provider wants.

Every polarity is a way to write one thing: how much of each pixel is to be edited, from 0 to 255.
White writes it as brightness, black as darkness, transparent as absence of alpha. A conversion
reads that amount and writes it again, so going there and back changes nothing.
"""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

from pyvenice.core import extras
from pyvenice.core.images.checks import checked
from pyvenice.core.images.inputs import Mask, resolve
from pyvenice.core.images.part import ImagePart, unusable
from pyvenice.core.images.sources import from_bytes
from pyvenice.core.request.operation_table import ImageRule, Polarity

if TYPE_CHECKING:
    from PIL.Image import Image


def prepare_mask(
    value: object, *, argument: str, rule: ImageRule, image: ImagePart | None
) -> ImagePart:
    """The mask in the provider's polarity (`rule.mask`), of the same size as `image`.

    A plain image must already have that polarity. Raises `ImageInputError` when it visibly has
    not, or when it cannot be sent; `MissingExtraError` when a conversion needs Pillow.
    """
    if rule.mask is None:
        part = resolve(value, argument=argument, rule=rule)
    elif not isinstance(value, Mask):
        part = resolve(value, argument=argument, rule=rule)
        _check_polarity(part, rule.mask)
    elif value.edit == rule.mask:
        part = resolve(value.image, argument=argument, rule=rule)
        _check_alpha(part, value.edit)
    else:
        part = _converted(value, argument, rule, rule.mask)
    _check_size(part, image)
    return part


def edit_amount(image: Image, polarity: Polarity) -> Image:
    """How much each pixel is to be edited, as a mode "L" image: 255 is wholly, 0 not at all."""
    if polarity == "transparent":
        return _inverted(image.convert("RGBA").getchannel("A"))
    brightness = _brightness(image)
    return brightness if polarity == "white" else _inverted(brightness)


def drawn(amount: Image, polarity: Polarity) -> Image:
    """The mask of that polarity which `edit_amount` reads as `amount`."""
    if polarity == "white":
        return amount
    if polarity == "black":
        return _inverted(amount)
    mask = amount.convert("RGBA").point([0] * 1024)
    mask.putalpha(_inverted(amount))
    return mask


def _converted(mask: Mask, argument: str, rule: ImageRule, wanted: Polarity) -> ImagePart:
    anything = rule._replace(media_types=(), max_bytes=None, json=("url", "file-id"))
    part = resolve(mask.image, argument=argument, rule=anything)
    _check_alpha(part, mask.edit)
    if part.source is None:
        what = f"cannot be turned into a mask with edit={wanted!r}: pass the image itself"
        raise unusable(argument, f"the mask at a {part.kind}", what)
    data = _redrawn(part, mask.edit, wanted)
    candidate = from_bytes(data, argument, "the converted mask")
    return replace(checked(candidate, rule), filename="mask.png")


def _redrawn(part: ImagePart, given: Polarity, wanted: Polarity) -> bytes:
    pillow = extras.load("PIL.Image", extra="images", feature=f"a mask with edit={given!r}")
    buffer = io.BytesIO()
    try:
        with pillow.open(io.BytesIO(part.read())) as image:
            drawn(edit_amount(image, given), wanted).save(buffer, "PNG")
    except (OSError, SyntaxError, ValueError, pillow.DecompressionBombError) as error:
        raise unusable(part.argument, part.filename, f"cannot be decoded: {error}") from error
    return buffer.getvalue()


def _brightness(image: Image) -> Image:
    if image.mode.startswith("I"):
        return image.point(lambda value: value * (1 / 256)).convert("L")
    return image.convert("L")


def _inverted(image: Image) -> Image:
    return image.point([255 - value for value in range(256)])


def _check_polarity(part: ImagePart, wanted: Polarity) -> None:
    if wanted == "transparent" and part.has_alpha is False:
        raise unusable(
            part.argument,
            part.filename,
            "has no alpha channel, but transparent pixels are what is edited here: say which"
            " part of yours is, with Mask(…, edit='white') or Mask(…, edit='black')",
            allowed=wanted,
        )
    if wanted != "transparent" and part.has_alpha is True:
        raise unusable(
            part.argument,
            part.filename,
            f"has an alpha channel, but {wanted} pixels are what is edited here: say which part"
            f" of yours is, with Mask(…, edit='transparent') or Mask(…, edit={wanted!r})",
            allowed=wanted,
        )


def _check_alpha(part: ImagePart, declared: Polarity) -> None:
    if declared == "transparent" and part.has_alpha is False:
        what = "was declared with edit='transparent' but has no alpha channel"
        raise unusable(part.argument, part.filename, what, allowed="white, black")


def _check_size(mask: ImagePart, image: ImagePart | None) -> None:
    if image is None or None in {mask.width, mask.height, image.width, image.height}:
        return
    if (mask.width, mask.height) != (image.width, image.height):
        raise unusable(
            mask.argument,
            f"the mask is {mask.width}x{mask.height}",
            f"but {image.argument} is {image.width}x{image.height}: both must have the same size",
            value=f"{mask.width}x{mask.height}",
            allowed=f"{image.width}x{image.height}",
        )
