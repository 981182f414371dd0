# Generated from specs/venice/ by 'python -m codegen'. Do not edit.
"""Responses of `chat` of Venice."""

from __future__ import annotations

from typing import Any

from pyvenice.core.request.models import ResponseModel


class CacheControl(ResponseModel):
    ttl: str | None = None
    type: str


class TopLogprob(ResponseModel):
    bytes: list[float] | None = None
    logprob: float
    token: str


class Logprobs(ResponseModel):
    bytes: list[float] | None = None
    logprob: float
    token: str
    top_logprobs: list[TopLogprob] | None = None


class Content(ResponseModel):
    cache_control: CacheControl | None = None
    text: str
    type: str


class ReasoningDetail(ResponseModel):
    data: str | None = None
    format: str | None = None
    id: str | None = None
    index: float | None = None
    text: str | None = None
    type: str


class FunctionCall(ResponseModel):
    name: str
    arguments: str


class ToolCall(ResponseModel):
    id: str
    type: str
    function: FunctionCall


class MessageAssistant(ResponseModel):
    content: str | list[Content] | None = None
    name: str | None = None
    reasoning_content: str | None = None
    reasoning_details: list[ReasoningDetail] | None = None
    role: str
    thought_signature: str | None = None
    tool_calls: list[ToolCall] | None = None


class MessageTool(ResponseModel):
    content: str
    name: str | None = None
    reasoning_content: str | None = None
    role: str
    tool_call_id: str
    tool_calls: list[ToolCall] | None = None


class Choice(ResponseModel):
    finish_reason: str
    index: int
    logprobs: Logprobs | None
    message: MessageAssistant | MessageTool
    stop_reason: str | None = None


class Cost(ResponseModel):
    diem: float
    usd: float


class CompletionTokensDetails(ResponseModel):
    reasoning_tokens: int | None = None


class PromptTokensDetails(ResponseModel):
    cached_tokens: int | None = None
    cache_creation_input_tokens: int | None = None


class Usage(ResponseModel):
    completion_tokens: int
    completion_tokens_details: CompletionTokensDetails | None = None
    prompt_tokens: int
    prompt_tokens_details: PromptTokensDetails | None = None
    total_tokens: int


class WebSearchCitation(ResponseModel):
    content: str | None = None
    date: str | None = None
    title: str
    url: str


class VeniceParameters(ResponseModel):
    enable_e2ee: bool
    enable_web_search: str
    enable_web_citations: bool
    enable_web_scraping: bool
    include_venice_system_prompt: bool
    include_search_results_in_stream: bool
    return_search_results_as_documents: bool
    character_slug: str | None = None
    strip_thinking_response: bool
    disable_thinking: bool
    web_search_citations: list[WebSearchCitation] | None = None


class ChatCompletionResponse(ResponseModel):
    choices: list[Choice] | None = None
    created: int
    cost: Cost | None = None
    id: str
    model: str
    object: str
    prompt_logprobs: dict[str, Any] | None = None
    usage: Usage
    venice_parameters: VeniceParameters | None = None
