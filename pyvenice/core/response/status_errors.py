"""The error that an answer stands for: its class by the status, its text by the body."""

from __future__ import annotations

import re

from pyvenice.core.engine.calls import Reply
from pyvenice.core.engine.retry_after import retry_after
from pyvenice.core.recording.redaction import redacted
from pyvenice.core.response.error_body import Refusal, read_refusal, request_id
from pyvenice.errors import (
    APIStatusError,
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

_BY_STATUS: dict[int, type[APIStatusError]] = {
    400: BadRequestError,
    401: AuthenticationError,
    402: PaymentRequiredError,
    403: PermissionDeniedError,
    404: NotFoundError,
    409: ConflictError,
    410: GoneError,
    413: PayloadTooLargeError,
    415: UnsupportedMediaTypeError,
    422: UnprocessableError,
    429: RateLimitError,
    503: OverloadedError,
}
_CONTENT = re.compile(r"content[ _](policy|violation)|moderation|safety system", re.IGNORECASE)


def status_error(reply: Reply, *, provider: str, operation: str) -> APIStatusError:
    """The error that a reply with a status other than 2xx stands for; it is not raised here."""
    refusal = read_refusal(reply)
    kind = _kind(reply, refusal)
    identity = request_id(reply.headers)
    return kind(
        _message(kind, reply.status, refusal, f"{provider} {operation}", identity),
        status=reply.status,
        provider=provider,
        operation=operation,
        code=refusal.code,
        param=refusal.param,
        type=refusal.type,
        request_id=identity,
        retry_after=retry_after(reply),
        details=refusal.details,
        headers=redacted(reply.headers),
        body=refusal.body,
    )


def _kind(reply: Reply, refusal: Refusal) -> type[APIStatusError]:
    if reply.status == 402 and _is_discovery(refusal):
        return AuthenticationError
    if reply.status in {400, 422} and _is_content(reply, refusal):
        return ContentPolicyError
    return _BY_STATUS.get(reply.status, ServerError if reply.status >= 500 else APIStatusError)


def _is_discovery(refusal: Refusal) -> bool:
    return isinstance(refusal.body, dict) and "x402Version" in refusal.body


def _is_content(reply: Reply, refusal: Refusal) -> bool:
    flagged = reply.headers.get("x-venice-is-content-violation", "").lower() == "true"
    return flagged or bool(_CONTENT.search(f"{refusal.code} {refusal.message}"))


def _message(
    kind: type[APIStatusError], status: int, refusal: Refusal, where: str, identity: str | None
) -> str:
    code = f" {refusal.code}" if refusal.code else ""
    trace = f" (request id {identity})" if identity else ""
    advice = f"; {kind.advice}" if kind.advice else ""
    return f"{where}: {status}{code}: {refusal.message}{trace}{advice}"
