"""Providers behind a gateway: the sandbox, which keeps each request as it arrives."""

from __future__ import annotations

import base64
import binascii
import json
import re
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.parser import BytesParser
from typing import Any
from urllib.parse import urlsplit

import httpx
import uvicorn

from benchmarks.gateway_matrix.pictures import is_image
from pyvenice.core.recording.recorded_exchange import WireRequest, WireResponse
from pyvenice.sandbox import Sandbox
from pyvenice.sandbox.faults.grammar import Fault
from pyvenice.sandbox.server.access import AccessGuard
from pyvenice.sandbox.server.asgi import App
from pyvenice.sandbox.server.request_log import LoggedRequest
from pyvenice.sandbox.server.server import Protocol

FAULT_WORD = re.compile(rb"fault<([a-z0-9:-]+)>")
"""In a prompt: what goes wrong at the provider."""
_AUXILIARY = re.compile(r"/(media|predictions)/?")
"""Paths of requests that make no image: uploads and polls."""


@dataclass(slots=True)
class Arrival:
    """A request for an image as it arrived."""

    path: str
    fields: dict[str, str] = field(default_factory=dict)
    images: list[bytes] = field(default_factory=list)
    mask: bytes | None = None

    @property
    def text(self) -> str:
        """All its text."""
        return "\n".join(self.fields.values())


class RecordingSandbox(Sandbox):
    """A sandbox that keeps requests, and fails where the prompt says so."""

    def __init__(self) -> None:
        super().__init__()
        self.arrivals: list[WireRequest] = []

    def respond(self, request: WireRequest, logged: LoggedRequest) -> WireResponse:
        """The response."""
        if request.method == "POST":
            self.arrivals.append(request)
        if (wanted := FAULT_WORD.search(request.body)) is not None:
            logged.fault = Fault.parse(wanted[1].decode())
        return super().respond(request, logged)


@contextmanager
def upstream(port: int) -> Iterator[RecordingSandbox]:
    """All providers at one port, until the block ends."""
    sandbox = RecordingSandbox()
    config = uvicorn.Config(
        App(sandbox, AccessGuard()), http=Protocol, lifespan="off", log_level="error", ws="none"
    )
    server = uvicorn.Server(config)
    listener = socket.create_server(("127.0.0.1", port))
    thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
    thread.start()
    try:
        yield sandbox
    finally:
        server.should_exit = True
        thread.join()


def image_requests(sandbox: RecordingSandbox) -> list[Arrival]:
    """The requests for images among those that arrived."""
    return [
        _arrival(request)
        for request in list(sandbox.arrivals)
        if not _AUXILIARY.search(urlsplit(request.url).path)
    ]


def _arrival(request: WireRequest) -> Arrival:
    arrival = Arrival(urlsplit(request.url).path)
    kind = request.headers.get("content-type", "")
    if "multipart" in kind:
        head = f"content-type: {kind}\r\n\r\n".encode()
        for part in BytesParser().parsebytes(head + request.body).walk():
            name = part.get_param("name", header="content-disposition")
            content = part.get_payload(decode=True)
            if isinstance(name, str) and isinstance(content, bytes):
                _add(arrival, name, content)
    elif "json" in kind:
        for name, value in _leaves(json.loads(request.body), ""):
            _add(arrival, name, value)
    return arrival


def _add(arrival: Arrival, name: str, value: bytes | str) -> None:
    picture = value if isinstance(value, bytes) and is_image(value) else None
    if isinstance(value, str):
        picture = _picture(value)
    if picture is None:
        text = value.decode("utf-8", "replace") if isinstance(value, bytes) else value
        arrival.fields[name] = text
    elif "mask" in name:
        arrival.mask = picture
    else:
        arrival.images.append(picture)


def _picture(text: str) -> bytes | None:
    """The image that a text is or names: base64, a data URI, or a link to an upload."""
    if re.match(r"http://127\.0\.0\.1:\d+/", text):
        content = httpx.get(text, headers={"authorization": "Bearer sandbox"}).content
        return content if is_image(content) else None
    encoded = text.partition(",")[2] if text.startswith("data:") else text
    if len(encoded) < 200:
        return None
    try:
        content = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        return None
    return content if is_image(content) else None


def _leaves(value: Any, name: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _leaves(inner, f"{name}.{key}" if name else str(key))
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(inner, name)
    elif value is not None:
        yield name, str(value).lower() if isinstance(value, bool) else str(value)
