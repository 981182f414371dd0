"""Connection faults: responses that break HTTP, written to the socket itself.

uvicorn keeps its applications from lying about lengths and from breaking off. `Connection` writes
to the transport and closes it behind uvicorn's back.
"""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Awaitable, Callable, Iterator
from http import HTTPStatus
from typing import Any

from pyvenice.core.recording.recorded_exchange import WireResponse
from pyvenice.sandbox.faults.grammar import Fault

_PIECES = 16
_FRAMING = frozenset(["connection", "content-length", "transfer-encoding"])


class Connection:
    """The connection of one request."""

    def __init__(self, transport: asyncio.Transport, receive: Callable[[], Awaitable[Any]]) -> None:
        self._transport = transport
        self._receive = receive

    def write(self, data: bytes) -> None:
        """Send bytes as they are."""
        self._transport.write(data)

    async def read(self) -> None:
        """Read a part of the request, however much there is."""
        await self._receive()

    async def closes_within(self, seconds: float | None) -> bool:
        """Whether the client closes within so many seconds; this waits as long as it stays."""
        closing = asyncio.ensure_future(self._closed())
        try:
            return bool((await asyncio.wait([closing], timeout=seconds))[0])
        finally:
            closing.cancel()

    async def close(self, *, reset: bool = False) -> None:
        """Close the connection: in order, or with a reset."""
        if reset and not self._transport.is_closing():
            # With a linger time of zero, closing a socket sends a reset.
            raw = self._transport.get_extra_info("socket")
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._transport.close()
        await self.closes_within(None)

    def abort(self) -> None:
        """Close the connection at once, with what is still to be sent."""
        self._transport.abort()

    async def _closed(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass


async def resets_early(fault: Fault | None, connection: Connection) -> bool:
    """Reset the connection if the fault asks for that before the request is read; whether it does."""
    if fault is None or fault.name != "reset" or fault.argument not in {"before", "during"}:
        return False
    if fault.argument == "during":
        await connection.read()
    await connection.close(reset=True)
    return True


async def break_response(
    fault: Fault, response: WireResponse, body: bytes, connection: Connection
) -> None:
    """Send what the fault leaves of the response, and close the connection."""
    pause = float(fault.argument) if fault.name == "dribble" else 0.0
    for piece in _pieces(fault, response, body):
        connection.write(piece)
        if pause and await connection.closes_within(pause):
            return
    await connection.close(reset=fault.name == "reset")


def _pieces(fault: Fault, response: WireResponse, body: bytes) -> Iterator[bytes]:
    half = body[: len(body) // 2]
    whole_length = f"content-length: {len(body)}"
    match fault.name:
        case "dribble":
            yield _head(response, whole_length)
            size = max(1, -(-len(body) // _PIECES))
            yield from (body[start : start + size] for start in range(0, len(body), size))
        case "short":
            yield _head(response, whole_length) + half
        case "reset" if fault.argument == "answer":
            yield _head(response, whole_length) + half
        case "cut":
            yield _head(response, "transfer-encoding: chunked") + _chunk(half)
        case "bad-chunk":
            yield _head(response, "transfer-encoding: chunked") + _chunk(half) + b"no size\r\n"
        case _:
            return


def _head(response: WireResponse, framing: str) -> bytes:
    lines = [f"{name}: {value}" for name, value in response.headers if name not in _FRAMING]
    status = f"HTTP/1.1 {response.status} {HTTPStatus(response.status).phrase}"
    return "\r\n".join([status, *lines, framing, "connection: close", "", ""]).encode("latin-1")


def _chunk(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(data), data) if data else b""
