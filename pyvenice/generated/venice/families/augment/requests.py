# Generated from specs/venice/ by 'python -m codegen'. Do not edit.
"""Request bodies of `augment` of Venice."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import MISSING, Field

from pyvenice.core.images.part import ImagePart
from pyvenice.core.request.models import RequestModel, WholeNumber


class ParseTextForm(RequestModel):
    file: ImagePart
    response_format: Literal["json", "text"] | MISSING = MISSING


class ScrapeRequest(RequestModel):
    url: str


class WebSearchRequest(RequestModel):
    query: Annotated[str, Field(min_length=1, max_length=400)]
    limit: Annotated[WholeNumber, Field(ge=1, le=20)] | MISSING = MISSING
    search_provider: Literal["google", "brave"] | MISSING = MISSING
