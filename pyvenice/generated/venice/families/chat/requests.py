# Generated from specs/venice/ by 'python -m codegen'. Do not edit.
"""Request bodies of `chat` of Venice."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import MISSING, Field

from pyvenice.core.request.models import RequestModel, WholeNumber


class CacheControl(RequestModel, extra="allow"):
    ttl: str | MISSING = MISSING
    type: Literal["ephemeral"]


class ToolFunction(RequestModel, extra="allow"):
    description: str | MISSING = MISSING
    name: str
    parameters: dict[str, Any] | MISSING = MISSING
    strict: bool | MISSING = MISSING


class ChatCompletionRequestTool(RequestModel, extra="allow"):
    function: ToolFunction
    id: str | MISSING = MISSING
    type: str | MISSING = MISSING


class ChatCompletionRequestToolB(RequestModel, extra="allow"):
    type: Literal["web_search", "x_search"]


class Fallback(RequestModel, extra="allow"):
    model: str


class Content(RequestModel, extra="allow"):
    cache_control: CacheControl | MISSING = MISSING
    text: Annotated[str, Field(min_length=1)]
    type: Literal["text"]


class ReasoningDetail(RequestModel, extra="allow"):
    data: str | MISSING = MISSING
    format: str | MISSING = MISSING
    id: str | MISSING = MISSING
    index: float | MISSING = MISSING
    text: str | MISSING = MISSING
    type: str


class MessageAssistant(RequestModel, extra="allow"):
    content: str | list[Content] | None | MISSING = MISSING
    name: str | None | MISSING = MISSING
    reasoning_content: str | None | MISSING = MISSING
    reasoning_details: list[ReasoningDetail] | MISSING = MISSING
    role: Literal["assistant"]
    thought_signature: str | None | MISSING = MISSING
    tool_calls: list[Any] | None | MISSING = MISSING


class MessageDeveloper(RequestModel, extra="allow"):
    content: str | list[Content]
    name: str | None | MISSING = MISSING
    role: Literal["developer"]


class MessageSystem(RequestModel, extra="allow"):
    content: str | list[Content]
    name: str | None | MISSING = MISSING
    role: Literal["system"]


class MessageTool(RequestModel, extra="allow"):
    content: str
    name: str | None | MISSING = MISSING
    reasoning_content: str | None | MISSING = MISSING
    role: Literal["tool"]
    tool_call_id: str
    tool_calls: list[Any] | None | MISSING = MISSING


class File(RequestModel, extra="allow"):
    file_data: str
    filename: str | MISSING = MISSING


class ContentFile(RequestModel, extra="allow"):
    cache_control: CacheControl | MISSING = MISSING
    type: Literal["file"]
    file: File


class ImageUrl(RequestModel, extra="allow"):
    url: str


class ContentImageUrl(RequestModel, extra="allow"):
    cache_control: CacheControl | MISSING = MISSING
    image_url: ImageUrl
    type: Literal["image_url"]


class InputAudio(RequestModel, extra="allow"):
    data: str
    format: (
        Literal["wav", "mp3", "aiff", "aac", "ogg", "flac", "m4a", "pcm16", "pcm24"] | MISSING
    ) = MISSING


class ContentInputAudio(RequestModel, extra="allow"):
    cache_control: CacheControl | MISSING = MISSING
    input_audio: InputAudio
    type: Literal["input_audio"]


class ContentText(RequestModel, extra="allow"):
    cache_control: CacheControl | MISSING = MISSING
    text: Annotated[str, Field(min_length=1)]
    type: Literal["text"]


class VideoUrl(RequestModel, extra="allow"):
    url: str


class ContentVideoUrl(RequestModel, extra="allow"):
    cache_control: CacheControl | MISSING = MISSING
    type: Literal["video_url"]
    video_url: VideoUrl


class MessageUser(RequestModel, extra="allow"):
    content: (
        str
        | list[ContentText | ContentImageUrl | ContentInputAudio | ContentVideoUrl | ContentFile]
    )
    name: str | None | MISSING = MISSING
    role: Literal["user"]


class Reasoning(RequestModel, extra="allow"):
    effort: Literal["none", "minimal", "low", "medium", "high", "xhigh", "max"] | MISSING = MISSING
    summary: Literal["auto", "concise", "detailed"] | MISSING = MISSING


class ResponseFormatJsonObject(RequestModel):
    type: Literal["json_object"]


class ResponseFormatJsonSchema(RequestModel):
    json_schema: dict[str, Any]
    type: Literal["json_schema"]


class ResponseFormatText(RequestModel):
    type: Literal["text"]


class StreamOptions(RequestModel, extra="allow"):
    include_usage: bool | MISSING = MISSING


class Text(RequestModel, extra="allow"):
    verbosity: Literal["low", "medium", "high", "auto"] | MISSING = MISSING


class ToolChoiceFunction(RequestModel, extra="allow"):
    name: str


class ToolChoice(RequestModel, extra="allow"):
    function: ToolChoiceFunction
    type: str


class VeniceParameters(RequestModel, extra="allow"):
    character_slug: str | MISSING = MISSING
    strip_thinking_response: bool | MISSING = MISSING
    disable_thinking: bool | MISSING = MISSING
    enable_e2ee: bool | MISSING = MISSING
    enable_web_search: Literal["auto", "off", "on"] | MISSING = MISSING
    enable_web_scraping: bool | MISSING = MISSING
    enable_web_citations: bool | MISSING = MISSING
    include_search_results_in_stream: bool | MISSING = MISSING
    return_search_results_as_documents: bool | MISSING = MISSING
    include_venice_system_prompt: bool | MISSING = MISSING
    enable_x_search: bool | MISSING = MISSING


class ChatCompletionRequest(RequestModel):
    frequency_penalty: Annotated[float, Field(ge=-2, le=2)] | MISSING = MISSING
    logprobs: bool | MISSING = MISSING
    top_logprobs: Annotated[WholeNumber, Field(ge=0)] | MISSING = MISSING
    max_completion_tokens: WholeNumber | MISSING = MISSING
    max_temp: Annotated[float, Field(ge=0, le=2)] | MISSING = MISSING
    max_tokens: WholeNumber | MISSING = MISSING
    messages: Annotated[
        list[MessageUser | MessageAssistant | MessageTool | MessageSystem | MessageDeveloper],
        Field(min_length=1),
    ]
    min_p: Annotated[float, Field(ge=0, le=1)] | MISSING = MISSING
    min_temp: Annotated[float, Field(ge=0, le=2)] | MISSING = MISSING
    model: str
    n: WholeNumber | MISSING = MISSING
    presence_penalty: Annotated[float, Field(ge=-2, le=2)] | MISSING = MISSING
    prompt_cache_key: str | MISSING = MISSING
    prompt_cache_retention: Literal["default", "extended", "24h"] | MISSING = MISSING
    repetition_penalty: Annotated[float, Field(ge=0)] | MISSING = MISSING
    reasoning: Reasoning | MISSING = MISSING
    reasoning_effort: (
        Literal["none", "minimal", "low", "medium", "high", "xhigh", "max"] | MISSING
    ) = MISSING
    seed: Annotated[WholeNumber, Field(gt=0)] | MISSING = MISSING
    stop: str | Annotated[list[str], Field(min_length=1, max_length=4)] | None | MISSING = MISSING
    stop_token_ids: list[float] | MISSING = MISSING
    stream: bool | MISSING = MISSING
    stream_options: StreamOptions | MISSING = MISSING
    temperature: Annotated[float, Field(ge=0, le=2)] | MISSING = MISSING
    top_k: Annotated[WholeNumber, Field(ge=0)] | MISSING = MISSING
    top_p: Annotated[float, Field(ge=0, le=1)] | MISSING = MISSING
    user: str | MISSING = MISSING
    fallbacks: Annotated[list[Fallback], Field(max_length=10)] | MISSING = MISSING
    store: bool | MISSING = MISSING
    verbosity: Literal["low", "medium", "high", "auto"] | MISSING = MISSING
    text: Text | MISSING = MISSING
    include: list[str] | MISSING = MISSING
    metadata: dict[str, str] | MISSING = MISSING
    venice_parameters: VeniceParameters | MISSING = MISSING
    parallel_tool_calls: bool | MISSING = MISSING
    response_format: (
        ResponseFormatJsonSchema | ResponseFormatJsonObject | ResponseFormatText | MISSING
    ) = MISSING
    tool_choice: ToolChoice | str | MISSING = MISSING
    tools: list[ChatCompletionRequestToolB | ChatCompletionRequestTool] | None | MISSING = MISSING
