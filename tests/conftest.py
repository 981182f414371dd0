"""What all tests share: no network but loopback, no keys, both colours, a server to talk to."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.loopback import Loopback, serving

_LOCAL = ("127.", "::1", "localhost")


@pytest.fixture(autouse=True)
def _loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    def guarded(connect: Callable[[socket.socket, Any], Any], sock: socket.socket, to: Any) -> Any:
        if sock.family != socket.AF_UNIX and not str(to[0]).startswith(_LOCAL):
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


@pytest.fixture(params=["sync", "async"])
def client_mode(request: pytest.FixtureRequest) -> str:
    """Each test that asks for it runs twice."""
    return str(request.param)


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
