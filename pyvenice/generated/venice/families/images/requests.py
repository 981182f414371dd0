# Generated from specs/venice/ by 'python -m codegen'. Do not edit.
"""Request bodies of `images` of Venice."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import MISSING, Field

from pyvenice.core.request.models import RequestModel, WholeNumber


class SimpleGenerateImageRequest(RequestModel):
    background: Literal["transparent", "opaque", "auto"] | None | MISSING = MISSING
    model: str | MISSING = MISSING
    moderation: Literal["low", "auto"] | None | MISSING = MISSING
    n: Annotated[WholeNumber, Field(ge=1, le=1)] | None | MISSING = MISSING
    output_compression: Annotated[WholeNumber, Field(ge=0, le=100)] | None | MISSING = MISSING
    output_format: Literal["jpeg", "png", "webp"] | MISSING = MISSING
    prompt: Annotated[str, Field(min_length=1, max_length=1500)]
    quality: Literal["auto", "high", "medium", "low", "hd", "standard"] | None | MISSING = MISSING
    response_format: Literal["b64_json", "url"] | None | MISSING = MISSING
    size: (
        Literal[
            "auto",
            "256x256",
            "512x512",
            "1024x1024",
            "1536x1024",
            "1024x1536",
            "1792x1024",
            "1024x1792",
        ]
        | None
        | MISSING
    ) = MISSING
    style: Literal["vivid", "natural"] | None | MISSING = MISSING
    user: str | MISSING = MISSING
