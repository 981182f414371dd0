"""`pyvenice config` and `pyvenice doctor`."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pyvenice.cli import main
from pyvenice.cli.setup import servers
from pyvenice.generated import PROVIDERS
from tests.loopback import Loopback, says

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("PYVENICE_STATE_DIR", str(tmp_path / "state"))
    for name in ("PYVENICE_PROFILE", "PYVENICE_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    for provider in servers.providers():
        for name in (*provider.api_key_envs, *provider.base_url_envs):
            monkeypatch.delenv(name, raising=False)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*arguments: str) -> tuple[int, str, str]:
        status = main(arguments)
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return call


def test_settings_are_set_listed_and_read_again(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "config" / "pyvenice" / "config.toml"
    assert run("config", "path") == (0, f"{path}\n", "")
    assert run("config", "set", "model", "venice/x", "--profile", "work")[0] == 0
    assert run("config", "set", "profile", "work")[0] == 0
    assert run("config", "get", "model") == (0, "venice/x\n", "")
    status, out, _ = run("config", "list", "--show-origin")
    assert status == 0
    assert f"[profiles.work] in {path}" in out
    document = json.loads(run("config", "list", "--json")[1])
    assert document["settings"]["model"]["value"] == "venice/x"
    assert document["profile"] == "work"


def test_what_the_file_says_of_a_provider_is_listed_and_read_too(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "config" / "pyvenice" / "config.toml"
    name = "providers.openai.key_command"
    assert run("config", "set", name, "pass show openai")[0] == 0
    assert run("config", "set", name, "pass show work", "--profile", "work")[0] == 0
    assert run("config", "get", name) == (0, "pass show openai\n", "")
    assert run("config", "get", name, "--profile", "work") == (0, "pass show work\n", "")
    assert run("config", "get", "providers.venice.base_url") == (0, "\n", "")
    listed = run("config", "list", "--show-origin")[1].splitlines()
    assert listed[-1].split() == [name, "pass", "show", "openai", str(path)]
    assert "did you mean key_env?" in run("config", "get", "providers.openai.key_evn")[2]
    assert "did you mean openai?" in run("config", "get", "providers.opnai.key_env")[2]
    assert "--online runs it" in run("doctor")[1]


def test_a_price_is_asked_for_as_the_configuration_says(run: Run) -> None:
    command = ("models", "price", "wavespeed/wavespeed-ai/qwen-image/edit", "-i", "size=512*512")
    assert run(*command)[0] == 3
    run("config", "set", "sandbox", "true")
    assert run(*command)[:2] == (0, "live       0.02 USD\ncatalogue  $0.02\n")
    assert run(*command, "--no-sandbox")[0] == 3


def test_a_broken_file_is_one_sentence_and_status_3(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("max_cots = 1\n")
    monkeypatch.setenv("PYVENICE_CONFIG", str(path))
    for arguments in (("config", "list"), ("config", "get", "model")):
        status, out, err = run(*arguments)
        assert (status, out) == (3, "")
        assert err.startswith("pyvenice config: ")
        assert "did you mean max_cost?" in err
        assert err.count("\n") == 1
    assert run("config", "set", "max_cost", "1")[0] == 3


def test_doctor_says_where_keys_are_and_never_what_they_are(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VENICE_ADMIN_KEY", "s3cret-of-venice")
    monkeypatch.setenv("OPENAI_API_KEY", "s3cret-of-openai")
    status, out, err = run("doctor")
    assert status == 0
    assert "in $VENICE_ADMIN_KEY" in out
    assert "in $OPENAI_API_KEY" in out
    assert "s3cret" not in out + err
    assert "s3cret" not in run("doctor", "--json")[1]


def test_doctor_looks_at_every_provider(run: Run) -> None:
    checks = json.loads(run("doctor", "--json")[1])["checks"]
    for area in ("Contracts", "Prices"):
        assert {check["name"] for check in checks if check["area"] == area} == set(PROVIDERS)
    keys = [check for check in checks if check["name"].startswith("key for")]
    assert len(keys) == len(PROVIDERS)
    assert {check["status"] for check in keys} == {"ok", "warning"}


def test_doctor_reports_a_broken_configuration_and_ledger(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("sandbox = 3\n")
    monkeypatch.setenv("PYVENICE_CONFIG", str(path))
    state = tmp_path / "state"
    state.mkdir()
    (state / "ledger.sqlite").write_text("this is no database " * 100)
    status, out, _ = run("doctor")
    assert status == 1
    assert "sandbox = 3 is not allowed" in out
    assert "cannot be used" in out


def test_doctor_looks_at_the_hosts_of_the_file(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('[hosts.one]\nbase_url = "http://one.example/v1"\nkey_env = "ONE_KEY"\n')
    monkeypatch.setenv("PYVENICE_CONFIG", str(path))
    status, out, _ = run("doctor")
    assert status == 0
    assert "http://one.example/v1, key in $ONE_KEY, which is not set" in out
    path.write_text('[hosts.one]\nbase_ulr = "http://one.example/v1"\n')
    status, out, _ = run("doctor")
    assert status == 1
    assert "did you mean 'base_url'?" in out


def test_doctor_names_old_contracts_and_what_to_do(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pyvenice.contract.pin import pin

    def old(folder: Path) -> dict[str, Any]:
        return {name: {"pulled": "2020-01-31"} for name in pin.providers(folder)}

    monkeypatch.setattr(pin, "read_lock", old)
    status, out, _ = run("doctor")
    assert status == 0
    assert "`pyvenice contract check venice`" in out


@pytest.mark.parametrize(
    ("answer", "key", "expected"),
    [
        (says(200, b'{"object": "list", "data": []}'), "k3y-of-mine", (0, "takes the key")),
        (says(401, b"{}", content_type="application/json"), "k3y-of-mine", (1, "401")),
        (says(405), "", (0, "there is no key to try")),
    ],
)
@pytest.mark.usefixtures("_only_venice")
def test_doctor_online_asks_each_server(
    run: Run, loopback: Loopback, answer: Any, key: str, expected: tuple[int, str]
) -> None:
    loopback.answers(answer)
    os.environ["VENICE_API_KEY"] = key
    status, out, _ = run("doctor", "--online")
    assert (status, expected[1] in out.partition("Servers")[2]) == (expected[0], True)
    assert key == "" or key not in out
    assert {request.method for request in loopback.seen} <= {"GET", "HEAD"}


@pytest.fixture
def _only_venice(monkeypatch: pytest.MonkeyPatch, loopback: Loopback) -> None:
    monkeypatch.setattr("pyvenice.cli.setup.servers.PROVIDERS", ("venice",))
    monkeypatch.setenv("VENICE_API_KEY", "")
    monkeypatch.setenv("VENICE_BASE_URL", loopback.url)


@pytest.mark.parametrize(("address", "status"), [("", 0), ("http://127.0.0.1:9", 1)])
def test_a_server_that_nobody_named_need_not_be_there(
    run: Run, monkeypatch: pytest.MonkeyPatch, address: str, status: int
) -> None:
    from pyvenice.generated.xinference import operations
    from pyvenice.providers.xinference.client import XinferenceClient

    away = operations.PROVIDER._replace(base_url="http://127.0.0.1:9/v1")
    monkeypatch.setattr("pyvenice.cli.setup.servers.PROVIDERS", ("xinference",))
    monkeypatch.setattr(operations, "PROVIDER", away)
    monkeypatch.setattr(XinferenceClient, "provider", away)
    monkeypatch.setenv("XINFERENCE_ENDPOINT", address)
    assert run("doctor", "--online")[0] == status
