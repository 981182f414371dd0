# Generated from the modules' __all__ by 'python -m codegen'. Do not edit.
"""Edit images with clients generated from the providers' own specs."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pyvenice import models as models
    from pyvenice.catalogue.adjustment import Adjustment
    from pyvenice.catalogue.capabilities import capabilities
    from pyvenice.catalogue.choice.recommendation import Disqualified, Pick, Recommendation
    from pyvenice.catalogue.comparison import Comparison, ComparisonRow
    from pyvenice.catalogue.estimation import Estimate, estimate
    from pyvenice.catalogue.validation import Validation, validate
    from pyvenice.core.client.media import MediaFile
    from pyvenice.core.engine.events import (
        ClientEvent,
        GaveUp,
        JobSubmitted,
        RequestStarted,
        ResponseReceived,
        Retrying,
    )
    from pyvenice.core.engine.retry_policy import RetryPolicy
    from pyvenice.core.images.inputs import Base64Image, FileID, ImageInput, Mask, MaskInput
    from pyvenice.core.provider_rules import ResultWarning
    from pyvenice.core.request.files import FileInput
    from pyvenice.core.response.images import EditedImage
    from pyvenice.core.response.result import EditResult
    from pyvenice.core.response.streams import (
        AsyncImageStream,
        EditProgress,
        ImageStream,
        PartialImage,
    )
    from pyvenice.editing.editor import AsyncEditor, Editor
    from pyvenice.editing.functions import (
        aedit,
        agenerate,
        aremove_background,
        aupscale,
        edit,
        generate,
        remove_background,
        upscale,
    )
    from pyvenice.editing.result import PricedResult
    from pyvenice.errors import (
        AnswerError,
        APIConnectionError,
        APIStatusError,
        APITimeoutError,
        ArgumentError,
        AuthenticationError,
        BadRequestError,
        BudgetExceededError,
        ClientClosedError,
        ConfigError,
        ConflictError,
        ConformanceError,
        ContentPolicyError,
        GoneError,
        ImageInputError,
        ImageNotFoundError,
        JobCancelledError,
        JobError,
        JobFailedError,
        JobNotFoundError,
        JobTimeoutError,
        JournalError,
        LedgerError,
        ManifestError,
        MissingExtraError,
        MissingKeyError,
        NotFoundError,
        OverloadedError,
        PayloadTooLargeError,
        PaymentRequiredError,
        PermissionDeniedError,
        PyveniceError,
        RateLimitError,
        ResultExpiredError,
        SaveError,
        ServerError,
        StreamError,
        UnknownArgumentError,
        UnknownModelError,
        UnprocessableError,
        UnsupportedMediaTypeError,
        UnsupportedParameterError,
        WebhookSignatureError,
    )
    from pyvenice.ledger.budget import Budget
    from pyvenice.ledger.entry import LedgerEntry, UsageRow
    from pyvenice.ledger.ledger import Ledger
    from pyvenice.providers.gemini.client import AsyncGeminiClient, GeminiClient
    from pyvenice.providers.hosts import Host
    from pyvenice.providers.huggingface.client import AsyncHuggingFaceClient, HuggingFaceClient
    from pyvenice.providers.openai.client import AsyncOpenAIClient, OpenAIClient
    from pyvenice.providers.stability.client import AsyncStabilityClient, StabilityClient
    from pyvenice.providers.venice.client import AsyncVeniceClient, VeniceClient
    from pyvenice.providers.wavespeed.client import AsyncWaveSpeedClient, WaveSpeedClient
    from pyvenice.providers.xinference.client import AsyncXinferenceClient, XinferenceClient

__version__ = "1.0.0"

__all__ = [
    "APIConnectionError",
    "APIStatusError",
    "APITimeoutError",
    "Adjustment",
    "AnswerError",
    "ArgumentError",
    "AsyncEditor",
    "AsyncGeminiClient",
    "AsyncHuggingFaceClient",
    "AsyncImageStream",
    "AsyncOpenAIClient",
    "AsyncStabilityClient",
    "AsyncVeniceClient",
    "AsyncWaveSpeedClient",
    "AsyncXinferenceClient",
    "AuthenticationError",
    "BadRequestError",
    "Base64Image",
    "Budget",
    "BudgetExceededError",
    "ClientClosedError",
    "ClientEvent",
    "Comparison",
    "ComparisonRow",
    "ConfigError",
    "ConflictError",
    "ConformanceError",
    "ContentPolicyError",
    "Disqualified",
    "EditProgress",
    "EditResult",
    "EditedImage",
    "Editor",
    "Estimate",
    "FileID",
    "FileInput",
    "GaveUp",
    "GeminiClient",
    "GoneError",
    "Host",
    "HuggingFaceClient",
    "ImageInput",
    "ImageInputError",
    "ImageNotFoundError",
    "ImageStream",
    "JobCancelledError",
    "JobError",
    "JobFailedError",
    "JobNotFoundError",
    "JobSubmitted",
    "JobTimeoutError",
    "JournalError",
    "Ledger",
    "LedgerEntry",
    "LedgerError",
    "ManifestError",
    "Mask",
    "MaskInput",
    "MediaFile",
    "MissingExtraError",
    "MissingKeyError",
    "NotFoundError",
    "OpenAIClient",
    "OverloadedError",
    "PartialImage",
    "PayloadTooLargeError",
    "PaymentRequiredError",
    "PermissionDeniedError",
    "Pick",
    "PricedResult",
    "PyveniceError",
    "RateLimitError",
    "Recommendation",
    "RequestStarted",
    "ResponseReceived",
    "ResultExpiredError",
    "ResultWarning",
    "RetryPolicy",
    "Retrying",
    "SaveError",
    "ServerError",
    "StabilityClient",
    "StreamError",
    "UnknownArgumentError",
    "UnknownModelError",
    "UnprocessableError",
    "UnsupportedMediaTypeError",
    "UnsupportedParameterError",
    "UsageRow",
    "Validation",
    "VeniceClient",
    "WaveSpeedClient",
    "WebhookSignatureError",
    "XinferenceClient",
    "aedit",
    "agenerate",
    "aremove_background",
    "aupscale",
    "capabilities",
    "edit",
    "estimate",
    "generate",
    "models",
    "remove_background",
    "upscale",
    "validate",
]

_SUBMODULES = ("models",)
_MODULES = {
    "catalogue.adjustment": ("Adjustment",),
    "catalogue.capabilities": ("capabilities",),
    "catalogue.choice.recommendation": ("Disqualified", "Pick", "Recommendation"),
    "catalogue.comparison": ("Comparison", "ComparisonRow"),
    "catalogue.estimation": ("Estimate", "estimate"),
    "catalogue.validation": ("Validation", "validate"),
    "core.client.media": ("MediaFile",),
    "core.engine.events": (
        "ClientEvent",
        "GaveUp",
        "JobSubmitted",
        "RequestStarted",
        "ResponseReceived",
        "Retrying",
    ),
    "core.engine.retry_policy": ("RetryPolicy",),
    "core.images.inputs": ("Base64Image", "FileID", "ImageInput", "Mask", "MaskInput"),
    "core.provider_rules": ("ResultWarning",),
    "core.request.files": ("FileInput",),
    "core.response.images": ("EditedImage",),
    "core.response.result": ("EditResult",),
    "core.response.streams": ("AsyncImageStream", "EditProgress", "ImageStream", "PartialImage"),
    "editing.editor": ("AsyncEditor", "Editor"),
    "editing.functions": (
        "aedit",
        "agenerate",
        "aremove_background",
        "aupscale",
        "edit",
        "generate",
        "remove_background",
        "upscale",
    ),
    "editing.result": ("PricedResult",),
    "errors": (
        "APIConnectionError",
        "APIStatusError",
        "APITimeoutError",
        "AnswerError",
        "ArgumentError",
        "AuthenticationError",
        "BadRequestError",
        "BudgetExceededError",
        "ClientClosedError",
        "ConfigError",
        "ConflictError",
        "ConformanceError",
        "ContentPolicyError",
        "GoneError",
        "ImageInputError",
        "ImageNotFoundError",
        "JobCancelledError",
        "JobError",
        "JobFailedError",
        "JobNotFoundError",
        "JobTimeoutError",
        "JournalError",
        "LedgerError",
        "ManifestError",
        "MissingExtraError",
        "MissingKeyError",
        "NotFoundError",
        "OverloadedError",
        "PayloadTooLargeError",
        "PaymentRequiredError",
        "PermissionDeniedError",
        "PyveniceError",
        "RateLimitError",
        "ResultExpiredError",
        "SaveError",
        "ServerError",
        "StreamError",
        "UnknownArgumentError",
        "UnknownModelError",
        "UnprocessableError",
        "UnsupportedMediaTypeError",
        "UnsupportedParameterError",
        "WebhookSignatureError",
    ),
    "ledger.budget": ("Budget",),
    "ledger.entry": ("LedgerEntry", "UsageRow"),
    "ledger.ledger": ("Ledger",),
    "providers.gemini.client": ("AsyncGeminiClient", "GeminiClient"),
    "providers.hosts": ("Host",),
    "providers.huggingface.client": ("AsyncHuggingFaceClient", "HuggingFaceClient"),
    "providers.openai.client": ("AsyncOpenAIClient", "OpenAIClient"),
    "providers.stability.client": ("AsyncStabilityClient", "StabilityClient"),
    "providers.venice.client": ("AsyncVeniceClient", "VeniceClient"),
    "providers.wavespeed.client": ("AsyncWaveSpeedClient", "WaveSpeedClient"),
    "providers.xinference.client": ("AsyncXinferenceClient", "XinferenceClient"),
}
_HOMES = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> Any:
    """Load a public name when it is first asked for, so that the import itself costs nothing."""
    if name in _SUBMODULES:
        return importlib.import_module(f"pyvenice.{name}")
    if name not in _HOMES:
        raise AttributeError(f"module 'pyvenice' has no attribute {name!r}")
    value = getattr(importlib.import_module(f"pyvenice.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
