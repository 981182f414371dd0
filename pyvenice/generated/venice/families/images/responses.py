# Generated from specs/venice/ by 'python -m codegen'. Do not edit.
"""Responses of `images` of Venice."""

from __future__ import annotations

from pyvenice.core.request.models import ResponseModel


class SimpleGenerateImageResponseData(ResponseModel):
    b64_json: str


class SimpleGenerateImageResponseDataB(ResponseModel):
    url: str


class SimpleGenerateImageResponse(ResponseModel):
    created: int
    data: list[SimpleGenerateImageResponseData | SimpleGenerateImageResponseDataB]
