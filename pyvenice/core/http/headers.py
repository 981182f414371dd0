"""Header checks: which names and values a request may carry."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from pyvenice.core.http.decompression import decoded_codings
from pyvenice.core.recording.secrets import is_secret, secret_values, secrets_among
from pyvenice.errors import ArgumentError

_NAME = re.compile(r"[\w!#$%&'*+.^`|~-]+", re.ASCII)
_VALUE = re.compile(r"([\x21-\x7e]([\t\x20-\x7e]*[\x21-\x7e])?)?")
_FRAMING = frozenset(
    [
        "connection",
        "content-length",
        "expect",
        "host",
        "keep-alive",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    ]
)
"""Headers of the connection (RFC 9110 and 9112): another value than the HTTP library's own lets one
message be read as two, or sends it to another site."""


def checked_headers(headers: Mapping[str, str], argument: str) -> dict[str, str]:
    """The headers with lower-case names. Raises `ArgumentError` for what cannot be sent."""
    checked: dict[str, str] = {}
    for name, value in headers.items():
        if not (_fits(_NAME, name) and _fits(_VALUE, value)):
            raise ArgumentError(
                f"the header {name!r} cannot be sent: names are words, values printable ASCII text",
                argument=argument,
                value=name,
                allowed="printable ASCII text",
            )
        # Servers with a CGI past take an underscore for a hyphen.
        if name.lower().replace("_", "-") in _FRAMING:
            raise ArgumentError(
                f"{argument}: the header {name!r} is set by the HTTP library; leave it out",
                argument=argument,
                value=name,
                allowed="headers that do not frame the message",
            )
        if name.lower() == "accept-encoding":
            _check_codings(value, argument)
        if checked.setdefault(name.lower(), value) != value:
            raise ArgumentError(
                f"{argument}: the header {name!r} has two values; give it once",
                argument=argument,
                value=name,
            )
    return checked


def _check_codings(value: str, argument: str) -> None:
    """Raises `ArgumentError` for a coding that a response could not be decoded from."""
    codings = {coding.partition(";")[0].strip().lower() for coding in value.split(",")} - {""}
    if unknown := sorted(codings - decoded_codings()):
        raise ArgumentError(
            f"{argument}: accept-encoding asks for {', '.join(unknown)}, which cannot be decoded here",
            argument=argument,
            value=value,
            allowed=", ".join(sorted(decoded_codings())),
        )


def sent_secrets(message: Any) -> tuple[str, ...]:
    """The secrets in a request of the HTTP library, those of an injected client included."""
    query = parse_qsl(message.url.query.decode("ascii", "replace"))
    values = (value for name, value in query if is_secret(name))
    return (*secret_values(dict(message.headers)), *secrets_among(values))


def _fits(pattern: re.Pattern[str], text: object) -> bool:
    return isinstance(text, str) and pattern.fullmatch(text) is not None
