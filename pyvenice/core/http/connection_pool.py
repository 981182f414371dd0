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
POOL_SIZE = 10
_POOLS = 10
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
    """Several small async pools that act as one, for a transport of the HTTP library.

    A pool looks at each of its connections twice a request, and at each request that waits for one:
    with 256 requests in flight over 100 connections that took a fifth of the time of a call over
    httpx2, and most of it over httpx (`benchmarks/in_flight.py`). Here a request goes to the first
    pool that has a connection to spare, and waits outside of them while there is none.
    """

    def __init__(self, make: Callable[[], Any], core: ModuleType, seconds: float) -> None:
        """`make` gives a pool of `POOL_SIZE` connections, kept for so many seconds of idleness."""
        self._make = make
        self._core = core
        self._seconds = seconds
        self._pools: list[_Pool] = []
        self._waiting: deque[Future[_Pool]] = deque()

    @property
    def connections(self) -> list[Any]:
        """The connections of all pools."""
        return [connection for pool in self._pools for connection in pool.pool.connections]

    async def handle_async_request(self, request: Any) -> Any:
        """The response to a request of the library's core."""
        pool = self._take() or await self._wait(request.extensions.get("timeout", {}).get("pool"))
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
        pools, self._pools = self._pools, []
        for pool in pools:
            await pool.pool.aclose()

    def _take(self) -> _Pool | None:
        pool = next((pool for pool in self._pools if pool.in_flight < POOL_SIZE), None)
        if pool is None and len(self._pools) < _POOLS:
            pool = _Pool(self._make())
            self._pools.append(pool)
        if pool is not None:
            pool.in_flight += 1
        return pool

    async def _wait(self, seconds: float | None) -> _Pool:
        import asyncio

        waiting: Future[_Pool] = asyncio.get_running_loop().create_future()
        self._waiting.append(waiting)
        try:
            async with asyncio.timeout(seconds):
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
        pool.in_flight -= 1
        pool.used = time.monotonic()

    async def _close_idle(self) -> None:
        """Close the last pool where it was not used for long: no request would look at it."""
        last = self._pools[-1]
        if last.in_flight == 0 and time.monotonic() - last.used > self._seconds:
            self._pools.pop()
            await last.pool.aclose()


def group_pools(make: Callable[[], Any], library: ModuleType, seconds: float) -> Any:
    """An async transport of an HTTP library with a `PoolGroup`; `make` gives one with a small pool."""
    transport = make()
    core = sys.modules[library.__name__.replace("httpx", "httpcore")]
    transport._pool = PoolGroup(lambda: make()._pool, core, seconds)  # noqa: SLF001  (no option of it)
    return transport


@dataclass(slots=True)
class _Pool:
    pool: Any
    in_flight: int = 0
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
