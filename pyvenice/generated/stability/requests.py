# Generated from specs/stability/ by 'python -m codegen'. Do not edit.
"""Request bodies of Stability, one class a media type."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import MISSING, Field

from pyvenice.core.images.part import ImagePart
from pyvenice.core.request.models import RequestModel, WholeNumber


class EraseForm(RequestModel):
    image: ImagePart
    mask: ImagePart | MISSING = MISSING
    grow_mask: Annotated[float, Field(ge=0, le=20)] | MISSING = MISSING
    seed: Annotated[WholeNumber, Field(ge=0, le=4294967294)] | MISSING = MISSING
    output_format: Literal["jpeg", "png", "webp"] | MISSING = MISSING


class InpaintForm(RequestModel):
    image: ImagePart
    prompt: Annotated[str, Field(min_length=1, max_length=10000)]
    negative_prompt: Annotated[str, Field(max_length=10000)] | MISSING = MISSING
    mask: ImagePart | MISSING = MISSING
    grow_mask: Annotated[float, Field(ge=0, le=100)] | MISSING = MISSING
    seed: Annotated[WholeNumber, Field(ge=0, le=4294967294)] | MISSING = MISSING
    output_format: Literal["png", "jpeg", "webp"] | MISSING = MISSING
    style_preset: (
        Literal[
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
        | MISSING
    ) = MISSING


class OutpaintForm(RequestModel):
    image: ImagePart
    left: Annotated[WholeNumber, Field(ge=0, le=2000)] | MISSING = MISSING
    right: Annotated[WholeNumber, Field(ge=0, le=2000)] | MISSING = MISSING
    up: Annotated[WholeNumber, Field(ge=0, le=2000)] | MISSING = MISSING
    down: Annotated[WholeNumber, Field(ge=0, le=2000)] | MISSING = MISSING
    creativity: Annotated[float, Field(ge=0, le=1)] | MISSING = MISSING
    prompt: Annotated[str, Field(min_length=0, max_length=10000)] | MISSING = MISSING
    seed: Annotated[WholeNumber, Field(ge=0, le=4294967294)] | MISSING = MISSING
    output_format: Literal["png", "jpeg", "webp"] | MISSING = MISSING
    style_preset: (
        Literal[
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
        | MISSING
    ) = MISSING


class RemoveBackgroundForm(RequestModel):
    image: ImagePart
    output_format: Literal["png", "webp"] | MISSING = MISSING


class ReplaceBackgroundForm(RequestModel):
    subject_image: ImagePart
    background_reference: ImagePart | MISSING = MISSING
    background_prompt: Annotated[str, Field(min_length=1, max_length=10000)] | MISSING = MISSING
    foreground_prompt: Annotated[str, Field(max_length=10000)] | MISSING = MISSING
    negative_prompt: Annotated[str, Field(max_length=10000)] | MISSING = MISSING
    preserve_original_subject: Annotated[float, Field(ge=0, le=1)] | MISSING = MISSING
    original_background_depth: Annotated[float, Field(ge=0, le=1)] | MISSING = MISSING
    light_source_direction: Literal["left", "right", "above", "below"] | MISSING = MISSING
    light_reference: ImagePart | MISSING = MISSING
    light_source_strength: Annotated[float, Field(ge=0, le=1)] | MISSING = MISSING
    seed: Annotated[WholeNumber, Field(ge=0, le=4294967294)] | MISSING = MISSING
    output_format: Literal["png", "jpeg", "webp"] | MISSING = MISSING
    keep_original_background: bool | MISSING = MISSING


class SearchAndRecolorForm(RequestModel):
    image: ImagePart
    prompt: Annotated[str, Field(min_length=1, max_length=10000)]
    select_prompt: Annotated[str, Field(max_length=10000)]
    negative_prompt: Annotated[str, Field(max_length=10000)] | MISSING = MISSING
    grow_mask: Annotated[float, Field(ge=0, le=20)] | MISSING = MISSING
    seed: Annotated[WholeNumber, Field(ge=0, le=4294967294)] | MISSING = MISSING
    output_format: Literal["jpeg", "png", "webp"] | MISSING = MISSING
    style_preset: (
        Literal[
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
        | MISSING
    ) = MISSING


class SearchAndReplaceForm(RequestModel):
    image: ImagePart
    prompt: Annotated[str, Field(min_length=1, max_length=10000)]
    search_prompt: Annotated[str, Field(max_length=10000)]
    negative_prompt: Annotated[str, Field(max_length=10000)] | MISSING = MISSING
    grow_mask: Annotated[float, Field(ge=0, le=20)] | MISSING = MISSING
    seed: Annotated[WholeNumber, Field(ge=0, le=4294967294)] | MISSING = MISSING
    output_format: Literal["png", "jpeg", "webp"] | MISSING = MISSING
    style_preset: (
        Literal[
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
        | MISSING
    ) = MISSING


class UpscaleImageForm(RequestModel):
    image: ImagePart
    output_format: Literal["png", "jpeg", "webp"] | MISSING = MISSING
