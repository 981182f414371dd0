# Generated from specs/gemini/ by 'python -m codegen'. Do not edit.
"""Responses of Gemini."""

from __future__ import annotations

from typing import Any

from pyvenice.core.request.models import ResponseModel


class Blob(ResponseModel):
    mimeType: str
    data: str


class FileData(ResponseModel):
    fileUri: str | None = None
    mimeType: str | None = None


class Part(ResponseModel):
    functionResponse: dict[str, Any] | None = None
    mediaProcessing: str | None = None
    thoughtSignature: str | None = None
    partMetadata: dict[str, Any] | None = None
    codeExecutionResult: dict[str, Any] | None = None
    mediaResolution: dict[str, Any] | None = None
    videoMetadata: dict[str, Any] | None = None
    toolCall: dict[str, Any] | None = None
    thought: bool | None = None
    text: str | None = None
    fileData: FileData | None = None
    inlineData: Blob | None = None
    functionCall: dict[str, Any] | None = None
    executableCode: dict[str, Any] | None = None
    toolResponse: dict[str, Any] | None = None


class Content(ResponseModel):
    role: str | None = None
    parts: list[Part] | None = None


class SafetyRating(ResponseModel):
    blocked: bool | None = None
    probability: str | None = None
    category: str | None = None


class Candidate(ResponseModel):
    index: int | None = None
    urlContextMetadata: dict[str, Any] | None = None
    content: Content | None = None
    groundingAttributions: list[Any] | None = None
    groundingMetadata: dict[str, Any] | None = None
    avgLogprobs: float | None = None
    logprobsResult: dict[str, Any] | None = None
    finishReason: str | None = None
    finishMessage: str | None = None
    citationMetadata: dict[str, Any] | None = None
    tokenCount: int | None = None
    safetyRatings: list[SafetyRating] | None = None


class ModelStatus(ResponseModel):
    message: str | None = None
    modelStage: str | None = None
    retirementTime: str | None = None


class PromptFeedback(ResponseModel):
    safetyRatings: list[SafetyRating] | None = None
    blockReason: str | None = None


class ModalityTokenCount(ResponseModel):
    modality: str | None = None
    tokenCount: int | None = None


class UsageMetadata(ResponseModel):
    toolUsePromptTokenCount: int | None = None
    serviceTier: str | None = None
    toolUsePromptTokensDetails: list[ModalityTokenCount] | None = None
    thoughtsTokenCount: int | None = None
    cachedContentTokenCount: int | None = None
    promptTokensDetails: list[ModalityTokenCount] | None = None
    promptTokenCount: int | None = None
    cacheTokensDetails: list[ModalityTokenCount] | None = None
    candidatesTokensDetails: list[ModalityTokenCount] | None = None
    candidatesTokenCount: int | None = None
    totalTokenCount: int | None = None
    responseTokenCount: int | None = None
    responseTokensDetails: list[ModalityTokenCount] | None = None


class GenerateContentResponse(ResponseModel):
    promptFeedback: PromptFeedback | None = None
    modelStatus: ModelStatus | None = None
    modelVersion: str | None = None
    usageMetadata: UsageMetadata | None = None
    responseId: str | None = None
    candidates: list[Candidate] | None = None


class Model(ResponseModel):
    topK: int | None = None
    maxTemperature: float | None = None
    temperature: float | None = None
    displayName: str | None = None
    description: str | None = None
    inputTokenLimit: int | None = None
    thinking: bool | None = None
    supportedGenerationMethods: list[str] | None = None
    baseModelId: str | None = None
    outputTokenLimit: int | None = None
    name: str | None = None
    version: str | None = None
    topP: float | None = None


class ListModelsResponse(ResponseModel):
    models: list[Model] | None = None
    nextPageToken: str | None = None
