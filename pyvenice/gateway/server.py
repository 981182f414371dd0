"""The server: the gateway's application at an address, until a signal ends it."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from pyvenice.errors import ConfigError, LedgerError
from pyvenice.gateway.app import Gateway
from pyvenice.gateway.config import GatewayConfig
from pyvenice.gateway.refusals import REASON_HEADER
from pyvenice.ledger.database import usual_path

_REASON = REASON_HEADER.encode()
_MOST_HEAD = 64 * 1024
"""Bytes of a request's headers."""


def serve(config: GatewayConfig) -> None:
    """Serve until interrupted; what is under way ends first. Raises `ConfigError`, `OSError`."""
    server = make_server(config)
    sys.stderr.write(f"pyvenice gateway at http://{config.host}:{config.port}/v1\n")
    server.run()


def make_server(config: GatewayConfig) -> uvicorn.Server:
    """The server of a gateway. Raises `ConfigError` for a data folder that cannot be used."""
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


class _Connection(h11.Connection):
    """A connection whose status line says why: some applications show nothing else of a refusal."""

    def send_with_data_passthrough(self, event: h11.Event) -> list[bytes] | None:
        """The bytes of an event."""
        if isinstance(event, h11.Response):
            phrase = next((value for name, value in event.headers if name == _REASON), b"")
            if phrase:
                event = h11.Response(
                    status_code=event.status_code, headers=event.headers, reason=phrase
                )
        return super().send_with_data_passthrough(event)


class _Protocol(H11Protocol):
    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.conn = _Connection(h11.SERVER, _MOST_HEAD)
