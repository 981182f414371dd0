# Generated from specs/openai/ by 'python -m codegen'. Do not edit.
"""Responses of OpenAI."""

from __future__ import annotations

from pyvenice.core.request.models import ResponseModel


class Image(ResponseModel):
    b64_json: str | None = None
    url: str | None = None
    revised_prompt: str | None = None


class InputTokensDetails(ResponseModel):
    text_tokens: int
    image_tokens: int


class ImagesUsage(ResponseModel):
    total_tokens: int
    input_tokens: int
    output_tokens: int
    input_tokens_details: InputTokensDetails


class ImageEditCompletedEvent(ResponseModel):
    type: str
    b64_json: str
    created_at: int
    size: str
    quality: str
    background: str
    output_format: str
    usage: ImagesUsage


class ImageEditPartialImageEvent(ResponseModel):
    type: str
    b64_json: str
    created_at: int
    size: str
    quality: str
    background: str
    output_format: str
    partial_image_index: int


class ImageGenCompletedEvent(ResponseModel):
    type: str
    b64_json: str
    created_at: int
    size: str
    quality: str
    background: str
    output_format: str
    usage: ImagesUsage


class ImageGenInputUsageDetails(ResponseModel):
    text_tokens: int
    image_tokens: int


class ImageGenOutputTokensDetails(ResponseModel):
    image_tokens: int
    text_tokens: int


class ImageGenPartialImageEvent(ResponseModel):
    type: str
    b64_json: str
    created_at: int
    size: str
    quality: str
    background: str
    output_format: str
    partial_image_index: int


class ImageGenUsage(ResponseModel):
    input_tokens: int
    total_tokens: int
    output_tokens: int
    output_tokens_details: ImageGenOutputTokensDetails | None = None
    input_tokens_details: ImageGenInputUsageDetails


class SvgUsage(ResponseModel):
    input_tokens: int
    output_tokens: int
    reasoning_tokens: int
    total_tokens: int
    model: str


class ImagesResponse(ResponseModel):
    created: int
    data: list[Image] | None = None
    background: str | None = None
    output_format: str | None = None
    size: str | None = None
    quality: str | None = None
    usage: ImageGenUsage | None = None
    safety_identifier: str | None = None
    svg_usage: SvgUsage | None = None


class Model(ResponseModel):
    id: str
    created: int
    object: str
    owned_by: str
    shutdown_date: str | None = None


class ListModelsResponse(ResponseModel):
    object: str
    data: list[Model]
