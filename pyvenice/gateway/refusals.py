"""Refusals: every error in OpenAI's shape, with the argument that it is about and what to do."""

from __future__ import annotations

from typing import Any

from pyvenice import errors
from pyvenice.core.recording.secrets import escape_controls

_SHORT = 120
"""Characters of the reason phrase: some applications show nothing else."""


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
        headers = {"x-should-retry": "true" if self.retry_after is not None else "false"}
        if self.retry_after is not None:
            headers["retry-after"] = f"{self.retry_after:.0f}"
        return headers

    @property
    def phrase(self) -> str:
        """The reason phrase of the status line: the message, short, in ASCII."""
        text = escape_controls(str(self)).encode("ascii", "replace").decode()
        return text if len(text) <= _SHORT else f"{text[: _SHORT - 3]}..."


def refusal_of(error: errors.PyveniceError, *, model: str) -> Refusal:
    """The refusal that an error of a call becomes."""
    if isinstance(error, errors.UnknownModelError):
        return Refusal(str(error), param="model", status=404, code="model_not_found")
    if isinstance(error, errors.BudgetExceededError):
        return Refusal(str(error), param=None, status=402, code="budget_exceeded", kind="budget")
    if isinstance(error, errors.ArgumentError):
        return Refusal(f"{model}: {error}", param=error.argument, code="invalid_argument")
    if isinstance(error, errors.ContentPolicyError):
        return Refusal(f"{model}: {error}", param="prompt", code="content_policy_violation")
    if isinstance(error, errors.RateLimitError | errors.OverloadedError):
        wait = error.retry_after if error.retry_after is not None else 5.0
        return Refusal(
            f"{model}: {error}",
            param=None,
            status=error.status,
            code="rate_limited",
            kind="rate_limit_error",
            retry_after=wait,
        )
    if isinstance(
        error, errors.MissingKeyError | errors.AuthenticationError | errors.PaymentRequiredError
    ):
        return _upstream(error, model, "provider_account", 502)
    if isinstance(error, errors.APITimeoutError):
        return _upstream(error, model, "provider_timeout", 504)
    if isinstance(error, errors.APIStatusError) and error.status < 500:
        return Refusal(f"{model}: {error}", param=error.param, status=error.status, code=error.code)
    return _upstream(error, model, "provider_error", 502)


def _upstream(error: errors.PyveniceError, model: str, code: str, status: int) -> Refusal:
    return Refusal(
        f"{model}: {error}",
        param=None,
        status=status,
        code=code,
        kind="upstream_error",
        may_be_billed=bool(getattr(error, "maybe_executed", False)),
    )
