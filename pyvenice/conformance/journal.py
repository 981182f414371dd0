"""The journal: a line of JSON for each exchange, bodies in base64, no key in it.

    {"method": "POST", "url": "…", "status": 200,
     "request": {"headers": {…}, "body": "…"}, "answer": {"headers": {…}, "body": "…"}}

Lines are only ever appended. Other members are free.
"""

from __future__ import annotations

import binascii
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from pyvenice.conformance.exchange import Exchange
from pyvenice.conformance.recorded import Recorded, RecordingError, base64_bytes, lower
from pyvenice.core.redaction import HIDDEN, is_secret

Json = Any


def journal_line(exchange: Exchange) -> str:
    """An exchange as one line, without its line break; keys in headers and query are hidden."""
    return json.dumps(
        {
            "method": exchange.method,
            "url": _without_keys(exchange.url),
            "status": exchange.status,
            "request": _message(exchange.request_headers, exchange.request_body),
            "answer": _message(exchange.answer_headers, exchange.answer_body),
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def append(path: Path, exchange: Exchange) -> None:
    """Add an exchange to a journal, which is made where there is none. Raises `OSError`."""
    with path.open("a", encoding="utf-8", newline="\n") as file:
        file.write(journal_line(exchange) + "\n")


def read_journal(text: str, name: str) -> Iterator[Recorded]:
    """The exchanges of a journal. Raises `RecordingError` for a line that is none."""
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        where = f"{name}, line {number}"
        try:
            yield Recorded(_exchange(json.loads(line), where), where)
        except json.JSONDecodeError as error:
            raise RecordingError(f"{where}: breaks off or is no JSON: {error.msg}") from error
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise RecordingError(f"{where}: not a line of a journal ({error})") from error


def _exchange(tree: Mapping[str, Json], where: str) -> Exchange:
    request, answer = tree["request"], tree["answer"]
    return Exchange(
        method=tree["method"],
        url=tree["url"],
        status=int(tree["status"]),
        request_headers=lower(request["headers"].items()),
        request_body=base64_bytes(request["body"], where),
        answer_headers=lower(answer["headers"].items()),
        answer_body=base64_bytes(answer["body"], where),
    )


def _message(headers: Mapping[str, str], body: bytes) -> dict[str, Json]:
    shown = {name: HIDDEN if is_secret(name) else value for name, value in headers.items()}
    return {"headers": shown, "body": binascii.b2a_base64(body, newline=False).decode()}


def _without_keys(url: str) -> str:
    parts = urlsplit(url)
    query = parse_qsl(parts.query, keep_blank_values=True)
    if not any(is_secret(name) for name, _ in query):
        return url
    shown = [(name, HIDDEN if is_secret(name) else value) for name, value in query]
    return urlunsplit(parts._replace(query=urlencode(shown)))
