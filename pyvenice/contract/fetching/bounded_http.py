"""HTTP over `urllib` with one limit on time and one on bytes for a whole exchange.

`urllib`, because importing it takes 57 ms and importing httpx 175 ms: a check of an unchanged document
takes less than that (`benchmarks/contract.py`).
"""

from __future__ import annotations

import http.client
import io
import socket
import ssl
import time
import urllib.request
from collections.abc import Callable, Mapping
from http.client import HTTPConnection, HTTPResponse
from typing import Any, cast

_CHUNK = 64 * 1024


class TooManyBytesError(OSError):
    """A response is longer than its budget allows."""


class Budget:
    """The seconds and bytes that one exchange may cost, redirects and headers included."""

    def __init__(self, seconds: float, max_bytes: int) -> None:
        self._deadline = time.monotonic() + seconds
        self._bytes_left = max_bytes

    def remaining(self, at_most: float = float("inf")) -> float:
        """The seconds left, or `at_most`. Raises `TimeoutError` when none are."""
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return min(left, at_most)

    def spend(self, count: int) -> None:
        """Count bytes. Raises `TooManyBytesError` when they are too many."""
        self._bytes_left -= count
        if self._bytes_left < 0:
            raise TooManyBytesError


def bounded_opener(
    budget: Budget,
    *handlers: urllib.request.BaseHandler,
    proxies: Mapping[str, str] | None = None,
) -> urllib.request.OpenerDirector:
    """An opener for http and https alone, whose responses are read within `budget`.

    It neither follows redirects nor raises for a status unless `handlers` do. `proxies` replace those
    of the environment.
    """
    opener = urllib.request.OpenerDirector()
    proxy = urllib.request.ProxyHandler(None if proxies is None else dict(proxies))
    for handler in (proxy, _Http(budget), _Https(budget), *handlers):
        opener.add_handler(handler)
    return opener


def read_all(response: HTTPResponse) -> bytes:
    """The whole body, read in pieces: `read()` allocates whatever Content-Length claims at once."""
    body = bytearray()
    while piece := response.read1(_CHUNK):
        body += piece
    if response.length:
        raise http.client.IncompleteRead(b"", response.length)
    return bytes(body)


class _Http(urllib.request.HTTPHandler):
    def __init__(self, budget: Budget) -> None:
        super().__init__()
        self._connection: Any = _bounded(HTTPConnection, budget)

    def http_open(self, req: urllib.request.Request) -> HTTPResponse:
        return self.do_open(self._connection, req)


class _Https(urllib.request.HTTPSHandler):
    def __init__(self, budget: Budget) -> None:
        super().__init__()
        self._connection: Any = _bounded(http.client.HTTPSConnection, budget)

    def https_open(self, req: urllib.request.Request) -> HTTPResponse:
        return self.do_open(self._connection, req, context=ssl.create_default_context())


def _bounded(kind: type[HTTPConnection], budget: Budget) -> Callable[..., HTTPConnection]:
    """A factory of connections whose responses are read within `budget`."""

    class Response(HTTPResponse):
        def __init__(self, sock: socket.socket, *args: Any, **options: Any) -> None:
            super().__init__(cast("socket.socket", _Bounded(sock, budget)), *args, **options)

    def connect(*args: Any, **options: Any) -> HTTPConnection:
        connection = kind(*args, **options)
        connection.response_class = Response
        return connection

    return connect


class _Bounded:
    """As much of a socket as a response is read from."""

    def __init__(self, sock: socket.socket, budget: Budget) -> None:
        self._sock = sock
        self._budget = budget

    def makefile(self, _: str) -> io.BufferedReader:
        return io.BufferedReader(_Reader(self._sock, self._budget))


class _Reader(io.RawIOBase):
    def __init__(self, sock: socket.socket, budget: Budget) -> None:
        super().__init__()
        self._sock = sock
        self._raw = sock.makefile("rb", buffering=0)
        self._budget = budget

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._sock.settimeout(self._budget.remaining())
        count = self._raw.readinto(buffer) or 0
        self._budget.spend(count)
        return count

    def close(self) -> None:
        self._raw.close()
        super().close()
