"""A pipeline that paints with Pillow: quick, the same every time, and easy to check.

The prompt is of no account. What is edited becomes its own negative, so that a test sees where the
server edited and where it did not; further images are laid over the left upper corner.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageOps


@dataclass(frozen=True)
class Painted:
    """What a pipeline of diffusers answers."""

    images: list[Image.Image]


class PillowPipeline:
    """Called as the pipelines of diffusers are; an argument that is not named here is not wanted."""

    def __call__(  # noqa: PLR0913  (they are the arguments of a pipeline)
        self,
        *,
        prompt: Any = None,
        image: Any = None,
        mask_image: Image.Image | None = None,
        reference_images: list[Image.Image] | None = None,
        num_images_per_prompt: int = 1,
        width: int,
        height: int,
    ) -> Painted:
        """`num_images_per_prompt` pictures of `width` by `height` pixels."""
        if num_images_per_prompt < 1:
            raise ValueError(f"cannot make {num_images_per_prompt} images of {prompt!r}")
        images: list[Any] = [*image] if isinstance(image, list) else [image]
        others: list[Image.Image] = [*images[1:], *(reference_images or [])]
        picture = _edited(images[0], (width, height), mask_image)
        for number, other in enumerate(others):
            side = min(picture.size) // 4
            picture.paste(other.convert("RGB").resize((side, side)), (number * side, 0))
        return Painted([picture] * num_images_per_prompt)


def _edited(
    image: Image.Image | None, size: tuple[int, int], mask: Image.Image | None
) -> Image.Image:
    if image is None:
        return Image.new("RGB", size, "teal")
    before = image.convert("RGB").resize(size)
    after = ImageOps.invert(before)
    return Image.composite(after, before, mask.convert("L").resize(size)) if mask else after
