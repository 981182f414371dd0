# Generated from specs/venice/ by 'python -m codegen'. Do not edit.
"""Request bodies of `embeddings` of Venice."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import MISSING, Field

from pyvenice.core.request.models import RequestModel, WholeNumber


class CreateEmbeddingRequest(RequestModel):
    dimensions: Annotated[WholeNumber, Field(ge=1)] | MISSING = MISSING
    encoding_format: Literal["float", "base64"] | MISSING = MISSING
    input: (
        Annotated[str, Field(min_length=1)]
        | Annotated[list[str], Field(min_length=1, max_length=2048)]
    )
    model: str
    user: str | MISSING = MISSING
