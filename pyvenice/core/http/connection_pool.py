"""The HTTP client behind a transport: whose it is, and in which process and event loop it works.

Connections must not be shared by two processes, nor used in an event loop other than their own. So a
client that we made is made anew in a forked process, and in another event loop.
"""

from __future__ import annotations

import os
import socket
import sys
import threading
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from types import ModuleType
from typing import TYPE_CHECKING, Any, Self
from weakref import WeakSet

from pyvenice.core.http.request import Request
from pyvenice.errors import ClientClosedError

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop, Future

_READING = threading.local()
"""The `request` that each thread reads a response of; clients may share the connections."""
_MOST = 100
"""Connections of an async client."""
_CONNECTED = (".connect_tcp.complete", ".start_tls.complete")


class SyncConnections:
    """The client that was given, or else one that `make` makes."""

    def __init__(self, given: Any | None, make: Callable[[], Any]) -> None:
        self._given = given is not None
        self._make = make
        self._client = make() if given is None else given
        self._process = os.getpid()
        self._closed = False
        self._sockets: WeakSet[socket.socket] = WeakSet()

    @property
    def extensions(self) -> dict[str, Any]:
        """What a request carries for the HTTP library, so that deadline and `close` can end it."""
        return {"trace": self._note}

    @contextmanager
    def limiting_reads(self, request: Request) -> Iterator[None]:
        """Let no read of this thread go past the deadline of the request.

        The HTTP library limits each read. A server that sends `100 Continue` again and again would
        keep it reading without an end.
        """
        _READING.request = request
        try:
            yield
        finally:
            _READING.request = None

    def current(self) -> Any:
        """The client to use here and now. Raises `ClientClosedError`."""
        if os.getpid() != self._process:
            self._move()
        if self._closed or self._client.is_closed:
            raise ClientClosedError("the client is closed; make a new one")
        return self._client

    def close(self) -> None:
        """Close the connections, unless they are somebody else's. Closing twice is no mistake."""
        self._closed = True
        if not self._given and os.getpid() == self._process:
            for connected in list(self._sockets):
                break_off(connected)
            self._client.close()

    def _note(self, event: str, info: Mapping[str, Any]) -> None:
        """Limit the reads of a new connection, and remember the socket of one of our own.

        The HTTP library calls this at each step.
        """
        if event.endswith(_CONNECTED):
            stream = info["return_value"]
            with suppress(AttributeError):  # a network backend of a caller may not allow it
                stream.read = partial(_read, stream.read)
            if self._given:
                return
            connected = stream.get_extra_info("socket")
            self._sockets.add(connected)
            if self._closed:
                break_off(connected)

    def _move(self) -> None:
        if self._given:
            raise ClientClosedError(
                "http_client= was made before this process was forked, and its connections belong"
                " to the parent; make both clients in the process that uses them"
            )
        self._client, self._process = self._make(), os.getpid()
        self._sockets = WeakSet()


class AsyncConnections(SyncConnections):
    """The same for an async client, which also belongs to one event loop at a time."""

    def __init__(self, given: Any | None, make: Callable[[], Any]) -> None:
        super().__init__(given, make)
        self._loop: AbstractEventLoop | None = None

    def current(self) -> Any:
        """The client to use here and now. Raises `ClientClosedError`."""
        loop = _running_loop()
        if self._loop is not loop and not self._given:
            if self._loop is not None:
                self._client = self._make()
            self._loop = loop
        return super().current()

    async def aclose(self) -> None:
        """Close the connections, unless they are somebody else's. Closing twice is no mistake."""
        self._closed = True
        here = self._loop in {None, _running_loop()} and os.getpid() == self._process
        if not self._given and here:
            await self._client.aclose()


