"""How a call may fail: no answer came, or the answer was an error. The tree is drawn in `errors`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from pyvenice.core.root_error import PyveniceError


class _CallError(PyveniceError):
    """A call that failed `attempts` times; the text ends with why there was not another one.

    `retry_budget_spent` is true when only the client's retry budget forbade it.
    """

    attempts: int = 1
    retry_budget_spent: bool = False
    _why_final: str = ""

    def because(self, why: str) -> Self:
        """The same error, which now says why the call was not repeated."""
        self._why_final = why
        return self

    def __str__(self) -> str:
        text = super().__str__()
        return f"{text}; {self._why_final}" if self._why_final else text


class APIConnectionError(_CallError):
    """No complete answer came.

    `maybe_executed` is true when the request, or a part of it, was sent: the provider may have
    carried it out and billed it. `hopeless` is true when another attempt would end the same way.
    """

    def __init__(self, message: str, *, maybe_executed: bool, hopeless: bool = False) -> None:
        super().__init__(message)
        self.maybe_executed = maybe_executed
        self.hopeless = hopeless


class APITimeoutError(APIConnectionError, TimeoutError):
    """No complete answer came in time."""


class APIStatusError(_CallError):
    """The provider answered with an error.

    `retry_after` is in seconds; `headers` and `body` are what was answered, without secrets and
    without long data. The text ends with `advice`, what the caller can do, where there is any.
    """

    advice: ClassVar[str] = ""

    def __init__(  # noqa: PLR0913  (each is a fact of the answer)
        self,
        message: str,
        *,
        status: int,
        provider: str,
        operation: str,
        code: str | None = None,
        param: str | None = None,
        type: str | None = None,  # noqa: A002  (the providers' own word)
        request_id: str | None = None,
        retry_after: float | None = None,
        details: Any = None,
        headers: Mapping[str, str] | None = None,
        body: Any = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.provider = provider
        self.operation = operation
        self.code = code
        self.param = param
        self.type = type
        self.request_id = request_id
        self.retry_after = retry_after
        self.details = details
        self.headers = dict(headers or {})
        self.body = body


class BadRequestError(APIStatusError):
    """400: the provider does not accept the request."""


class AuthenticationError(APIStatusError):
    """401, or a 402 that asks a request without credentials to pay: the key is missing or wrong."""

    advice = "check the API key"


class PaymentRequiredError(APIStatusError):
    """402: the balance or a spending limit does not allow the request."""

    advice = "add credit, or raise the spending limit of the key"
    minimum_top_up_usd: float | None = None
    """The least that can be paid in, in US dollars, where the provider says so."""
    suggested_top_up_usd: float | None = None
    """What the provider suggests to pay in, in US dollars, where it says so."""


class PermissionDeniedError(APIStatusError):
    """403: the key may not do this."""

    advice = "check what the key is allowed to do"


class NotFoundError(APIStatusError):
    """404: no such model, file or address."""

    advice = "check the model and base_url"


class ConflictError(APIStatusError):
    """409: the server is in a state that does not allow the request now."""


class GoneError(APIStatusError):
    """410: the model or address was retired."""

    advice = "choose another model"


class PayloadTooLargeError(APIStatusError):
    """413: the request is larger than the provider accepts."""

    advice = "send smaller or fewer images"


class UnsupportedMediaTypeError(APIStatusError):
    """415: the provider does not take this content type."""

    advice = "try the other media_type, json or multipart"


class UnprocessableError(APIStatusError):
    """422: the request is well formed, but a value in it is not accepted."""


class ContentPolicyError(UnprocessableError):
    """422, or 400 or 403 at some providers: the prompt or the picture was refused for its content."""

    advice = "change the prompt or the picture"


class RateLimitError(APIStatusError):
    """429: too many requests; `retry_after` says when to come back, if the provider did."""

    advice = "send fewer requests at a time"


class ServerError(APIStatusError):
    """500 and above: the provider failed; the request may have been carried out."""


class OverloadedError(ServerError):
    """503: the provider or the model has no capacity now."""

    advice = "come back later, or choose another model"
