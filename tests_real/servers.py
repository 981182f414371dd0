"""Programs of other people, started on this machine for as long as a test needs them."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENTS = ROOT / ".venv-real"

_PATIENCE = 180.0
_PASSED_ON = ("PATH", "HOME", "LANG", "TMPDIR", "SSL_CERT_FILE")


def environment(name: str) -> Path:
    """The environment of that name; the test is skipped where `make test-real` could not build it."""
    folder = ENVIRONMENTS / name
    if not (folder / ".built").is_file():
        pytest.skip(f"{folder.relative_to(ROOT)} is not there: make test-real builds it")
    return folder


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
    return port


@contextmanager
def running(
    command: Sequence[object],
    *,
    log: Path,
    ready: Callable[[], bool],
    env: Mapping[str, str] | None = None,
    patience: float = _PATIENCE,
) -> Iterator[None]:
    """Run a command until the block ends; it begins once `ready` says so.

    `patience` is in seconds. The command sees a bare environment and `env`, and writes to `log`;
    all processes that it started are stopped with it.
    """
    bare = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    with log.open("wb") as file:
        process = subprocess.Popen(
            [str(part) for part in command],
            env=bare | dict(env or {}),
            stdout=file,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            _await(process, ready, log, time.monotonic() + patience)
            yield
        finally:
            _stop(process)


def answers(url: str) -> bool:
    """Whether somebody answers there with a success."""
    try:
        with urlopen(url, timeout=5) as reply:  # noqa: S310  (loopback)
            return bool(reply.status == 200)
    except (URLError, OSError):
        return False


def _await(
    process: subprocess.Popen[bytes], ready: Callable[[], bool], log: Path, deadline: float
) -> None:
    while not ready():
        if process.poll() is not None or time.monotonic() > deadline:
            tail = log.read_text("utf-8", "replace")[-3000:]
            pytest.fail(f"{process.args!r} did not come up:\n{tail}", pytrace=False)
        time.sleep(0.1)


def _stop(process: subprocess.Popen[bytes]) -> None:
    for way, seconds in ((signal.SIGTERM, 10), (signal.SIGKILL, 10)):
        try:
            os.killpg(process.pid, way)
            process.wait(seconds)
        except ProcessLookupError:
            return
        except subprocess.TimeoutExpired:
            continue
