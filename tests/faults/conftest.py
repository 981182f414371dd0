"""A server to break, and a client that is told to."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from pyvenice.sandbox import Addresses, background
from tests.faults.calling import KEY, Caller


@pytest.fixture(scope="session")
def running() -> Iterator[Addresses]:
    with background(api_key=KEY) as addresses:
        yield addresses


@pytest.fixture
def server(running: Addresses) -> Addresses:
    """The server, which has forgotten what it saw."""
    running.seen.clear()
    return running


@pytest.fixture
def caller(client_mode: str, server: Addresses) -> Caller:
    return Caller(client_mode, server)


@pytest.fixture(autouse=True)
def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which a client that writes anything would write it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path
