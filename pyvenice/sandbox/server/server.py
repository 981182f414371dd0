"""The sandbox on a port, run by uvicorn."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import operator
import socket
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from pyvenice.sandbox.server.access import AccessGuard
from pyvenice.sandbox.server.app import USUAL_KEY, Sandbox
from pyvenice.sandbox.server.asgi import App
from pyvenice.sandbox.server.request_log import LoggedRequest

HEAD_SECONDS = 5.0
"""How long a client may take to send the head of a request; as long as uvicorn keeps one alive."""
MAX_WAITING = 256
"""Connections without the head of a request; of more, the oldest are closed."""

_START_SECONDS = 10
_MAX_PORT = 65535


class Addresses(Mapping[str, str]):
    """The base URL of each dialect of a running sandbox, its key, and the requests that it saw.

    A base URL is also an attribute: `addresses.openai` is `addresses["openai"]`. `root` is the
    address of the server, `seen` its latest 20,000 requests in the order in which they arrived.
    """

    def __init__(
        self,
        root: str,
        base_urls: Mapping[str, str],
        api_key: str,
        seen: deque[LoggedRequest] | None = None,
    ) -> None:
        self.root = root
        self.api_key = api_key
        self.seen: deque[LoggedRequest] = deque() if seen is None else seen
        self._base_urls = dict(base_urls)

    def __getitem__(self, provider: str) -> str:
        return self._base_urls[provider]

    def __getattr__(self, provider: str) -> str:
        base_urls: Mapping[str, str] = self.__dict__.get("_base_urls", {})
        if provider in base_urls:
            return base_urls[provider]
        known = ", ".join(base_urls)
        raise AttributeError(f"the sandbox has no dialect {provider!r}; there are: {known}")

    def __iter__(self) -> Iterator[str]:
        return iter(self._base_urls)

    def __len__(self) -> int:
        return len(self._base_urls)

    def __repr__(self) -> str:
        return f"Addresses(root={self.root!r}, {', '.join(self)})"


class Protocol(H11Protocol):
    """uvicorn's protocol, with a time limit for the head of a request.

    The connection of a request is in its `scope["state"]`.
    """

    head_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's
        super().connection_made(transport)
        self.app_state = {**self.app_state, "connection": transport}
        self._await_head()
        self._make_room()

    def connection_lost(self, exc: Exception | None) -> None:
        self.stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._is_idle() and self.head_timer is None:
            self._await_head()
        super().data_received(data)
        if not self._is_idle():
            self.stop_waiting()

    def _is_idle(self) -> bool:
        return self.cycle is None or self.cycle.response_complete

    def _await_head(self) -> None:
        self.head_timer = self.loop.call_later(HEAD_SECONDS, self.transport.close)

    def stop_waiting(self) -> None:
        """Lift the time limit for the head."""
        if self.head_timer is not None:
            self.head_timer.cancel()
            self.head_timer = None

    def _make_room(self) -> None:
        """Close the oldest connection that waits, so that slow ones do not use up all files."""
        waiting = [
            (protocol.head_timer.when(), protocol)
            for protocol in self.connections
            if isinstance(protocol, Protocol) and protocol.head_timer is not None
        ]
        if len(waiting) > MAX_WAITING:
            oldest = min(waiting, key=operator.itemgetter(0))[1]
            oldest.stop_waiting()
            oldest.transport.close()


def serve(  # noqa: PLR0913  (each is a choice of the caller)
    host: str = "127.0.0.1",
    port: int = 8765,
    *,
    api_key: str = USUAL_KEY,
    faults: Iterable[str] = (),
    journal: Path | None = None,
    allow_hosts: Iterable[str] = (),
    **dialect_options: bool,
) -> None:
    """Run the sandbox until it is interrupted; port 0 picks a free one, which is printed.

    Requests must name the server by an IP address, as `localhost`, as `host`, or as one of
    `allow_hosts`. The other arguments are those of `Sandbox`. Raises `OSError` with one sentence for an address that
    cannot be listened on, `ValueError` for an unknown fault or option.
    """
    sandbox = Sandbox(api_key=api_key, faults=faults, journal=journal, **dialect_options)
    with _bound(host, port) as listener:
        server = _server(sandbox, AccessGuard([host, *allow_hosts]))
        print(_banner(sandbox, _origin(listener)), flush=True)  # noqa: T201
        with contextlib.suppress(KeyboardInterrupt):
            server.run(sockets=[listener])


@contextlib.contextmanager
def background(
    *,
    api_key: str = USUAL_KEY,
    faults: Iterable[str] = (),
    journal: Path | None = None,
    **dialect_options: bool,
) -> Iterator[Addresses]:
    """A sandbox on a free loopback port, in a thread, until the block ends.

    The arguments are those of `Sandbox`: `faults` go wrong for every client, such as `503` or
    `every 10th: reset`. Raises `ValueError` for an unknown fault or option.
    """
    sandbox = Sandbox(api_key=api_key, faults=faults, journal=journal, **dialect_options)
    server = _server(sandbox, AccessGuard())
    with _bound("127.0.0.1", 0) as listener:
        origin = _origin(listener)
        thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        try:
            _await_start(server, thread)
            yield Addresses(origin, sandbox.addresses(origin), api_key, sandbox.seen)
        finally:
            server.should_exit = True
            thread.join()


def _server(sandbox: Sandbox, guard: AccessGuard) -> uvicorn.Server:
    config = uvicorn.Config(
        App(sandbox, guard),
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
    if not 0 <= port <= _MAX_PORT:
        raise OSError(errno.EINVAL, f"there is no port {port}; choose one from 0 to {_MAX_PORT}")
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        # asyncio sends without delay only where the protocol is named: else 40 ms a response are lost.
        listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    except OSError as error:
        raise OSError(error.errno, f"there is no address {host!r} on this machine") from error
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise OSError(error.errno, _bind_error(error, host, port)) from error
    return listener


def _bind_error(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} on {host} is taken; choose another with --port, or 0 for a free one"
    return f"cannot listen on port {port} of {host}: {error.strerror}"


def _origin(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _banner(sandbox: Sandbox, origin: str) -> str:
    addresses = sandbox.addresses(origin)
    width = max(map(len, addresses), default=0) + 1
    lines = [f"  {provider:<{width}}{url}" for provider, url in addresses.items()]
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
