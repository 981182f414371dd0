# Generated from specs/venice/ by 'python -m codegen'. Do not edit.
"""Request bodies of `api_keys` of Venice."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import MISSING, Field

from pyvenice.core.request.models import RequestModel


class ConsumptionLimit(RequestModel, extra="allow"):
    usd: Annotated[float, Field(ge=0, le=9999999999)] | None | MISSING = MISSING
    diem: Annotated[float, Field(ge=0, le=9999999999)] | None | MISSING = MISSING
    vcu: Annotated[float, Field(ge=0, le=9999999999)] | None | MISSING = MISSING


class CreateApiKeyRequest(RequestModel):
    apiKeyType: Literal["INFERENCE", "ADMIN"]
    consumptionLimit: ConsumptionLimit | MISSING = MISSING
    limitPeriod: Literal["EPOCH", "MONTH", "LIFETIME"] | MISSING = MISSING
    modelPrivacy: Literal["ALL", "PRIVATE_TEXT", "PRIVATE_ONLY"] | MISSING = MISSING
    description: Annotated[str, Field(max_length=64)]
    expiresAt: (
        Annotated[
            str, Field(pattern="^(|\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}:\\d{2}(\\.\\d{3})?Z)?)$")
        ]
        | MISSING
    ) = MISSING


class CreateWeb3KeyRequest(RequestModel):
    apiKeyType: Literal["INFERENCE", "ADMIN"]
    consumptionLimit: ConsumptionLimit | MISSING = MISSING
    limitPeriod: Literal["EPOCH", "MONTH", "LIFETIME"] | MISSING = MISSING
    modelPrivacy: Literal["ALL", "PRIVATE_TEXT", "PRIVATE_ONLY"] | MISSING = MISSING
    description: str | MISSING = MISSING
    expiresAt: (
        Annotated[
            str, Field(pattern="^(|\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}:\\d{2}(\\.\\d{3})?Z)?)$")
        ]
        | MISSING
    ) = MISSING
    address: str
    signature: str
    token: str


class UpdateApiKeyRequest(RequestModel):
    consumptionLimit: ConsumptionLimit | MISSING = MISSING
    limitPeriod: Literal["EPOCH", "MONTH", "LIFETIME"] | MISSING = MISSING
    modelPrivacy: Literal["ALL", "PRIVATE_TEXT", "PRIVATE_ONLY"] | MISSING = MISSING
    description: Annotated[str, Field(max_length=64)] | MISSING = MISSING
    expiresAt: (
        Annotated[
            str, Field(pattern="^(|\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}:\\d{2}(\\.\\d{3})?Z)?)$")
        ]
        | None
        | MISSING
    ) = MISSING
    id: str
