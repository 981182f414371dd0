"""The sandbox on a port: a thin ASGI shell around `Sandbox`, run by uvicorn."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import socket
import threading
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import uvicorn

from pyvenice.core.wire import WireRequest, WireResponse
from pyvenice.sandbox.app import MOST_BYTES, Sandbox

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

_WORKERS = 4
_DRAINED_BYTES = 512 * 1024 * 1024
_START_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where a running sandbox is, and its key."""

    root: str
    venice: str
    openai: str
    xinference: str
    api_key: str


def serve(
    host: str = "127.0.0.1",
    port: int = 8765,
    *,
    api_key: str = "sandbox",
    xinference_needs_key: bool = False,
) -> None:
    """Run the sandbox until it is interrupted; port 0 picks a free one, which is printed.

    Raises `OSError` with one sentence when the address cannot be had.
    """
    with _bound(host, port) as listener:
        sandbox = Sandbox(api_key=api_key, xinference_needs_key=xinference_needs_key)
        server = _server(sandbox)
        print(_told(sandbox, _origin(listener)), flush=True)  # noqa: T201
        with contextlib.suppress(KeyboardInterrupt):
            server.run(sockets=[listener])


@contextlib.contextmanager
def background(
    *, api_key: str = "sandbox", xinference_needs_key: bool = False
) -> Iterator[Addresses]:
    """A sandbox on a free loopback port, in a thread, until the block ends."""
    sandbox = Sandbox(api_key=api_key, xinference_needs_key=xinference_needs_key)
    server = _server(sandbox)
    with _bound("127.0.0.1", 0) as listener:
        origin = _origin(listener)
        thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        try:
            _await_start(server, thread)
            yield Addresses(origin, **sandbox.addresses(origin), api_key=api_key)
        finally:
            server.should_exit = True
            thread.join()


class App:
    """The ASGI application: reads the body up to its limit, answers from a thread."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._workers = ThreadPoolExecutor(_WORKERS, thread_name_prefix="pyvenice-sandbox")

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        try:
            body = await _body(receive)
        except ConnectionError:
            return
        request = _request(scope, body or b"")
        handle = self._sandbox.too_large if body is None else self._sandbox.handle
        answer = await self._in_thread(handle, request)
        await self._sent(answer, receive, send, head_only=request.method == "HEAD")

    async def _sent(
        self, answer: WireResponse, receive: Receive, send: Send, *, head_only: bool
    ) -> None:
        headers = [(name.encode(), value.encode("latin-1")) for name, value in answer.headers]
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        gone = asyncio.create_task(_disconnected(receive))
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


def _request(scope: Message, body: bytes) -> WireRequest:
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    host = headers.get("host") or "{}:{}".format(*scope["server"])
    path = scope.get("raw_path", scope["path"].encode()).decode("latin-1").partition("?")[0]
    query = scope["query_string"].decode("latin-1")
    url = f"{scope['scheme']}://{host}{path}" + (f"?{query}" if query else "")
    return WireRequest(scope["method"], url, headers, body)


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _server(sandbox: Sandbox) -> uvicorn.Server:
    config = uvicorn.Config(
        App(sandbox),
        loop="asyncio",
        http="h11",
        ws="none",
        lifespan="off",
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=3,
    )
    return uvicorn.Server(config)


def _bound(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    except OSError as error:
        raise OSError(error.errno, f"there is no address {host!r} on this machine") from error
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise OSError(error.errno, _why_not_bound(error, host, port)) from error
    return listener


def _why_not_bound(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} on {host} is taken; choose another with --port, or 0 for a free one"
    return f"cannot listen on port {port} of {host}: {error.strerror}"


def _origin(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _told(sandbox: Sandbox, origin: str) -> str:
    addresses = sandbox.addresses(origin)
    lines = [f"  {name:<11}{url}" for name, url in addresses.items()]
    return "\n".join(
        [f"pyvenice sandbox on {origin}, key {sandbox.api_key!r}", *lines, "Ctrl-C ends it."]
    )


def _await_start(server: uvicorn.Server, thread: threading.Thread) -> None:
    for _ in range(_START_SECONDS * 200):
        if server.started or not thread.is_alive():
            break
        thread.join(0.005)
    if not server.started:
        raise RuntimeError("the sandbox did not start")
