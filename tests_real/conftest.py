"""What the tests against real servers share: the servers, both colours, no keys of the user."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests_real.calling import Caller
from tests_real.xinference import NEWEST, RELEASES, Server, http_layer


@pytest.fixture(autouse=True)
def _no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.endswith(("_API_KEY", "_API_BASE", "_BASE_URL")):
            monkeypatch.delenv(name)


@pytest.fixture(scope="session", params=RELEASES)
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """Each test that asks for it runs against every release."""
    release = str(request.param)
    with http_layer(release, tmp_path_factory.mktemp(f"xinference-{release}-")) as server:
        yield server


@pytest.fixture(scope="session")
def locked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The newest release, wanting a key."""
    with http_layer(NEWEST, tmp_path_factory.mktemp("locked"), locked=True) as server:
        yield server


@pytest.fixture(params=["sync", "async"])
def call(request: pytest.FixtureRequest, server: Server) -> Caller:
    """Our client of that server, in both colours."""
    return Caller(str(request.param), server.origin)
