"""A connection of which each byte is counted, and each wait is cut at one deadline."""

from __future__ import annotations

import io
import socket
import time
from collections.abc import Callable
from http.client import HTTPConnection, HTTPResponse
from typing import Any, cast

from pyvenice.contract.errors import UnreachableError


class Budget:
    """The time and the bytes that one download may cost, redirects and headers among them."""

    def __init__(self, name: str, seconds: float, most_bytes: int) -> None:
        self._name = name
        self._deadline = time.monotonic() + seconds
        self._most = most_bytes
        self._room = most_bytes

    def connecting(self, seconds: float) -> float:
        """The seconds that a connection may take to be made."""
        return min(seconds, self.remaining())

    def remaining(self) -> float:
        """The seconds that are left. Raises `TimeoutError` when none are."""
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left

    def spend(self, count: int) -> None:
        """Count bytes. Raises `UnreachableError` when they are too many."""
        self._room -= count
        if self._room < 0:
            raise UnreachableError(f"{self._name}: it is larger than {self._most >> 20} MiB")


def bounded(kind: type[HTTPConnection], budget: Budget) -> Callable[..., HTTPConnection]:
    """Makes connections of a kind whose answers are read within `budget`."""

    class Response(HTTPResponse):
        def __init__(self, sock: socket.socket, *args: Any, **options: Any) -> None:
            super().__init__(cast("socket.socket", _Bounded(sock, budget)), *args, **options)

    def connect(*args: Any, **options: Any) -> HTTPConnection:
        connection = kind(*args, **options)
        connection.response_class = Response
        return connection

    return connect


class _Bounded:
    """As much of a socket as an answer is read from."""

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
