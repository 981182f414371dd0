"""A Venice client, sync or async, whose sandbox keeps its account between calls."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Iterator
from typing import Any

import pytest

from pyvenice import AsyncVeniceClient, VeniceClient
from pyvenice.core.client import construction
from pyvenice.sandbox.server.app import Sandbox


class Caller:
    """Calls methods by their dotted names; async ones in one event loop."""

    def __init__(self, client: VeniceClient | AsyncVeniceClient, runner: asyncio.Runner) -> None:
        self.client = client
        self._runner = runner

    def __call__(self, name: str, *values: Any, **arguments: Any) -> Any:
        target: Any = self.client
        for part in name.split("."):
            target = getattr(target, part)
        return self.done(target(*values, **arguments))

    def done(self, result: Any) -> Any:
        """The result; of an iterator all its items."""
        if inspect.isasyncgen(result):
            return self._runner.run(_items(result))
        if inspect.isawaitable(result):
            return self._runner.run(_awaited(result))
        return list(result) if inspect.isgenerator(result) else result


async def _awaited(result: Any) -> Any:
    return await result


async def _items(items: Any) -> list[Any]:
    return [item async for item in items]


@pytest.fixture(params=["sync", "async"])
def call(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Caller]:
    fresh = Sandbox()
    monkeypatch.setattr(construction, "_sandbox", lambda: fresh)
    with asyncio.Runner() as runner:
        if request.param == "sync":
            with VeniceClient(sandbox=True) as client:
                yield Caller(client, runner)
        else:
            async_client = AsyncVeniceClient(sandbox=True)
            yield Caller(async_client, runner)
            runner.run(async_client.aclose())
