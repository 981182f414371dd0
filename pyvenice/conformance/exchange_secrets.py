"""Secrets in exchanges: keys that a request carries, hidden where a response or a report quotes them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import fields, replace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from pyvenice.conformance.checks.violations import Violation
from pyvenice.core.recording.recorded_exchange import Exchange
from pyvenice.core.recording.secrets import HIDDEN, is_secret

# Shorter ones are words that stand in many texts, such as the sandbox's key.
_SHORTEST = 8


def exchange_secrets(exchange: Exchange) -> frozenset[str]:
    """The keys in the headers and the query of a request."""
    query = parse_qsl(urlsplit(exchange.url).query)
    given = [*exchange.request_headers.items(), *query]
    return secret_texts(value for name, value in given if is_secret(name))


def secret_texts(values: Any) -> frozenset[str]:
    """The values that are secret: without an auth scheme, and not too short to be so."""
    texts = {str(value).strip().rpartition(" ")[2] for value in values if value}
    return frozenset(text for text in texts if len(text) >= _SHORTEST and text != HIDDEN)


def without_secrets(exchange: Exchange, secrets: Collection[str]) -> Exchange:
    """The exchange with secrets hidden in its bodies and in the headers of the response."""
    request_body, answer_body = exchange.request_body, exchange.answer_body
    for secret in secrets:
        request_body = request_body.replace(secret.encode(), HIDDEN.encode())
        answer_body = answer_body.replace(secret.encode(), HIDDEN.encode())
    headers = _hidden(dict(exchange.answer_headers), secrets)
    return replace(
        exchange, request_body=request_body, answer_body=answer_body, answer_headers=headers
    )


def violation_without_secrets(violation: Violation, secrets: Collection[str]) -> Violation:
    """The violation with secrets hidden in all its texts: a response may spell them in escapes."""
    if not secrets:
        return violation
    changes = {
        field.name: _hidden(getattr(violation, field.name), secrets) for field in fields(violation)
    }
    return replace(violation, **changes)


def _hidden(value: Any, secrets: Collection[str]) -> Any:
    if isinstance(value, str):
        for secret in secrets:
            value = value.replace(secret, HIDDEN)
    elif isinstance(value, Mapping):
        return {_hidden(name, secrets): _hidden(item, secrets) for name, item in value.items()}
    elif isinstance(value, list | tuple):
        return [_hidden(item, secrets) for item in value]
    return value
