"""Requests over httpx, or over any httpx or httpx2 client that the caller brings.

The only module that imports an HTTP library. The two transports differ in `await` only.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Generator, Iterator, Mapping
from functools import cache, partial
from types import ModuleType
from typing import Any, Protocol, cast

import httpx

from pyvenice.core.addresses import AddressRule
from pyvenice.core.calls import Body, Call
from pyvenice.core.connections import AsyncConnections, SyncConnections
from pyvenice.core.errors import ArgumentError
from pyvenice.core.exchange import AsyncExchange, SyncExchange, failures
from pyvenice.core.redaction import is_secret
from pyvenice.core.redirects import MOST_HOPS, Hop
from pyvenice.core.wire import Handler, WireRequest, WireResponse

_CONNECT_SECONDS = 10.0
_WRITE_SECONDS = 60.0
_KEEPALIVE_SECONDS = 90.0
_CONNECTIONS = 100


class HTTPClient(Protocol):
    """What is used of an injected `httpx.Client` or `httpx2.Client`."""

    def build_request(self, method: str, url: str) -> Any: ...
    def close(self) -> None: ...


class AsyncHTTPClient(Protocol):
    """What is used of an injected `httpx.AsyncClient` or `httpx2.AsyncClient`."""

    def build_request(self, method: str, url: str) -> Any: ...
    async def aclose(self) -> None: ...


class SyncTransport:
    """Sends calls and gives back their answers. Safe to use from several threads."""

    def __init__(self, client: HTTPClient | None = None, *, handler: Handler | None = None) -> None:
        self._library = httpx if client is None else _library(client, "Client")
        self._connections = SyncConnections(client, partial(_client, httpx.Client, handler))

    def open(
        self,
        call: Call,
        *,
        url: str,
        headers: Mapping[str, str],
        seconds: float,
        rule: AddressRule,
    ) -> SyncExchange:
        """Send one request; the answer is read from the exchange, which must be closed.

        Raises `APIConnectionError` when no answer begins within `seconds`, and `AnswerError` when
        an answer named an address against the `rule`.
        """
        hop = Hop(url, dict(headers), call.authorized, rule, call.query)
        for _ in range(MOST_HOPS):
            hop.check()
            exchange = self._sent(call, hop, seconds)
            following = hop.following(call, exchange.status, exchange.headers)
            if following is None:
                return exchange
            exchange.close()
            hop = following
        raise hop.endless()

    def close(self) -> None:
        """Close the connections, unless the client was injected."""
        self._connections.close()

    def _sent(self, call: Call, hop: Hop, seconds: float) -> SyncExchange:
        with failures(self._library, hop.url):
            body = _SyncBody(call.body) if call.body is not None else None
            client = self._connections.current()
            request = _request(client, body, call, hop, seconds)
            response = client.send(request, **hop.options)
        return SyncExchange(response, self._library, hop.url, call.max_bytes)


class AsyncTransport:
    """Sends calls and gives back their answers, in one event loop."""

    def __init__(
        self, client: AsyncHTTPClient | None = None, *, handler: Handler | None = None
    ) -> None:
        self._library = httpx if client is None else _library(client, "AsyncClient")
        self._connections = AsyncConnections(client, partial(_client, httpx.AsyncClient, handler))

    async def open(
        self,
        call: Call,
        *,
        url: str,
        headers: Mapping[str, str],
        seconds: float,
        rule: AddressRule,
    ) -> AsyncExchange:
        """Send one request; the answer is read from the exchange, which must be closed.

        Raises `APIConnectionError` when no answer begins within `seconds`, and `AnswerError` when
        an answer named an address against the `rule`.
        """
        hop = Hop(url, dict(headers), call.authorized, rule, call.query)
        for _ in range(MOST_HOPS):
            if hop.doubtful:
                await asyncio.to_thread(hop.check)
            exchange = await self._sent(call, hop, seconds)
            following = hop.following(call, exchange.status, exchange.headers)
            if following is None:
                return exchange
            await exchange.aclose()
            hop = following
        raise hop.endless()

    async def aclose(self) -> None:
        """Close the connections, unless the client was injected."""
        await self._connections.aclose()

    async def _sent(self, call: Call, hop: Hop, seconds: float) -> AsyncExchange:
        with failures(self._library, hop.url):
            body = _AsyncBody(call.body) if call.body is not None else None
            client = self._connections.current()
            request = _request(client, body, call, hop, seconds)
            response = await client.send(request, **hop.options)
        return AsyncExchange(response, self._library, hop.url, call.max_bytes)


def _request(
    client: Any, body: _SyncBody | _AsyncBody | None, call: Call, hop: Hop, seconds: float
) -> Any:
    request = client.build_request(
        call.method,
        hop.url,
        content=body,
        headers=hop.headers,
        params=dict(hop.query) or None,
        timeout=(min(seconds, _CONNECT_SECONDS), seconds, min(seconds, _WRITE_SECONDS), seconds),
    )
    if not hop.trusted:
        for name in [name for name in request.headers if is_secret(name)]:
            if name not in hop.headers:
                del request.headers[name]
    return request


class _SyncBody:
    """The body of a request for a sync client, as often as it asks; never all of it at once."""

    def __init__(self, body: Body) -> None:
        self._body = body

    def __iter__(self) -> Iterator[bytes]:
        return _exactly(self._body)


class _AsyncBody:
    """The same for an async client. Apart, because httpx takes what iterates both ways for sync."""

    def __init__(self, body: Body) -> None:
        self._body = body

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for chunk in _exactly(self._body):
            yield chunk


def _exactly(body: Body) -> Iterator[bytes]:
    """The chunks of a body, which must be as long as it said."""
    sent = 0
    for chunk in body:
        sent += len(chunk)
        if sent > body.content_length:
            break
        yield chunk
    if sent != body.content_length:
        raise ArgumentError(
            f"what is sent has changed: it is not {body.content_length:,} bytes long any more",
            argument="body",
        )


def _client(kind: Any, handler: Handler | None) -> Any:
    if handler is not None:
        return kind(transport=_InProcess(handler))
    limits = httpx.Limits(
        max_connections=_CONNECTIONS,
        max_keepalive_connections=_CONNECTIONS,
        keepalive_expiry=_KEEPALIVE_SECONDS,
    )
    return kind(verify=_tls(), limits=limits)


@cache
def _tls() -> Any:
    """One TLS context for all clients: each costs 20 ms to build."""
    return httpx.create_ssl_context()


def _library(client: object, kind: str) -> ModuleType:
    """The HTTP library that an injected client, or the class it was derived from, belongs to."""
    for one in type(client).__mro__:
        module = one.__module__.partition(".")[0]
        if module in {"httpx", "httpx2"} and one.__name__ == kind:
            return sys.modules[module]
    raise ArgumentError(
        f"http_client must be an httpx.{kind} or httpx2.{kind}, not {type(client).__name__}",
        argument="http_client",
        value=client,
        allowed=(f"httpx.{kind}", f"httpx2.{kind}"),
    )


class _InProcess(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Hands requests to a function of this process; no socket is opened."""

    def __init__(self, handler: Handler) -> None:
        self._handler = handler

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        body = b"".join(cast(httpx.SyncByteStream, request.stream))
        return _response(self._handler(_wire_request(request, body)))

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        body = b"".join([chunk async for chunk in cast(httpx.AsyncByteStream, request.stream)])
        return _response(await asyncio.to_thread(self._handler, _wire_request(request, body)))


class _Chunks(httpx.SyncByteStream, httpx.AsyncByteStream):
    def __init__(self, response: WireResponse) -> None:
        self._chunks = iter(response.body)

    def __iter__(self) -> Iterator[bytes]:
        return self._chunks

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while (chunk := await asyncio.to_thread(next, self._chunks, None)) is not None:
            yield chunk

    def close(self) -> None:
        if isinstance(self._chunks, Generator):
            self._chunks.close()

    async def aclose(self) -> None:
        self.close()


def _wire_request(request: httpx.Request, body: bytes) -> WireRequest:
    return WireRequest(request.method, str(request.url), dict(request.headers), body)


def _response(answer: WireResponse) -> httpx.Response:
    return httpx.Response(answer.status, headers=answer.headers, stream=_Chunks(answer))
