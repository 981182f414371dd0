# Generated from specs/stability/ by 'python -m codegen'. Do not edit.
"""The arguments of the methods that call Stability."""

from typing import Literal, Required

from pyvenice.core.images.inputs import ImageInput, MaskInput
from pyvenice.core.request.options import CallOptions

StylePreset = Literal[
    "enhance",
    "anime",
    "photographic",
    "digital-art",
    "comic-book",
    "fantasy-art",
    "line-art",
    "analog-film",
    "neon-punk",
    "isometric",
    "low-poly",
    "origami",
    "modeling-compound",
    "cinematic",
    "3d-model",
    "pixel-art",
    "tile-texture",
]


class EraseParams(CallOptions, total=False):
    """Arguments of `image.erase`."""

    image: Required[ImageInput]
    """The image to change. PNG/JPEG/WEBP, under 10 MB, 4096 to 9437184 pixels."""
    mask: MaskInput
    """Where to change the image: white. Without it, where the image is transparent. PNG/JPEG/WEBP, under 10 MB."""
    grow_mask: float
    """Pixels by which the mask grows. 0 to 20. Default: 5."""
    seed: int
    """Repeats a result; 0 draws a new seed. 0 to 4294967294. Default: 0."""
    output_format: Literal["jpeg", "png", "webp"]
    """File format of the result. Default: png."""


class InpaintParams(CallOptions, total=False):
    """Arguments of `image.inpaint`."""

    image: Required[ImageInput]
    """The image to change. PNG/JPEG/WEBP, under 10 MB, 4096 to 9437184 pixels."""
    prompt: Required[str]
    """What to show, in words, in English. 1 to 10000 characters."""
    mask: MaskInput
    """Where to change the image: white. Without it, where the image is transparent. PNG/JPEG/WEBP, under 10 MB."""
    negative_prompt: str
    """What to keep out, in words. At most 10000 characters."""
    grow_mask: float
    """Pixels by which the mask grows. 0 to 100. Default: 5."""
    seed: int
    """Repeats a result; 0 draws a new seed. 0 to 4294967294. Default: 0."""
    output_format: Literal["png", "jpeg", "webp"]
    """File format of the result. Default: png."""
    style_preset: StylePreset
    """Style of the result."""


class OutpaintParams(CallOptions, total=False):
    """Arguments of `image.outpaint`."""

    image: Required[ImageInput]
    """The image to change. PNG/JPEG/WEBP, under 10 MB, 4096 to 9437184 pixels."""
    left: int
    """Pixels to add on the left. 0 to 2000. Default: 0."""
    right: int
    """Pixels to add on the right. 0 to 2000. Default: 0."""
    up: int
    """Pixels to add above. 0 to 2000. Default: 0."""
    down: int
    """Pixels to add below. 0 to 2000. Default: 0."""
    creativity: float
    """How freely the new parts are invented. 0 to 1. Default: 0.5."""
    prompt: str
    """What to show, in words, in English. 0 to 10000 characters."""
    seed: int
    """Repeats a result; 0 draws a new seed. 0 to 4294967294. Default: 0."""
    output_format: Literal["png", "jpeg", "webp"]
    """File format of the result. Default: png."""
    style_preset: StylePreset
    """Style of the result."""


class SearchAndReplaceParams(CallOptions, total=False):
    """Arguments of `image.search_and_replace`."""

    image: Required[ImageInput]
    """The image to change. PNG/JPEG/WEBP, under 10 MB, 4096 to 9437184 pixels."""
    prompt: Required[str]
    """What to show, in words, in English. 1 to 10000 characters."""
    search_prompt: Required[str]
    """What to replace, in words. At most 10000 characters."""
    negative_prompt: str
    """What to keep out, in words. At most 10000 characters."""
    grow_mask: float
    """Pixels by which the mask grows. 0 to 20. Default: 3."""
    seed: int
    """Repeats a result; 0 draws a new seed. 0 to 4294967294. Default: 0."""
    output_format: Literal["png", "jpeg", "webp"]
    """File format of the result. Default: png."""
    style_preset: StylePreset
    """Style of the result."""


class SearchAndRecolorParams(CallOptions, total=False):
    """Arguments of `image.search_and_recolor`."""

    image: Required[ImageInput]
    """The image to change. PNG/JPEG/WEBP, under 10 MB, 4096 to 9437184 pixels."""
    prompt: Required[str]
    """What to show, in words, in English. 1 to 10000 characters."""
    select_prompt: Required[str]
    """What to recolor, in words. At most 10000 characters."""
    negative_prompt: str
    """What to keep out, in words. At most 10000 characters."""
    grow_mask: float
    """Pixels by which the mask grows. 0 to 20. Default: 3."""
    seed: int
    """Repeats a result; 0 draws a new seed. 0 to 4294967294. Default: 0."""
    output_format: Literal["jpeg", "png", "webp"]
    """File format of the result. Default: png."""
    style_preset: StylePreset
    """Style of the result."""


class RemoveBackgroundParams(CallOptions, total=False):
    """Arguments of `image.remove_background`."""

    image: Required[ImageInput]
    """The image to change. PNG/JPEG/WEBP, under 10 MB, 4096 to 9437184 pixels."""
    output_format: Literal["png", "webp"]
    """File format of the result. Default: png."""


class ReplaceBackgroundParams(CallOptions, total=False):
    """Arguments of `image.replace_background`."""

    image: Required[ImageInput]
    """The image whose subject is kept. PNG/JPEG/WEBP, under 10 MB, 4096 to 9437184 pixels."""
    background_reference: ImageInput
    """An image of how the new background shall look. PNG/JPEG/WEBP, under 10 MB, 4096 to 9437184 pixels."""
    light_reference: ImageInput
    """An image of how the light shall fall. PNG/JPEG/WEBP, under 10 MB, 4096 to 9437184 pixels."""
    background_prompt: str
    """The new background, in words. This or background_reference is needed. 1 to 10000 characters."""
    foreground_prompt: str
    """What the subject is, in words. At most 10000 characters."""
    negative_prompt: str
    """What to keep out, in words. At most 10000 characters."""
    preserve_original_subject: float
    """How closely the subject is kept. 0 to 1. Default: 0.6."""
    original_background_depth: float
    """How closely the new background follows the depth of the old one. 0 to 1. Default: 0.5."""
    light_source_direction: Literal["left", "right", "above", "below"]
    """Where the light comes from."""
    light_source_strength: float
    """Strength of the light; needs light_source_direction or light_reference. 0 to 1. Default: 0.3."""
    seed: int
    """Repeats a result; 0 draws a new seed. 0 to 4294967294. Default: 0."""
    output_format: Literal["png", "jpeg", "webp"]
    """File format of the result. Default: png."""
    keep_original_background: bool
    """Change the light only. Default: False."""


class UpscaleImageParams(CallOptions, total=False):
    """Arguments of `image.upscale`."""

    image: Required[ImageInput]
    """The image to enlarge four times. PNG/JPEG/WEBP, under 10 MB, 1024 to 1048576 pixels."""
    output_format: Literal["png", "jpeg", "webp"]
    """File format of the result. Default: png."""


class ResumeJobParams(CallOptions, total=False):
    """Arguments of `image.resume`."""

    job_id: Required[str]
    """Id of the job."""


class GetBalanceParams(CallOptions, total=False):
    """Arguments of `account.balance`."""
