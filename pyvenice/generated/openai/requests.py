# Generated from specs/openai/ by 'python -m codegen'. Do not edit.
"""Request bodies of OpenAI, one class a media type."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import MISSING, Field

from pyvenice.core.images.part import ImagePart
from pyvenice.core.request.models import ChoiceModel, RequestModel, WholeNumber


class Reasoning(RequestModel, extra="allow"):
    effort: Literal["none", "minimal", "low", "medium", "high", "xhigh", "max"] | None | MISSING = (
        MISSING
    )


class Svg(RequestModel, extra="allow"):
    model: str | MISSING = MISSING
    reasoning: Reasoning | None | MISSING = MISSING


class EditImageForm(RequestModel):
    image: ImagePart | Annotated[list[ImagePart], Field(min_length=1, max_length=16)]
    prompt: Annotated[str, Field(min_length=1, max_length=32000)]
    mask: ImagePart | MISSING = MISSING
    background: Literal["transparent", "opaque", "auto"] | None | MISSING = MISSING
    model: str | None | MISSING = MISSING
    n: Annotated[WholeNumber, Field(ge=1, le=10)] | None | MISSING = MISSING
    size: str | None | MISSING = MISSING
    response_format: Literal["url", "b64_json"] | None | MISSING = MISSING
    output_format: Literal["png", "jpeg", "webp", "gif", "svg"] | None | MISSING = MISSING
    output_compression: Annotated[WholeNumber, Field(ge=0, le=100)] | None | MISSING = MISSING
    user: str | MISSING = MISSING
    input_fidelity: Literal["high", "low"] | None | MISSING = MISSING
    stream: bool | None | MISSING = MISSING
    partial_images: Annotated[WholeNumber, Field(ge=0, le=3)] | None | MISSING = MISSING
    quality: (
        Literal["standard", "low", "medium", "high", "auto", "xhigh", "max"] | None | MISSING
    ) = MISSING
    complexity: Literal["low", "medium", "high"] | None | MISSING = MISSING
    frame_count: Annotated[WholeNumber, Field(ge=2, le=16)] | None | MISSING = MISSING
    frame_duration_ms: WholeNumber | None | MISSING = MISSING
    svg: Svg | None | MISSING = MISSING
    safety_identifier: str | None | MISSING = MISSING
    markup: ImagePart | MISSING = MISSING


class ImageRefParam(ChoiceModel):
    image_url: ImagePart | str | MISSING = MISSING
    file_id: str | MISSING = MISSING


class EditImageRequest(RequestModel):
    model: str | None | MISSING = MISSING
    images: Annotated[list[ImageRefParam], Field(min_length=1, max_length=16)]
    mask: ImageRefParam | MISSING = MISSING
    prompt: Annotated[str, Field(min_length=1, max_length=32000)]
    n: Annotated[WholeNumber, Field(ge=1, le=10)] | None | MISSING = MISSING
    quality: Literal["low", "medium", "high", "auto", "xhigh", "max"] | None | MISSING = MISSING
    input_fidelity: Literal["high", "low"] | None | MISSING = MISSING
    size: Literal["auto", "1024x1024", "1536x1024", "1024x1536"] | None | MISSING = MISSING
    user: str | MISSING = MISSING
    output_format: Literal["png", "jpeg", "webp", "gif", "svg"] | None | MISSING = MISSING
    output_compression: Annotated[WholeNumber, Field(ge=0, le=100)] | None | MISSING = MISSING
    moderation: Literal["low", "auto"] | None | MISSING = MISSING
    background: Literal["transparent", "opaque", "auto"] | None | MISSING = MISSING
    stream: bool | None | MISSING = MISSING
    partial_images: Annotated[WholeNumber, Field(ge=0, le=3)] | None | MISSING = MISSING
    complexity: Literal["low", "medium", "high"] | None | MISSING = MISSING
    frame_count: Annotated[WholeNumber, Field(ge=2, le=16)] | None | MISSING = MISSING
    frame_duration_ms: WholeNumber | None | MISSING = MISSING
    svg: Svg | None | MISSING = MISSING
    safety_identifier: str | None | MISSING = MISSING


class GenerateImageRequest(RequestModel):
    prompt: Annotated[str, Field(min_length=1, max_length=32000)]
    model: str | None | MISSING = MISSING
    n: Annotated[WholeNumber, Field(ge=1, le=10)] | None | MISSING = MISSING
    quality: (
        Literal["standard", "hd", "low", "medium", "high", "auto", "xhigh", "max"] | None | MISSING
    ) = MISSING
    response_format: Literal["url", "b64_json"] | None | MISSING = MISSING
    output_format: Literal["png", "jpeg", "webp", "gif", "svg"] | None | MISSING = MISSING
    output_compression: Annotated[WholeNumber, Field(ge=0, le=100)] | None | MISSING = MISSING
    stream: bool | None | MISSING = MISSING
    partial_images: Annotated[WholeNumber, Field(ge=0, le=3)] | None | MISSING = MISSING
    size: str | None | MISSING = MISSING
    moderation: Literal["low", "auto"] | None | MISSING = MISSING
    background: Literal["transparent", "opaque", "auto"] | None | MISSING = MISSING
    style: Literal["vivid", "natural"] | None | MISSING = MISSING
    user: str | MISSING = MISSING
    complexity: Literal["low", "medium", "high"] | None | MISSING = MISSING
    frame_count: Annotated[WholeNumber, Field(ge=2, le=16)] | None | MISSING = MISSING
    frame_duration_ms: WholeNumber | None | MISSING = MISSING
    svg: Svg | None | MISSING = MISSING
    safety_identifier: str | None | MISSING = MISSING


class VaryImageForm(RequestModel):
    image: ImagePart
    model: str | None | MISSING = MISSING
    n: Annotated[WholeNumber, Field(ge=1, le=10)] | None | MISSING = MISSING
    response_format: Literal["url", "b64_json"] | None | MISSING = MISSING
    size: Literal["256x256", "512x512", "1024x1024"] | None | MISSING = MISSING
    user: str | MISSING = MISSING
