# Generated from specs/venice/ by 'python -m codegen'. Do not edit.
"""Request bodies of `music` of Venice."""

from __future__ import annotations

from typing import Annotated

from pydantic import MISSING, Field

from pyvenice.core.request.models import RequestModel, WholeNumber


class CompleteAudioRequest(RequestModel):
    model: str
    queue_id: str


class QueueAudioRequest(RequestModel):
    model: str
    prompt: Annotated[str, Field(min_length=1)]
    lyrics_prompt: str | MISSING = MISSING
    duration_seconds: (
        Annotated[WholeNumber, Field(gt=0)] | Annotated[str, Field(pattern="^\\d+$")] | MISSING
    ) = MISSING
    force_instrumental: bool | MISSING = MISSING
    lyrics_optimizer: bool | MISSING = MISSING
    loop: bool | MISSING = MISSING
    voice: str | MISSING = MISSING
    language_code: str | MISSING = MISSING
    speed: Annotated[float, Field(ge=0.25, le=4)] | MISSING = MISSING


class QuoteAudioRequest(RequestModel):
    model: str
    duration_seconds: (
        Annotated[WholeNumber, Field(gt=0)] | Annotated[str, Field(pattern="^\\d+$")] | MISSING
    ) = MISSING
    character_count: Annotated[WholeNumber, Field(gt=0)] | MISSING = MISSING


class RetrieveAudioRequest(RequestModel):
    model: str
    queue_id: str
    delete_media_on_completion: bool | MISSING = MISSING
