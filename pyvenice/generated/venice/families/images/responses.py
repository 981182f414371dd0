# Generated from specs/venice/ by 'python -m codegen'. Do not edit.
"""Responses of `images` of Venice."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from pyvenice.core.request.models import ResponseModel


class Data(ResponseModel):
    b64_json: Annotated[str | None, Field(repr=False)] = None
    url: Annotated[str | None, Field(repr=False)] = None


class SimpleGenerateImageResponse(ResponseModel):
    created: int
    data: list[Data]
