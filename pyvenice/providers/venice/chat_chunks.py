"""Chunks of a streamed chat answer, which the pinned document does not describe."""

from __future__ import annotations

from typing import Any

from pydantic import Field, ValidationError

from pyvenice.core.request.models import ResponseModel
from pyvenice.core.response.error_body import read_error_object
from pyvenice.errors import StreamError


class Delta(ResponseModel):
    """What a chunk adds to one choice."""

    role: str | None = None
    content: str | None = None
    reasoning_content: str | None = None
    tool_calls: list[dict[str, Any]] | None = None


class ChunkChoice(ResponseModel):
    """One choice of a chunk."""

    index: int = 0
    delta: Delta = Field(default_factory=Delta)
    finish_reason: str | None = None


class ChatChunk(ResponseModel):
    """One event of a streamed answer; the last one may have `usage` and no choices."""

    id: str = ""
    model: str = ""
    choices: list[ChunkChoice] = Field(default_factory=list)
    usage: dict[str, Any] | None = None
    error: Any | None = None


def read_chunk(text: str) -> ChatChunk:
    """The chunk in an event. Raises `StreamError` for what is none, or reports an error."""
    try:
        chunk = ChatChunk.model_validate_json(text)
    except ValidationError as error:
        raise StreamError(f"an event of the stream is no chunk: {text[:200]!r}") from error
    if chunk.error is not None:
        body = read_error_object({"error": chunk.error})
        raise StreamError(body.message or str(chunk.error)[:500], code=body.code)
    return chunk
