"""Secrets in headers and URLs: which names hold them, and what may be shown instead."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import lru_cache
from typing import Literal
from urllib.parse import parse_qsl, urlencode

HIDDEN = "<hidden>"
SECRET_PART = 10
"""Characters of a secret that are hidden alone: a text is cut before, or within, the secret."""

_SECRET_HEADERS = frozenset(
    ["authorization", "proxy-authorization", "cookie", "set-cookie", "sign-in-with-x", "x-payment"]
)
_SECRET_ENDINGS = ("-key", "apikey", "-token", "secret", "password", "signature")
_SECRET_WORD = re.compile(
    r"(^|-)(auth|authorization|cookie|credentials?|jwt|passwd)(-|$)|-(key|secret|token)-"
)
_MAY_AUTHENTICATE = re.compile("auth|cookie|credential|jwt|key|pass|secret|signature|token")
_SCHEME = re.compile(r"(apikey|basic|bearer|digest|key|token)\s+\S", re.IGNORECASE)
_SHORTEST_SECRET = 4
_PLAIN_LENGTH = 8
"""A shorter secret may be a part of any word: it is hidden where it stands alone only."""
_NO_SECRETS = frozenset(["dummy", "empty", "local", "none", "null", "sandbox", "test"])
"""What people give as the key of a server that wants none."""
_ESCAPE_MARKS = ("\\", "&", "%")
_CREDENTIALS = re.compile(r"//[^/]*@")
_SHOWN_AT_MOST = 500
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def is_secret(name: str) -> bool:
    """Whether the value of this header, form field or query parameter must not be shown."""
    name = name.lower().replace("_", "-")
    return (
        name in _SECRET_HEADERS
        or name.endswith(_SECRET_ENDINGS)
        or _SECRET_WORD.search(name) is not None
    )


def secret_values(headers: Mapping[str, str]) -> tuple[str, ...]:
    """The secrets in headers that a caller sets: by the name, or by a scheme such as `Bearer`."""
    return secrets_among(
        secret
        for name, value in headers.items()
        if isinstance(value, str)
        and (_MAY_AUTHENTICATE.search(name.lower()) or _SCHEME.match(value))
        for secret in _secrets_in(name.lower(), value)
    )


def _secrets_in(name: str, value: str) -> Iterator[str]:
    if "cookie" in name:
        yield from (cookie.partition("=")[2] for cookie in value.split(";"))
    else:
        yield value.rpartition(" ")[2]
    if value[:6].lower() == "basic ":
        with suppress(ValueError):
            yield binascii.a2b_base64(value[6:]).decode().partition(":")[2]


def secrets_among(values: Iterable[str]) -> tuple[str, ...]:
    """The values that are secrets; words that stand for no key, and very short texts, are none."""
    return tuple(
        value
        for value in values
        if len(value) >= _SHORTEST_SECRET and value.lower() not in _NO_SECRETS
    )


def quotes_secret(secrets: Iterable[str], text: str) -> bool:
    """Whether a secret, or a part of one, stands in the text, encoded or not."""
    return any(hide_secret(secret, text) != text for secret in secrets)


def hide_secret(secret: str, text: str) -> str:
    """The text with the secret hidden: whole, in parts, escaped, or encoded as base64 or hex."""
    if len(secret) < _PLAIN_LENGTH:
        return _alone(secret).sub(HIDDEN, text)
    text = text.replace(secret, HIDDEN)
    if any(mark in text for mark in _ESCAPE_MARKS):
        text = _escaped(secret).sub(HIDDEN, text)
    for encoded in _encoded(secret):
        text = text.replace(encoded, HIDDEN)
    return _hide_parts(secret, text)


def hide_secret_in_bytes(secret: str, body: bytes) -> bytes:
    """The same for the body of a response. Parts stay: they may belong to anything."""
    hidden = HIDDEN.encode()
    if len(secret) < _PLAIN_LENGTH:
        return body if _is_literal(secret) else _value_bytes(secret).sub(hidden, body)
    body = body.replace(secret.encode(), hidden)
    if any(mark.encode() in body for mark in _ESCAPE_MARKS):
        body = _escaped_bytes(secret).sub(hidden, body)
    for encoded in _encoded(secret):
        body = body.replace(encoded.encode(), hidden)
    return body


def _hide_parts(secret: str, text: str) -> str:
    for start in range(len(secret) - SECRET_PART + 1):
        if secret[start : start + SECRET_PART] not in text:
            continue
        end = start + SECRET_PART
        while end < len(secret) and secret[start : end + 1] in text:
            end += 1
        text = text.replace(secret[start:end], HIDDEN)
    return text


@lru_cache(maxsize=64)
def _alone(secret: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![A-Za-z0-9]){re.escape(secret)}(?![A-Za-z0-9])")


@lru_cache(maxsize=64)
def _value_bytes(secret: str) -> re.Pattern[bytes]:
    """Matches a short secret in JSON: neither a name there, nor a part of a picture in base64."""
    return re.compile(rf"(?<![\w+/]){re.escape(secret)}(?![\w+/=-]|\"\s*:)".encode())


def _is_literal(secret: str) -> bool:
    """Whether a document of JSON may hold it without quotes."""
    try:
        float(secret)
    except ValueError:
        return secret in {"true", "false"}
    return True


@lru_cache(maxsize=64)
def _escaped(secret: str) -> re.Pattern[str]:
    """Matches a secret whose characters may be escaped, as in JSON, HTML or a URL."""
    return re.compile("".join(map(_escaped_character, secret)), re.IGNORECASE)


@lru_cache(maxsize=64)
def _escaped_bytes(secret: str) -> re.Pattern[bytes]:
    return re.compile(_escaped(secret).pattern.encode(), re.IGNORECASE)


def _escaped_character(letter: str) -> str:
    from html import escape

    number = ord(letter)
    forms = (
        rf"\\*{re.escape(letter)}",
        rf"\\+(?:u00|x){number:02x}",
        rf"&(?:amp;)?#0*{number};",
        rf"&(?:amp;)?#x0*{number:x};",
        rf"%(?:25)*{number:02x}",
        re.escape(escape(letter)),
    )
    return f"(?:{'|'.join(forms)})"


@lru_cache(maxsize=64)
def _encoded(secret: str) -> tuple[str, ...]:
    """The secret in hex, and in base64 at each of the three places in a group of four characters."""
    raw = secret.encode()
    forms = [raw.hex(), raw.hex().upper()]
    for before, cut in ((0, 0), (1, 2), (2, 3)):
        text = binascii.b2a_base64(b"\0" * before + raw, newline=False).decode().rstrip("=")
        # The last character may hold bits of what follows.
        whole = text[cut : (before + len(raw)) * 8 // 6]
        forms += [whole, whole.replace("+", "-").replace("/", "_")]
    return tuple(dict.fromkeys(forms))


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
