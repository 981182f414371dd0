"""Calls that go wrong, of either colour, each followed by an honest one on the same connection."""

from __future__ import annotations

import asyncio
import io
import secrets
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import httpx
from PIL import Image

import pyvenice
from pyvenice import ClientEvent, EditResult, PyveniceError, Retrying, RetryPolicy
from pyvenice.sandbox import Addresses

KEY = "sk-0123456789abcdef"
SECONDS = 20.0

Outcome: TypeAlias = EditResult | PyveniceError


@dataclass(frozen=True, slots=True)
class Dialect:
    """One way to edit a picture, and with which client."""

    name: str
    provider: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    to_file: bool = False
    """Each call saves to a file in the current folder: `first.png`, `second.png`."""

    def place(self, number: int) -> dict[str, Any]:
        return {"save_to": ("first.png", "second.png")[number]} if self.to_file else {}

    @property
    def streams(self) -> bool:
        return bool(self.arguments.get("stream"))


BINARY = Dialect("binary", "Venice")
BASE64 = Dialect("base64", "OpenAI", {"output_format": "jpeg"})
URL = Dialect("url", "OpenAI", {"model": "dall-e-2"})
STREAM = Dialect("stream", "OpenAI", {"stream": True, "partial_images": 1})
BINARY_FILE = Dialect("binary-file", "Venice", to_file=True)
BASE64_FILE = Dialect("base64-file", "OpenAI", {"output_format": "jpeg"}, to_file=True)
URL_FILE = Dialect("url-file", "OpenAI", {"model": "dall-e-2"}, to_file=True)
XINFERENCE = Dialect("xinference", "Xinference", {"model": "m"})
XINFERENCE_STREAM = Dialect("xinference-stream", "Xinference", {"model": "m", "stream": True})
BINARIES = (BINARY, BINARY_FILE)
BASE64S = (BASE64, BASE64_FILE, XINFERENCE)
URLS = (URL, URL_FILE)
STREAMS = (STREAM, XINFERENCE_STREAM)
DIALECTS = (*BINARIES, *BASE64S, *URLS, *STREAMS)


@dataclass
class Caller:
    """Makes calls to a sandbox over one connection, which a call that keeps it would block."""

    mode: str
    server: Addresses
    library: Any = httpx
    token: str = field(default_factory=lambda: secrets.token_hex(4))
    """Tells a server that counts the calls of this caller from those of others."""
    pauses: list[float] = field(default_factory=list)
    """What was waited between attempts, in seconds: no longer than the server asks for."""

    def twice(
        self, dialect: Dialect, fault: str, *, image: bytes | None = None, **options: Any
    ) -> tuple[Outcome, EditResult]:
        """What becomes of a call with a fault, and then of one without on the same client."""
        timeout = options.pop("timeout", SECONDS)
        broken = {"extra_headers": {"x-sandbox-fault": fault}, "timeout": timeout}
        calls = [{"image": image or PHOTO} | broken, {"image": PHOTO}]
        calls = [call | dialect.place(number) for number, call in enumerate(calls)]
        first, second = self._run(dialect, calls, options)
        assert isinstance(second, EditResult), second
        return first, second

    def alone(self, dialect: Dialect, base_url: str) -> Outcome:
        """What becomes of a call at another address."""
        (outcome,) = self._run(dialect, [{"image": PHOTO}], {"base_url": base_url})
        return outcome

    def outcome(self, dialect: Dialect, fault: str, **options: Any) -> Outcome:
        """What becomes of a call with a fault."""
        return self.twice(dialect, fault, **options)[0]

    def _run(
        self, dialect: Dialect, calls: list[dict[str, Any]], options: dict[str, Any]
    ) -> list[Outcome]:
        run = self._async if self.mode == "async" else self._sync
        return run(dialect, calls, options)

    def _sync(
        self, dialect: Dialect, calls: list[dict[str, Any]], options: dict[str, Any]
    ) -> list[Outcome]:
        connections = self.library.Client(limits=self._one(), verify=TLS)
        with connections, self._client(dialect, "", connections, options) as client:
            return [self._tried(client, dialect, call) for call in calls]

    def _async(
        self, dialect: Dialect, calls: list[dict[str, Any]], options: dict[str, Any]
    ) -> list[Outcome]:
        async def both() -> list[Outcome]:
            connections = self.library.AsyncClient(limits=self._one(), verify=TLS)
            async with connections, self._client(dialect, "Async", connections, options) as client:
                return [await self._awaited(client, dialect, call) for call in calls]

        return asyncio.run(both())

    def _tried(self, client: Any, dialect: Dialect, call: dict[str, Any]) -> Outcome:
        try:
            answer = client.image.edit(prompt="sepia", **call, **dialect.arguments)
            result: EditResult = answer.result() if dialect.streams else answer
        except PyveniceError as error:
            return error
        return result

    async def _awaited(self, client: Any, dialect: Dialect, call: dict[str, Any]) -> Outcome:
        try:
            answer = await client.image.edit(prompt="sepia", **call, **dialect.arguments)
            result: EditResult = await answer.result() if dialect.streams else answer
        except PyveniceError as error:
            return error
        return result

    def _client(
        self, dialect: Dialect, colour: str, connections: Any, options: dict[str, Any]
    ) -> Any:
        kind = getattr(pyvenice, f"{colour}{dialect.provider}Client")
        base_url = options.pop("base_url", getattr(self.server, dialect.provider.lower()))
        return kind(
            KEY,
            base_url=base_url,
            timeout=SECONDS,
            http_client=connections,
            retry=RetryPolicy(base=0),
            on_event=self._note,
            **options,
        )

    def _one(self) -> Any:
        return self.library.Limits(max_connections=1)

    def _note(self, event: ClientEvent) -> None:
        if isinstance(event, Retrying):
            self.pauses.append(event.pause)


def photo(width: int = 256, height: int = 256, **options: Any) -> bytes:
    """A small picture as PNG."""
    stream = io.BytesIO()
    gradient = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    gradient.save(stream, "PNG", **options)
    return stream.getvalue()


PHOTO = photo()
TLS = ssl.create_default_context()
