"""A sandbox in this process in the place of a server: as exchanges, and as a wire of a run."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

import requests

from pyvenice.core.recording.recorded_exchange import Exchange, WireRequest
from pyvenice.sandbox import Sandbox
from tests.conformance.faulty_server import ORIGIN


def exchange_with(sandbox: Sandbox, request: WireRequest) -> Exchange:
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
class SandboxWire:
    """The wire of a run that ends in a sandbox of this process."""

    sandbox: Sandbox
    sent: int = 0

    def exchange(self, request: requests.PreparedRequest) -> Exchange:
        self.sent += 1
        body = request.body or b""
        assert isinstance(body, bytes)
        headers = {name.lower(): str(value) for name, value in request.headers.items()}
        made = WireRequest(str(request.method), str(request.url), headers, body)
        return exchange_with(self.sandbox, made)

    def close(self) -> None:
        """There is nothing to close."""


def here(url: str) -> str:
    """The same address at the sandbox of this process."""
    parts = urlsplit(url)
    return ORIGIN + parts.path + (f"?{parts.query}" if parts.query else "")
