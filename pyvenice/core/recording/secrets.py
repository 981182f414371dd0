"""Secrets in headers and URLs: which names hold them, and what may be shown instead."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal
from urllib.parse import parse_qsl, urlencode

HIDDEN = "<hidden>"
SECRET_PART = 10
"""Characters of a secret that are hidden alone: a text is cut before, or within, the secret."""

_SECRET_HEADERS = frozenset(
    ["authorization", "proxy-authorization", "cookie", "set-cookie", "sign-in-with-x", "x-payment"]
)
_SECRET_ENDINGS = ("-key", "apikey", "-token", "secret", "password", "signature")
_CREDENTIALS = re.compile(r"//[^/]*@")
_SHOWN_AT_MOST = 500
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def is_secret(name: str) -> bool:
    """Whether the value of this header, form field or query parameter must not be shown."""
    name = name.lower().replace("_", "-")
    return name in _SECRET_HEADERS or name.endswith(_SECRET_ENDINGS)


def quotes_secret(secrets: Iterable[str], text: str) -> bool:
    """Whether a secret, or a part of one, stands in the text."""
    for secret in secrets:
        for start in range(max(1, len(secret) - SECRET_PART + 1)):
            if secret[start : start + SECRET_PART] in text:
                return True
    return False


def escape_controls(text: str) -> str:
    """The text with control characters, which could steer a terminal or feign a line, as escapes."""
    return _CONTROLS.sub(lambda control: control[0].encode("unicode_escape").decode(), text)


def redacted_url(url: str, query: Literal["drop", "mark", "names"] = "drop") -> str:
    """The URL without user, password and fragment, for messages: at most 500 characters.

    A query may hold signatures. It is dropped, or replaced by `?…` ("mark"), or kept with the
    values of secret parameters hidden ("names"), which is never cut.
    """
    address, _, parameters = url.partition("#")[0].partition("?")
    shown = _CREDENTIALS.sub("//", address, count=1)
    if query == "names":
        return f"{shown}?{_without_values(parameters)}" if parameters else shown
    return shown[:_SHOWN_AT_MOST] + ("?…" if parameters and query == "mark" else "")


def _without_values(parameters: str) -> str:
    pairs = parse_qsl(parameters, keep_blank_values=True)
    if not any(is_secret(name) for name, _ in pairs):
        return parameters
    return urlencode([(name, HIDDEN if is_secret(name) else value) for name, value in pairs])
