"""The server: the studio at an address of this computer, until a signal ends it."""

from __future__ import annotations

import asyncio
import socket
import webbrowser
from collections.abc import Callable
from contextlib import closing

import uvicorn

from pyvenice.errors import ConfigError
from pyvenice.ledger.database import Database
from pyvenice.studio.app import Studio
from pyvenice.studio.settings import Settings

PORT = 8791
_HOST = "127.0.0.1"


def serve(
    settings: Settings, *, port: int | None, opens: bool, announce: Callable[[str], None]
) -> None:
    """Serve until interrupted. `announce` gets the address, which has the token.

    Without a port, the usual one is taken, or any other where that is in use. Raises `ConfigError` for
    a port or a data folder that cannot be used, `LedgerError` for such a ledger.
    """
    with _listener(port) as listener:
        number: int = listener.getsockname()[1]
        studio = _open(settings, number)
        config = uvicorn.Config(
            studio.app,
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=2,
        )
        server = uvicorn.Server(config)
        studio.is_ending = lambda: server.should_exit
        address = f"http://{_HOST}:{number}/?token={studio.token}"
        announce(address)
        asyncio.run(_run(server, listener, address if opens else None))


def _open(settings: Settings, port: int) -> Studio:
    # A ledger that cannot be used is known before the first edit.
    ledger = Database(settings.ledger.path)
    with closing(ledger), ledger.reading():
        pass
    try:
        return Studio(settings, port=port)
    except OSError as error:
        raise ConfigError(
            f"the data folder {settings.folder} cannot be used: {error.strerror or error};"
            " choose another one with --data"
        ) from error


async def _run(server: uvicorn.Server, listener: socket.socket, address: str | None) -> None:
    # The browser may take long to start; its first request waits in the socket until then.
    opening = asyncio.to_thread(webbrowser.open, address) if address else None
    task = asyncio.create_task(opening) if opening else None
    await server.serve(sockets=[listener])
    if task:
        task.cancel()


def _listener(port: int | None) -> socket.socket:
    try:
        return _bound(PORT if port is None else port)
    except OSError as error:
        if port is None:
            return _bound(0)
        raise ConfigError(f"port {port} cannot be used: {error.strerror}") from error


def _bound(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((_HOST, port))
        listener.listen(64)
    except OSError:
        listener.close()
        raise
    return listener
