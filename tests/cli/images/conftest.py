"""Commands that make images, in this process, with a folder and a ledger of their own."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from pyvenice.cli import main
from pyvenice.cli.setup import servers
from tests.pictures import picture

VENICE, OPENAI, OWN = (
    "venice/qwen-image-2-edit",
    "openai/gpt-image-2",
    "xinference/Qwen-Image-Edit",
)


class Done(NamedTuple):
    """How a command ended."""

    status: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        return self.out.decode()


Run = Callable[..., Done]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with `photo.png` in it."""
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("PYVENICE_STATE_DIR", str(tmp_path / "state"))
    for name in ("PYVENICE_PROFILE", "PYVENICE_CONFIG", "PYVENICE_MAX_COST"):
        monkeypatch.delenv(name, raising=False)
    for provider in servers.providers():
        for name in (*provider.api_key_envs, *provider.base_url_envs):
            monkeypatch.delenv(name, raising=False)
    (here / "photo.png").write_bytes(picture(400, 300))
    return here


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Runs a command; wrong arguments have a status like everything else."""

    def call(*arguments: object) -> Done:
        try:
            status = main([str(argument) for argument in arguments])
        except SystemExit as stop:
            status = int(stop.code or 0)
        printed = capfdbinary.readouterr()
        return Done(status, printed.out, printed.err.decode())

    return call


@pytest.fixture
def stdin(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], None]:
    """Sets what is on stdin."""

    def give(content: bytes) -> None:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content)))

    return give
