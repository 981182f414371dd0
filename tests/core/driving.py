"""One way to drive both colours, for tests that say what happens and not how."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, TypeVar

from pyvenice.core.client.base import SyncClient
from pyvenice.core.engine.calls import Flow, StreamCall
from pyvenice.core.engine.drivers import AsyncDriver, SyncDriver
from pyvenice.core.engine.events import OnEvent
from pyvenice.core.engine.retry_budget import RetryBudget
from pyvenice.core.engine.retry_policy import RetryPolicy
from pyvenice.core.engine.settings import Settings
from pyvenice.core.http.transport import AsyncTransport, SyncTransport
from pyvenice.core.provider_rules import ProviderRules
from pyvenice.core.recording.recorded_exchange import Handler
from pyvenice.core.response.result import EditResult, ResponseLimits
from pyvenice.core.response.streams import ImageEvent

T = TypeVar("T")


@dataclass
class Rig:
    """A driver of either colour that notes its pauses instead of sleeping."""

    mode: str
    base_url: str
    http_client: Callable[[], Any] = lambda: None
    handler: Handler | None = None
    api_key: str | None = "sk-0123456789abcdef"
    timeout: float = 10.0
    retry: RetryPolicy = field(default_factory=RetryPolicy)
    on_event: OnEvent | None = None
    limits: ResponseLimits = field(default_factory=ResponseLimits)
    allow_private_addresses: bool | None = None
    rules: ProviderRules = field(default_factory=ProviderRules)
    pauses: list[float] = field(default_factory=list)
    left_open: list[bool] = field(default_factory=list)
    """Of each injected client, whether it was open in the end; each is closed then."""

    @property
    def settings(self) -> Settings:
        return Settings(
            "Test",
            self.base_url,
            self.api_key,
            {"x-team": "blue"},
            self.timeout,
            self.retry,
            RetryBudget(self.retry.budget),
            self.on_event,
            self.limits,
            True if self.handler else self.allow_private_addresses,
            rules=self.rules,
        )

    def run(self, flow: Flow[T]) -> T:
        """The result of the flow."""
        if self.mode == "async":
            return asyncio.run(self._run(flow))
        with self._sync_driver() as driver:
            return driver.run(flow)

    def events(self, call: StreamCall[ImageEvent], most: int | None = None) -> list[ImageEvent]:
        """The events of a stream, or the first few of them."""
        if self.mode == "async":
            return asyncio.run(self._events(call, most))
        with self._sync_driver() as driver, driver.stream(call) as stream:
            return list(islice(stream, most))

    def result(self, call: StreamCall[ImageEvent]) -> EditResult:
        """The result of a stream, without a look at its events."""
        if self.mode == "async":
            return asyncio.run(self._result(call))
        with self._sync_driver() as driver:
            return driver.stream(call).result()

    async def _run(self, flow: Flow[T]) -> T:
        async with self._async_driver() as driver:
            return await driver.run(flow)

    async def _events(self, call: StreamCall[ImageEvent], most: int | None) -> list[ImageEvent]:
        found = []
        async with self._async_driver() as driver, await driver.stream(call) as stream:
            async for event in stream:
                found.append(event)
                if len(found) == most:
                    break
        return found

    async def _result(self, call: StreamCall[ImageEvent]) -> EditResult:
        async with self._async_driver() as driver:
            return await (await driver.stream(call)).result()

    @contextmanager
    def _sync_driver(self) -> Iterator[SyncDriver]:
        client = self.http_client()
        transport = SyncTransport(client, handler=self.handler)
        try:
            yield SyncDriver(transport, self.settings, sleep=self.pauses.append)
        finally:
            transport.close()
            if client is not None:
                self.left_open.append(not client.is_closed)
                client.close()

    @asynccontextmanager
    async def _async_driver(self) -> AsyncIterator[AsyncDriver]:
        client = self.http_client()
        transport = AsyncTransport(client, handler=self.handler)
        try:
            yield AsyncDriver(transport, self.settings, sleep=self._note)
        finally:
            await transport.aclose()
            if client is not None:
                self.left_open.append(not client.is_closed)
                await client.aclose()

    async def _note(self, seconds: float) -> None:
        self.pauses.append(seconds)


def perform(client: Any, call: Callable[[], Any]) -> Any:
    """What a method of a client of either mode returns; the client is closed then."""
    if isinstance(client, SyncClient):
        with client:
            return call()

    async def performed() -> Any:
        async with client:
            return await call()

    return asyncio.run(performed())
