"""Gateways that listen at an address, for the clients that applications use."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from pyvenice.gateway.config import GatewayConfig
from pyvenice.gateway.server import make_server

Serve = Callable[..., str]


@pytest.fixture
def serve(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Serve]:
    """Start gateways; each returns its address. Their sandbox answers for all providers."""
    monkeypatch.setenv("PYVENICE_STATE_DIR", str(tmp_path / "state"))
    with ExitStack() as stack:

        def start(**settings: Any) -> str:
            given = {"sandbox": True, "data": tmp_path / "gateway", **settings}
            return stack.enter_context(served(GatewayConfig(port=0, **given)))

        yield start


@contextmanager
def served(config: GatewayConfig) -> Iterator[str]:
    server = make_server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.005)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()
