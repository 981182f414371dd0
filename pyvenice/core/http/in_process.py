"""A server in this process behind the transports of a HTTP library: no socket is opened."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Generator, Iterable
from types import ModuleType
from typing import Any

from pyvenice.core.recording.recorded_exchange import Handler, WireRequest


def sync_handler(library: ModuleType, handler: Handler) -> Callable[[Any], Any]:
    """The handler as a transport of the library calls it; no socket is opened."""

    def answer(request: Any) -> Any:
        found = handler(_wire_request(request))
        pieces = iter(found.body)
        response = library.Response(found.status, headers=found.headers, content=pieces)
        if isinstance(pieces, Generator):  # which httpx, unlike httpx2, leaves open
            response.stream.close = pieces.close
        return response

    return answer


def async_handler(library: ModuleType, handler: Handler) -> Callable[[Any], Any]:
    """The same for an event loop, which the handler does not hold up."""
    import asyncio

    async def answer(request: Any) -> Any:
        found = await asyncio.to_thread(handler, _wire_request(request))
        return library.Response(found.status, headers=found.headers, content=_pieces(found.body))

    return answer


async def _pieces(body: Iterable[bytes]) -> AsyncIterator[bytes]:
    import asyncio

    pieces = iter(body)
    while (piece := await asyncio.to_thread(next, pieces, None)) is not None:
        yield piece


def _wire_request(request: Any) -> WireRequest:
    return WireRequest(request.method, str(request.url), dict(request.headers), request.content)
