"""Edit images through Venice, OpenAI or Xinference, with clients generated from their own specs."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pyvenice.clients.openai import AsyncOpenAIClient as AsyncOpenAIClient
    from pyvenice.clients.openai import OpenAIClient as OpenAIClient
    from pyvenice.clients.venice import AsyncVeniceClient as AsyncVeniceClient
    from pyvenice.clients.venice import VeniceClient as VeniceClient
    from pyvenice.clients.xinference import AsyncXinferenceClient as AsyncXinferenceClient
    from pyvenice.clients.xinference import XinferenceClient as XinferenceClient
    from pyvenice.core.call_events import ClientEvent as ClientEvent
    from pyvenice.core.call_events import GaveUp as GaveUp
    from pyvenice.core.call_events import RequestStarted as RequestStarted
    from pyvenice.core.call_events import ResponseReceived as ResponseReceived
    from pyvenice.core.call_events import Retrying as Retrying
    from pyvenice.core.errors import AnswerError as AnswerError
    from pyvenice.core.errors import APIConnectionError as APIConnectionError
    from pyvenice.core.errors import APIStatusError as APIStatusError
    from pyvenice.core.errors import APITimeoutError as APITimeoutError
    from pyvenice.core.errors import ArgumentError as ArgumentError
    from pyvenice.core.errors import AuthenticationError as AuthenticationError
    from pyvenice.core.errors import BadRequestError as BadRequestError
    from pyvenice.core.errors import ClientClosedError as ClientClosedError
    from pyvenice.core.errors import ConflictError as ConflictError
    from pyvenice.core.errors import ConformanceError as ConformanceError
    from pyvenice.core.errors import ContentPolicyError as ContentPolicyError
    from pyvenice.core.errors import GoneError as GoneError
    from pyvenice.core.errors import ImageInputError as ImageInputError
    from pyvenice.core.errors import MissingExtraError as MissingExtraError
    from pyvenice.core.errors import MissingKeyError as MissingKeyError
    from pyvenice.core.errors import NotFoundError as NotFoundError
    from pyvenice.core.errors import OverloadedError as OverloadedError
    from pyvenice.core.errors import PayloadTooLargeError as PayloadTooLargeError
    from pyvenice.core.errors import PaymentRequiredError as PaymentRequiredError
    from pyvenice.core.errors import PermissionDeniedError as PermissionDeniedError
    from pyvenice.core.errors import PyveniceError as PyveniceError
    from pyvenice.core.errors import RateLimitError as RateLimitError
    from pyvenice.core.errors import SaveError as SaveError
    from pyvenice.core.errors import ServerError as ServerError
    from pyvenice.core.errors import StreamError as StreamError
    from pyvenice.core.errors import UnknownArgumentError as UnknownArgumentError
    from pyvenice.core.errors import UnprocessableError as UnprocessableError
    from pyvenice.core.errors import UnsupportedMediaTypeError as UnsupportedMediaTypeError
    from pyvenice.core.images import EditedImage as EditedImage
    from pyvenice.core.inputs import Base64Image as Base64Image
    from pyvenice.core.inputs import FileID as FileID
    from pyvenice.core.inputs import ImageInput as ImageInput
    from pyvenice.core.inputs import ImageNotFoundError as ImageNotFoundError
    from pyvenice.core.inputs import Mask as Mask
    from pyvenice.core.inputs import MaskInput as MaskInput
    from pyvenice.core.results import EditResult as EditResult
    from pyvenice.core.results import ResultWarning as ResultWarning
    from pyvenice.core.retry import RetryPolicy as RetryPolicy
    from pyvenice.core.streams import AsyncImageStream as AsyncImageStream
    from pyvenice.core.streams import EditProgress as EditProgress
    from pyvenice.core.streams import ImageStream as ImageStream
    from pyvenice.core.streams import PartialImage as PartialImage

__version__ = "0.1.0"

_MODULES = {
    "clients.openai": ("AsyncOpenAIClient", "OpenAIClient"),
    "clients.venice": ("AsyncVeniceClient", "VeniceClient"),
    "clients.xinference": ("AsyncXinferenceClient", "XinferenceClient"),
    "core.call_events": ("ClientEvent", "GaveUp", "RequestStarted", "ResponseReceived", "Retrying"),
    "core.errors": (
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
    "core.inputs": (
        "Base64Image",
        "FileID",
        "ImageInput",
        "ImageNotFoundError",
        "Mask",
        "MaskInput",
    ),
    "core.images": ("EditedImage",),
    "core.results": ("EditResult", "ResultWarning"),
    "core.retry": ("RetryPolicy",),
    "core.streams": ("AsyncImageStream", "EditProgress", "ImageStream", "PartialImage"),
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
