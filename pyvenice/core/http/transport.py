"""Requests over httpx2 where it is installed, over httpx elsewhere, or over a client of either.

The only module that imports an HTTP library. The two transports differ in `await` only.
"""

from __future__ import annotations

import copy
import importlib
import math
import sys
from functools import cache, partial
from http.cookiejar import CookieJar, DefaultCookiePolicy
from types import ModuleType
from typing import Any, Protocol

from pyvenice.core.http.connection_pool import (
    AsyncConnections,
    SyncConnections,
    group_pools,
)
from pyvenice.core.http.headers import sent_secrets
from pyvenice.core.http.in_process import async_handler, sync_handler
from pyvenice.core.http.lazy_ssl_context import tls_context
from pyvenice.core.http.name_lookup import limit_lookups
from pyvenice.core.http.open_response import AsyncExchange, SyncExchange, failures
from pyvenice.core.http.proxies import AsyncRoutes, Proxies, SyncRoutes
from pyvenice.core.http.redirects import MOST_HOPS, Hop
from pyvenice.core.http.request import Request
from pyvenice.core.http.ssrf import pin, targets, way_of
from pyvenice.core.http.uploads import AsyncUpload, SyncUpload
from pyvenice.core.recording.log_filter import filter_logs, hidden_in_logs
from pyvenice.core.recording.recorded_exchange import Handler
from pyvenice.errors import APIConnectionError, ArgumentError

_CONNECT_SECONDS = 10.0
_WRITE_SECONDS = 60.0
_KEEPALIVE_SECONDS = 90.0
_CONNECTIONS = 100
_FIRST_BYTE_SECONDS = {"GET": 60.0}
"""Where asking again costs nothing; an edit may take minutes until its response begins."""


class HTTPClient(Protocol):
    """What is used of an injected `httpx.Client` or `httpx2.Client`."""

    def build_request(self, method: str, url: str) -> Any: ...
    def close(self) -> None: ...


class AsyncHTTPClient(Protocol):
    """What is used of an injected `httpx.AsyncClient` or `httpx2.AsyncClient`."""

    def build_request(self, method: str, url: str) -> Any: ...
    async def aclose(self) -> None: ...


class _Transport:
    _library: ModuleType
    _proxies: Proxies
    """Those of the environment; an injected client has its own."""
    _injected: Any | None

    def _targets(self, url: str, found: tuple[str, ...] | None) -> tuple[str | None, ...]:
        """The addresses that a URL is asked for at, of those that were found."""
        if found is None:
            return (None,)
        if self._injected is None:
            return targets(url, found, "other" if self._proxies.proxy(url) else "direct")
        with failures(self._library, url):
            return targets(url, found, way_of(self._injected, self._library, url))

    def _message(
        self, client: Any, request: Request, hop: Hop, body: SyncUpload | AsyncUpload | None
    ) -> Any:
        """A request of the HTTP library.

        Headers, parameters and cookies of an injected client are for the API: nobody knows which of
        them are secret, and so a host that a response named gets none.
        """
        query = dict(hop.query) or None
        timeout = _timeout(request)
        if hop.trusted:
            return client.build_request(
                hop.method,
                hop.url,
                content=body,
                headers=hop.headers,
                params=query,
                timeout=timeout,
            )
        return self._library.Request(
            hop.method,
            hop.url,
            content=body,
            headers=hop.headers,
            params=query,
            extensions={"timeout": self._library.Timeout(timeout).as_dict()},
        )

    def _client(self, client: Any, hop: Hop) -> Any:
        """The client to send with: for a foreign host one that keeps no cookie of it.

        A shallow copy of an injected client shares everything with it but the cookie jar.
        """
        if self._injected is None or hop.trusted:
            return client
        client = copy.copy(client)
        client.cookies = _no_cookies()
        return client


class SyncTransport(_Transport):
    """Sends calls and gives back their answers. Safe to use from several threads."""

    def __init__(self, client: HTTPClient | None = None, *, handler: Handler | None = None) -> None:
        self._library = http_library() if client is None else _library_of(client, "Client")
        filter_logs(self._library.__name__)
        self._injected = client
        self._proxies = Proxies({}) if client or handler else Proxies.of_environment()
        answer = handler and sync_handler(self._library, handler)
        make = partial(_make_client, self._library, "Client", answer, self._proxies)
        self._connections = SyncConnections(client, make)

    def open(self, request: Request) -> SyncExchange:
        """Send a request; the response is read from the exchange, which must be closed.

        Raises `APIConnectionError` when no response begins in time, and `AnswerError` when a
        response named an address against the rule of the request.
        """
        hop = Hop.first(request)
        for _ in range(MOST_HOPS):
            exchange = self._reach(request, hop, hop.check(request.deadline))
            following = hop.following(request.call, exchange.status, exchange.headers)
            if following is None:
                return exchange
            exchange.close()
            hop = following
        raise hop.endless()

    def close(self) -> None:
        """Close the connections, unless the client was injected."""
        self._connections.close()

    def _reach(self, request: Request, hop: Hop, found: tuple[str, ...] | None) -> SyncExchange:
        """Send to the first of the addresses that can be reached."""
        *others, last = self._targets(hop.url, found)
        for address in others:
            try:
                return self._send(request, hop, address)
            except APIConnectionError as error:
                if error.maybe_executed:
                    raise
        return self._send(request, hop, last)

    def _send(self, request: Request, hop: Hop, address: str | None) -> SyncExchange:
        with failures(
            self._library, hop.url, self._proxies.proxy(hop.url) if self._proxies.urls else None
        ):
            body = None
            if (content := request.call.body) is not None:
                body = SyncUpload(content, request.deadline, request.place)
            client = self._connections.current()
            message = self._message(client, request, hop, body)
            message.extensions = {**message.extensions, **self._connections.extensions}
            if address is not None:
                pin(message, address)
            with (
                self._connections.limiting_reads(request),
                hidden_in_logs(partial(sent_secrets, message)),
            ):
                response = self._client(client, hop).send(message, **hop.options)
        return SyncExchange(
            response, self._library, hop.url, request, injected=self._injected is not None
        )


