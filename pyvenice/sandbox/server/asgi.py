"""The sandbox as an ASGI application: it reads the body up to its limit and responds from a thread."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from pyvenice.core.recording.recorded_exchange import WireRequest, WireResponse
from pyvenice.sandbox.faults.connection_faults import Connection, break_response, resets_early
from pyvenice.sandbox.faults.grammar import Fault
from pyvenice.sandbox.server.app import MAX_BODY_BYTES, Sandbox, body_too_large

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

_WORKERS = 4
_MAX_DRAINED_BYTES = 512 * 1024 * 1024


class App:
    """The application; it needs `Protocol` for the faults of the connection."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._workers = ThreadPoolExecutor(_WORKERS, thread_name_prefix="pyvenice-sandbox")

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        logged = self._sandbox.log(_request(scope))
        connection = Connection(scope["state"]["connection"], receive)
        if await resets_early(logged.fault, connection):
            return
        try:
            body = await _read_body(receive)
        except ConnectionError:
            return
        if body is None:
            logged.error = body_too_large()
        request = _request(scope, body or b"")
        response = await self._in_thread(self._sandbox.respond, request, logged)
        if logged.fault is not None and logged.fault.on_wire:
            await self._break(logged.fault, response, connection, send)
        else:
            await self._send(response, connection, send, head_only=scope["method"] == "HEAD")

    async def _break(
        self, fault: Fault, response: WireResponse, connection: Connection, send: Send
    ) -> None:
        if fault.name != "latency":
            body = await self._in_thread(b"".join, response.body)
            await break_response(fault, response, body, connection)
        elif not await connection.closes_within(float(fault.argument)):
            await self._send(response, connection, send)

    async def _send(
        self, response: WireResponse, connection: Connection, send: Send, *, head_only: bool = False
    ) -> None:
        headers = [(name.encode(), value.encode("latin-1")) for name, value in response.headers]
        await send({"type": "http.response.start", "status": response.status, "headers": headers})
        closed = asyncio.create_task(connection.closes_within(None))
        chunks = iter(response.body)
        try:
            while not head_only and not closed.done():
                chunk = await self._in_thread(next, chunks, None)
                if chunk is None:
                    break
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
            await send({"type": "http.response.body", "body": b""})
        finally:
            closed.cancel()

    async def _in_thread(self, function: Callable[..., Any], *args: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._workers, function, *args)


async def _read_body(receive: Receive) -> bytes | None:
    """The whole body; `None` when it is too large, after the rest was read and dropped."""
    pieces: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ConnectionError
        piece = message.get("body", b"")
        size += len(piece)
        if size <= MAX_BODY_BYTES:
            pieces.append(piece)
        else:
            pieces.clear()
        # The rest is read because a client that is still sending would miss the response.
        if not message.get("more_body", False) or size > _MAX_DRAINED_BYTES:
            return b"".join(pieces) if size <= MAX_BODY_BYTES else None


def _request(scope: Message, body: bytes = b"") -> WireRequest:
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    host = headers.get("host") or "{}:{}".format(*scope["server"])
    path = scope.get("raw_path", scope["path"].encode()).decode("latin-1").partition("?")[0]
    query = scope["query_string"].decode("latin-1")
    url = f"{scope['scheme']}://{host}{path}" + (f"?{query}" if query else "")
    return WireRequest(scope["method"], url, headers, body)
