"""A sandbox in this process in the place of a server: as exchanges, and as a session of requests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import urlsplit

from pyvenice.core.recording.recorded_exchange import Exchange, WireRequest
from pyvenice.sandbox import Sandbox
from tests.conformance.faulty_server import ORIGIN

KEY = {"authorization": "Bearer sandbox"}


def exchanged(sandbox: Sandbox, request: WireRequest) -> Exchange:
    """What crosses the wire for a request."""
    answer = sandbox.handle(request)
    return Exchange(
        request.method,
        request.url,
        answer.status,
        dict(request.headers),
        request.body,
        dict(answer.headers),
        b"".join(answer.body),
    )


@dataclass
class Answer:
    """What code that uses requests looks at."""

    status_code: int
    headers: dict[str, str]
    content: bytes


@dataclass
class Session:
    """Stands in for `requests.Session`."""

    sandbox: Sandbox
    sent: int = 0

    def request(
        self, method: str, url: str, *, data: bytes | None, headers: Any, **_: Any
    ) -> Answer:
        self.sent += 1
        made = WireRequest(method, url, dict(headers), data or b"")
        seen = exchanged(self.sandbox, made)
        return Answer(seen.status, dict(seen.answer_headers), seen.answer_body)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """There is nothing to close."""


def here(url: str) -> str:
    """The same address at the sandbox of this process."""
    parts = urlsplit(url)
    return ORIGIN + parts.path + (f"?{parts.query}" if parts.query else "")
