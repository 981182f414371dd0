"""A real PostgreSQL server for the tests, in a folder of its own."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

_NOT_ROOT = "postgres"
"""PostgreSQL refuses to run as root."""
_START_SECONDS = 60.0


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The URL of a server, without the name of a database."""
    programs = _programs()
    with tempfile.TemporaryDirectory(prefix="pyvenice-postgres-") as folder:
        yield from _served(programs, Path(folder))


def _served(programs: Path, folder: Path) -> Iterator[str]:
    user: dict[str, Any] = {}
    if os.getuid() == 0:
        user = {"user": _NOT_ROOT}
        shutil.chown(folder, _NOT_ROOT)
    data, log = folder / "data", folder / "log"
    subprocess.run(
        [programs / "initdb", "-D", data, "-U", "gateway", "-A", "trust", "--no-sync"],
        check=True,
        capture_output=True,
        cwd=folder,
        **user,
    )
    port = _free_port()
    with log.open("wb") as stream:
        process = subprocess.Popen(
            [programs / "postgres", "-D", data, "-p", str(port), "-k", folder, "-F"],
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=stream,
            cwd=folder,
            **user,
        )
    try:
        _await_server(programs, port, log)
        yield f"postgresql://gateway@127.0.0.1:{port}"
    finally:
        # SIGTERM would wait for all connections to end.
        process.send_signal(signal.SIGINT)
        process.wait()


@pytest.fixture
def database(server: str, request: pytest.FixtureRequest) -> str:
    """The URL of an empty database."""
    import psycopg

    name = f"test_{abs(hash(request.node.nodeid))}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return f"{server}/{name}"


def _programs() -> Path:
    """The folder of the server's programs; skips the tests where there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    program = str(found[-1]) if found else shutil.which("postgres")
    if program is None:
        pytest.skip("there is no PostgreSQL server here: apt-get install postgresql")
    return Path(program).resolve().parent


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port


def _await_server(programs: Path, port: int, log: Path) -> None:
    command = [str(programs / "pg_isready"), "-h", "127.0.0.1", "-p", str(port)]
    ends = time.monotonic() + _START_SECONDS
    while subprocess.run(command, check=False, capture_output=True).returncode != 0:
        if time.monotonic() > ends:
            raise RuntimeError(f"PostgreSQL did not start: {log.read_text()[-1000:]}")
        time.sleep(0.1)
