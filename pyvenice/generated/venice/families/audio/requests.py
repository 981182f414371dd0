# Generated from specs/venice/ by 'python -m codegen'. Do not edit.
"""Request bodies of `audio` of Venice."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import MISSING, Field

from pyvenice.core.images.part import ImagePart
from pyvenice.core.request.models import RequestModel


class CloneVoiceForm(RequestModel):
    file: ImagePart
    model: str | MISSING = MISSING


class CreateSpeechRequest(RequestModel):
    input: Annotated[str, Field(min_length=1, max_length=4096)]
    language: Annotated[str, Field(min_length=2, max_length=32)] | MISSING = MISSING
    model: str | MISSING = MISSING
    prompt: Annotated[str, Field(max_length=500)] | MISSING = MISSING
    response_format: Literal["mp3", "opus", "aac", "flac", "wav", "pcm"] | MISSING = MISSING
    speed: Annotated[float, Field(ge=0.25, le=4)] | MISSING = MISSING
    streaming: bool | MISSING = MISSING
    temperature: Annotated[float, Field(ge=0, le=2)] | MISSING = MISSING
    top_p: Annotated[float, Field(ge=0, le=1)] | MISSING = MISSING
    voice: Annotated[str, Field(max_length=512)] | MISSING = MISSING


class CreateTranscriptionForm(RequestModel):
    file: ImagePart
    model: str | MISSING = MISSING
    response_format: Literal["json", "text"] | MISSING = MISSING
    timestamps: bool | MISSING = MISSING
    language: str | MISSING = MISSING
