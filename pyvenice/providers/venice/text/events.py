"""Events of a streamed response, which the pinned document does not describe."""

from __future__ import annotations

from typing import Any

from pyvenice.core.request.models import ResponseModel
from pyvenice.generated.venice.families.responses.responses import CreateResponseResponse


class ResponseEvent(ResponseModel):
    """One event, such as `response.output_text.delta`; `response` is there at the beginning and the end."""

    type: str
    sequence_number: int | None = None
    item_id: str | None = None
    output_index: int | None = None
    content_index: int | None = None
    delta: str | None = None
    text: str | None = None
    item: dict[str, Any] | None = None
    response: CreateResponseResponse | None = None
