"""What may be shown of a request or an answer: no key, no picture, no endless text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from pyvenice.core.engine.calls import Reply
from pyvenice.core.recording.secrets import HIDDEN, is_secret
from pyvenice.errors import PyveniceError

_SECRETS = re.compile(r"\b(Bearer|Basic)\s+[\w.~+/=-]{6,}|\bsk-[\w-]{8,}", re.IGNORECASE)
_LONG_RUN = re.compile(r"[A-Za-z0-9+/=_\-]{96,}")
_BLANKS = re.compile(r"[\s\x00-\x1f\x7f]+")
_DEPTH = 8
_ITEMS = 64


def redacted(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers, with secret values hidden and long ones shortened."""
    return {
        name: HIDDEN if is_secret(name) else shortened(value) for name, value in headers.items()
    }


def shortened(text: str, limit: int = 500) -> str:
    """The text on one line of at most `limit` characters, without keys and encoded data."""
    sayable = text[: 8 * limit].encode("utf-8", "replace").decode("utf-8")
    line = _BLANKS.sub(" ", _without_data(sayable)).strip()
    return line if len(line) <= limit else f"{line[: limit - 1]}…"


def redacted_value(value: Any, depth: int = 0) -> Any:
    """A JSON value that can be shown: strings shortened, long lists and deep trees cut."""
    if isinstance(value, str):
        return shortened(value)
    if not isinstance(value, dict | list):
        return value
    if depth == _DEPTH:
        return "…"
    if isinstance(value, dict):
        items = [(str(key), item) for key, item in value.items()][:_ITEMS]
        return {
            shortened(key, 100): HIDDEN if is_secret(key) else redacted_value(item, depth + 1)
            for key, item in items
        }
    return [redacted_value(item, depth + 1) for item in value[:_ITEMS]]


def without(secrets: Sequence[str], reply: Reply) -> Reply:
    """The reply, with each place hidden where the server quotes a secret."""
    content = reply.content
    for secret in secrets:
        content = content.replace(secret.encode(), HIDDEN.encode())
    return replace(reply, headers=_hidden(dict(reply.headers), secrets), content=content)


def hide(secrets: Sequence[str], error: PyveniceError) -> None:
    """Hide secrets in all that an error, and its causes, say and know, but for the result."""
    error.args = _hidden(error.args, secrets)
    for name, value in vars(error).items():
        if name != "result":
            vars(error)[name] = _hidden(value, secrets)
    if isinstance(error.__cause__, PyveniceError):
        hide(secrets, error.__cause__)


def _hidden(value: Any, secrets: Sequence[str]) -> Any:
    if isinstance(value, str):
        for secret in secrets:
            value = value.replace(secret, HIDDEN)
    elif isinstance(value, dict):
        return {_hidden(key, secrets): _hidden(one, secrets) for key, one in value.items()}
    elif type(value) in (list, tuple):
        return type(value)(_hidden(one, secrets) for one in value)
    return value


def _without_data(text: str) -> str:
    visible = _SECRETS.sub(HIDDEN, text)
    return _LONG_RUN.sub(lambda run: f"{run.group()[:12]}…", visible)
