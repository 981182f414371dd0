"""What may be shown of a request or an answer: no key, no picture, no endless text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from html import escape
from typing import Any

from pyvenice.core.engine.calls import Reply
from pyvenice.core.recording.secrets import HIDDEN, SECRET_PART, escape_controls, is_secret
from pyvenice.errors import PyveniceError

_SECRETS = re.compile(r"\b(Bearer|Basic)\s+[\w.~+/=-]{6,}|\bsk-[\w-]{8,}", re.IGNORECASE)
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


def without(secrets: Sequence[str], reply: Reply) -> Reply:
    """The reply, with each place hidden where the server quotes a secret, escaped or not.

    The body of a picture stays as it is.
    """
    headers = hide_in(secrets, dict(reply.headers))
    failed = not 200 <= reply.status < 300
    if not (failed or reply.holds_json):
        return reply if headers == reply.headers else replace(reply, headers=headers)
    content = reply.content
    for secret in secrets:
        content = content.replace(secret.encode(), HIDDEN.encode())
        if failed:
            content = _escaped_form(secret).sub(HIDDEN.encode(), content)
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
            value = _hide_parts(secret, value.replace(secret, HIDDEN))
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


def _hide_parts(secret: str, text: str) -> str:
    for start in range(len(secret) - SECRET_PART + 1):
        if secret[start : start + SECRET_PART] not in text:
            continue
        end = start + SECRET_PART
        while end < len(secret) and secret[start : end + 1] in text:
            end += 1
        text = text.replace(secret[start:end], HIDDEN)
    return text


@lru_cache(maxsize=32)
def _escaped_form(secret: str) -> re.Pattern[bytes]:
    """Matches a secret whose characters may be escaped, as in JSON, HTML or a URL."""
    return re.compile(b"".join(_escaped_character(letter) for letter in secret), re.IGNORECASE)


def _escaped_character(letter: str) -> bytes:
    plain, number = re.escape(letter.encode()), ord(letter)
    forms = rf"\\+u{number:04x}|&#0*{number};|&#x0*{number:x};|%{number:02x}".encode()
    named = escape(letter).encode()
    return b"(?:" + rb"\\*" + plain + b"|" + forms + b"|" + re.escape(named) + b")"


def _without_data(text: str) -> str:
    visible = _SECRETS.sub(HIDDEN, text)
    return _LONG_RUN.sub(lambda run: f"{run.group()[:12]}…", visible)
