# Generated from specs/xinference/ by 'python -m codegen'. Do not edit.
"""Request bodies of Xinference, one class a media type."""

from __future__ import annotations

from typing import Annotated

from pydantic import MISSING, Field

from pyvenice.core.images.part import ImagePart
from pyvenice.core.request.models import RequestModel, WholeNumber


class EditImageForm(RequestModel):
    images: Annotated[list[ImagePart], Field(min_length=1)]
    mask: ImagePart | MISSING = MISSING
    model: str | None | MISSING = MISSING
    n: Annotated[WholeNumber, Field(ge=1)] | None | MISSING = MISSING
    prompt: Annotated[str, Field(min_length=1)]
    response_format: str | None | MISSING = MISSING
    size: (
        Annotated[str, Field(pattern="^(original|[1-9][0-9]*[x*][1-9][0-9]*)$")] | None | MISSING
    ) = MISSING
    stream: bool | None | MISSING = MISSING


class GenerateImageRequest(RequestModel):
    model: str
    prompt: Annotated[str, Field(min_length=1)] | list[str]
    n: Annotated[WholeNumber, Field(ge=1)] | None | MISSING = MISSING
    size: Annotated[str, Field(pattern="^[1-9][0-9]*[x*][1-9][0-9]*$")] | None | MISSING = MISSING
    response_format: str | None | MISSING = MISSING
    kwargs: str | None | MISSING = MISSING
    user: str | None | MISSING = MISSING


class InpaintImageForm(RequestModel):
    image: ImagePart
    kwargs: str | None | MISSING = MISSING
    mask_image: ImagePart
    model: str
    n: Annotated[WholeNumber, Field(ge=1)] | None | MISSING = MISSING
    negative_prompt: str | list[str] | None | MISSING = MISSING
    prompt: str | list[str] | None | MISSING = MISSING
    response_format: str | None | MISSING = MISSING
    size: (
        Annotated[str, Field(pattern="^(original|[1-9][0-9]*[x*][1-9][0-9]*)$")] | None | MISSING
    ) = MISSING


class VaryImageForm(RequestModel):
    image: Annotated[list[ImagePart], Field(min_length=1)]
    kwargs: str | None | MISSING = MISSING
    model: str
    n: Annotated[WholeNumber, Field(ge=1)] | None | MISSING = MISSING
    negative_prompt: str | list[str] | None | MISSING = MISSING
    prompt: str | list[str] | None | MISSING = MISSING
    response_format: str | None | MISSING = MISSING
    size: (
        Annotated[str, Field(pattern="^(original|[1-9][0-9]*[x*][1-9][0-9]*)$")] | None | MISSING
    ) = MISSING
