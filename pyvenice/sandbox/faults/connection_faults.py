"""Faults of the connection: what HTTP does not allow a server to say, said to the socket itself.

uvicorn keeps its applications from lying about lengths and from breaking off. `Protocol` therefore
lets them have the connection, and `Line` writes and ends it behind uvicorn's back.
"""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Awaitable, Callable, Iterator
from http import HTTPStatus
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

from pyvenice.core.recording.recorded_exchange import WireResponse
from pyvenice.sandbox.faults.grammar import Fault

_PIECES = 16
_FRAMING = frozenset(["connection", "content-length", "transfer-encoding"])


class Protocol(H11Protocol):
    """uvicorn's own protocol; the connection of a request is in its `scope["state"]`."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's
        super().connection_made(transport)
        self.app_state = {**self.app_state, "connection": transport}


class Line:
    """The connection of one request."""

    def __init__(
        self, connection: asyncio.Transport, receive: Callable[[], Awaitable[Any]]
    ) -> None:
        self._connection = connection
        self._receive = receive

    def write(self, data: bytes) -> None:
        """Send bytes as they are."""
        self._connection.write(data)

    async def read(self) -> None:
        """Take a part of the request, however much there is."""
        await self._receive()

    async def gone(self, seconds: float | None = None) -> bool:
        """Whether the client goes within so many seconds; this waits as long as it stays."""
        leaving = asyncio.ensure_future(self._left())
        try:
            return bool((await asyncio.wait([leaving], timeout=seconds))[0])
        finally:
            leaving.cancel()

    async def end(self, *, reset: bool = False) -> None:
        """Close the connection: in order, or with a reset."""
        if reset and not self._connection.is_closing():
            # Lingering for no time is how a socket is told to reset.
            raw = self._connection.get_extra_info("socket")
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._connection.close()
        await self.gone()

    async def _left(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass


async def breaks_early(fault: Fault | None, line: Line) -> bool:
    """Whether the connection was reset because the fault wants that before all of the request is read."""
    if fault is None or fault.name != "reset" or fault.argument not in {"before", "during"}:
        return False
    if fault.argument == "during":
        await line.read()
    await line.end(reset=True)
    return True


async def break_answer(fault: Fault, answer: WireResponse, body: bytes, line: Line) -> None:
    """Send what the fault leaves of the answer, and end the connection."""
    pause = float(fault.argument) if fault.name == "dribble" else 0.0
    for piece in _pieces(fault, answer, body):
        line.write(piece)
        if pause and await line.gone(pause):
            return
    await line.end(reset=fault.name == "reset")


def _pieces(fault: Fault, answer: WireResponse, body: bytes) -> Iterator[bytes]:
    half = body[: len(body) // 2]
    whole_length = f"content-length: {len(body)}"
    match fault.name:
        case "dribble":
            yield _head(answer, whole_length)
            size = max(1, -(-len(body) // _PIECES))
            yield from (body[start : start + size] for start in range(0, len(body), size))
        case "short":
            yield _head(answer, whole_length) + half
        case "reset" if fault.argument == "answer":
            yield _head(answer, whole_length) + half
        case "cut":
            yield _head(answer, "transfer-encoding: chunked") + _chunk(half)
        case "bad-chunk":
            yield _head(answer, "transfer-encoding: chunked") + _chunk(half) + b"no size\r\n"
        case _:
            return


def _head(answer: WireResponse, framing: str) -> bytes:
    lines = [f"{name}: {value}" for name, value in answer.headers if name not in _FRAMING]
    status = f"HTTP/1.1 {answer.status} {HTTPStatus(answer.status).phrase}"
    return "\r\n".join([status, *lines, framing, "connection: close", "", ""]).encode("latin-1")


def _chunk(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(data), data) if data else b""