class AsyncTransport(_Transport):
    """Sends calls and gives back their answers, in one event loop."""

    def __init__(
        self, client: AsyncHTTPClient | None = None, *, handler: Handler | None = None
    ) -> None:
        self._library = http_library() if client is None else _library_of(client, "AsyncClient")
        filter_logs(self._library.__name__)
        self._injected = client
        self._proxies = Proxies({}) if client or handler else Proxies.of_environment()
        answer = handler and async_handler(self._library, handler)
        make = partial(_make_client, self._library, "AsyncClient", answer, self._proxies)
        self._connections = AsyncConnections(client, make)

    async def open(self, request: Request) -> AsyncExchange:
        """Send a request; the response is read from the exchange, which must be closed.

        Raises `APIConnectionError` when no response begins in time, and `AnswerError` when a
        response named an address against the rule of the request.
        """
        hop = Hop.first(request)
        for _ in range(MOST_HOPS):
            exchange = await self._reach(request, hop, await hop.acheck(request.deadline))
            following = hop.following(request.call, exchange.status, exchange.headers)
            if following is None:
                return exchange
            await exchange.aclose()
            hop = following
        raise hop.endless()

    async def aclose(self) -> None:
        """Close the connections, unless the client was injected."""
        await self._connections.aclose()

    async def _reach(
        self, request: Request, hop: Hop, found: tuple[str, ...] | None
    ) -> AsyncExchange:
        """Send to the first of the addresses that can be reached."""
        *others, last = self._targets(hop.url, found)
        for address in others:
            try:
                return await self._send(request, hop, address)
            except APIConnectionError as error:
                if error.maybe_executed:
                    raise
        return await self._send(request, hop, last)

    async def _send(self, request: Request, hop: Hop, address: str | None) -> AsyncExchange:
        with failures(
            self._library, hop.url, self._proxies.proxy(hop.url) if self._proxies.urls else None
        ):
            body = None
            if (content := request.call.body) is not None:
                body = AsyncUpload(content, request.deadline, request.place)
            client = self._connections.current()
            message = self._message(client, request, hop, body)
            if address is not None:
                pin(message, address)
            with hidden_in_logs(partial(sent_secrets, message)):
                response = await self._client(client, hop).send(message, **hop.options)
        return AsyncExchange(
            response, self._library, hop.url, request, injected=self._injected is not None
        )


def _timeout(request: Request) -> tuple[float, float, float, float]:
    """Until there is a connection, for each read, for each write, and for a place among them."""
    patience = _FIRST_BYTE_SECONDS.get(request.call.method, math.inf)
    seconds = min(request.deadline.left, patience)
    connect, write = min(seconds, _CONNECT_SECONDS), min(seconds, _WRITE_SECONDS)
    return connect, seconds, write, seconds


@cache
def http_library() -> ModuleType:
    """httpx2 where it is installed, because it is quicker and maintained; httpx elsewhere."""
    try:
        return importlib.import_module("httpx2")
    except ImportError:
        return importlib.import_module("httpx")


def _make_client(library: ModuleType, kind: str, answer: Any, proxies: Proxies) -> Any:
    """A new client of the library, whose requests a function of this process answers, if given.

    Raises `ArgumentError` for certificates or a proxy of the environment that cannot be used.
    """
    make = getattr(library, kind)
    if answer is not None:
        return make(transport=library.MockTransport(answer))
    is_async = kind == "AsyncClient"
    connections = 1 if is_async else _CONNECTIONS
    limits = library.Limits(
        max_connections=connections,
        max_keepalive_connections=connections,
        keepalive_expiry=_KEEPALIVE_SECONDS,
    )
    options = {"verify": tls_context(library), "limits": limits, "trust_env": False}

    def transport(proxy: str | None = None) -> Any:
        if is_async:

            def make_one() -> Any:
                return limit_lookups(library.AsyncHTTPTransport(proxy=proxy, **options), library)

            return group_pools(make_one, library, _KEEPALIVE_SECONDS)
        return limit_lookups(library.HTTPTransport(proxy=proxy, **options), library)

    if not proxies.urls:
        return make(transport=transport(), cookies=_no_cookies(), trust_env=False)
    try:
        routes = (AsyncRoutes if is_async else SyncRoutes)(proxies, transport)
    except (ValueError, ImportError, library.InvalidURL) as error:
        raise ArgumentError(
            f"the proxy that HTTP_PROXY, HTTPS_PROXY or ALL_PROXY names cannot be used: {error}",
            argument="http_client",
        ) from error
    return make(transport=routes, cookies=_no_cookies(), trust_env=False)


def _no_cookies() -> CookieJar:
    """A cookie jar that neither keeps nor sends any."""
    return CookieJar(DefaultCookiePolicy(allowed_domains=[]))


def _library_of(client: object, kind: str) -> ModuleType:
    """The HTTP library that an injected client, or the class it was derived from, belongs to."""
    for ancestor in type(client).__mro__:
        module = ancestor.__module__.partition(".")[0]
        if module in {"httpx", "httpx2"} and ancestor.__name__ == kind:
            return sys.modules[module]
    raise ArgumentError(
        f"http_client must be an httpx.{kind} or httpx2.{kind}, not {type(client).__name__}",
        argument="http_client",
        value=client,
        allowed=(f"httpx.{kind}", f"httpx2.{kind}"),
    )
