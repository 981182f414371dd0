# Generated from specs/venice/ by 'python -m codegen'. Do not edit.
"""Responses of `video` of Venice."""

from __future__ import annotations

from pyvenice.core.request.models import ResponseModel


class CompleteVideoResponse(ResponseModel):
    success: bool


class QueueVideoResponse(ResponseModel):
    model: str
    queue_id: str
    download_url: str | None = None


class QuoteVideoResponse(ResponseModel):
    quote: float


class RetrieveVideoResponse(ResponseModel):
    status: str
    average_execution_time: float
    execution_duration: float


class TranscribeVideoResponse(ResponseModel):
    transcript: str
    lang: str | None = None
