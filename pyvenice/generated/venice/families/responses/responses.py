# Generated from specs/venice/ by 'python -m codegen'. Do not edit.
"""Responses of `responses` of Venice."""

from __future__ import annotations

from pyvenice.core.request.models import ResponseModel


class Annotation(ResponseModel):
    type: str
    url: str
    title: str | None = None
    start_index: int
    end_index: int


class Content(ResponseModel):
    type: str
    text: str
    annotations: list[Annotation] | None = None


class Error(ResponseModel):
    code: str
    message: str


class OutputFunctionCall(ResponseModel):
    type: str
    id: str
    call_id: str
    name: str
    arguments: str
    status: str


class OutputMessage(ResponseModel):
    type: str
    id: str
    status: str
    role: str
    content: list[Content]


class OutputReasoning(ResponseModel):
    type: str
    id: str
    summary: list[str] | None = None
    encrypted_content: str | None = None


class OutputWebSearchCall(ResponseModel):
    type: str
    id: str
    status: str


class InputTokensDetails(ResponseModel):
    cached_tokens: int | None = None


class OutputTokensDetails(ResponseModel):
    reasoning_tokens: int | None = None


class Usage(ResponseModel):
    input_tokens: int
    input_tokens_details: InputTokensDetails | None = None
    output_tokens: int
    output_tokens_details: OutputTokensDetails | None = None
    total_tokens: int


class CreateResponseResponse(ResponseModel):
    id: str
    object: str
    created_at: int
    model: str
    status: str
    output: list[OutputReasoning | OutputMessage | OutputFunctionCall | OutputWebSearchCall]
    usage: Usage | None = None
    error: Error | None = None
