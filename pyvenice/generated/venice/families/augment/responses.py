# Generated from specs/venice/ by 'python -m codegen'. Do not edit.
"""Responses of `augment` of Venice."""

from __future__ import annotations

from pyvenice.core.request.models import ResponseModel


class ParseTextResponse(ResponseModel):
    text: str
    tokens: float


class Result(ResponseModel):
    title: str
    url: str
    content: str
    date: str


class WebScrapeResponse(ResponseModel):
    url: str
    content: str
    format: str


class WebSearchResponse(ResponseModel):
    query: str
    results: list[Result]
