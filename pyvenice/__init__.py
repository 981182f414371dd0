"""Edit images through Venice, OpenAI or Xinference, with clients generated from their own specs."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pyvenice.core.engine.events import ClientEvent as ClientEvent
    from pyvenice.core.engine.events import GaveUp as GaveUp
    from pyvenice.core.engine.events import RequestStarted as RequestStarted
    from pyvenice.core.engine.events import ResponseReceived as ResponseReceived
    from pyvenice.core.engine.events import Retrying as Retrying
    from pyvenice.core.engine.retry_policy import RetryPolicy as RetryPolicy
    from pyvenice.core.images.inputs import Base64Image as Base64Image
    from pyvenice.core.images.inputs import FileID as FileID
    from pyvenice.core.images.inputs import ImageInput as ImageInput
    from pyvenice.core.images.inputs import ImageNotFoundError as ImageNotFoundError
    from pyvenice.core.images.inputs import Mask as Mask
    from pyvenice.core.images.inputs import MaskInput as MaskInput
    from pyvenice.core.provider_rules import ResultWarning as ResultWarning
    from pyvenice.core.response.images import EditedImage as EditedImage
    from pyvenice.core.response.result import EditResult as EditResult
    from pyvenice.core.response.streams import AsyncImageStream as AsyncImageStream
    from pyvenice.core.response.streams import EditProgress as EditProgress
    from pyvenice.core.response.streams import ImageStream as ImageStream
    from pyvenice.core.response.streams import PartialImage as PartialImage
    from pyvenice.errors import AnswerError as AnswerError
    from pyvenice.errors import APIConnectionError as APIConnectionError
    from pyvenice.errors import APIStatusError as APIStatusError
    from pyvenice.errors import APITimeoutError as APITimeoutError
    from pyvenice.errors import ArgumentError as ArgumentError
    from pyvenice.errors import AuthenticationError as AuthenticationError
    from pyvenice.errors import BadRequestError as BadRequestError
    from pyvenice.errors import ClientClosedError as ClientClosedError
    from pyvenice.errors import ConflictError as ConflictError
    from pyvenice.errors import ConformanceError as ConformanceError
    from pyvenice.errors import ContentPolicyError as ContentPolicyError
    from pyvenice.errors import GoneError as GoneError
    from pyvenice.errors import ImageInputError as ImageInputError
    from pyvenice.errors import MissingExtraError as MissingExtraError
    from pyvenice.errors import MissingKeyError as MissingKeyError
    from pyvenice.errors import NotFoundError as NotFoundError
    from pyvenice.errors import OverloadedError as OverloadedError
    from pyvenice.errors import PayloadTooLargeError as PayloadTooLargeError
    from pyvenice.errors import PaymentRequiredError as PaymentRequiredError
    from pyvenice.errors import PermissionDeniedError as PermissionDeniedError
    from pyvenice.errors import PyveniceError as PyveniceError
    from pyvenice.errors import RateLimitError as RateLimitError
    from pyvenice.errors import SaveError as SaveError
    from pyvenice.errors import ServerError as ServerError
    from pyvenice.errors import StreamError as StreamError
    from pyvenice.errors import UnknownArgumentError as UnknownArgumentError
    from pyvenice.errors import UnprocessableError as UnprocessableError
    from pyvenice.errors import UnsupportedMediaTypeError as UnsupportedMediaTypeError
    from pyvenice.providers.openai.client import AsyncOpenAIClient as AsyncOpenAIClient
    from pyvenice.providers.openai.client import OpenAIClient as OpenAIClient
    from pyvenice.providers.venice.client import AsyncVeniceClient as AsyncVeniceClient
    from pyvenice.providers.venice.client import VeniceClient as VeniceClient
    from pyvenice.providers.xinference.client import AsyncXinferenceClient as AsyncXinferenceClient
    from pyvenice.providers.xinference.client import XinferenceClient as XinferenceClient

__version__ = "0.1.0"

_MODULES = {
    "providers.openai.client": ("AsyncOpenAIClient", "OpenAIClient"),
    "providers.venice.client": ("AsyncVeniceClient", "VeniceClient"),
    "providers.xinference.client": ("AsyncXinferenceClient", "XinferenceClient"),
    "core.engine.events": (
        "ClientEvent",
        "GaveUp",
        "RequestStarted",
        "ResponseReceived",
        "Retrying",
    ),
    "errors": (
        "APIConnectionError",
        "APIStatusError",
        "APITimeoutError",
        "AnswerError",
        "ArgumentError",
        "AuthenticationError",
        "BadRequestError",
        "ClientClosedError",
        "ConflictError",
        "ConformanceError",
        "ContentPolicyError",
        "GoneError",
        "ImageInputError",
        "MissingExtraError",
        "MissingKeyError",
        "NotFoundError",
        "OverloadedError",
        "PayloadTooLargeError",
        "PaymentRequiredError",
        "PermissionDeniedError",
        "PyveniceError",
        "RateLimitError",
        "SaveError",
        "ServerError",
        "StreamError",
        "UnknownArgumentError",
        "UnprocessableError",
        "UnsupportedMediaTypeError",
    ),
    "core.images.inputs": (
        "Base64Image",
        "FileID",
        "ImageInput",
        "ImageNotFoundError",
        "Mask",
        "MaskInput",
    ),
    "core.response.images": ("EditedImage",),
    "core.response.result": ("EditResult",),
    "core.provider_rules": ("ResultWarning",),
    "core.engine.retry_policy": ("RetryPolicy",),
    "core.response.streams": ("AsyncImageStream", "EditProgress", "ImageStream", "PartialImage"),
}
_HOMES = {name: module for module, names in _MODULES.items() for name in names}

__all__ = [
    "APIConnectionError",
    "APIStatusError",
    "APITimeoutError",
    "AnswerError",
    "ArgumentError",
    "AsyncImageStream",
    "AsyncOpenAIClient",
    "AsyncVeniceClient",
    "AsyncXinferenceClient",
    "AuthenticationError",
    "BadRequestError",
    "Base64Image",
    "ClientClosedError",
    "ClientEvent",
    "ConflictError",
    "ConformanceError",
    "ContentPolicyError",
    "EditProgress",
    "EditResult",
    "EditedImage",
    "FileID",
    "GaveUp",
    "GoneError",
    "ImageInput",
    "ImageInputError",
    "ImageNotFoundError",
    "ImageStream",
    "Mask",
    "MaskInput",
    "MissingExtraError",
    "MissingKeyError",
    "NotFoundError",
    "OpenAIClient",
    "OverloadedError",
    "PartialImage",
    "PayloadTooLargeError",
    "PaymentRequiredError",
    "PermissionDeniedError",
    "PyveniceError",
    "RateLimitError",
    "RequestStarted",
    "ResponseReceived",
    "ResultWarning",
    "RetryPolicy",
    "Retrying",
    "SaveError",
    "ServerError",
    "StreamError",
    "UnknownArgumentError",
    "UnprocessableError",
    "UnsupportedMediaTypeError",
    "VeniceClient",
    "XinferenceClient",
]


def __getattr__(name: str) -> Any:
    """Load a public name when it is first asked for, so that the import itself costs nothing."""
    if name not in _HOMES:
        raise AttributeError(f"module 'pyvenice' has no attribute {name!r}")
    value = getattr(importlib.import_module(f"pyvenice.{_HOMES[name]}"), name)
    if isinstance(value, type):
        value.__module__ = "pyvenice"
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
