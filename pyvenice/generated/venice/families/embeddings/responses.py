# Generated from specs/venice/ by 'python -m codegen'. Do not edit.
"""Responses of `embeddings` of Venice."""

from __future__ import annotations

from pyvenice.core.request.models import ResponseModel


class Data(ResponseModel):
    index: int
    object: str
    embedding: list[float] | str


class Usage(ResponseModel):
    prompt_tokens: int
    total_tokens: int


class CreateEmbeddingResponse(ResponseModel):
    data: list[Data]
    model: str
    object: str
    usage: Usage
