"""`pyvenice conformance run …`: statuses, files, and the question before a key is used."""

from __future__ import annotations

import io
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from pyvenice.cli import conformance, main
from pyvenice.contract.pin import pin
from pyvenice.sandbox import background
from tests.contract import copies
from tests.loopback import Loopback, says

LIVE = "https://api.venice.ai/api/v1"
UPSCALE = ("--operations", "POST /image/upscale")


def command(*arguments: str) -> int:
    return main(["conformance", "run", *arguments])


def parameters(name: str, *arguments: str) -> dict[str, Any]:
    """What a command of `pyvenice conformance` understands of its arguments."""
    return conformance.command.commands[name].make_context(name, list(arguments)).params


class Terminal(io.StringIO):
    """Standard input of a person."""

    def isatty(self) -> bool:
        return True


def test_without_an_address_a_sandbox_is_asked(capsys: pytest.CaptureFixture[str]) -> None:
    assert command("venice", "--no-cost", *UPSCALE) == 0
    told = capsys.readouterr().out
    assert told.startswith("venice at http://127.0.0.1:")
    assert told.endswith("the contract is kept\n")


def test_a_server_that_breaks_the_contract_is_status_1(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("VENICE_API_KEY", "sandbox")
    report = tmp_path / "report.json"
    with background(faults=["415"]) as server:
        given = ("--base-url", server.venice, "--no-cost", *UPSCALE, "--report", "json")
        assert command("venice", *given, "-o", str(report)) == 1
    assert capsys.readouterr().out == ""
    findings = json.loads(report.read_text())["providers"][0]["findings"]
    assert "request-key-ignored" in {finding["rule"] for finding in findings}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("venize",), "did you mean venice?"),
        (("venice", "--operations", "POST /image/edits"), "did you mean 'POST /image/edit'?"),
        (("venice", "--base-url", "api.venice.ai"), "no http address"),
        (("venice", "--base-url", "http://127.0.0.1:1/v1"), "no server answers"),
        (("venice", "--no-cost", *UPSCALE, "-o", "/no/such/folder/x"), "cannot be written"),
    ],
)
def test_what_cannot_be_run_is_one_sentence_and_status_2(
    arguments: tuple[str, ...], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(*arguments) == 2
    told = capsys.readouterr().err
    assert message in told
    assert told.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("run", "venice", "--base-url", "http://127.0.0.1:1/v1"),
        ("check", "--provider", "venice", "broken.har"),
    ],
)
def test_a_check_that_was_not_possible_is_an_error_in_its_report(
    arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("broken.har").write_text("{")
    assert main(["conformance", *arguments, "--format", "junit", "-o", "report.xml"]) == 2
    assert 'errors="1"' in Path("report.xml").read_text()


@pytest.mark.parametrize(
    "arguments",
    [
        ("venice", "--operations", "upscale"),
        ("venice", "--rate", "fast"),
        ("venice", "--max-requests", "0"),
        ("venice", "--seed", "1", "--random"),
        (),
    ],
)
def test_arguments_that_are_wrong_end_with_status_2(
    arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stop:
        command(*arguments)
    assert stop.value.code == 2
    assert "usage" in capsys.readouterr().err


@pytest.mark.parametrize("free", [True, False])
def test_a_real_key_on_another_host_is_used_only_if_that_is_meant(
    free: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VENICE_API_KEY", "real-key")
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
    given = ("venice", "--base-url", LIVE, *(["--no-cost"] if free else []))
    assert command(*given) == 2
    told = capsys.readouterr().err
    assert "--yes" in told
    assert "api.venice.ai" in told
    assert "real-key" not in told
    assert ("COST MONEY" in told) is not free


@pytest.mark.parametrize(("answer", "asked"), [("n\n", False), ("\n", False), ("y\n", True)])
def test_a_person_is_asked(
    answer: str,
    asked: bool,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    from pyvenice.conformance.errors import RunError

    def refuse(*_: Any) -> None:
        raise RunError("it was about to send")

    monkeypatch.setenv("VENICE_API_KEY", "real-key")
    monkeypatch.setattr("sys.stdin", Terminal(answer))
    monkeypatch.setattr("pyvenice.conformance.run.run.run", refuse)
    assert command("venice", "--base-url", LIVE, "--no-cost") == 2
    told = capsys.readouterr().err
    assert "[y/N]" in told
    assert ("it was about to send" if asked else "nothing was sent") in told


def test_a_random_seed_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert command("venice", "--no-cost", "--random", *UPSCALE) == 0
    told = capsys.readouterr()
    seed = told.err.strip().removeprefix("seed ")
    assert f"--seed {seed}" in told.out


def test_a_server_that_lets_nobody_in_is_status_2(
    loopback: Loopback, capsys: pytest.CaptureFixture[str]
) -> None:
    loopback.answers(says(401, b'{"error": "no"}', content_type="application/json"))
    given = ("--base-url", loopback.url, "--max-requests", "3", *UPSCALE)
    assert command("venice", *given) == 2
    assert "asks for a key" in capsys.readouterr().err


def test_nothing_is_sent_for_a_report_that_cannot_be_written(loopback: Loopback) -> None:
    given = ("--base-url", loopback.url, "-o", "/no/such/folder/report.json")
    assert command("venice", *given) == 2
    assert loopback.seen == []


def test_each_subcommand_has_its_help(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["--help"], ["run", "--help"], ["check", "--help"]):
        with pytest.raises(SystemExit) as stop:
            main(["conformance", *words])
        assert stop.value.code == 0
    assert "--no-cost" in capsys.readouterr().out


def test_a_provider_may_follow_its_operations() -> None:
    given = parameters("run", *UPSCALE, "GET /image/styles", "venice")
    assert given["provider"] == "venice"
    assert given["operations"] == (("post", "/image/upscale"), ("get", "/image/styles"))


@pytest.mark.parametrize("option", ["--format", "--report"])
@pytest.mark.parametrize("words", [("run", "venice"), ("check", "traffic.har")])
def test_a_report_has_the_same_options_in_both_commands(
    words: tuple[str, str], option: str
) -> None:
    given = parameters(*words, option, "junit", "-o", "report.xml")
    assert (given["format"], given["output"]) == ("junit", Path("report.xml"))


def test_a_provider_without_a_dialect_is_one_sentence_and_status_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    specs = copies.specs_in(tmp_path)
    (specs / "venice").rename(specs / "acme")
    lock = specs / "specs.lock"
    lock.write_text(lock.read_text().replace("venice", "acme"))
    monkeypatch.setattr(pin, "specs_folder", lambda: specs)
    assert command("acme", "--no-cost") == 2
    assert capsys.readouterr().err == (
        "pyvenice conformance: the sandbox has no dialect of Venice yet: "
        "name a server with --base-url\n"
    )


def test_families_are_tested_only_when_they_are_named() -> None:
    venice = pin.source("venice")
    names = {
        given: conformance._operation_names(conformance_arguments(*given), venice)
        for given in ((), ("--all",), ("--operations", "DELETE /api_keys"))
    }
    assert "POST /image/edit" in names[()]
    assert not [name for name in names[()] if "api_keys" in name or "chat" in name]
    assert "DELETE /api_keys" in names["--all",]
    assert names["--operations", "DELETE /api_keys"] == ["DELETE /api_keys"]
    (note,) = conformance._untested_families(conformance_arguments(), venice)
    assert "api_keys" in note
    assert "--all" in note


def test_operations_that_make_or_delete_things_are_asked_about() -> None:
    names = ["GET /api_keys", "POST /api_keys", "DELETE /api_keys", "POST /image/edit"]
    assert conformance._changing(names) == ["POST /api_keys", "DELETE /api_keys"]


def conformance_arguments(*given: str) -> Any:
    return SimpleNamespace(**parameters("run", "venice", *given))