class PoolGroup:
    """Async pools of one connection each that act as one pool, for a transport of the HTTP library.

    A pool looks at each of its connections twice a request, and at each request that waits for one:
    with 256 requests in flight over 100 connections that took a fifth of the time of a call over
    httpx2, and most of it over httpx, which also assigns one connection to several requests
    (`benchmarks/in_flight.py`).
    """

    def __init__(self, make: Callable[[], Any], core: ModuleType, seconds: float) -> None:
        """`make` gives a pool of one connection, which is kept for so many seconds of idleness."""
        self._make = make
        self._core = core
        self._seconds = seconds
        self._pools: list[_Pool] = []
        self._free: list[_Pool] = []
        """Those without a request; the last one was used last."""
        self._waiting: deque[Future[_Pool]] = deque()

    @property
    def connections(self) -> list[Any]:
        """The connections of all pools."""
        return [connection for pool in self._pools for connection in pool.pool.connections]

    async def handle_async_request(self, request: Any) -> Any:
        """The response to a request of the library's core."""
        url = request.url
        origin = (url.scheme, url.host, url.port)
        pool = self._take(origin) or await self._wait(request.extensions.get("timeout", {}))
        pool.origin = origin
        try:
            await self._close_idle()
            response = await pool.pool.handle_async_request(request)
        except BaseException:
            self._give_back(pool)
            raise
        response.stream = _PooledStream(response.stream, partial(self._give_back, pool))
        return response

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close all connections."""
        pools, self._pools, self._free = self._pools, [], []
        for pool in pools:
            await pool.pool.aclose()

    def _take(self, origin: object) -> _Pool | None:
        """A free pool, if possible one that is connected to the origin; `None` where none is free."""
        for number in reversed(range(len(self._free))):
            if self._free[number].origin == origin:
                return self._free.pop(number)
        if len(self._pools) < _MOST:
            self._pools.append(_Pool(self._make()))
            return self._pools[-1]
        return self._free.pop(0) if self._free else None

    async def _wait(self, timeouts: Mapping[str, float | None]) -> _Pool:
        import asyncio

        waiting: Future[_Pool] = asyncio.get_running_loop().create_future()
        self._waiting.append(waiting)
        try:
            async with asyncio.timeout(timeouts.get("pool")):
                return await waiting
        except BaseException as error:
            if waiting.done() and not waiting.cancelled():
                self._give_back(waiting.result())
            if isinstance(error, TimeoutError):
                raise self._core.PoolTimeout from error
            raise

    def _give_back(self, pool: _Pool) -> None:
        while self._waiting:
            waiting = self._waiting.popleft()
            if not waiting.done():
                waiting.set_result(pool)
                return
        pool.used = time.monotonic()
        self._free.append(pool)

    async def _close_idle(self) -> None:
        """Close the pool that was not used for the longest time, if that is too long."""
        if self._free and time.monotonic() - self._free[0].used > self._seconds:
            pool = self._free.pop(0)
            self._pools.remove(pool)
            await pool.pool.aclose()


def group_pools(make: Callable[[], Any], library: ModuleType, seconds: float) -> Any:
    """An async transport of an HTTP library with a `PoolGroup`; `make` gives one with one connection."""
    transport = make()
    core = sys.modules[library.__name__.replace("httpx", "httpcore")]
    transport._pool = PoolGroup(lambda: make()._pool, core, seconds)  # noqa: SLF001  (no option of it)
    return transport


@dataclass(slots=True, eq=False)
class _Pool:
    pool: Any
    origin: object = None
    """Where its last request went."""
    used: float = 0.0
    """When its last request ended, by `time.monotonic`."""


class _PooledStream:
    """The body of a response, which gives its place in the pool back when it is closed."""

    def __init__(self, stream: Any, give_back: Callable[[], None]) -> None:
        self._stream = stream
        self._give_back: Callable[[], None] | None = give_back

    def __aiter__(self) -> AsyncIterator[bytes]:
        chunks: AsyncIterator[bytes] = aiter(self._stream)
        return chunks

    async def aclose(self) -> None:
        try:
            await self._stream.aclose()
        finally:
            give_back, self._give_back = self._give_back, None
            if give_back is not None:
                give_back()


def _read(read: Callable[..., bytes], max_bytes: int, timeout: float | None = None) -> bytes:
    request: Request | None = getattr(_READING, "request", None)
    if request is not None:
        request.deadline.check(request.place)
        left = request.deadline.left
        timeout = left if timeout is None else min(timeout, left)
    return read(max_bytes, timeout)


def break_off(connected: socket.socket) -> None:
    """End what another thread reads or writes there, which closing the socket would not."""
    with suppress(OSError):
        socket.socket.shutdown(connected, socket.SHUT_RDWR)


def _running_loop() -> AbstractEventLoop:
    import asyncio

    return asyncio.get_running_loop()
