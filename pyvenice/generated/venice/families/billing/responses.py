# Generated from specs/venice/ by 'python -m codegen'. Do not edit.
"""Responses of `billing` of Venice."""

from __future__ import annotations

from typing import Any

from pyvenice.core.request.models import ResponseModel


class Balances(ResponseModel):
    diem: float | None
    usd: float | None


class Breakdown(ResponseModel):
    type: str
    usd: float
    diem: float
    units: float


class ByDate(ResponseModel):
    date: str
    USD: float
    DIEM: float


class ByKey(ResponseModel):
    apiKeyId: str | None
    description: str
    totalUsd: float
    totalDiem: float
    totalUnits: float


class ByModel(ResponseModel):
    modelName: str
    unitType: str
    modelType: str | None
    totalUsd: float
    totalDiem: float
    totalUnits: float
    breakdown: list[Breakdown] | None = None


class InferenceDetails(ResponseModel):
    completionTokens: int | None
    inferenceExecutionTime: int | None
    promptTokens: int | None
    requestId: str


class Data(ResponseModel):
    amount: float
    currency: str
    inferenceDetails: InferenceDetails | None
    notes: str
    pricePerUnitUsd: float
    sku: str
    timestamp: str
    units: float


class GetBalanceResponse(ResponseModel):
    canConsume: bool
    consumptionCurrency: str | None
    balances: Balances
    diemEpochAllocation: float


class GetUsageAnalyticsResponse(ResponseModel):
    lookback: str
    byDate: list[ByDate]
    byModel: list[ByModel]
    byModelDaily: list[dict[str, Any]]
    topModels: list[str]
    byKey: list[ByKey]
    byKeyDaily: list[dict[str, Any]]
    topKeyNames: list[str]


class GetUsageHistoryResponse(ResponseModel):
    data: list[Data]
    nextCursor: str | None
