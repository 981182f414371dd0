"""Everything that pyvenice raises.

PyveniceError
├── ArgumentError (ValueError)            an argument that cannot be sent
│   ├── UnknownArgumentError (TypeError)  a name that the provider does not know
│   └── ImageInputError                   an image that cannot be sent
│       └── ImageNotFoundError (FileNotFoundError)  … because there is no such file
├── MissingKeyError                       no API key, and no sandbox asked for
├── ClientClosedError (RuntimeError)      the client's connections are closed, or another process's
├── MissingExtraError (ImportError)       an optional package is not installed
├── APIConnectionError                    no complete answer came
│   └── APITimeoutError (TimeoutError)    … in time
├── APIStatusError                        the provider answered with an error
│   ├── BadRequestError                   400
│   ├── AuthenticationError               401, or 402 for a request without credentials
│   ├── PaymentRequiredError              402
│   ├── PermissionDeniedError             403
│   ├── NotFoundError                     404
│   ├── ConflictError                     409
│   ├── GoneError                         410
│   ├── PayloadTooLargeError              413
│   ├── UnsupportedMediaTypeError         415
│   ├── UnprocessableError                422
│   │   └── ContentPolicyError            … or 400, 403: the content was refused
│   ├── RateLimitError                    429
│   └── ServerError                       500 and above
│       └── OverloadedError               503
├── SaveError (OSError)                   the picture came, but not into the file for it
├── AnswerError                           a success without a usable result
│   └── StreamError                       … that arrived as events
└── ConformanceError                      what was sent, or came, breaks the contract
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyvenice.core.call_errors import (
    APIConnectionError,
    APIStatusError,
    APITimeoutError,
    AuthenticationError,
    BadRequestError,
    ConflictError,
    ContentPolicyError,
    GoneError,
    NotFoundError,
    OverloadedError,
    PayloadTooLargeError,
    PaymentRequiredError,
    PermissionDeniedError,
    RateLimitError,
    ServerError,
    UnprocessableError,
    UnsupportedMediaTypeError,
)
from pyvenice.core.root_error import PyveniceError

if TYPE_CHECKING:
    from pyvenice.core.response.result import EditResult

__all__ = [
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
]


class ArgumentError(PyveniceError, ValueError):
    """An argument that cannot be sent. Raised before any request is made."""

    def __init__(
        self, message: str, *, argument: str, value: object = None, allowed: object = None
    ) -> None:
        super().__init__(message)
        self.argument = argument
        self.value = value
        self.allowed = allowed


class UnknownArgumentError(ArgumentError, TypeError):
    """An argument that this operation of this provider does not have."""


class ImageInputError(ArgumentError):
    """An image that cannot be sent."""


class MissingKeyError(PyveniceError):
    """No API key was given."""

    def __init__(self, provider: str, variable: str) -> None:
        super().__init__(
            f"no API key for {provider}: set the environment variable {variable} or pass"
            " api_key=…; sandbox=True tries everything without a key"
        )
        self.provider = provider
        self.variable = variable


class MissingExtraError(PyveniceError, ImportError):
    """A feature needs a package that is not installed."""

    def __init__(self, extra: str, feature: str) -> None:
        super().__init__(f"{feature} needs an extra: pip install 'pyvenice[{extra}]'")
        self.extra = extra
        self.feature = feature


class ClientClosedError(PyveniceError, RuntimeError):
    """The client cannot be used: it was closed, or its connections belong to another process."""


class SaveError(PyveniceError, OSError):
    """The picture came, but could not be written to the file that `save_to` named.

    What was paid for is in `result`: in memory, but for the files that could be written.
    """

    def __init__(self, message: str, *, result: EditResult) -> None:
        super().__init__(message)
        self.result = result


class AnswerError(PyveniceError):
    """The provider reported success, but the answer holds no usable result.

    The request was carried out and may have been billed, so it is never repeated on its own.
    """

    def __init__(
        self, message: str, *, request_id: str | None = None, details: object = None
    ) -> None:
        super().__init__(message)
        self.request_id = request_id
        self.details = details


class StreamError(AnswerError):
    """A stream of events reported an error, or ended without a result."""

    def __init__(
        self,
        message: str,
        *,
        code: str | None = None,
        request_id: str | None = None,
        details: object = None,
    ) -> None:
        super().__init__(message, request_id=request_id, details=details)
        self.code = code


class ConformanceError(PyveniceError):
    """A request or an answer that breaks the contract, where a client was asked to raise that.

    `violations` says what, where and whose fault it is. `reply` is the answer, which may be paid
    for; `None` where the request was not sent.
    """

    def __init__(self, message: str, *, violations: tuple[Any, ...], reply: object = None) -> None:
        super().__init__(message)
        self.violations = violations
        self.reply = reply
