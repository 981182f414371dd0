"""Webhook signatures: whether a call of a webhook comes from the provider, and is no replay."""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Callable, Mapping
from typing import Any

from pyvenice.core import bounded_json
from pyvenice.errors import ArgumentError, WebhookSignatureError

MAX_AGE = 300.0
"""Seconds after which a call counts as one that somebody recorded and sends again."""

_PREFIX = "whsec_"


def read_webhook(  # noqa: PLR0913  (each is a fact of the call or of the provider)
    body: bytes,
    headers: Mapping[str, str],
    secret: str,
    *,
    version: str,
    max_age: float = MAX_AGE,
    clock: Callable[[], float] = time.time,
) -> dict[str, Any]:
    """The JSON object that a webhook was called with, once its signature and age were found to be right.

    `webhook-signature` lists signatures as `version,hex`: HMAC-SHA256 of id, timestamp and body with dots
    between them. `secret` is the key, with or without `whsec_` before it; `max_age` is in seconds.

    Raises `WebhookSignatureError` for a call that cannot be trusted, `ArgumentError` for another type, and
    for an empty secret, with which anybody can sign.
    """
    _check_types(body, headers, secret, max_age)
    given = {str(name).lower(): str(value) for name, value in headers.items()}
    identity, timestamp = _header(given, "webhook-id"), _header(given, "webhook-timestamp")
    signed = f"{identity}.{timestamp}.".encode() + body
    digest = hmac.new(secret.removeprefix(_PREFIX).encode(), signed, hashlib.sha256).hexdigest()
    wanted = f"{version},{digest}".encode()
    signatures = _header(given, "webhook-signature").split()
    if not any(hmac.compare_digest(signature.encode(), wanted) for signature in signatures):
        raise WebhookSignatureError("the webhook is not signed with this secret: do not trust it")
    # The time is signed too, so it means something only now.
    _check_age(timestamp, max_age, clock())
    return _json_object(body)


def _check_types(body: object, headers: object, secret: object, max_age: object) -> None:
    kinds = {
        "body": (isinstance(body, bytes | bytearray), "the bytes of the request"),
        "headers": (isinstance(headers, Mapping), "a mapping"),
        "secret": (
            isinstance(secret, str) and secret not in ("", _PREFIX),
            "text that is not empty",
        ),
        "max_age": (isinstance(max_age, int | float), "a number of seconds"),
    }
    for name, (is_right, wanted) in kinds.items():
        if not is_right:
            raise ArgumentError(f"{name} must be {wanted}", argument=name, allowed=wanted)


def _header(headers: Mapping[str, str], name: str) -> str:
    if value := headers.get(name):
        return value
    raise WebhookSignatureError(f"the webhook has no header {name}: do not trust it")


def _check_age(timestamp: str, max_age: float, now: float) -> None:
    try:
        age = abs(now - int(timestamp))
    except ValueError:
        raise WebhookSignatureError("the time of the webhook is no number of seconds") from None
    if not age <= max_age:
        raise WebhookSignatureError(
            f"the webhook was signed {age:.0f} s from now, more than max_age={max_age:g}: a replay?"
        )


def _json_object(body: bytes) -> dict[str, Any]:
    try:
        tree = bounded_json.loads(body)
    except ValueError as error:
        raise WebhookSignatureError("the webhook is signed, but holds no JSON") from error
    if not isinstance(tree, dict):
        raise WebhookSignatureError("the webhook is signed, but holds no JSON object")
    return tree
