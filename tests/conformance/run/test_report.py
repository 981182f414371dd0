"""What is told of a run, and code that sends its requests again."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from pyvenice.conformance.checks.violations import response_violation
from pyvenice.conformance.run.report import FORMATS, Format, render_run
from pyvenice.conformance.run.reproducers import Reproducer, Secret, reproducer
from pyvenice.conformance.run.result import RunResult, RunSummary
from pyvenice.contract.pin.pin import source
from pyvenice.contract.reports import as_json
from pyvenice.contract.slicing.unchecked import UncheckedPlace
from pyvenice.core.recording.recorded_exchange import Exchange
from tests.loopback import Loopback, says

KEY = "sk-the-real-key-of-somebody"
BODY = bytes(range(256)) + b"'\"$`\\%\r\n" + b"\0" * 3


def make_exchange(
    url: str, body: bytes = BODY, headers: Mapping[str, str] | None = None
) -> Exchange:
    given = {"authorization": f"Bearer {KEY}", "content-type": "image/png", "host": "x"}
    given |= headers or {}
    return Exchange("POST", url, 400, given, body)


def code(exchange: Exchange) -> Reproducer:
    return reproducer(exchange, Secret("VENICE_API_KEY", KEY))


def result() -> RunResult:
    tally = RunResult()
    for number in range(2):
        violation = response_violation(
            "answer-image-undecodable",
            "POST /image/edit",
            f"/data/{number}/b64_json",
            expected="an image",
            found="no image",
            message="the image cannot be decoded",
        )
        tally.add(violation, make_exchange(f"https://user:pass@api.test/image/edit?{number}"))
    tally.count("POST /image/edit").sent = 2
    tally.notes.append("stopped after 2 requests")
    return tally


def summary(tally: RunResult | None = None, seed: int | None = None) -> RunSummary:
    where = "https://user:pass@api.test/v1"
    return RunSummary(source("venice"), where, tally or result(), "20260821", KEY, seed)


@pytest.mark.parametrize("body", [BODY, b'{"prompt": "it\'s"}', b""])
def test_python_code_sends_the_same_request(
    body: bytes, loopback: Loopback, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    loopback.answers(says(204))
    monkeypatch.setenv("VENICE_API_KEY", KEY)
    exec(compile(code(make_exchange(f"{loopback.url}/a?b=c", body)).python, "again.py", "exec"), {})
    (seen,) = loopback.seen
    assert (seen.method, seen.path, seen.body) == ("POST", "/a?b=c", body)
    assert seen.headers["authorization"] == f"Bearer {KEY}"
    assert seen.headers["content-type"] == "image/png"
    assert "204" in capsys.readouterr().out


@pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl")
@pytest.mark.parametrize("body", [BODY, b'{"prompt": "it\'s"}', b""])
def test_the_line_for_a_shell_sends_the_same_request(body: bytes, loopback: Loopback) -> None:
    loopback.answers(says(204))
    line = code(make_exchange(f"{loopback.url}/a?b=c", body)).curl
    done = subprocess.run(
        ["/bin/sh", "-c", line],
        env={"VENICE_API_KEY": KEY, "PATH": "/usr/bin:/bin"},
        capture_output=True,
        check=True,
    )
    (seen,) = loopback.seen
    assert (seen.method, seen.path, seen.body) == ("POST", "/a?b=c", body)
    assert seen.headers["authorization"] == f"Bearer {KEY}"
    assert b"204" in done.stdout


def test_no_code_holds_a_key_or_a_password() -> None:
    exchange = make_exchange(
        "https://user:pass@api.test/x", headers={"x-api-key": "another secret"}
    )
    for text in (code(exchange).python, code(exchange).curl):
        assert KEY not in text
        assert "another secret" not in text
        assert "pass" not in text
        assert "VENICE_API_KEY" in text


def test_a_key_that_was_made_up_stays_as_it_is() -> None:
    wrong = {"authorization": "Bearer pyvenice-conformance-wrong-key"}
    for text in (
        code(make_exchange("http://x", headers=wrong)).python,
        code(make_exchange("http://x", headers=wrong)).curl,
    ):
        assert "pyvenice-conformance-wrong-key" in text


@pytest.mark.parametrize("kind", FORMATS)
def test_no_report_holds_a_key_or_a_password(kind: Format) -> None:
    text = render_run(summary(), kind, colour=kind == "text")
    assert KEY not in text
    assert "user:pass" not in text
    assert text.endswith("\n")
    assert "answer-image-undecodable" in text


def test_the_json_report_is_a_contract_report_with_code() -> None:
    import jsonschema_rs

    document = json.loads(render_run(summary(seed=7), "json"))
    jsonschema_rs.validator_for(as_json.schema()).validate(document)
    (provider,) = document["providers"]
    (finding,) = provider["findings"]
    assert (provider["status"], provider["seed"]) == ("drift", 7)
    assert provider["requests"] == {"POST /image/edit": {"sent": 2, "taken": 0}}
    assert finding["times"] == 2
    assert set(finding["reproducer"]) == {"python", "curl"}
    assert finding["impact"][0]["call"] == "VeniceClient.image.edit(…)"


def test_the_junit_report_fails_the_operation() -> None:
    (suite,) = ET.fromstring(render_run(summary(), "junit"))  # noqa: S314 - our own text
    assert (suite.get("failures"), suite.get("errors")) == ("1", "0")


def test_the_sarif_report_points_at_the_operation_in_the_contract(tmp_path: Path) -> None:
    file = tmp_path / "contract.yaml"
    file.write_text(
        "paths:\n  /image/edit:\n    post:\n      data: the name of a field, not the place\n"
    )
    located = replace(summary(), file=file.as_posix())
    (log,) = json.loads(render_run(located, "sarif"))["runs"]
    place = log["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == file.as_posix()
    assert place["region"]["startLine"] == 3
    (rule,) = log["tool"]["driver"]["rules"]
    assert "contract explain" not in rule["help"]["text"]


def test_the_text_says_how_often_and_ends_with_the_sum() -> None:
    text = render_run(summary(), "text")
    assert "2 times" in text
    assert "note: stopped after 2 requests" in text
    assert text.splitlines()[-1] == "1 violation"
    assert render_run(summary(RunResult()), "text").splitlines()[-1] == "the contract is kept"
    assert not re.search("\x1b", text)


@pytest.mark.parametrize("kind", FORMATS)
def test_no_format_calls_a_run_kept_that_could_not_send(kind: Format) -> None:
    stopped = RunResult(troubles=[UncheckedPlace("the rest", "", "the connection broke off")])
    stopped.notes.append("only two rules are checked")
    text = render_run(summary(stopped), kind)
    for sentence in ("the connection broke off", "only two rules are checked"):
        assert sentence in text
    assert "unchecked" in text or "could not check" in text
    assert not re.search("is kept$|no drift|: ok\\b", text, re.MULTILINE)


@pytest.mark.parametrize("kind", FORMATS)
def test_what_was_not_checked_stands_beside_what_was_found(kind: Format) -> None:
    partly = result()
    partly.troubles.append(UncheckedPlace("POST /image/upscale", "", "the connection broke off"))
    text = render_run(summary(partly), kind)
    assert "answer-image-undecodable" in text
    assert "the connection broke off" in text
    assert "unchecked" in text or "could not check" in text


@pytest.mark.parametrize("kind", FORMATS)
def test_a_run_without_violations_speaks_of_conformance(kind: Format) -> None:
    text = render_run(summary(RunResult()), kind)
    assert "drift" not in text.lower()
    assert re.search(r'the contract is kept|"ok"|pyvenice conformance', text)


def test_nothing_shows_a_key_by_accident() -> None:
    assert KEY not in repr(summary())
    assert KEY not in repr(Secret("VENICE_API_KEY", KEY))
    assert KEY not in repr(result().found)


def found_with(message: str, body: bytes = BODY) -> RunResult:
    result = RunResult()
    violation = response_violation(
        "answer-schema", "POST /image/edit", "/a", expected=message, found=message, message=message
    )
    result.add(
        violation, make_exchange(f"https://api.test/{message[:3]}", body, {"x-odd": message})
    )
    result.notes.append(message)
    result.troubles.append(UncheckedPlace(message, "", message))
    result.count(message)
    return result


EVIL = "\x1b[31m\r\n::error::x\n ::add-mask::y\u2028##[command]z\x9b \u202e " * 9


@pytest.mark.parametrize("kind", FORMATS)
def test_foreign_text_acts_on_no_terminal_and_no_log(kind: Format) -> None:
    text = render_run(summary(found_with(EVIL, b"{}")), kind)
    for character in "\x1b\x9b\u202e" if kind != "json" else "\x1b":
        assert character not in text
    assert "##[" not in text or kind != "text"
    lines = re.split("\n" if kind == "json" else r"[\r\n\u2028]", text)
    ours = r"::(error|warning|notice) (file=[^:]+,)?title=" if kind == "github" else "(?!)"
    commands = [line for line in lines if line.lstrip().startswith("::")]
    assert [line for line in commands if not re.match(ours, line)] == []


def test_the_text_begins_with_the_rules_and_how_often_they_are_broken() -> None:
    lines = render_run(summary(), "text").splitlines()
    assert lines[1:4] == [
        "  POST /image/edit      2 requests,     0 accepted",
        "",
        "  answer-image-undecodable      2 times  POST /image/edit",
    ]


def test_the_text_leaves_out_code_with_a_large_body() -> None:
    text = render_run(summary(found_with("wrong", b"x" * 100_000)), "text")
    assert "code with the body of 100,000 bytes is in the json report" in text
    assert len(text) < 1000
    for kind in ("github", "markdown", "sarif"):
        comment = render_run(summary(found_with("wrong", b"x" * 100_000)), kind)
        assert "code with the body of 100,000 bytes is in the json report" in comment
        assert len(comment) < 10_000
    whole = json.loads(render_run(summary(found_with("wrong", b"x" * 100_000)), "json"))
    assert len(whole["providers"][0]["findings"][0]["reproducer"]["python"]) > 100_000
