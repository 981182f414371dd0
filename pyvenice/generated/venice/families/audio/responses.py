# Generated from specs/venice/ by 'python -m codegen'. Do not edit.
"""Responses of `audio` of Venice."""

from __future__ import annotations

from pyvenice.core.request.models import ResponseModel


class Char(ResponseModel):
    char: str
    start: float
    end: float


class CloneVoiceResponse(ResponseModel):
    id: str
    model: str


class Segment(ResponseModel):
    text: str
    start: float
    end: float


class Word(ResponseModel):
    word: str
    start: float
    end: float


class Timestamps(ResponseModel):
    word: list[Word] | None = None
    segment: list[Segment] | None = None
    char: list[Char] | None = None


class CreateTranscriptionResponse(ResponseModel):
    text: str
    duration: float | None = None
    timestamps: Timestamps | None = None
