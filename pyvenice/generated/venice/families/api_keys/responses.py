# Generated from specs/venice/ by 'python -m codegen'. Do not edit.
"""Responses of `api_keys` of Venice."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from pyvenice.core.request.models import ResponseModel


class ApiTier(ResponseModel):
    id: str
    isCharged: bool


class Balances(ResponseModel):
    USD: float | None = None
    DIEM: float | None = None


class ConsumptionLimit(ResponseModel):
    usd: float | None = None
    diem: float | None = None
    vcu: float | None = None


class ConsumptionLimits(ResponseModel):
    usd: float | None = None
    diem: float | None = None
    vcu: float | None = None


class CreateApiKeyResponseData(ResponseModel):
    apiKey: Annotated[str, Field(repr=False)]
    apiKeyType: str
    consumptionLimit: ConsumptionLimit
    limitPeriod: str
    modelPrivacy: str
    description: str | None = None
    expiresAt: str | None
    id: str


class CreateApiKeyResponse(ResponseModel):
    data: CreateApiKeyResponseData
    success: bool


class CreateWeb3KeyResponse(ResponseModel):
    data: CreateApiKeyResponseData
    success: bool


class CurrentPeriodUsage(ResponseModel):
    usd: str
    diem: str


class RateLimitRateLimit(ResponseModel):
    amount: float
    type: str


class DataRateLimit(ResponseModel):
    apiModelId: str | None = None
    rateLimits: list[RateLimitRateLimit]


class DeleteApiKeyResponse(ResponseModel):
    success: bool


class TrailingSevenDays(ResponseModel):
    usd: str
    vcu: str
    diem: str


class Usage(ResponseModel):
    trailingSevenDays: TrailingSevenDays


class GetApiKeyResponseData(ResponseModel):
    apiKeyType: str
    consumptionLimits: ConsumptionLimits
    limitPeriod: str
    modelPrivacy: str
    createdAt: str | None
    description: str | None = None
    expiresAt: str | None
    id: str
    last6Chars: str
    lastUsedAt: str | None
    usage: Usage | None = None
    currentPeriodUsage: CurrentPeriodUsage | None = None


class GetApiKeyResponse(ResponseModel):
    data: GetApiKeyResponseData


class GetRateLimitLogResponseData(ResponseModel):
    apiKeyId: str
    modelId: str
    rateLimitTier: str
    rateLimitType: str
    timestamp: str


class GetRateLimitLogResponse(ResponseModel):
    data: list[GetRateLimitLogResponseData]
    object: str


class GetRateLimitsResponseData(ResponseModel):
    accessPermitted: bool
    apiTier: ApiTier
    balances: Balances
    keyExpiration: str | None
    nextEpochBegins: str
    rateLimits: list[DataRateLimit]


class GetRateLimitsResponse(ResponseModel):
    data: GetRateLimitsResponseData


class GetWeb3TokenResponseData(ResponseModel):
    token: Annotated[str, Field(repr=False)]


class GetWeb3TokenResponse(ResponseModel):
    data: GetWeb3TokenResponseData
    success: bool


class ListApiKeysResponse(ResponseModel):
    data: list[GetApiKeyResponseData]
    object: str


class UpdateApiKeyResponseData(ResponseModel):
    apiKeyType: str
    consumptionLimits: ConsumptionLimits
    limitPeriod: str
    modelPrivacy: str
    createdAt: str | None
    description: str | None = None
    expiresAt: str | None
    id: str
    last6Chars: str
    lastUsedAt: str | None


class UpdateApiKeyResponse(ResponseModel):
    data: UpdateApiKeyResponseData
    success: bool
