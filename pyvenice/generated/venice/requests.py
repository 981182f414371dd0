# Generated from specs/venice/ by 'python -m codegen'. Do not edit.
"""Request bodies of Venice, one class a media type."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import MISSING, Field

from pyvenice.core.images.part import ImagePart
from pyvenice.core.request.literals import ONLY_NUMBERS
from pyvenice.core.request.models import ChoiceModel, RequestModel, WholeNumber


class EditImageForm(RequestModel):
    aspect_ratio: (
        Literal["auto", "1:1", "3:2", "16:9", "21:9", "9:16", "2:3", "3:4", "4:5"] | MISSING
    ) = MISSING
    disable_prompt_optimization_thinking: bool | MISSING = MISSING
    enhance_prompt: bool | MISSING = MISSING
    resolution: Annotated[str, Field(min_length=1, max_length=10)] | MISSING = MISSING
    image: ImagePart
    model: Annotated[str, Field(min_length=1)] | MISSING = MISSING
    modelId: Annotated[str, Field(min_length=1)] | MISSING = MISSING
    output_format: Literal["jpeg", "png", "webp", "jpg"] | MISSING = MISSING
    prompt: Annotated[str, Field(min_length=1, max_length=32768)]
    safe_mode: bool | MISSING = MISSING


class EditImageRequest(RequestModel):
    aspect_ratio: (
        Literal["auto", "1:1", "3:2", "16:9", "21:9", "9:16", "2:3", "3:4", "4:5"] | MISSING
    ) = MISSING
    disable_prompt_optimization_thinking: bool | MISSING = MISSING
    enhance_prompt: bool | MISSING = MISSING
    resolution: Annotated[str, Field(min_length=1, max_length=10)] | MISSING = MISSING
    image: ImagePart | str
    model: Annotated[str, Field(min_length=1)] | MISSING = MISSING
    modelId: Annotated[str, Field(min_length=1)] | MISSING = MISSING
    output_format: Literal["jpeg", "png", "webp", "jpg"] | MISSING = MISSING
    prompt: Annotated[str, Field(min_length=1, max_length=32768)]
    safe_mode: bool | MISSING = MISSING


class StyleReference(RequestModel):
    image: ImagePart | str
    strength: Annotated[float, Field(ge=0.1, le=1)] | MISSING = MISSING


class GenerateImageRequest(RequestModel):
    cfg_scale: Annotated[float, Field(le=20, gt=0)] | MISSING = MISSING
    embed_exif_metadata: bool | MISSING = MISSING
    format: Literal["jpeg", "png", "webp"] | MISSING = MISSING
    height: Annotated[WholeNumber, Field(le=1280, gt=0)] | MISSING = MISSING
    hide_watermark: bool | MISSING = MISSING
    lora_strength: Annotated[WholeNumber, Field(ge=0, le=100)] | MISSING = MISSING
    model: str
    negative_prompt: Annotated[str, Field(max_length=7500)] | MISSING = MISSING
    prompt: Annotated[str, Field(min_length=1, max_length=7500)]
    return_binary: bool | MISSING = MISSING
    variants: Annotated[WholeNumber, Field(ge=1, le=4)] | MISSING = MISSING
    safe_mode: bool | MISSING = MISSING
    seed: Annotated[WholeNumber, Field(ge=-999999999, le=999999999)] | MISSING = MISSING
    steps: WholeNumber | MISSING = MISSING
    style_preset: str | MISSING = MISSING
    aspect_ratio: str | MISSING = MISSING
    resolution: str | MISSING = MISSING
    quality: Literal["low", "medium", "high"] | MISSING = MISSING
    enable_web_search: bool | MISSING = MISSING
    disable_prompt_optimization_thinking: bool | MISSING = MISSING
    enhance_prompt: bool | MISSING = MISSING
    width: Annotated[WholeNumber, Field(le=1280, gt=0)] | MISSING = MISSING
    style_references: list[StyleReference] | MISSING = MISSING


class MultiEditImageForm(RequestModel):
    aspect_ratio: (
        Literal["auto", "1:1", "3:2", "16:9", "21:9", "9:16", "2:3", "3:4", "4:5"] | MISSING
    ) = MISSING
    modelId: Annotated[str, Field(min_length=1)] | MISSING = MISSING
    output_format: Literal["jpeg", "png", "webp", "jpg"] | MISSING = MISSING
    prompt: Annotated[str, Field(min_length=1, max_length=32768)]
    images: Annotated[list[ImagePart], Field(min_length=1, max_length=10)]
    quality: Literal["low", "medium", "high"] | MISSING = MISSING
    resolution: Annotated[str, Field(min_length=1, max_length=10)] | MISSING = MISSING
    safe_mode: bool | MISSING = MISSING
    disable_prompt_optimization_thinking: bool | MISSING = MISSING
    enhance_prompt: bool | MISSING = MISSING


class MultiEditImageRequest(RequestModel):
    aspect_ratio: (
        Literal["auto", "1:1", "3:2", "16:9", "21:9", "9:16", "2:3", "3:4", "4:5"] | MISSING
    ) = MISSING
    modelId: Annotated[str, Field(min_length=1)] | MISSING = MISSING
    output_format: Literal["jpeg", "png", "webp", "jpg"] | MISSING = MISSING
    prompt: Annotated[str, Field(min_length=1, max_length=32768)]
    images: Annotated[list[ImagePart | str], Field(min_length=1, max_length=10)]
    quality: Literal["low", "medium", "high"] | MISSING = MISSING
    resolution: Annotated[str, Field(min_length=1, max_length=10)] | MISSING = MISSING
    safe_mode: bool | MISSING = MISSING
    disable_prompt_optimization_thinking: bool | MISSING = MISSING
    enhance_prompt: bool | MISSING = MISSING


class RemoveBackgroundForm(ChoiceModel):
    image: ImagePart | MISSING = MISSING
    image_url: str | MISSING = MISSING


class RemoveBackgroundRequest(ChoiceModel):
    image: ImagePart | str | MISSING = MISSING
    image_url: str | MISSING = MISSING


class UpscaleImageForm(RequestModel):
    creativity: float | None | MISSING = MISSING
    image: ImagePart
    scale: Annotated[Literal[2, 4], ONLY_NUMBERS] | MISSING = MISSING


class UpscaleImageRequest(RequestModel):
    creativity: float | None | MISSING = MISSING
    image: ImagePart | str
    scale: Annotated[Literal[2, 4], ONLY_NUMBERS] | MISSING = MISSING
