"""Refusals: every error in OpenAI's shape, with the argument that it is about and what to do."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from pyvenice import errors
from pyvenice.core.recording.secrets import escape_controls

REASON_HEADER = "x-pyvenice-reason"
_USUAL_WAIT = 5.0
_FIRST_SERVER_ERROR = 500
_SHORT = 120
"""Characters of the reason phrase: some applications show nothing else."""
_FOR_PYTHON = re.compile(
    r"; (?:extra_body=\{|unknown_values=).*|, with recommend\(.*\)$", re.DOTALL
)
"""Advice in messages that only Python code can follow."""


class Refusal(Exception):  # noqa: N818  (what the caller gets, not what went wrong here)
    """An answer in the place of a picture."""

    def __init__(  # noqa: PLR0913  (the fields of an error body)
        self,
        message: str,
        *,
        param: str | None,
        status: int = 400,
        code: str | None = None,
        kind: str = "invalid_request_error",
        retry_after: float | None = None,
        may_be_billed: bool = False,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.param = param
        self.code = code
        self.kind = kind
        self.retry_after = retry_after
        self.may_be_billed = may_be_billed

    def body(self) -> dict[str, Any]:
        """The error body."""
        facts = {"message": str(self), "type": self.kind, "param": self.param, "code": self.code}
        return {"error": facts}

    def headers(self) -> dict[str, str]:
        """Headers that keep clients from repeating what they should not repeat."""
        headers = {
            "x-should-retry": "true" if self.retry_after is not None else "false",
            REASON_HEADER: self.phrase,
        }
        if self.retry_after is not None:
            headers["retry-after"] = f"{self.retry_after:.0f}"
        return headers

    @property
    def phrase(self) -> str:
        """The reason phrase of the status line: the message, short, in ASCII."""
        text = escape_controls(str(self)).encode("ascii", "replace").decode()
        return text if len(text) <= _SHORT else f"{text[: _SHORT - 3]}..."


def refusal_response(refusal: Refusal) -> Response:
    """A refusal as a response."""
    return JSONResponse(refusal.body(), refusal.status, headers=refusal.headers())


def no_route(request: Request, error: Exception) -> Response:
    """The response where there is no such path or method."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    text = f"there is no {request.method} {request.url.path[:200]} here: see docs/gateway.md"
    return refusal_response(Refusal(text, param=None, status=status, code="not_found"))


def failure(_: Request, __: Exception) -> Response:
    """The response to what should not happen."""
    text = "the gateway failed; its log says why"
    return refusal_response(
        Refusal(text, param=None, status=500, code="gateway_error", kind="server_error")
    )


def refusal_of(error: errors.PyveniceError, *, model: str) -> Refusal:
    """The refusal that an error of a call becomes."""
    for kinds, make in _REFUSALS:
        if isinstance(error, kinds):
            return make(error, model)
    return _upstream(error, model, "provider_error", 502)


def _with_model(error: Exception, model: str) -> str:
    text = str(error)
    return text if model in text else f"{model}: {text}"


def _of_argument(error: Any, model: str) -> Refusal:
    text = _FOR_PYTHON.sub("", _with_model(error, model))
    return Refusal(text, param=error.argument, code="invalid_argument")


def _of_content(error: Any, model: str) -> Refusal:
    return Refusal(_with_model(error, model), param="prompt", code="content_policy_violation")


def _of_limit(error: Any, model: str) -> Refusal:
    return Refusal(
        _with_model(error, model),
        param=None,
        status=error.status,
        code="rate_limited",
        kind="rate_limit_error",
        retry_after=_USUAL_WAIT if error.retry_after is None else error.retry_after,
    )


def _of_status(error: Any, model: str) -> Refusal:
    if error.status >= _FIRST_SERVER_ERROR:
        return _upstream(error, model, "provider_error", 502)
    return Refusal(
        _with_model(error, model), param=error.param, status=error.status, code=error.code
    )


def _upstream(error: errors.PyveniceError, model: str, code: str, status: int) -> Refusal:
    return Refusal(
        _with_model(error, model),
        param=None,
        status=status,
        code=code,
        kind="upstream_error",
        may_be_billed=bool(getattr(error, "maybe_executed", False)),
    )


_ACCOUNT = (errors.MissingKeyError, errors.AuthenticationError, errors.PaymentRequiredError)
_REFUSALS: tuple[tuple[Any, Callable[[Any, str], Refusal]], ...] = (
    (
        errors.UnknownModelError,
        lambda error, _: Refusal(str(error), param="model", status=404, code="model_not_found"),
    ),
    (
        errors.BudgetExceededError,
        lambda error, _: Refusal(
            str(error), param=None, status=402, code="budget_exceeded", kind="insufficient_quota"
        ),
    ),
    (
        errors.LedgerError,
        lambda error, _: Refusal(
            f"nothing was sent: {error}",
            param=None,
            status=503,
            code="store_unavailable",
            kind="server_error",
            retry_after=_USUAL_WAIT,
        ),
    ),
    (errors.ArgumentError, _of_argument),
    (errors.ContentPolicyError, _of_content),
    ((errors.RateLimitError, errors.OverloadedError), _of_limit),
    (_ACCOUNT, lambda error, model: _upstream(error, model, "provider_account", 502)),
    (
        errors.APITimeoutError,
        lambda error, model: _upstream(error, model, "provider_timeout", 504),
    ),
    (errors.APIStatusError, _of_status),
)
