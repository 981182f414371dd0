"""What may be shown of a request or an answer: no key, no picture, no endless text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from pyvenice.core.engine.calls import Reply, begins_events
from pyvenice.core.recording.secrets import (
    HIDDEN,
    escape_controls,
    hide_secret,
    hide_secret_in_bytes,
    is_secret,
)
from pyvenice.errors import PyveniceError

_CREDENTIAL = r"[\w.~+/=-]"
_SECRETS = re.compile(
    rf"\b(Bearer|Basic)\s+({_CREDENTIAL}*{HIDDEN}{_CREDENTIAL}*|{_CREDENTIAL}{{6,}})|\bsk-[\w-]{{8,}}",
    re.IGNORECASE,
)
_LONG_RUN = re.compile(r"[A-Za-z0-9+/=_\-]{96,}")
_BLANKS = re.compile(r"\s+")
_DEPTH = 8
_DEEPEST = 100
_ITEMS = 64


def redacted(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers, with secret values hidden and long ones shortened."""
    return {
        name: HIDDEN if is_secret(name) else shortened(value) for name, value in headers.items()
    }


def shortened(text: str, limit: int = 500) -> str:
    """The text on one line of at most `limit` characters, without keys and encoded data.

    Control characters are shown as escapes.
    """
    sayable = text[: 8 * limit].encode("utf-8", "replace").decode("utf-8")
    line = escape_controls(_BLANKS.sub(" ", _without_data(sayable)).strip())
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


def holds_text(reply: Reply) -> bool:
    """Whether the body of a reply is a text, which may quote anything, rather than a picture."""
    if reply.saved is not None:
        return False
    return (
        reply.holds_json
        or reply.media_type.startswith("text/")
        or begins_events(reply.content[:100])
    )


def without(secrets: Sequence[str], reply: Reply) -> Reply:
    """The reply, with each place hidden where the server quotes a secret, escaped or not.

    The body of a picture stays as it is.
    """
    headers = hide_in(secrets, dict(reply.headers))
    if 200 <= reply.status < 300 and not holds_text(reply):
        return reply if headers == reply.headers else replace(reply, headers=headers)
    content = reply.content
    for secret in secrets:
        content = hide_secret_in_bytes(secret, content)
    return replace(reply, headers=headers, content=content)


def hide(secrets: Sequence[str], error: PyveniceError) -> None:
    """Hide secrets in all that an error, and its causes, say and know, but for the result."""
    error.args = hide_in(secrets, error.args)
    for name, value in vars(error).items():
        if name != "result":
            vars(error)[name] = hide_in(secrets, value)
    if isinstance(error.__cause__, PyveniceError):
        hide(secrets, error.__cause__)


def hide_in(secrets: Sequence[str], value: Any, depth: int = 0) -> Any:
    """The value, with secrets, and parts of them, hidden in all its strings."""
    if isinstance(value, str):
        for secret in secrets:
            value = hide_secret(secret, value)
    elif depth == _DEEPEST:
        return "…"
    elif isinstance(value, dict):
        return {
            hide_in(secrets, key, depth + 1): hide_in(secrets, item, depth + 1)
            for key, item in value.items()
        }
    elif type(value) in (list, tuple):
        return type(value)(hide_in(secrets, item, depth + 1) for item in value)
    return value


def _without_data(text: str) -> str:
    visible = _SECRETS.sub(HIDDEN, text)
    return _LONG_RUN.sub(lambda run: f"{run.group()[:12]}…", visible)
