# Generated from specs/huggingface/ by 'python -m codegen'. Do not edit.
"""The arguments of the methods that call HuggingFace."""

from collections.abc import Mapping
from typing import Any, Required

from pyvenice.core.images.inputs import ImageInput
from pyvenice.core.request.options import CallOptions


class EditImageParams(CallOptions, total=False):
    """Arguments of `image.edit`."""

    image: Required[ImageInput]
    """The image to edit. PNG/JPEG/WEBP."""
    model: Required[str]
    """Id of the model on the hub, as owner/name."""
    prompt: str
    """What to change, in words."""
    negative_prompt: str
    """What to keep out, in words."""
    guidance_scale: float
    """How closely to follow the prompt, at the expense of quality."""
    num_inference_steps: int
    """How many steps; more are slower and better. At least 1."""
    target_size: Mapping[str, Any]
    """Size of the result in pixels, a mapping with width and height; not every model takes it."""
