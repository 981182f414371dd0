"""The journal: a line of JSON for each exchange, bodies in base64, no key in it.

    {"method": "POST", "url": "…", "status": 200,
     "request": {"headers": {…}, "body": "…"}, "answer": {"headers": {…}, "body": "…"}}

Lines are only ever appended. Other members are free.
"""

from __future__ import annotations

import binascii
import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pyvenice.core.recording.recorded_exchange import Exchange, WireRequest, WireResponse
from pyvenice.core.recording.secrets import HIDDEN, is_secret, redacted_url


def journal_line(exchange: Exchange) -> str:
    """An exchange as one line, without its line break; keys in headers and query are hidden."""
    return json.dumps(
        {
            "method": exchange.method,
            "url": redacted_url(exchange.url, query="names"),
            "status": exchange.status,
            "request": _message(exchange.request_headers, exchange.request_body),
            "answer": _message(exchange.answer_headers, exchange.answer_body),
        },
        separators=(",", ":"),
    )


class Journal:
    """A file that exchanges are added to; it is made where there is none. Safe to use from threads.

    `secrets` are texts that are hidden wherever they stand, bodies included.
    """

    def __init__(self, path: Path, *, secrets: Sequence[str] = ()) -> None:
        self._path = path
        self._secrets = tuple(secrets)
        self._lock = threading.Lock()
        with path.open("ab"):
            pass

    def add(self, exchange: Exchange) -> None:
        """Append one line. Raises `OSError`."""
        line = journal_line(self._without_secrets(exchange)).encode() + b"\n"
        with self._lock, self._path.open("ab") as file:
            file.write(line)

    def _without_secrets(self, exchange: Exchange) -> Exchange:
        for secret in self._secrets:
            exchange = _hide(secret, exchange)
        return exchange

    def noted(self, request: WireRequest, answer: WireResponse) -> WireResponse:
        """The answer, which is added when it has been handed on, as far as it was."""
        return replace(answer, body=self._handed_on(request, answer))

    def _handed_on(self, request: WireRequest, answer: WireResponse) -> Iterator[bytes]:
        pieces: list[bytes] = []
        try:
            for piece in answer.body:
                pieces.append(piece)
                yield piece
        finally:
            self.add(
                Exchange(
                    request.method,
                    request.url,
                    answer.status,
                    request.headers,
                    request.body,
                    {name.lower(): value for name, value in answer.headers},
                    b"".join(pieces),
                )
            )


def _hide(secret: str, exchange: Exchange) -> Exchange:
    def hide(headers: Mapping[str, str]) -> dict[str, str]:
        return {name: value.replace(secret, HIDDEN) for name, value in headers.items()}

    return replace(
        exchange,
        url=exchange.url.replace(secret, HIDDEN).replace(quote(secret, safe=""), HIDDEN),
        request_headers=hide(exchange.request_headers),
        request_body=exchange.request_body.replace(secret.encode(), HIDDEN.encode()),
        answer_headers=hide(exchange.answer_headers),
        answer_body=exchange.answer_body.replace(secret.encode(), HIDDEN.encode()),
    )


def _message(headers: Mapping[str, str], body: bytes) -> dict[str, Any]:
    shown = {name: HIDDEN if is_secret(name) else value for name, value in headers.items()}
    return {"headers": shown, "body": binascii.b2a_base64(body, newline=False).decode()}
