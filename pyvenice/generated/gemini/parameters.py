# Generated from specs/gemini/ by 'python -m codegen'. Do not edit.
"""The arguments of the methods that call Gemini."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, Required

from pyvenice.core.images.inputs import ImageInput
from pyvenice.core.request.options import CallOptions

Model = Literal[
    "gemini-3.1-flash-image",
    "gemini-3-pro-image",
    "gemini-nano-banana-2.1",
    "gemini-3.1-flash-lite-image",
    "gemini-2.5-flash-image",
]


class EditImageParams(CallOptions, total=False):
    """Arguments of `image.edit`."""

    prompt: Required[str]
    """What to change, in words."""
    model: Required[str | Model]
    """Id of the model. Known: gemini-3.1-flash-image, gemini-3-pro-image, gemini-nano-banana-2.1, gemini-3.1-flash-lite-image, gemini-2.5-flash-image."""
    image: ImageInput | Sequence[ImageInput]
    """The image to edit; further ones are references. Needed unless after is given. PNG/JPEG/WEBP/HEIC/HEIF, under 15 MB."""
    after: Any
    """The result to go on from, with all that was said before it."""
    aspect_ratio: (
        str
        | Literal[
            "1:1",
            "3:2",
            "2:3",
            "3:4",
            "4:3",
            "4:5",
            "5:4",
            "9:16",
            "16:9",
            "21:9",
            "1:4",
            "4:1",
            "1:8",
            "8:1",
        ]
    )
    """Width to height of the result; that of the image if left out. Known: 1:1, 3:2, 2:3, 3:4, 4:3, 4:5, 5:4, 9:16, 16:9, 21:9 and 4 more."""
    image_size: str | Literal["512", "1K", "2K", "4K"]
    """Longer side of the result; not for gemini-2.5-flash-image. Known: 512, 1K, 2K, 4K."""
    response_modalities: Sequence[Literal["TEXT", "IMAGE"]]
    """What is answered; an image and text if left out."""
    seed: int
    """The same seed may give the same picture."""
    temperature: float
    """How much the picture may vary. 0 to 2."""
    safety_settings: Sequence[Mapping[str, Any]]
    """Thresholds of the safety filters, by category."""


class ListModelsParams(CallOptions, total=False):
    """Arguments of `models.list`."""

    page_size: int
    """How many models a page lists."""
    page_token: str
    """Where the next page begins."""
