# Generated from specs/venice/ by 'python -m codegen'. Do not edit.
"""Request bodies of `crypto` of Venice."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import MISSING

from pyvenice.core.request.models import RequestModel, WholeNumber


class CryptoRpcRequest(RequestModel):
    jsonrpc: Literal["2.0"] | MISSING = MISSING
    method: str
    params: list[Any] | MISSING = MISSING
    id: WholeNumber | str | MISSING = MISSING
