# Generated from specs/wavespeed/ by 'python -m codegen'. Do not edit.
"""The arguments of the methods that call WaveSpeed."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, Required

from pyvenice.core.images.inputs import ImageInput, MaskInput
from pyvenice.core.request.options import CallOptions

Model = Literal[
    "wavespeed-ai/qwen-image/edit",
    "wavespeed-ai/qwen-image/edit-plus",
    "wavespeed-ai/qwen-image/edit-2511",
    "wavespeed-ai/step1x-edit",
    "wavespeed-ai/hidream-e1-full",
    "wavespeed-ai/hidream-o1-image/edit",
    "bytedance/seededit-v3",
    "bytedance/seedream-v4.5/edit",
    "alibaba/wan-2.5/image-edit",
    "alibaba/wan-2.6/image-edit",
    "alibaba/wan-2.7/image-edit",
    "wavespeed-ai/flux-kontext-pro",
    "wavespeed-ai/flux-kontext-pro/multi",
    "wavespeed-ai/flux-kontext-max",
    "ideogram-ai/ideogram-character",
    "google/nano-banana-pro/edit-ultra",
    "google/nano-banana-2/edit",
    "openai/gpt-image-1",
    "wavespeed-ai/z-image/turbo-inpaint",
    "wavespeed-ai/image-zoom-out",
]
AspectRatio = Literal[
    "21:9",
    "16:9",
    "4:3",
    "3:2",
    "1:1",
    "2:3",
    "3:4",
    "9:16",
    "9:21",
    "4:5",
    "5:4",
    "1:4",
    "4:1",
    "1:8",
    "8:1",
]


class EditImageParams(CallOptions, total=False):
    """Arguments of `image.edit`."""

    image: Required[ImageInput | Sequence[ImageInput]]
    """The image to edit. Bounds depend on the model."""
    model: Required[Model]
    """Id of the model that edits."""
    mask: MaskInput
    """What to change. Only some models take it. PNG."""
    prompt: str
    """What to change, in words. Only some models take it."""
    size: str | Literal["1024*1024", "1024*1536", "1536*1024"]
    """Width and height of the result in pixels, as 1024*768. Only some models take it. Bounds depend on the model. Known: 1024*1024, 1024*1536, 1536*1024."""
    seed: int
    """Repeats a result; -1 draws a new seed. Only some models take it. -1 to 2147483647."""
    output_format: Literal["jpeg", "png", "webp"]
    """File format of the result. Only some models take it."""
    enable_sync_mode: bool
    """Ask for the result in the first response; if it takes too long, it is polled all the same. Only some models take it. Default: False."""
    enable_base64_output: bool
    """Ask for the image itself instead of its address. Only some models take it. Default: False."""
    negative_prompt: str
    """What to leave out, in words. Only some models take it."""
    guidance_scale: float
    """How closely to follow the prompt. Only some models take it. Bounds depend on the model."""
    num_inference_steps: int
    """How many steps to work in. Only some models take it. 1 to 50. Default: 30."""
    enable_prompt_expansion: bool
    """Let the server rewrite the prompt first. Only some models take it."""
    aspect_ratio: AspectRatio
    """Width to height of the result. Only some models take it."""
    style: Literal["Auto", "Fiction", "Realistic"]
    """How to draw the character. Only some models take it."""
    rendering_speed: Literal["Default", "Turbo", "Quality"]
    """Speed against quality; it decides the price. Only some models take it."""
    resolution: Literal["4k", "8k", "0.5k", "1k", "2k"]
    """Tier of the result. Only some models take it."""
    enable_web_search: bool
    """Let the model look things up. Only some models take it."""
    quality: Literal["low", "medium", "high"]
    """Quality tier; it decides the price. Only some models take it. Default: medium."""
    webhook: str
    """Address that is called when the job has ended."""


class GetJobParams(CallOptions, total=False):
    """Arguments of `jobs.get`."""

    job_id: Required[str]
    """Id of the job."""


class ListJobsParams(CallOptions, total=False):
    """Arguments of `jobs.list`."""

    page: Required[int]
    """Which page. At least 1."""
    page_size: Required[int]
    """Jobs on a page. 1 to 100."""
    model: str
    """Id of the model of the jobs."""
    status: Literal["created", "processing", "completed", "failed"]
    """How the jobs stand."""
    created_after: str
    """Only later ones, as 2026-11-30T08:00:00Z."""
    created_before: str
    """Only earlier ones, as 2026-11-30T08:00:00Z."""


class DeleteJobsParams(CallOptions, total=False):
    """Arguments of `jobs.delete`."""

    ids: Required[Sequence[str]]
    """Ids of the jobs. At least 1 item."""


class ListModelsParams(CallOptions, total=False):
    """Arguments of `models.list`."""


class GetPriceParams(CallOptions, total=False):
    """Arguments of `models.price`."""

    model: Required[str]
    """Id of the model."""
    inputs: Required[Mapping[str, Any]]
    """What the model would be sent, by the names that it has for it."""


class UploadMediaParams(CallOptions, total=False):
    """Arguments of `media.upload`."""

    file: Required[ImageInput]
    """The image to upload."""


class GetBalanceParams(CallOptions, total=False):
    """Arguments of `account.balance`."""


class GetWebhookSecretParams(CallOptions, total=False):
    """Arguments of `webhooks.secret`."""
