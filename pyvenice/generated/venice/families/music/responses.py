# Generated from specs/venice/ by 'python -m codegen'. Do not edit.
"""Responses of `music` of Venice."""

from __future__ import annotations

from pyvenice.core.request.models import ResponseModel


class CompleteAudioResponse(ResponseModel):
    success: bool


class QueueAudioResponse(ResponseModel):
    model: str
    queue_id: str
    status: str


class QuoteAudioResponse(ResponseModel):
    quote: float


class RetrieveAudioResponse(ResponseModel):
    status: str
    average_execution_time: float
    execution_duration: float
