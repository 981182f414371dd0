"""Reproducers: a request as Python and as a line for a shell. Keys are taken from the environment."""

from __future__ import annotations

import base64
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field

from pyvenice.contract.reports.values import without_credentials
from pyvenice.core.recording.recorded_exchange import Exchange
from pyvenice.core.recording.secrets import HIDDEN, is_secret

# Fits the line limit of most formatters, with indentation and quotes.
_LINE = 88
_OMITTED = frozenset(
    ["accept", "accept-encoding", "connection", "content-length", "host", "user-agent"]
)


@dataclass(frozen=True, slots=True)
class Reproducer:
    """Two ways to send a request again."""

    python: str
    curl: str


@dataclass(frozen=True, slots=True)
class Secret:
    """A key, and the environment variable that the code reads it from."""

    variable: str
    value: str | None = field(default=None, repr=False)


def reproducer(exchange: Exchange, secret: Secret) -> Reproducer:
    """Code that sends the request of an exchange again, byte for byte."""
    url = without_credentials(exchange.url)
    headers = {
        name: value
        for name, value in exchange.request_headers.items()
        if name not in _OMITTED and not name.startswith("x-schemathesis")
    }
    return Reproducer(
        _python(exchange, url, headers, secret), _curl(exchange, url, headers, secret)
    )


def _python(exchange: Exchange, url: str, headers: Mapping[str, str], secret: Secret) -> str:
    values = {name: _python_value(name, value, secret) for name, value in headers.items()}
    uses_key = any("os.environ" in value for value in values.values())
    lines = ["import base64", *(["import os"] if uses_key else []), "", "import httpx", ""]
    body = base64.b64encode(exchange.request_body).decode()
    if body:
        chunks = [body[start : start + _LINE] for start in range(0, len(body), _LINE)]
        lines += ["body = base64.b64decode(", *(f'    "{chunk}"' for chunk in chunks), ")"]
    else:
        lines = lines[1:]
    lines += ["headers = {", *(f"    {name!r}: {value}," for name, value in values.items()), "}"]
    content = ", content=body" if body else ""
    call = f"httpx.request({exchange.method!r}, {url!r}, headers=headers{content}, timeout=60)"
    return "\n".join(
        [*lines, f"answer = {call}", "print(answer.status_code, answer.content[:500])", ""]
    )


def _python_value(name: str, value: str, secret: Secret) -> str:
    """A header's value as an expression."""
    if not (secret.value and secret.value in value):
        return repr(_printable(name, value))
    before, _, after = value.partition(secret.value)
    key = f"os.environ[{secret.variable!r}]"
    return " + ".join([*([repr(before)] if before else []), key, *([repr(after)] if after else [])])


def _printable(name: str, value: str) -> str:
    """A header's value; of one that may hold another secret only that it was there."""
    is_made_up = value.endswith("conformance-wrong-key")
    return HIDDEN if is_secret(name) and not is_made_up else value


def _curl(exchange: Exchange, url: str, headers: Mapping[str, str], secret: Secret) -> str:
    words = ["curl", "--silent", "--show-error", "--include", "--request", exchange.method]
    words += [shlex.quote(url)]
    for name, value in headers.items():
        words += ["--header", _shell_header(name, value, secret)]
    if not exchange.request_body:
        return " ".join(words)
    body = base64.b64encode(exchange.request_body).decode()
    return " ".join(["printf", "%s", body, "|", "base64", "-d", "|", *words, "--data-binary", "@-"])


def _shell_header(name: str, value: str, secret: Secret) -> str:
    if secret.value and secret.value in value:
        before, _, after = f"{name}: {value}".partition(secret.value)
        return f'{shlex.quote(before)}"${secret.variable}"{shlex.quote(after) if after else ""}'
    return shlex.quote(f"{name}: {_printable(name, value)}")
