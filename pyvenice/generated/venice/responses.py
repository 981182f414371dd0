# Generated from specs/venice/ by 'python -m codegen'. Do not edit.
"""Responses of Venice."""

from __future__ import annotations

from typing import Any

from pyvenice.core.request.models import ResponseModel


class Deprecation(ResponseModel):
    autoRemap: bool
    date: str
    removesAt: str
    replacementModelId: str | None = None
    startsAt: str | None = None


class EditConstraints(ResponseModel):
    aspectRatios: list[str]
    promptCharacterLimit: float
    combineImages: bool
    maxInputImages: int | None = None
    singleImageAspectRatio: bool | None = None
    defaultResolution: str | None = None
    resolutions: list[str] | None = None
    defaultQuality: str | None = None
    qualities: list[str] | None = None


class Steps(ResponseModel):
    default: float
    max: float


class GenerateConstraints(ResponseModel):
    aspectRatios: list[str] | None = None
    defaultAspectRatio: str | None = None
    defaultResolution: str | None = None
    resolutions: list[str] | None = None
    defaultQuality: str | None = None
    qualities: list[str] | None = None
    promptCharacterLimit: float
    steps: Steps
    widthHeightDivisor: float
    maxStyleReferences: float | None = None
    supportsStyleReferenceStrength: bool | None = None


class Timing(ResponseModel):
    inferenceDuration: float
    inferencePreprocessingTime: float
    inferenceQueueTime: float
    total: float


class GenerateImageResponse(ResponseModel):
    id: str
    images: list[str]
    request: Any | None = None
    timing: Timing


class ListCompatibilityResponse(ResponseModel):
    data: dict[str, str]
    object: str
    type: str


class ListModelTraitsResponse(ResponseModel):
    data: dict[str, str]
    object: str
    type: str


class VoiceCloning(ResponseModel):
    mode: str
    accepted_formats: list[str]
    min_sample_seconds: float
    retention_days: float


class ModelSpec(ResponseModel):
    availableContextTokens: float | None = None
    maxCompletionTokens: float | None = None
    beta: bool | None = None
    betaModel: bool | None = None
    privacy: str
    regionRestrictions: list[str] | None = None
    deprecation: Deprecation | None = None
    capabilities: dict[str, Any] | None = None
    constraints: GenerateConstraints | EditConstraints | dict[str, Any] | None = None
    supportsStyleReferences: bool | None = None
    description: str | None = None
    name: str | None = None
    modelSource: str | None = None
    offline: bool | None = None
    pricing: dict[str, Any] | None = None
    traits: list[str] | None = None
    uncensored: bool | None = None
    embeddingDimensions: float | None = None
    maxInputTokens: float | None = None
    supportsCustomDimensions: bool | None = None
    supports_lyrics: bool | None = None
    lyrics_required: bool | None = None
    supports_force_instrumental: bool | None = None
    supports_loop: bool | None = None
    voices: list[str] | None = None
    voice_cloning: VoiceCloning | None = None
    default_voice: str | None = None
    supports_custom_voice_id: bool | None = None
    supports_language_code: bool | None = None
    supports_speed: bool | None = None
    default_speed: float | None = None
    min_speed: float | None = None
    max_speed: float | None = None
    duration_options: list[float] | None = None
    min_duration: float | None = None
    max_duration: float | None = None
    default_duration: float | None = None
    supported_formats: list[str] | None = None
    default_format: str | None = None
    prompt_character_limit: float | None = None
    min_prompt_length: float | None = None
    lyrics_character_limit: float | None = None


class ModelResponse(ResponseModel):
    context_length: float | None = None
    created: float | None = None
    discount_to_user: float | None = None
    id: str
    model_spec: ModelSpec
    object: str
    owned_by: str
    type: str


class ListModelsResponse(ResponseModel):
    data: list[ModelResponse]
    object: str
    type: str


class ListStylesResponse(ResponseModel):
    data: list[str]
    object: str
