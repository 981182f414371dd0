"""Clients of the one call: found by the provider's name; streams of partial images where asked."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from pyvenice.core.client.base import AsyncClient, SyncClient
from pyvenice.core.response.result import EditResult
from pyvenice.core.response.streams import PartialImage
from pyvenice.errors import AnswerError
from pyvenice.providers.hosts import Host, host_client

ClientT = TypeVar("ClientT", SyncClient, AsyncClient)


def client_class(name: str, host: Host | None, base: type[ClientT]) -> type[ClientT]:
    """The client class of a host, or of the provider of this name, sync or async as `base` is."""
    if host is not None:
        return host_client(host, base)
    module: Any = importlib.import_module(f"pyvenice.providers.{name}.client")
    classes = [getattr(module, public) for public in module.__all__]
    return next(cls for cls in classes if isinstance(cls, type) and issubclass(cls, base))


OnPartial = Callable[[PartialImage], None]


@dataclass(frozen=True, slots=True)
class WatchedClient:
    """An async client, or a group of its methods, whose methods stream if they can."""

    inner: Any
    partial_images: int
    on_partial: OnPartial

    def __getattr__(self, name: str) -> Any:
        found = getattr(self.inner, name)
        if not inspect.ismethod(found):
            return WatchedClient(found, self.partial_images, self.on_partial)
        if "partial_images" not in inspect.signature(found).parameters:
            return found

        async def stream(**arguments: Any) -> EditResult:
            if arguments.get("n", 1) != 1:
                whole: EditResult = await found(**arguments)
                return whole
            if self.partial_images:
                arguments["partial_images"] = self.partial_images
            result: EditResult | None = None
            async with await found(**arguments, stream=True) as events:
                async for event in events:
                    if isinstance(event, PartialImage):
                        self.on_partial(event)
                    elif isinstance(event, EditResult):
                        result = event
            if result is None:
                raise AnswerError("the stream ended without a picture")
            return result

        return stream
