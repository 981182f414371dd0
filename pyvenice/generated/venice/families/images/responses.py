# Generated from specs/venice/ by 'python -m codegen'. Do not edit.
"""Responses of `images` of Venice."""

from __future__ import annotations

from pyvenice.core.request.models import ResponseModel


class Data(ResponseModel):
    b64_json: str | None = None
    url: str | None = None


class SimpleGenerateImageResponse(ResponseModel):
    created: int
    data: list[Data]
