"""The sandbox on a port, run by uvicorn."""

from __future__ import annotations

import contextlib
import errno
import socket
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import uvicorn

from pyvenice.sandbox.faults.connection_faults import Protocol
from pyvenice.sandbox.server.app import Sandbox
from pyvenice.sandbox.server.asgi import App
from pyvenice.sandbox.server.request_log import Visit

_START_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where a running sandbox is, its key, and the requests that it saw."""

    root: str
    venice: str
    openai: str
    xinference: str
    api_key: str
    seen: deque[Visit] = field(default_factory=deque, repr=False, compare=False)
    """The latest 20,000 requests, in the order in which they arrived."""


def serve(  # noqa: PLR0913  (each is a choice of the caller)
    host: str = "127.0.0.1",
    port: int = 8765,
    *,
    api_key: str = "sandbox",
    xinference_needs_key: bool = False,
    faults: Iterable[str] = (),
    journal: Path | None = None,
) -> None:
    """Run the sandbox until it is interrupted; port 0 picks a free one, which is printed.

    Raises `OSError` with one sentence when the address cannot be had, `ValueError` for a fault that
    there is not.
    """
    sandbox = Sandbox(
        api_key=api_key, xinference_needs_key=xinference_needs_key, faults=faults, journal=journal
    )
    with _bound(host, port) as listener:
        server = _server(sandbox)
        print(_told(sandbox, _origin(listener)), flush=True)  # noqa: T201
        with contextlib.suppress(KeyboardInterrupt):
            server.run(sockets=[listener])


@contextlib.contextmanager
def background(
    *,
    api_key: str = "sandbox",
    xinference_needs_key: bool = False,
    faults: Iterable[str] = (),
    journal: Path | None = None,
) -> Iterator[Addresses]:
    """A sandbox on a free loopback port, in a thread, until the block ends.

    `faults` go wrong for every client: `503`, or `every 10th: reset`. Raises `ValueError` for one
    that there is not.
    """
    sandbox = Sandbox(
        api_key=api_key, xinference_needs_key=xinference_needs_key, faults=faults, journal=journal
    )
    server = _server(sandbox)
    with _bound("127.0.0.1", 0) as listener:
        origin = _origin(listener)
        thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        try:
            _await_start(server, thread)
            yield Addresses(origin, **sandbox.addresses(origin), api_key=api_key, seen=sandbox.seen)
        finally:
            server.should_exit = True
            thread.join()


def _server(sandbox: Sandbox) -> uvicorn.Server:
    config = uvicorn.Config(
        App(sandbox),
        loop="asyncio",
        http=Protocol,
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
        # asyncio sends without delay only where the protocol is named: else 40 ms an answer are lost.
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
