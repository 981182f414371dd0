"""The server: the gateway's application at an address, until a signal ends it."""

from __future__ import annotations

import os
import re
import socket
import sys
from asyncio import Transport
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from pyvenice.core.client.construction import sandbox_handler
from pyvenice.errors import ConfigError, LedgerError
from pyvenice.gateway.app import Gateway
from pyvenice.gateway.config import GatewayConfig
from pyvenice.gateway.refusals import REASON_HEADER
from pyvenice.ledger.database import usual_path

_REASON = re.compile(rb"^%s: (.*)\r$" % REASON_HEADER.encode(), re.MULTILINE)
_STATUS = len(b"HTTP/1.1 400")
_UPGRADE = re.compile(rb"\r\nupgrade:", re.IGNORECASE)
_CONTINUE = b"HTTP/1.1 100 "
_MOST_HEAD = 64 * 1024
"""Bytes of a request's headers."""


def serve(config: GatewayConfig) -> None:
    """Serve until interrupted; what is under way ends first. Raises what `make_server` raises."""
    server = make_server(config)
    listener = _listener(config)
    address = f"[{config.host}]" if ":" in config.host else config.host
    sys.stderr.write(f"pyvenice gateway at http://{address}:{listener.getsockname()[1]}/v1\n")
    if config.sandbox:
        sys.stderr.write("sandbox: nothing is billed, and the key is 'sandbox'\n")
    sys.stderr.write("Ctrl-C ends it.\n")
    server.run(sockets=[listener])


def _listener(config: GatewayConfig) -> socket.socket:
    """The socket of a gateway. Raises `ConfigError` for an address that cannot be used."""
    family = socket.AF_INET6 if ":" in config.host else socket.AF_INET
    try:
        return socket.create_server((config.host, config.port), family=family, backlog=2048)
    except OSError as error:
        where = f"{config.host}, port {config.port}"
        raise ConfigError(f"the gateway cannot listen at {where}: {error.strerror}") from error


def make_server(config: GatewayConfig) -> uvicorn.Server:
    """The server of a gateway.

    Raises `ConfigError` for a data folder or a key that cannot be used, `MissingExtraError` without the sandbox
    where that is to answer.
    """
    sandbox_handler(config.sandbox)
    folder = data_folder(config)
    try:
        gateway = Gateway(config, folder)
    except OSError as error:
        raise ConfigError(f"the data folder {folder} cannot be used: {error}") from error
    except LedgerError as error:
        raise ConfigError(str(error)) from error
    return uvicorn.Server(
        uvicorn.Config(
            gateway.app,
            http=_Protocol,
            ws="none",
            host=config.host,
            port=config.port,
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_keep_alive=75,
        )
    )


def data_folder(config: GatewayConfig) -> Path:
    """The folder of keys, calls and results."""
    return config.data or Path(os.fspath(usual_path())).parent / "gateway"


class _Protocol(HttpToolsProtocol):
    """HTTP whose status line says why: some applications show nothing else of a refusal.

    httptools takes 3 ms less CPU than h11 for an edit of 1 MB (`benchmarks/gateway.py`).
    """

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._head: int | None = 0
        """Bytes of a head that is not complete; `None` in a body."""

    def data_received(self, data: bytes) -> None:
        """Take bytes of a request."""
        if self._head is not None:
            head, end, body = data.partition(b"\r\n\r\n")
            self._head += len(head)
            # The parser drops the body of a request that offers another protocol, as those of Java do.
            data = _UPGRADE.sub(b"\r\nx-upgrade:", head) + end + body
        super().data_received(data)
        if self._head is not None and self._head > _MOST_HEAD and not self.transport.is_closing():
            self.send_400_response(f"the headers have more than {_MOST_HEAD:,} bytes")

    def on_headers_complete(self) -> None:
        """Answer the request, through a transport that writes the reason."""
        self._head = None
        super().on_headers_complete()
        if self.cycle is not None:
            self.cycle.transport = cast("Transport", _WithReason(self.transport))

    def on_message_complete(self) -> None:
        """Wait for the next request."""
        self._head = 0
        super().on_message_complete()


class _WithReason:
    """A transport for one response, whose head it writes with the reason for a refusal."""

    def __init__(self, inner: Transport) -> None:
        self._inner = inner
        self.write: Callable[[bytes], None] = self._write_head
        self.close = inner.close
        self.is_closing = inner.is_closing

    def _write_head(self, data: bytes) -> None:
        if not data.startswith(_CONTINUE):
            self.write = self._inner.write
            status, _, headers = data.partition(b"\r\n")
            if (reason := _REASON.search(headers)) is not None:
                data = b"%s %s\r\n%s" % (status[:_STATUS], reason[1], headers)
        self._inner.write(data)
