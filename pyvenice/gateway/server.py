"""The server: the gateway's application at an address, until a signal ends it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import uvicorn

from pyvenice.errors import ConfigError
from pyvenice.gateway.app import Gateway
from pyvenice.gateway.config import GatewayConfig
from pyvenice.ledger.database import usual_path


def serve(config: GatewayConfig) -> None:
    """Serve until interrupted; what is under way ends first. Raises `ConfigError`, `OSError`."""
    folder = data_folder(config)
    try:
        gateway = Gateway(config, folder)
    except OSError as error:
        raise ConfigError(f"the data folder {folder} cannot be used: {error}") from error
    settings = uvicorn.Config(
        gateway.app,
        host=config.host,
        port=config.port,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_keep_alive=75,
    )
    server = uvicorn.Server(settings)
    sys.stderr.write(f"pyvenice gateway at http://{config.host}:{config.port}/v1\n")
    server.run()


def data_folder(config: GatewayConfig) -> Path:
    """The folder of keys, calls and results."""
    return config.data or Path(os.fspath(usual_path())).parent / "gateway"
