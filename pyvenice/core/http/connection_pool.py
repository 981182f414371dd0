"""The HTTP client behind a transport: whose it is, and in which process and event loop it works.

Connections must not be shared by two processes, nor used in an event loop other than their own. So a
client that we made is made anew in a forked process, and in another event loop.
"""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

from pyvenice.core.http.request import Request
from pyvenice.errors import ClientClosedError

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop

_READING = threading.local()
"""The `request` that each thread reads a response of; clients may share the connections."""
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
