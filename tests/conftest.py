"""What all tests share: no network but loopback, no keys, both colours, a server to talk to."""

from __future__ import annotations

import gc
import importlib
import os
import socket
from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import pytest

from pyvenice.core.http import transport
from tests.loopback import Loopback, serving

_LOCAL = ("127.", "::1", "localhost")


def pytest_collection_finish() -> None:
    """Keep the garbage collector from walking all collected tests again and again."""
    gc.freeze()


@pytest.fixture(autouse=True)
def _loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    def guarded(connect: Callable[[socket.socket, Any], Any], sock: socket.socket, to: Any) -> Any:
        over_ip = sock.family in {socket.AF_INET, socket.AF_INET6}
        if over_ip and not str(to[0]).startswith(_LOCAL):
            raise AssertionError(f"a test tried to reach {to}")
        return connect(sock, to)

    for name in ("connect", "connect_ex"):
        original = getattr(socket.socket, name)
        monkeypatch.setattr(socket.socket, name, lambda *args, call=original: guarded(call, *args))


@pytest.fixture(autouse=True)
def _no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.endswith(("_API_KEY", "_API_BASE", "_BASE_URL")):
            monkeypatch.delenv(name)


@pytest.fixture(autouse=True)
def _own_state_folder(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYVENICE_STATE_DIR", str(tmp_path_factory.getbasetemp() / "state"))


@pytest.fixture(params=product(["sync", "async"], ["httpx2", "httpx"]), ids="-".join)
def client_mode(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Each test that asks for it runs in both colours, over both HTTP libraries."""
    mode, name = request.param
    library = importlib.import_module(name)
    monkeypatch.setattr(transport, "http_library", lambda: library)
    return str(mode)


@pytest.fixture
def loopback() -> Iterator[Loopback]:
    """A real server on this machine."""
    with serving() as server:
        yield server


@pytest.fixture
def other_host() -> Iterator[Loopback]:
    """A second server, at another origin."""
    with serving() as server:
        yield server
