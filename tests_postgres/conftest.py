"""A real PostgreSQL server for the tests, in a folder of its own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

_NOBODY = "postgres"
"""PostgreSQL refuses to run as root."""


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a server, without the name of a database."""
    programs = _programs()
    folder = tmp_path_factory.mktemp("postgres")
    user = {"user": _NOBODY} if os.getuid() == 0 else {}
    if user:
        for parent in (folder, *folder.parents[:3]):
            parent.chmod(0o755)
        shutil.chown(folder, _NOBODY)
    data = folder / "data"
    subprocess.run(
        [programs / "initdb", "-D", data, "-U", "gateway", "-A", "trust", "--no-sync"],
        check=True,
        capture_output=True,
        cwd=folder,
        **user,
    )
    port = _free_port()
    process = subprocess.Popen(
        [programs / "postgres", "-D", data, "-p", str(port), "-k", folder, "-F"],
        stderr=subprocess.DEVNULL,
        cwd=folder,
        **user,
    )
    try:
        _await_server(programs, port)
        yield f"postgresql://gateway@127.0.0.1:{port}"
    finally:
        process.terminate()
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


def _await_server(programs: Path, port: int) -> None:
    command = [programs / "pg_isready", "-h", "127.0.0.1", "-p", str(port), "-t", "30"]
    for _ in range(200):
        if subprocess.run(command, check=False, capture_output=True).returncode == 0:
            return
        import time

        time.sleep(0.05)
    raise RuntimeError("PostgreSQL did not start")
