"""The real clients, sync and async, with a recorder where the network would be."""

from __future__ import annotations

import asyncio
import base64
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlsplit

import httpx

import pyvenice
from pyvenice.conformance.checks.operations import contract_of
from pyvenice.contract.pin import pin
from pyvenice.core.recording.recorded_exchange import Exchange, WireRequest
from pyvenice.errors import AnswerError
from pyvenice.sandbox import Sandbox
from tests.pictures import picture

KEY = "sk-test-0123456789"
SANDBOX = Sandbox()
_DIALECTS = {dialect.provider: dialect for dialect in SANDBOX._dialects}


_JOBS = frozenset(["image.replace_background"])


@dataclass
class Recorder:
    """A client of one provider and one colour, and all that it has sent."""

    provider: str
    mode: str
    sent: list[Exchange] = field(default_factory=list)

    def __post_init__(self) -> None:
        transport = httpx.MockTransport(self._answer)
        is_async = self.mode == "async"
        title = pin.source(self.provider).title
        client = getattr(pyvenice, f"{'Async' if is_async else ''}{title}Client")
        http_client = httpx.AsyncClient if is_async else httpx.Client
        self._runner = asyncio.Runner()
        self._client: Any = client(api_key=KEY, http_client=http_client(transport=transport))

    def call(self, method: str, **arguments: Any) -> Exchange:
        """Call a method such as `image.edit`, and return what went over the wire."""
        resource, name = method.split(".")
        called = getattr(getattr(self._client, resource), name)
        # A job that is polled after seconds gets no id here: the request is what is looked at.
        with suppress(*([AnswerError] if method in _JOBS else [])):
            if self.mode == "sync":
                called(**arguments)
            else:
                self._runner.run(called(**arguments))
        return self.sent.pop()

    def close(self) -> None:
        self._runner.close()

    def _answer(self, request: httpx.Request) -> httpx.Response:
        headers = dict(request.headers)
        self.sent.append(Exchange(request.method, str(request.url), 0, headers, request.content))
        if self.provider == "wavespeed":
            tree: Any = {"code": 200, "message": "success", "data": _ended_job()}
        elif self._response_types(request) & {"image/png", "image/*"}:
            return httpx.Response(200, headers={"content-type": "image/png"}, content=picture())
        elif request.method == "GET":
            tree = {"data": [], "models": [], "object": "list", "type": "image"}
        elif self.provider == "gemini":
            tree = {"candidates": [_message()]}
        else:
            text = base64.b64encode(picture()).decode()
            tree = {"created": 0, "data": [{"b64_json": text}], "images": [text]}
        return httpx.Response(200, json=tree)

    def _response_types(self, request: httpx.Request) -> set[str]:
        contract = contract_of(pin.effective(self.provider))
        operation = contract.find(request.method, str(request.url))
        assert operation is not None
        return set((operation.response(200) or {}).get("content", {}))


def _ended_job() -> dict[str, Any]:
    """A job that has its image, whatever was asked for."""
    image = "data:image/png;base64," + base64.b64encode(picture()).decode()
    return {"id": "j1", "model": "m", "status": "completed", "outputs": [image]}


def _message() -> dict[str, Any]:
    """A candidate of Gemini's with an image."""
    data = {"mimeType": "image/png", "data": base64.b64encode(picture()).decode()}
    content = {"role": "model", "parts": [{"inlineData": data}]}
    return {"content": content, "finishReason": "STOP", "index": 0}


def decode(provider: str, exchange: Exchange) -> dict[str, Any]:
    """What the sandbox takes a recorded request for; it raises what it would refuse with."""
    dialect = _DIALECTS[provider]
    request = WireRequest(
        exchange.method, exchange.url, exchange.request_headers, exchange.request_body
    )
    base = urlsplit(pin.source(provider).base_url).path
    path = dialect.base_path + urlsplit(exchange.url).path.removeprefix(base)
    path = path.removeprefix(dialect.prefix)
    found = (
        (route.path, parameters)
        for route in dialect.routes()
        if route.method == exchange.method and (parameters := route.parameters(path)) is not None
    )
    arrived = dialect.request(request, path, *next(found, ()))
    if exchange.method == "GET":
        return arrived.query
    return {name: plain(value) for name, value in arrived.valid_fields().items()}


def plain(value: Any) -> Any:
    """A value of a request, each image as its bytes, however it was spelt."""
    if isinstance(value, dict):
        if value.keys() in ({"image_url"}, {"file_id"}):
            return _image(next(iter(value.values())))
        return {name: plain(item) for name, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return getattr(value, "data", value)


def _image(text: str) -> Any:
    return image_bytes(text) if text.startswith("data:") else text


def image_bytes(text: str) -> bytes:
    return base64.b64decode(text.rpartition(",")[2], validate=True)


def send_to_sandbox(provider: str, exchange: Exchange) -> Exchange:
    """A recorded request, sent to the sandbox, with its answer."""
    dialect = _DIALECTS[provider]
    base = urlsplit(pin.source(provider).base_url).path
    path = dialect.base_path + urlsplit(exchange.url).path.removeprefix(base)
    headers = {**exchange.request_headers, "authorization": "Bearer sandbox"}
    url = f"http://sandbox.test{path}"
    response = SANDBOX.handle(WireRequest(exchange.method, url, headers, exchange.request_body))
    return replace(
        exchange,
        status=response.status,
        answer_headers=dict(response.headers),
        answer_body=b"".join(response.body),
    )
