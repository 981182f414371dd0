# Generated from specs/venice/ by 'python -m codegen'. Do not edit.
"""Request bodies of `responses` of Venice."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import MISSING, Field

from pyvenice.core.request.models import RequestModel, WholeNumber


class Container(RequestModel, extra="allow"):
    image: str | MISSING = MISSING


class ImageUrl(RequestModel, extra="allow"):
    url: str
    detail: Literal["auto", "low", "high"] | MISSING = MISSING


class ContentImageUrl(RequestModel, extra="allow"):
    type: Literal["image_url"]
    image_url: str | ImageUrl


class ContentInputImage(RequestModel, extra="allow"):
    type: Literal["input_image"]
    image_url: ImageUrl


class ContentInputText(RequestModel, extra="allow"):
    type: Literal["input_text"]
    text: str


class ContentOutputText(RequestModel, extra="allow"):
    type: Literal["output_text"]
    text: str
    annotations: list[Any] | MISSING = MISSING


class ContentText(RequestModel, extra="allow"):
    type: Literal["text"]
    text: str


class Fallback(RequestModel, extra="allow"):
    model: str


class Input(RequestModel, extra="allow"):
    role: Literal["user", "assistant", "system", "developer"]
    content: (
        str
        | list[
            ContentInputText | ContentInputImage | ContentOutputText | ContentText | ContentImageUrl
        ]
    )
    id: str | MISSING = MISSING
    status: Literal["completed", "in_progress"] | MISSING = MISSING


class InputFunctionCall(RequestModel, extra="allow"):
    type: Literal["function_call"]
    id: str | MISSING = MISSING
    call_id: str
    name: str
    arguments: str
    status: Literal["completed", "in_progress"] | MISSING = MISSING


class InputFunctionCallOutput(RequestModel, extra="allow"):
    type: Literal["function_call_output"]
    call_id: str
    output: str | list[Any] | dict[str, Any] | float | bool | None


class InputItemReference(RequestModel, extra="allow"):
    type: Literal["item_reference"]
    id: str


class InputMessage(RequestModel, extra="allow"):
    type: Literal["message"]
    role: Literal["user", "assistant", "system", "developer"]
    content: str | list[ContentInputText | ContentInputImage | ContentOutputText]
    id: str | MISSING = MISSING
    status: Literal["completed", "in_progress"] | MISSING = MISSING


class InputReasoning(RequestModel, extra="allow"):
    type: Literal["reasoning"]
    id: str | None | MISSING = MISSING
    summary: list[str] | None | MISSING = MISSING
    content: str | list[Any] | None | MISSING = MISSING
    encrypted_content: str | None | MISSING = MISSING
    status: Literal["completed", "in_progress"] | None | MISSING = MISSING


class Reasoning(RequestModel, extra="allow"):
    effort: Literal["none", "minimal", "low", "medium", "high", "xhigh", "max"] | MISSING = MISSING
    summary: Literal["auto", "concise", "detailed"] | MISSING = MISSING


class Tool(RequestModel, extra="allow"):
    type: str


class ToolChoiceFunctionFunction(RequestModel, extra="allow"):
    name: str


class ToolChoiceFunction(RequestModel, extra="allow"):
    type: Literal["function"]
    function: ToolChoiceFunctionFunction


class ToolCodeInterpreter(RequestModel, extra="allow"):
    type: Literal["code_interpreter"]
    container: Container | MISSING = MISSING


class ToolComputerUsePreview(RequestModel, extra="allow"):
    type: Literal["computer_use_preview"]
    display_width: WholeNumber | MISSING = MISSING
    display_height: WholeNumber | MISSING = MISSING
    environment: str | MISSING = MISSING


class RankingOptions(RequestModel, extra="allow"):
    ranker: str | MISSING = MISSING
    score_threshold: float | MISSING = MISSING


class ToolFileSearch(RequestModel, extra="allow"):
    type: Literal["file_search"]
    vector_store_ids: list[str] | MISSING = MISSING
    max_num_results: WholeNumber | MISSING = MISSING
    ranking_options: RankingOptions | MISSING = MISSING


class ToolFunctionFunction(RequestModel, extra="allow"):
    name: str
    description: str | MISSING = MISSING
    parameters: dict[str, Any] | MISSING = MISSING
    strict: bool | MISSING = MISSING


class ToolFunction(RequestModel, extra="allow"):
    type: Literal["function"]
    function: ToolFunctionFunction


class UserLocation(RequestModel, extra="allow"):
    type: Literal["approximate"] | MISSING = MISSING
    city: str | MISSING = MISSING
    region: str | MISSING = MISSING
    country: str | MISSING = MISSING
    timezone: str | MISSING = MISSING


class ToolWebSearch(RequestModel, extra="allow"):
    type: Literal["web_search"]
    search_context_size: Literal["low", "medium", "high"] | MISSING = MISSING
    user_location: UserLocation | MISSING = MISSING


class ToolXSearch(RequestModel, extra="allow"):
    type: Literal["x_search"]
    allowed_x_handles: Annotated[list[str], Field(max_length=10)] | MISSING = MISSING
    excluded_x_handles: Annotated[list[str], Field(max_length=10)] | MISSING = MISSING
    from_date: str | MISSING = MISSING
    to_date: str | MISSING = MISSING
    enable_image_understanding: bool | MISSING = MISSING
    enable_video_understanding: bool | MISSING = MISSING


class VeniceParameters(RequestModel, extra="allow"):
    character_slug: str | MISSING = MISSING
    enable_e2ee: bool | MISSING = MISSING
    enable_web_search: Literal["auto", "off", "on"] | MISSING = MISSING
    enable_web_scraping: bool | MISSING = MISSING
    enable_web_citations: bool | MISSING = MISSING
    include_venice_system_prompt: bool | MISSING = MISSING
    include_search_results_in_stream: bool | MISSING = MISSING


class CreateResponseRequest(RequestModel):
    model: str
    input: (
        str
        | list[
            InputMessage
            | Input
            | InputReasoning
            | InputFunctionCall
            | InputFunctionCallOutput
            | InputItemReference
        ]
    )
    include: list[str] | MISSING = MISSING
    max_output_tokens: Annotated[WholeNumber, Field(gt=0)] | MISSING = MISSING
    temperature: Annotated[float, Field(ge=0, le=2)] | MISSING = MISSING
    top_p: Annotated[float, Field(ge=0, le=1)] | MISSING = MISSING
    fallbacks: Annotated[list[Fallback], Field(max_length=10)] | MISSING = MISSING
    reasoning: Reasoning | None | MISSING = MISSING
    tools: (
        list[
            ToolFunction
            | ToolWebSearch
            | ToolXSearch
            | ToolCodeInterpreter
            | ToolFileSearch
            | ToolComputerUsePreview
            | Tool
        ]
        | MISSING
    ) = MISSING
    tool_choice: Literal["auto", "none", "required"] | ToolChoiceFunction | MISSING = MISSING
    web_search: bool | MISSING = MISSING
    stream: bool | MISSING = MISSING
    venice_parameters: VeniceParameters | MISSING = MISSING
