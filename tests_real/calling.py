"""Our own client, sync and async, called in one way."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from pyvenice import AsyncXinferenceClient, EditProgress, EditResult, XinferenceClient
from pyvenice.core.response.streams import ImageEvent


def stages(events: Iterable[ImageEvent]) -> list[str]:
    """The steps that a stream reported."""
    return [event.stage for event in events if isinstance(event, EditProgress)]


@dataclass(frozen=True)
class Caller:
    """`client.image.<method>(**arguments)` and its like, of the client of that colour."""

    mode: str
    base_url: str
    api_key: str | None = None
    max_retries: int = 2

    def once(self) -> Caller:
        """The same, without repetitions."""
        return replace(self, max_retries=0)

    def edit(self, **arguments: Any) -> EditResult:
        """The pictures of an edit."""
        return self.image("edit", **arguments)

    def image(self, method: str, **arguments: Any) -> EditResult:
        """The pictures that a method of `client.image` answers."""
        result: EditResult = self._called(("image", method), arguments)
        return result

    def models(self) -> Any:
        """The models that run."""
        return self._called(("models", "list"), {})

    def events(self, **arguments: Any) -> list[ImageEvent]:
        """All events of a streamed edit; the last one is the result."""
        if self.mode == "async":
            return asyncio.run(self._async_events(arguments))
        with self._client() as client, client.image.edit(stream=True, **arguments) as stream:
            return list(stream)

    def _called(self, path: tuple[str, str], arguments: dict[str, Any]) -> Any:
        if self.mode == "async":
            return asyncio.run(self._async_called(path, arguments))
        with self._client() as client:
            return getattr(getattr(client, path[0]), path[1])(**arguments)

    async def _async_called(self, path: tuple[str, str], arguments: dict[str, Any]) -> Any:
        async with self._async_client() as client:
            return await getattr(getattr(client, path[0]), path[1])(**arguments)

    async def _async_events(self, arguments: dict[str, Any]) -> list[ImageEvent]:
        async with (
            self._async_client() as client,
            await client.image.edit(stream=True, **arguments) as stream,
        ):
            return [event async for event in stream]

    def _client(self) -> XinferenceClient:
        return XinferenceClient(**self._settings())

    def _async_client(self) -> AsyncXinferenceClient:
        return AsyncXinferenceClient(**self._settings())

    def _settings(self) -> dict[str, Any]:
        return {
            "api_key": self.api_key,
            "base_url": self.base_url,
            "max_retries": self.max_retries,
            "timeout": 60,
        }
