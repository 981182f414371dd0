# Generated from specs/venice/ by 'python -m codegen'. Do not edit.
"""The arguments of the methods that call Venice."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, Required

from pyvenice.core.images.inputs import ImageInput
from pyvenice.core.request.options import CallOptions

Model = Literal[
    "firered-image-edit",
    "qwen-edit-uncensored",
    "grok-imagine-edit",
    "grok-imagine-quality-edit",
    "grok-imagine-image-2-0-edit",
    "qwen-image-2-edit",
    "qwen-image-2-pro-edit",
    "wan-2-7-pro-edit",
    "flux-2-max-edit",
    "gpt-image-2-edit",
    "gpt-image-1-5-edit",
    "nano-banana-2-edit",
    "nano-banana-pro-edit",
    "nano-banana-2-lite-edit",
    "luma-uni-1-edit",
    "luma-uni-1-max-edit",
    "seedream-v5-lite-edit",
    "seedream-v5-pro-edit",
    "seedream-v4-edit",
    "qwen-image-3-edit",
    "qwen-image-3-pro-edit",
]
MultiEditImageModel = Literal[
    "firered-image-edit",
    "qwen-edit-uncensored",
    "grok-imagine-edit",
    "grok-imagine-quality-edit",
    "grok-imagine-image-2-0-edit",
    "qwen-image-2-edit",
    "qwen-image-2-pro-edit",
    "wan-2-7-pro-edit",
    "flux-2-max-edit",
    "gpt-image-2-edit",
    "gpt-image-1-5-edit",
    "nano-banana-2-edit",
    "nano-banana-pro-edit",
    "nano-banana-2-lite-edit",
    "seedream-v5-lite-edit",
    "seedream-v5-pro-edit",
    "seedream-v4-edit",
    "qwen-image-3-edit",
    "qwen-image-3-pro-edit",
]


class EditImageParams(CallOptions, total=False):
    """Arguments of `image.edit`."""

    image: Required[ImageInput]
    """The image to edit. PNG/JPEG/WEBP/HEIC/HEIF/AVIF, under 25 MB, 65536 to 33177600 pixels."""
    prompt: Required[str]
    """What to change, in words. Many models take less than the contract: often 1500. 1 to 32768 characters."""
    model: str | Model
    """Id of the model that edits. Known: firered-image-edit, qwen-edit-uncensored, grok-imagine-edit, grok-imagine-quality-edit, grok-imagine-image-2-0-edit, qwen-image-2-edit, qwen-image-2-pro-edit, wan-2-7-pro-edit, flux-2-max-edit, gpt-image-2-edit and 11 more. Default: firered-image-edit."""
    aspect_ratio: Literal["auto", "1:1", "3:2", "16:9", "21:9", "9:16", "2:3", "3:4", "4:5"]
    """Width to height of the result; that of the input if left out."""
    disable_prompt_optimization_thinking: bool
    """Rewrite the prompt without a thinking step."""
    enhance_prompt: bool
    """Let the server rewrite the prompt first; takes longer and costs extra."""
    resolution: str
    """Tier of the result, such as 1K, 2K or 4K, on models that have tiers. 1 to 10 characters."""
    output_format: Literal["jpeg", "png", "webp", "jpg"]
    """File format of the result; PNG for 1K, JPEG for 2K and 4K if left out."""
    safe_mode: bool
    """Blur what is classified as adult content. Default: True."""
    model_id: str | Model
    """Deprecated. Older name of model. Known: firered-image-edit, qwen-edit-uncensored, grok-imagine-edit, grok-imagine-quality-edit, grok-imagine-image-2-0-edit, qwen-image-2-edit, qwen-image-2-pro-edit, wan-2-7-pro-edit, flux-2-max-edit, gpt-image-2-edit and 11 more."""


class MultiEditImageParams(CallOptions, total=False):
    """Arguments of `image.multi_edit`."""

    images: Required[ImageInput | Sequence[ImageInput]]
    """The images, the base first; further ones are layers or references. Most models take 3. PNG/JPEG/WEBP/HEIC/HEIF/AVIF, under 25 MB, 65536 to 33177600 pixels."""
    prompt: Required[str]
    """What to make of the images, in words. 1 to 32768 characters."""
    model: str | MultiEditImageModel
    """Id of the model that edits. Known: firered-image-edit, qwen-edit-uncensored, grok-imagine-edit, grok-imagine-quality-edit, grok-imagine-image-2-0-edit, qwen-image-2-edit, qwen-image-2-pro-edit, wan-2-7-pro-edit, flux-2-max-edit, gpt-image-2-edit and 9 more. Default: firered-image-edit."""
    aspect_ratio: Literal["auto", "1:1", "3:2", "16:9", "21:9", "9:16", "2:3", "3:4", "4:5"]
    """Width to height of the result; that of the first image if left out."""
    output_format: Literal["jpeg", "png", "webp", "jpg"]
    """File format of the result."""
    quality: Literal["low", "medium", "high"]
    """Quality tier on models that have tiers."""
    resolution: str
    """Tier of the result, such as 1K, 2K or 4K, on models that have tiers. 1 to 10 characters."""
    safe_mode: bool
    """Blur what is classified as adult content. Default: True."""
    disable_prompt_optimization_thinking: bool
    """Rewrite the prompt without a thinking step."""
    enhance_prompt: bool
    """Let the server rewrite the prompt first; takes longer and costs extra."""


class RemoveBackgroundParams(CallOptions, total=False):
    """Arguments of `image.remove_background`."""

    image: ImageInput
    """The image, as a file or bytes; a URL goes out as image_url. PNG/JPEG/WEBP/HEIC/HEIF/AVIF, under 25 MB."""
    image_url: str
    """Where the image lies, instead of image."""


class UpscaleImageParams(CallOptions, total=False):
    """Arguments of `image.upscale`."""

    image: Required[ImageInput]
    """The image to enlarge; the result has at most 16777216 pixels. PNG/JPEG/WEBP/HEIC/HEIF/AVIF, under 25 MB, at least 65536 pixels."""
    creativity: float | None
    """How much detail to invent, 0 to 0.02; more is clamped. Default: 0.01."""
    scale: Literal[2, 4]
    """How many times wider and higher. Default: 2."""


class GenerateImageParams(CallOptions, total=False):
    """Arguments of `image.generate`."""

    prompt: Required[str]
    """What to draw, in words. 1 to 7500 characters."""
    model: Required[str]
    """Id of the model that draws."""
    cfg_scale: float
    """How closely to follow the prompt. Above 0, to 20."""
    embed_exif_metadata: bool
    """Write the arguments into the file. Default: False."""
    format: Literal["jpeg", "png", "webp"]
    """File format of the pictures. Default: webp."""
    height: int
    """Height in pixels. Above 0, to 1280. Default: 1024."""
    hide_watermark: bool
    """Leave out the watermark where the content allows it. Default: False."""
    lora_strength: int
    """Strength of the model's LoRA in percent. 0 to 100."""
    negative_prompt: str
    """What to keep out of the picture, in words. At most 7500 characters."""
    return_binary: bool
    """Answer the bare picture instead of JSON; one picture only. Default: False."""
    variants: int
    """How many pictures. 1 to 4."""
    safe_mode: bool
    """Blur what is classified as adult content. Default: True."""
    seed: int
    """Same seed and arguments give the same picture. -999999999 to 999999999. Default: 0."""
    steps: int
    """Inference steps; models cap it. Default: 8."""
    style_preset: str
    """One of image.styles()."""
    aspect_ratio: str
    """Width to height, on models that take it."""
    resolution: str
    """Tier of the result, such as 1K, 2K or 4K, on models that have tiers."""
    quality: Literal["low", "medium", "high"]
    """Quality tier on models that have tiers."""
    enable_web_search: bool
    """Let the model search the web first; costs extra."""
    disable_prompt_optimization_thinking: bool
    """Rewrite the prompt without a thinking step."""
    enhance_prompt: bool
    """Let the server rewrite the prompt first; takes longer and costs extra."""
    width: int
    """Width in pixels. Above 0, to 1280. Default: 1024."""
    style_references: Sequence[Mapping[str, Any]]
    """Images whose style to take."""


class ListStylesParams(CallOptions, total=False):
    """Arguments of `image.styles`."""


class ListModelsParams(CallOptions, total=False):
    """Arguments of `models.list`."""

    type: Literal[
        "asr",
        "embedding",
        "image",
        "music",
        "text",
        "tts",
        "upscale",
        "inpaint",
        "video",
        "all",
        "code",
    ]
    """Kind of model; inpaint are the ones that edit."""


class ListModelTraitsParams(CallOptions, total=False):
    """Arguments of `models.traits`."""

    type: Literal[
        "asr", "embedding", "image", "music", "text", "tts", "upscale", "inpaint", "video"
    ]
    """Kind of model. Default: text."""


class ListCompatibilityParams(CallOptions, total=False):
    """Arguments of `models.compatibility_mapping`."""

    type: Literal[
        "asr", "embedding", "image", "music", "text", "tts", "upscale", "inpaint", "video"
    ]
    """Kind of model. Default: text."""
