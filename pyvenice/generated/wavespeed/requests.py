# Generated from specs/wavespeed/ by 'python -m codegen'. Do not edit.
"""Request bodies of WaveSpeed, one class a media type."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import MISSING, Field

from pyvenice.core.images.part import ImagePart
from pyvenice.core.request.models import RequestModel, WholeNumber


class DeleteJobsRequest(RequestModel):
    ids: Annotated[list[str], Field(min_length=1)]


class FluxKontextMaxRequest(RequestModel):
    prompt: str
    image: ImagePart | str
    seed: Annotated[WholeNumber, Field(ge=-1, le=2147483647)] | MISSING = MISSING
    guidance_scale: Annotated[float, Field(ge=1, le=20)] | MISSING = MISSING
    aspect_ratio: (
        Literal["21:9", "16:9", "4:3", "3:2", "1:1", "2:3", "3:4", "9:16", "9:21"] | MISSING
    ) = MISSING
    enable_sync_mode: bool | MISSING = MISSING


class FluxKontextProMultiRequest(RequestModel):
    prompt: str
    images: Annotated[list[ImagePart | str], Field(min_length=1)]
    seed: Annotated[WholeNumber, Field(ge=-1, le=2147483647)] | MISSING = MISSING
    guidance_scale: Annotated[float, Field(ge=1, le=20)] | MISSING = MISSING
    aspect_ratio: (
        Literal["21:9", "16:9", "4:3", "3:2", "1:1", "2:3", "3:4", "9:16", "9:21"] | MISSING
    ) = MISSING
    enable_sync_mode: bool | MISSING = MISSING


class FluxKontextProRequest(RequestModel):
    prompt: str
    image: ImagePart | str
    guidance_scale: Annotated[float, Field(ge=1, le=20)] | MISSING = MISSING
    aspect_ratio: (
        Literal["21:9", "16:9", "4:3", "3:2", "1:1", "2:3", "3:4", "9:16", "9:21"] | MISSING
    ) = MISSING
    enable_sync_mode: bool | MISSING = MISSING


class GetPriceRequest(RequestModel):
    model_id: str
    inputs: dict[str, Any]


class GptImage1Request(RequestModel):
    prompt: str
    image: ImagePart | str
    mask_image: ImagePart | str | MISSING = MISSING
    size: Literal["1024*1024", "1024*1536", "1536*1024"] | MISSING = MISSING
    quality: Literal["low", "medium", "high"] | MISSING = MISSING
    enable_sync_mode: bool | MISSING = MISSING
    enable_base64_output: bool | MISSING = MISSING


class HidreamE1FullRequest(RequestModel):
    prompt: str
    image: ImagePart | str
    seed: Annotated[WholeNumber, Field(ge=-1, le=2147483647)] | MISSING = MISSING
    output_format: Literal["jpeg", "png", "webp"] | MISSING = MISSING
    enable_base64_output: bool | MISSING = MISSING


class HidreamO1ImageEditRequest(RequestModel):
    prompt: str
    images: Annotated[list[ImagePart | str], Field(min_length=1)]
    size: (
        Annotated[
            str,
            Field(
                pattern="^(?:25[6-9]|2[6-9]\\d|[3-9]\\d\\d|[1-3]\\d\\d\\d|40[0-8]\\d|409[0-6])\\*(?:25[6-9]|2[6-9]\\d|[3-9]\\d\\d|[1-3]\\d\\d\\d|40[0-8]\\d|409[0-6])$"
            ),
        ]
        | MISSING
    ) = MISSING


class IdeogramCharacterRequest(RequestModel):
    prompt: str
    image: ImagePart | str
    style: Literal["Auto", "Fiction", "Realistic"] | MISSING = MISSING
    rendering_speed: Literal["Default", "Turbo", "Quality"] | MISSING = MISSING
    aspect_ratio: Literal["1:1", "16:9", "9:16", "4:3", "3:4"] | MISSING = MISSING
    enable_base64_output: bool | MISSING = MISSING


class ImageZoomOutRequest(RequestModel):
    image: ImagePart | str
    size: (
        Annotated[
            str,
            Field(
                pattern="^(?:25[6-9]|2[6-9]\\d|[3-9]\\d\\d|1[0-4]\\d\\d|15[0-2]\\d|153[0-6])\\*(?:25[6-9]|2[6-9]\\d|[3-9]\\d\\d|1[0-4]\\d\\d|15[0-2]\\d|153[0-6])$"
            ),
        ]
        | MISSING
    ) = MISSING
    output_format: Literal["jpeg", "png", "webp"] | MISSING = MISSING
    enable_sync_mode: bool | MISSING = MISSING
    enable_base64_output: bool | MISSING = MISSING


class ListJobsRequest(RequestModel):
    page: Annotated[WholeNumber, Field(ge=1)]
    page_size: Annotated[WholeNumber, Field(ge=1, le=100)]
    model: str | MISSING = MISSING
    status: Literal["created", "processing", "completed", "failed"] | MISSING = MISSING
    created_after: str | MISSING = MISSING
    created_before: str | MISSING = MISSING


class NanoBanana2EditRequest(RequestModel):
    prompt: str
    images: Annotated[list[ImagePart | str], Field(min_length=1, max_length=14)]
    aspect_ratio: (
        Literal[
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
        | MISSING
    ) = MISSING
    resolution: Literal["0.5k", "1k", "2k", "4k"] | MISSING = MISSING
    enable_web_search: bool | MISSING = MISSING


class NanoBananaProEditUltraRequest(RequestModel):
    prompt: str
    images: Annotated[list[ImagePart | str], Field(min_length=1, max_length=14)]
    aspect_ratio: (
        Literal["1:1", "3:2", "2:3", "3:4", "4:3", "4:5", "5:4", "9:16", "16:9", "21:9"] | MISSING
    ) = MISSING
    resolution: Literal["4k", "8k"] | MISSING = MISSING
    output_format: Literal["png", "jpeg"] | MISSING = MISSING
    enable_sync_mode: bool | MISSING = MISSING
    enable_base64_output: bool | MISSING = MISSING


class QwenImageEdit2511Request(RequestModel):
    prompt: str
    images: Annotated[list[ImagePart | str], Field(min_length=1, max_length=3)]
    size: (
        Annotated[
            str,
            Field(
                pattern="^(?:25[6-9]|2[6-9]\\d|[3-9]\\d\\d|1[0-4]\\d\\d|15[0-2]\\d|153[0-6])\\*(?:25[6-9]|2[6-9]\\d|[3-9]\\d\\d|1[0-4]\\d\\d|15[0-2]\\d|153[0-6])$"
            ),
        ]
        | MISSING
    ) = MISSING
    seed: Annotated[WholeNumber, Field(ge=-1, le=2147483647)] | MISSING = MISSING
    output_format: Literal["jpeg", "png", "webp"] | MISSING = MISSING
    enable_sync_mode: bool | MISSING = MISSING
    enable_base64_output: bool | MISSING = MISSING


class QwenImageEditPlusRequest(RequestModel):
    prompt: str
    images: Annotated[list[ImagePart | str], Field(min_length=1, max_length=3)]
    size: (
        Annotated[
            str,
            Field(
                pattern="^(?:25[6-9]|2[6-9]\\d|[3-9]\\d\\d|1[0-4]\\d\\d|15[0-2]\\d|153[0-6])\\*(?:25[6-9]|2[6-9]\\d|[3-9]\\d\\d|1[0-4]\\d\\d|15[0-2]\\d|153[0-6])$"
            ),
        ]
        | MISSING
    ) = MISSING
    seed: Annotated[WholeNumber, Field(ge=-1, le=2147483647)] | MISSING = MISSING
    output_format: Literal["jpeg", "png", "webp"] | MISSING = MISSING
    enable_sync_mode: bool | MISSING = MISSING
    enable_base64_output: bool | MISSING = MISSING


class QwenImageEditRequest(RequestModel):
    prompt: str
    image: ImagePart | str
    size: (
        Annotated[
            str,
            Field(
                pattern="^(?:25[6-9]|2[6-9]\\d|[3-9]\\d\\d|1[0-4]\\d\\d|15[0-2]\\d|153[0-6])\\*(?:25[6-9]|2[6-9]\\d|[3-9]\\d\\d|1[0-4]\\d\\d|15[0-2]\\d|153[0-6])$"
            ),
        ]
        | MISSING
    ) = MISSING
    seed: Annotated[WholeNumber, Field(ge=-1, le=2147483647)] | MISSING = MISSING
    output_format: Literal["jpeg", "png", "webp"] | MISSING = MISSING
    enable_sync_mode: bool | MISSING = MISSING
    enable_base64_output: bool | MISSING = MISSING


class SeededitV3Request(RequestModel):
    prompt: str
    image: ImagePart | str
    guidance_scale: Annotated[float, Field(ge=0.0, le=1.0)] | MISSING = MISSING
    seed: Annotated[WholeNumber, Field(ge=-1, le=2147483647)] | MISSING = MISSING
    enable_base64_output: bool | MISSING = MISSING


class SeedreamV45EditRequest(RequestModel):
    prompt: str
    images: Annotated[list[ImagePart | str], Field(min_length=1, max_length=10)]
    size: (
        Annotated[
            str,
            Field(
                pattern="^(?:51[2-9]|5[2-9]\\d|[6-9]\\d\\d|[1-7]\\d\\d\\d|80\\d\\d|81[0-8]\\d|819[0-2])\\*(?:51[2-9]|5[2-9]\\d|[6-9]\\d\\d|[1-7]\\d\\d\\d|80\\d\\d|81[0-8]\\d|819[0-2])$"
            ),
        ]
        | MISSING
    ) = MISSING
    enable_sync_mode: bool | MISSING = MISSING
    enable_base64_output: bool | MISSING = MISSING


class Step1xEditRequest(RequestModel):
    prompt: str
    image: ImagePart | str
    negative_prompt: str | MISSING = MISSING
    seed: Annotated[WholeNumber, Field(ge=-1, le=2147483647)] | MISSING = MISSING
    guidance_scale: Annotated[float, Field(ge=0, le=20)] | MISSING = MISSING
    num_inference_steps: Annotated[WholeNumber, Field(ge=1, le=50)] | MISSING = MISSING


class UploadMediaForm(RequestModel):
    file: ImagePart


class Wan25ImageEditRequest(RequestModel):
    prompt: str
    images: Annotated[list[ImagePart | str], Field(min_length=1, max_length=2)]
    negative_prompt: str | MISSING = MISSING
    size: str | MISSING = MISSING
    seed: Annotated[WholeNumber, Field(ge=-1, le=2147483647)] | MISSING = MISSING


class Wan26ImageEditRequest(RequestModel):
    prompt: str
    images: Annotated[list[ImagePart | str], Field(min_length=1, max_length=3)]
    enable_prompt_expansion: bool | MISSING = MISSING


class Wan27ImageEditRequest(RequestModel):
    prompt: str
    images: Annotated[list[ImagePart | str], Field(min_length=1, max_length=9)]
    size: (
        Annotated[
            str,
            Field(
                pattern="^(?:51[2-9]|5[2-9]\\d|[6-9]\\d\\d|[1-3]\\d\\d\\d|40[0-8]\\d|409[0-6])\\*(?:51[2-9]|5[2-9]\\d|[6-9]\\d\\d|[1-3]\\d\\d\\d|40[0-8]\\d|409[0-6])$"
            ),
        ]
        | MISSING
    ) = MISSING


class ZImageTurboInpaintRequest(RequestModel):
    prompt: str
    image: ImagePart | str
    mask_image: ImagePart | str
    size: (
        Annotated[
            str,
            Field(
                pattern="^(?:25[6-9]|2[6-9]\\d|[3-9]\\d\\d|1[0-4]\\d\\d|15[0-2]\\d|153[0-6])\\*(?:25[6-9]|2[6-9]\\d|[3-9]\\d\\d|1[0-4]\\d\\d|15[0-2]\\d|153[0-6])$"
            ),
        ]
        | MISSING
    ) = MISSING
