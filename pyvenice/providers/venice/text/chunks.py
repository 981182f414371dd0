"""Chunks of a streamed chat answer, which the pinned document does not describe, and their sum."""

from __future__ import annotations

import json
from typing import Any

from pydantic import Field, ValidationError

from pyvenice.core.request.models import ResponseModel
from pyvenice.errors import StreamError
from pyvenice.generated.venice.families.chat import responses


class FunctionDelta(ResponseModel):
    """What a chunk adds to the call of a function."""

    name: str | None = None
    arguments: str | None = None


class ToolCallDelta(ResponseModel):
    """What a chunk adds to one call of a tool."""

    index: int = 0
    id: str | None = None
    type: str | None = None
    function: FunctionDelta | None = None


class Delta(ResponseModel):
    """What a chunk adds to one choice."""

    role: str | None = None
    content: str | None = None
    reasoning_content: str | None = None
    tool_calls: list[ToolCallDelta] | None = None


class ChunkChoice(ResponseModel):
    """One choice of a chunk."""

    index: int = 0
    delta: Delta = Field(default_factory=Delta)
    finish_reason: str | None = None


class ChatChunk(ResponseModel):
    """One event of a streamed answer; the last one may have `usage` and no choices."""

    id: str = ""
    created: int = 0
    model: str = ""
    choices: list[ChunkChoice] = Field(default_factory=list)
    usage: responses.Usage | None = None
    venice_parameters: dict[str, Any] | None = None
    error: Any | None = None


def read_chunk(text: str) -> ChatChunk | None:
    """The chunk in an event; `None` for an event that has nothing of an answer, or reports an error."""
    try:
        chunk = ChatChunk.model_validate_json(text)
    except ValidationError:
        return None
    has_answer = bool(chunk.choices) or chunk.usage is not None
    return chunk if has_answer and chunk.error is None else None


def require_chunk(text: str) -> ChatChunk:
    """The chunk in an event that has choices. Raises `StreamError` where they have another form."""
    try:
        return ChatChunk.model_validate_json(text)
    except ValidationError as error:
        raise StreamError(f"an event of the stream is no chunk: {text[:200]!r}") from error


class _ChoiceSum:
    """One choice, added up."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.reasoning: list[str] = []
        self.calls: dict[int, dict[str, Any]] = {}
        self.finish_reason: str | None = None

    def add(self, choice: ChunkChoice) -> None:
        delta = choice.delta
        if delta.content:
            self.texts.append(delta.content)
        if delta.reasoning_content:
            self.reasoning.append(delta.reasoning_content)
        for call in delta.tool_calls or ():
            self._add_call(call)
        self.finish_reason = choice.finish_reason or self.finish_reason

    def _add_call(self, delta: ToolCallDelta) -> None:
        function = {"name": "", "arguments": ""}
        call = self.calls.setdefault(
            delta.index, {"id": "", "type": "function", "function": function}
        )
        call["id"] = delta.id or call["id"]
        call["type"] = delta.type or call["type"]
        if delta.function is not None:
            call["function"]["name"] += delta.function.name or ""
            call["function"]["arguments"] += delta.function.arguments or ""

    def choice(self, index: int) -> dict[str, Any]:
        """The choice, as an answer that came at once has it."""
        text = "".join(self.texts)
        message = {
            "role": "assistant",
            "content": None if self.calls and not text else text,
            "reasoning_content": "".join(self.reasoning) or None,
            "tool_calls": [self.calls[place] for place in sorted(self.calls)] or None,
        }
        facts = {"index": index, "finish_reason": self.finish_reason or "", "logprobs": None}
        return {**facts, "message": message}


class Accumulator:
    """Adds chunks up to the answer that came in them."""

    def __init__(self) -> None:
        self._choices: dict[int, _ChoiceSum] = {}
        self._first: ChatChunk | None = None
        self._usage: responses.Usage | None = None
        self._parameters: dict[str, Any] | None = None

    @property
    def text(self) -> str:
        """The text of the first choice so far."""
        return "".join(self._choices[0].texts) if 0 in self._choices else ""

    def add(self, chunk: ChatChunk) -> None:
        """Take one more chunk."""
        self._first = self._first or chunk
        self._usage = chunk.usage or self._usage
        self._parameters = chunk.venice_parameters or self._parameters
        for choice in chunk.choices:
            self._choices.setdefault(choice.index, _ChoiceSum()).add(choice)

    def usage_body(self) -> bytes:
        """Model and usage as JSON; empty where no usage came."""
        if self._usage is None or self._first is None:
            return b""
        usage = {"model": self._first.model, "usage": self._usage.model_dump()}
        return json.dumps(usage).encode()

    def citations(self) -> list[responses.WebSearchCitation]:
        """What a web search found."""
        found = (self._parameters or {}).get("web_search_citations") or []
        return [responses.WebSearchCitation.model_validate(citation) for citation in found]

    def response(self) -> responses.ChatCompletionResponse:
        """The answer. Raises `StreamError` where no chunk came."""
        if self._first is None:
            raise StreamError("the stream ended before the first chunk came")
        choices = [self._choices[index].choice(index) for index in sorted(self._choices)]
        none = responses.Usage(prompt_tokens=0, completion_tokens=0, total_tokens=0)
        answer = responses.ChatCompletionResponse.model_validate(
            {
                "id": self._first.id,
                "object": "chat.completion",
                "created": self._first.created,
                "model": self._first.model,
                "choices": choices,
                "usage": self._usage or none,
            }
        )
        if self._parameters is not None:
            answer.venice_parameters = responses.VeniceParameters.model_construct(
                **self._parameters
            )
        return answer
