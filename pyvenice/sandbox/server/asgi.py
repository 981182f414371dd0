"""The sandbox as an ASGI application: it reads the body up to its limit and answers from a thread."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from pyvenice.core.recording.recorded_exchange import WireRequest, WireResponse
from pyvenice.sandbox.faults.connection_faults import Line, break_answer, breaks_early
from pyvenice.sandbox.faults.grammar import Fault
from pyvenice.sandbox.server.app import MOST_BYTES, Sandbox, too_large

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

_WORKERS = 4
_DRAINED_BYTES = 512 * 1024 * 1024


class App:
    """The application; it needs `Protocol` for the faults of the connection."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._workers = ThreadPoolExecutor(_WORKERS, thread_name_prefix="pyvenice-sandbox")

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        visit = self._sandbox.admit(_request(scope))
        line = Line(scope["state"]["connection"], receive)
        if await breaks_early(visit.fault, line):
            return
        try:
            body = await _body(receive)
        except ConnectionError:
            return
        if body is None:
            visit.refusal = too_large()
        answer = await self._in_thread(self._sandbox.answer, _request(scope, body or b""), visit)
        if visit.fault is not None and visit.fault.on_wire:
            await self._broken(visit.fault, answer, line, send)
        else:
            await self._sent(answer, line, send, head_only=scope["method"] == "HEAD")

    async def _broken(self, fault: Fault, answer: WireResponse, line: Line, send: Send) -> None:
        if fault.name != "latency":
            body = await self._in_thread(b"".join, answer.body)
            await break_answer(fault, answer, body, line)
        elif not await line.gone(float(fault.argument)):
            await self._sent(answer, line, send)

    async def _sent(
        self, answer: WireResponse, line: Line, send: Send, *, head_only: bool = False
    ) -> None:
        headers = [(name.encode(), value.encode("latin-1")) for name, value in answer.headers]
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        gone = asyncio.create_task(line.gone())
        chunks = iter(answer.body)
        try:
            while not head_only and not gone.done():
                chunk = await self._in_thread(next, chunks, None)
                if chunk is None:
                    break
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
            await send({"type": "http.response.body", "body": b""})
        finally:
            gone.cancel()

    async def _in_thread(self, function: Callable[..., Any], *args: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._workers, function, *args)


async def _body(receive: Receive) -> bytes | None:
    """The whole body; `None` when it is too large, after the rest was let pass."""
    pieces: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ConnectionError
        piece = message.get("body", b"")
        size += len(piece)
        if size <= MOST_BYTES:
            pieces.append(piece)
        else:
            pieces.clear()
        # The rest is read because a client that is still sending would miss the answer.
        if not message.get("more_body", False) or size > _DRAINED_BYTES:
            return b"".join(pieces) if size <= MOST_BYTES else None


def _request(scope: Message, body: bytes = b"") -> WireRequest:
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    host = headers.get("host") or "{}:{}".format(*scope["server"])
    path = scope.get("raw_path", scope["path"].encode()).decode("latin-1").partition("?")[0]
    query = scope["query_string"].decode("latin-1")
    url = f"{scope['scheme']}://{host}{path}" + (f"?{query}" if query else "")
    return WireRequest(scope["method"], url, headers, body)
