"""The command `pyvenice contract` in this process, and documents for it to compare."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pyvenice.cli.contract import main
from tests.contract import copies

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("GITHUB_TOKEN", raising=False)
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """The command in this process: its status, what it printed, what it said on stderr."""

    def call(*arguments: object) -> tuple[int, str, str]:
        try:
            status = main([str(argument) for argument in arguments])
        except SystemExit as stop:
            status = int(stop.code or 0)
        said = capsys.readouterr()
        return status, said.out, said.err

    return call


@pytest.fixture
def drifted(tmp_path: Path) -> Path:
    """A live document of Venice with one breaking and one harmless change."""
    return copies.live(tmp_path, "venice", copies.ratio_removed, copies.ratio_added)


@pytest.fixture
def same(tmp_path: Path) -> Path:
    return copies.live(tmp_path, "venice")


@pytest.fixture
def harmless(tmp_path: Path) -> Path:
    return copies.live(tmp_path, "venice", copies.ratio_added)
