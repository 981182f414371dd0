"""Status errors: the class by the status and the provider's rules, the text by the error body."""

from __future__ import annotations

from collections.abc import Iterator

from pyvenice.core.engine.calls import Call, Reply, request_id
from pyvenice.core.engine.retry_after import retry_after
from pyvenice.core.provider_rules import ProviderRules, mentions
from pyvenice.core.recording.redaction import redacted
from pyvenice.core.request.operation_table import Operation
from pyvenice.core.response.error_body import ErrorBody, read_error_body
from pyvenice.errors import (
    APIStatusError,
    AuthenticationError,
    ContentPolicyError,
    PaymentRequiredError,
    ServerError,
)


def _subclasses(kind: type[APIStatusError]) -> Iterator[type[APIStatusError]]:
    for subclass in kind.__subclasses__():
        yield subclass
        yield from _subclasses(subclass)


_BY_STATUS: dict[int, type[APIStatusError]] = {
    status: kind
    for kind in _subclasses(APIStatusError)
    for status in vars(kind).get("statuses", ())
}
_CONTENT_POLICY = ("content policy", "content violation", "moderation")
"""How any provider says it; `ProviderRules.content_policy` has their own words."""
_LINK_REFUSED = frozenset([400, 401, 402, 403, 404, 410])
_LINK_ADVICE = "the link of the picture has expired, or its host refuses it"


def status_error(
    reply: Reply, call: Call, *, provider: str, rules: ProviderRules
) -> APIStatusError:
    """The error that a reply with a status other than 2xx stands for; it is not raised here."""
    operation = call.name
    body = read_error_body(reply)
    kind = _kind(reply, body, rules)
    identity = request_id(reply.headers)
    error = kind(
        _message(reply.status, body, f"{provider} {operation}", identity, _advice(kind, call)),
        status=reply.status,
        provider=provider,
        operation=operation,
        code=body.code,
        param=body.param,
        type=body.type,
        request_id=identity,
        retry_after=retry_after(reply, rules.retry_after_keys),
        details=body.details,
        headers=redacted(reply.headers),
        body=body.body,
    )
    if isinstance(error, PaymentRequiredError):
        error.minimum_top_up_usd = _dollars(body, rules.minimum_top_up_key)
        error.suggested_top_up_usd = _dollars(body, rules.suggested_top_up_key)
    return error


def content_refusal(
    reply: Reply, operation: Operation, *, code: str, message: str
) -> ContentPolicyError:
    """The error of a success that says that the content was refused; it is not raised here."""
    identity = request_id(reply.headers)
    body = ErrorBody(message, code)
    return ContentPolicyError(
        _message(reply.status, body, operation.title, identity, ContentPolicyError.advice),
        status=reply.status,
        provider=operation.provider,
        operation=operation.name,
        code=code,
        request_id=identity,
        headers=redacted(reply.headers),
    )


def _kind(reply: Reply, body: ErrorBody, rules: ProviderRules) -> type[APIStatusError]:
    if reply.status == 402 and _member(body, rules.payment_offer_key) is not None:
        return AuthenticationError
    if _is_content_policy(reply, body, rules):
        return ContentPolicyError
    if reply.status in {400, 403} and mentions(body.code or "", rules.balance):
        return PaymentRequiredError
    return _BY_STATUS.get(reply.status, ServerError if reply.status >= 500 else APIStatusError)


def _is_content_policy(reply: Reply, body: ErrorBody, rules: ProviderRules) -> bool:
    if reply.status not in {400, 403, 422}:
        return False
    flags = (reply.headers.get(name, "").lower() for name in rules.content_policy_headers)
    # The message of a 403 may speak of a permission, such as one to use a moderation endpoint.
    text = f"{body.code}" if reply.status == 403 else f"{body.code} {body.message}"
    return "true" in flags or mentions(text, (*_CONTENT_POLICY, *rules.content_policy))


def _member(body: ErrorBody, key: str | None) -> object:
    return body.body.get(key) if key is not None and isinstance(body.body, dict) else None


def _dollars(body: ErrorBody, key: str | None) -> float | None:
    amount = _member(body, key)
    try:
        return float(amount) if isinstance(amount, int | float) else None
    except OverflowError:
        return None


def _message(status: int, body: ErrorBody, where: str, identity: str | None, advice: str) -> str:
    code = f" {body.code}" if body.code else ""
    trace = f" (request id {identity})" if identity else ""
    return f"{where}: {status}{code}: {body.message}{trace}" + (f"; {advice}" if advice else "")


def _advice(kind: type[APIStatusError], call: Call) -> str:
    """What the caller can do. No key is sent to the link of a picture, nor a model named there."""
    refused = kind.statuses and kind.statuses[0] in _LINK_REFUSED
    return _LINK_ADVICE if refused and not call.authorized else kind.advice
