"""The sandbox as an ASGI application: it reads bodies within limits and responds from threads."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

from pyvenice.core.recording.recorded_exchange import WireRequest, WireResponse
from pyvenice.sandbox.faults.connection_faults import Connection, break_response, resets_early
from pyvenice.sandbox.faults.grammar import Fault
from pyvenice.sandbox.server.access import AccessGuard
from pyvenice.sandbox.server.app import MAX_BODY_BYTES, Sandbox, body_too_large, error_response
from pyvenice.sandbox.server.errors import APIError

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

MAX_HELD_BYTES = 256 * 1024 * 1024
"""Request bodies in memory, of all connections together."""
MAX_DRAINED_BYTES = 512 * 1024 * 1024
BODY_SECONDS = 300.0
SILENCE_SECONDS = 30.0
"""How long a client may neither send nor take a byte of a message that has begun."""

# Painting keeps four busy; the others are for images that are fetched by URL, four at most.
_WORKERS = 8


class App:
    """The application; it needs `Protocol` for the faults of the connection."""

    def __init__(self, sandbox: Sandbox, guard: AccessGuard) -> None:
        self._sandbox = sandbox
        self._guard = guard
        self._workers = ThreadPoolExecutor(_WORKERS, thread_name_prefix="pyvenice-sandbox")
        self._held_bytes = 0

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        head = _request(scope)
        connection = Connection(scope["state"]["connection"], receive)
        rejection = self._guard.rejection(head)
        if rejection is not None:
            await self._send(_closing(error_response(rejection)), connection, send)
            return
        logged = self._sandbox.log(head)
        if await resets_early(logged.fault, connection):
            return
        body = _Body(self)
        try:
            logged.error = await body.read(head, receive) or logged.error
            request = replace(head, body=body.take())
            response = await self.in_thread(self._sandbox.respond, request, logged)
        except ConnectionError:
            return
        finally:
            body.release()
        response = response if body.complete else _closing(response)
        if logged.fault is not None and logged.fault.on_wire:
            await self._break(logged.fault, response, connection, send)
        else:
            await self._send(response, connection, send, head_only=head.method == "HEAD")

    def hold(self, count: int) -> bool:
        """Count bytes that are to be held; `False` when they are too many."""
        if self._held_bytes + count > MAX_HELD_BYTES:
            return False
        self._held_bytes += count
        return True

    async def in_thread(self, function: Callable[..., Any], *args: Any) -> Any:
        """The result of a function that runs in a worker thread."""
        return await asyncio.get_running_loop().run_in_executor(self._workers, function, *args)

    async def _break(
        self, fault: Fault, response: WireResponse, connection: Connection, send: Send
    ) -> None:
        if fault.name != "latency":
            body = await self.in_thread(b"".join, response.body)
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
                chunk = await self.in_thread(next, chunks, None)
                if chunk is None:
                    break
                async with asyncio.timeout(SILENCE_SECONDS):
                    await send({"type": "http.response.body", "body": chunk, "more_body": True})
            await send({"type": "http.response.body", "body": b""})
        except TimeoutError:
            connection.abort()
        finally:
            closed.cancel()


class _Body:
    """A request body on its way in. What is held of it is counted by the application."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._pieces: list[bytes] = []
        self._held = 0
        self.complete = False
        """Whether the client has sent all of it."""

    async def read(self, head: WireRequest, receive: Receive) -> APIError | None:
        """Read all of it; gives the error if it is too long or too slow, or memory is short.

        The rest of a body that is rejected is read and dropped: a client that is still sending would
        miss the response. Raises `ConnectionError` when the client goes.
        """
        announced = head.headers.get("content-length", "")
        if announced.isdecimal() and int(announced) > MAX_DRAINED_BYTES:
            return body_too_large()
        try:
            async with asyncio.timeout(BODY_SECONDS):
                return await self._read(receive)
        except TimeoutError:
            self.release()
            return APIError("slow", "the body did not arrive in time", status=408)

    def take(self) -> bytes:
        """The whole body."""
        return b"".join(self._pieces)

    def release(self) -> None:
        """Drop what is held."""
        self._pieces.clear()
        self._app.hold(-self._held)
        self._held = 0

    async def _read(self, receive: Receive) -> APIError | None:
        error: APIError | None = None
        size = 0
        while not self.complete and size <= MAX_DRAINED_BYTES:
            async with asyncio.timeout(SILENCE_SECONDS):
                message = await receive()
            if message["type"] == "http.disconnect":
                raise ConnectionError
            piece = message.get("body", b"")
            size += len(piece)
            error = error or self._hold(piece, size)
            self.complete = not message.get("more_body", False)
        return error

    def _hold(self, piece: bytes, size: int) -> APIError | None:
        if size <= MAX_BODY_BYTES and self._app.hold(len(piece)):
            self._held += len(piece)
            self._pieces.append(piece)
            return None
        self.release()
        if size > MAX_BODY_BYTES:
            return body_too_large()
        message = "the sandbox holds as many uploads as it can; send the request again"
        return APIError("busy", message, status=503, headers=[("retry-after", "1")])


def _closing(response: WireResponse) -> WireResponse:
    """The response, after which the connection is closed."""
    return replace(response, headers=[*response.headers, ("connection", "close")])


def _request(scope: Message) -> WireRequest:
    """The head of a request."""
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    host = headers.get("host") or "{}:{}".format(*scope["server"])
    path = scope.get("raw_path", scope["path"].encode()).decode("latin-1").partition("?")[0]
    path = path if path.startswith("/") else f"/{path}"
    query = scope["query_string"].decode("latin-1")
    url = f"{scope['scheme']}://{host}{path}" + (f"?{query}" if query else "")
    return WireRequest(scope["method"], url, headers)
