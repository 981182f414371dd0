# Generated from specs/stability/ by 'python -m codegen'. Do not edit.
"""Responses of Stability."""

from __future__ import annotations

from pyvenice.core.request.models import ResponseModel


class GetBalanceResponse(ResponseModel):
    credits: float


class Image(ResponseModel):
    image: str
    seed: float | None = None
    finish_reason: str


class ReplaceBackgroundResponse(ResponseModel):
    id: str
