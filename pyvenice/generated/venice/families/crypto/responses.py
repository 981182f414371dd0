# Generated from specs/venice/ by 'python -m codegen'. Do not edit.
"""Responses of `crypto` of Venice."""

from __future__ import annotations

from pyvenice.core.request.models import ResponseModel


class ListNetworksResponse(ResponseModel):
    networks: list[str]
