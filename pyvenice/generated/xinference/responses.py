# Generated from specs/xinference/ by 'python -m codegen'. Do not edit.
"""Responses of Xinference."""

from __future__ import annotations

from pyvenice.core.request.models import ResponseModel


class Image(ResponseModel):
    b64_json: str | None
    url: str | None


class ImageList(ResponseModel):
    created: int
    data: list[Image]


class Model(ResponseModel):
    id: str
    object: str | None = None
    created: int | None = None
    owned_by: str | None = None
    model_type: str | None = None
    model_name: str | None = None
    model_ability: list[str] | None = None


class ModelList(ResponseModel):
    object: str | None = None
    data: list[Model]
