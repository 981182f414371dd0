# Generated from specs/wavespeed/ by 'python -m codegen'. Do not edit.
"""Responses of WaveSpeed."""

from __future__ import annotations

from typing import Any

from pyvenice.core.request.models import ResponseModel


class Acknowledgement(ResponseModel):
    code: int
    message: str
    data: dict[str, Any] | None = None


class BalanceData(ResponseModel):
    balance: float


class Balance(ResponseModel):
    code: int
    message: str
    data: BalanceData


class Model(ResponseModel):
    model_id: str
    name: str | None = None
    description: str | None = None
    type: str | None = None
    base_price: float | None = None
    sort_order: int | None = None
    formula: str | None = None
    api_schema: dict[str, Any] | None = None


class ModelList(ResponseModel):
    code: int
    message: str
    data: list[Model]


class Timings(ResponseModel):
    inference: float | None = None


class Urls(ResponseModel):
    get: str


class PredictionData(ResponseModel):
    id: str
    model: str
    outputs: list[str] | None
    urls: Urls
    has_nsfw_contents: list[bool] | None = None
    status: str
    created_at: str
    code: int | None = None
    error: str | None = None
    executionTime: float | None = None
    timings: Timings | None = None
    input: dict[str, Any] | None = None


class Prediction(ResponseModel):
    code: int
    message: str
    data: PredictionData


class PredictionListData(ResponseModel):
    page: int
    items: list[PredictionData]


class PredictionList(ResponseModel):
    code: int
    message: str
    data: PredictionListData


class PriceData(ResponseModel):
    model_id: str
    price: float
    discounted_price: float | None = None
    discount_rate: float | None = None
    currency: str


class Price(ResponseModel):
    code: int
    message: str
    data: PriceData


class UploadData(ResponseModel):
    type: str | None = None
    download_url: str
    filename: str | None = None
    size: int | None = None


class Upload(ResponseModel):
    code: int
    message: str
    data: UploadData


class WebhookSecretData(ResponseModel):
    secret: str


class WebhookSecret(ResponseModel):
    code: int
    message: str
    data: WebhookSecretData
