"""A studio in a folder of its own, and a client that has its token."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from pyvenice.config import read_config
from pyvenice.studio.app import Studio
from pyvenice.studio.settings import Settings

PORT = 8791
ORIGIN = f"http://127.0.0.1:{PORT}"
Open = Callable[[], TestClient]


@pytest.fixture
def new_studio(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Studio]:
    """Studios that share one data folder."""
    monkeypatch.setenv("PYVENICE_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return lambda: Studio(Settings(tmp_path / "studio", read_config(), sandbox=True), port=PORT)


@pytest.fixture
def studio(new_studio: Callable[[], Studio]) -> Studio:
    return new_studio()


@pytest.fixture
def client(studio: Studio) -> Iterator[TestClient]:
    with TestClient(studio.app, base_url=ORIGIN) as client:
        client.headers["authorization"] = f"Bearer {studio.token}"
        yield client
