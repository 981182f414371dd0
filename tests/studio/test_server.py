"""The server: which port it takes, and what it says where it cannot start."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from pyvenice.cli import main
from pyvenice.studio import server


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYVENICE_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield other.getsockname()[1]


def test_a_port_that_is_in_use_is_named(
    taken_port: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["studio", "--no-open", "--port", str(taken_port)]) == 3
    assert f"port {taken_port} cannot be used" in capsys.readouterr().err


def test_without_a_port_a_free_one_is_taken_where_the_usual_one_is_in_use(
    taken_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "PORT", taken_port)
    with server._listener(None) as listener:
        assert listener.getsockname() not in {("127.0.0.1", taken_port), ("127.0.0.1", 0)}


def test_a_data_folder_that_cannot_be_used_is_named_with_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    folder = tmp_path / "file" / "studio"
    assert main(["studio", "--no-open", "--port", "0", "--data", str(folder)]) == 3
    error = capsys.readouterr().err
    assert f"the data folder {folder} cannot be used: Not a directory" in error
    assert "--data" in error


def test_a_store_that_is_no_store_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "studio.sqlite3").write_bytes(b"no database " * 400)
    assert main(["studio", "--no-open", "--port", "0", "--data", str(tmp_path)]) == 3
    assert "studio.sqlite3 cannot be used" in capsys.readouterr().err


@pytest.mark.parametrize("options", [(), ("--data", "here")])
def test_a_user_without_a_home_folder_is_told_which_variable_to_set(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    options: tuple[str, ...],
) -> None:
    pwd = pytest.importorskip("pwd")

    def has_no_entry(_: int) -> None:
        raise KeyError

    for name in ("HOME", "PYVENICE_STATE_DIR", "XDG_STATE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(pwd, "getpwuid", has_no_entry)
    monkeypatch.chdir(tmp_path)
    assert main(["studio", "--no-open", "--port", "0", *options]) == 2
    assert "set PYVENICE_STATE_DIR" in capsys.readouterr().err
    assert not Path("~").exists()
