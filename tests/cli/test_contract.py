"""`pyvenice contract check` as a person, a script and a CI server use it."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from pyvenice.contract.diff.findings import CATEGORIES
from pyvenice.contract.pin import pin
from pyvenice.generated import PROVIDERS
from tests.cli.conftest import Run
from tests.contract import copies
from tests.loopback import Handler, Loopback, resets, says, serving

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "scripts" / "api-contract-validator.py"
FORMATS = ("text", "json", "markdown", "html", "github", "junit", "sarif")


def program(
    *arguments: object, given: bytes = b"", folder: Path = ROOT
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, *map(str, arguments)],
        input=given,
        capture_output=True,
        cwd=folder,
        check=False,
        timeout=60,
    )


def test_no_drift_is_status_0_and_drift_is_status_1(run: Run, same: Path, drifted: Path) -> None:
    status, out, err = run("check", "venice", "--live", same)
    assert (status, err) == (0, "")
    assert "no drift" in out
    status, out, err = run("check", "venice", "--live", drifted)
    assert (status, err) == (1, "")
    assert "VeniceClient.image.edit(aspect_ratio=…)" in out
    assert '"4:5"' in out
    assert "1 breaking, 1 info" in out


def test_script_and_subcommand_are_the_same_thing(drifted: Path, tmp_path: Path) -> None:
    given = ["venice", "--live", drifted, "--format", "json"]
    script = program(SCRIPT, *given, folder=tmp_path)
    command = program("-m", "pyvenice", "contract", "check", *given)
    assert script.returncode == command.returncode == 1
    assert script.stdout == command.stdout
    assert script.stderr == command.stderr == b""


@pytest.mark.parametrize(
    ("fail_on", "statuses"),
    [("breaking", (1, 0)), ("warning", (1, 0)), ("info", (1, 1)), ("never", (0, 0))],
)
def test_fail_on_says_which_level_fails(
    run: Run, drifted: Path, harmless: Path, fail_on: str, statuses: tuple[int, int]
) -> None:
    lives = (drifted, harmless)
    found = tuple(run("check", "venice", "--live", live, "--fail-on", fail_on)[0] for live in lives)
    assert found == statuses


@pytest.mark.parametrize("fail_on", ["breaking", "never"])
def test_what_could_not_be_checked_is_status_2_whatever_fails(run: Run, fail_on: str) -> None:
    status, out, _ = run("check", "venice", "--live", "missing.yaml", "--fail-on", fail_on)
    assert status == 2
    assert "COULD NOT CHECK" in out
    assert "there is no such file" in out


@pytest.mark.parametrize("format_", FORMATS)
def test_every_format_holds_the_finding_and_stdout_nothing_else(
    run: Run, drifted: Path, format_: str
) -> None:
    status, out, err = run("check", "venice", "--live", drifted, "--format", format_)
    assert (status, err) == (1, "")
    assert out.endswith("\n")
    assert "aspect_ratio" in out.replace("\\_", "_")
    if format_ in ("json", "sarif"):
        assert isinstance(json.loads(out), dict)
    if format_ == "junit":
        assert ET.fromstring(out).iter("failure")  # noqa: S314  (our own text)


def test_the_json_report_is_what_its_schema_says(run: Run, drifted: Path) -> None:
    jsonschema_rs = pytest.importorskip("jsonschema_rs")
    from pyvenice.contract.reports.as_json import schema

    report = json.loads(run("check", "venice", "--live", drifted, "--format", "json")[1])
    jsonschema_rs.validator_for(schema()).validate(report)
    (provider,) = report["providers"]
    removed = next(finding for finding in provider["findings"] if finding["level"] == "breaking")
    assert removed["witness"]["accepted_by"] == "old"
    assert removed["witness"]["payload"]["aspect_ratio"] == "4:5"
    assert removed["impact"][0]["symbol"].endswith("EditImageRequest.aspect_ratio")


def test_the_output_file_is_written_whole_and_stdout_stays_empty(
    run: Run, drifted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "report.html"
    output.write_text("the old one")
    given = ("check", "venice", "--live", drifted, "--format", "html", "-o", output)
    monkeypatch.setattr(Path, "replace", _fails)
    status, out, err = run(*given)
    assert (status, out) == (2, "")
    assert f"{output}: cannot be written" in err
    assert output.read_text() == "the old one"
    assert [path.name for path in tmp_path.iterdir() if "report" in path.name] == ["report.html"]
    monkeypatch.undo()
    assert run(*given) == (1, "", "")
    assert output.read_text().endswith("</html>\n")


def _fails(*_: object) -> None:
    raise OSError(28, "No space left on device")


def test_an_output_folder_that_is_not_there_is_said(run: Run, same: Path, tmp_path: Path) -> None:
    status, _, err = run("check", "venice", "--live", same, "-o", tmp_path / "no" / "report")
    assert status == 2
    assert "cannot be written: No such file or directory" in err


def test_a_dash_is_standard_input(run: Run, drifted: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(drifted.read_bytes())))
    status, out, _ = run("check", "venice", "--live", "-", "--format", "json")
    assert status == 1
    assert json.loads(out)["providers"][0]["live"]["url"] == "-"
    done = program(SCRIPT, "venice", "--live", "-", given=drifted.read_bytes())
    assert done.returncode == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "venice", "--operations", "GET /image/styles", "--live", "{live}"],
        ["check", "--operations", "GET /image/styles", "venice", "--live", "{live}"],
        ["check", "--live", "{live}", "--operations", "get /image/styles", "GET /models", "venice"],
        [
            *("check", "--operations", "GET /models", "--live", "{live}", "venice"),
            *("--operations", "GET /image/styles"),
        ],
    ],
)
def test_operations_may_be_given_anywhere(run: Run, drifted: Path, arguments: list[str]) -> None:
    given = [argument.format(live=drifted) for argument in arguments]
    assert run(*given)[0] == 0
    swapped = ["POST /image/edit" if "styles" in word else word for word in given]
    assert run(*swapped)[0] == 1


def test_an_operation_that_is_not_pinned_is_said(run: Run, drifted: Path) -> None:
    status, out, _ = run("check", "venice", "--live", drifted, "--operations", "POST /nope")
    assert status == 2
    assert "no pinned operation POST /nope" in " ".join(out.split())


def test_an_operation_must_look_like_one(run: Run) -> None:
    status, _, err = run("check", "venice", "--operations", "image.edit")
    assert status == 2
    assert "'image.edit' is not like 'POST /image/edit'" in err


@pytest.mark.parametrize(
    ("only", "status"),
    [(["request"], 1), (["prose", "docs"], 0), (["prose", "request"], 1), (CATEGORIES, 1)],
)
def test_only_takes_categories_and_a_provider_may_follow(
    run: Run, drifted: Path, only: list[str], status: int
) -> None:
    found, out, _ = run("check", "--only", *only, "venice", "--live", drifted, "--format", "json")
    assert found == status
    report = json.loads(out)
    assert report["status"] == ("drift" if status else "ok")
    assert {finding["category"] for finding in report["providers"][0]["findings"]} <= set(only)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["check", "venise"], "no provider 'venise'; did you mean venice?"),
        (["check", "no-such-provider"], f"there are {', '.join(PROVIDERS)}"),
        (["check", "venice", "--only", "requests"], "'request', 'response'"),
        (["check", "venice", "--format", "yaml"], "'markdown'"),
        (["check", "venice", "--fail-on", "error"], "'breaking', 'warning', 'info', 'never'"),
        (["check", "venice", "--timeout", "soon"], "'soon' is not a number of seconds above 0"),
        (["check", "venice", "--timeout", "0"], "'0' is not a number of seconds above 0"),
        (["check", "venice", "--timeout", "nan"], "'nan' is not a number"),
        (["check", "--live", "x.yaml"], "name the provider"),
        (["check", "venice", "openai", "--live", "x.yaml"], "name the provider"),
        (["check", "venice", "--webhook-secret-env", "X"], "give both"),
        (["check", "venice", "--github-issue", "a/b"], "GITHUB_TOKEN is not set"),
        (["check", "venice", "--slack-webhook-env", "NO_SUCH"], "NO_SUCH is not set"),
        (["chek"], "invalid choice: 'chek'"),
        ([], "required: init|check|diff|history|explain|rules|site|accept"),
        (["explain", "request-enum-narowed"], "did you mean request-enum-narrowed?"),
        (["history"], "history needs a folder"),
        (["history", "here"], "history needs a PROVIDER or --operations"),
        (["history", "venice", "no-such-folder"], "no such folder"),
    ],
)
def test_wrong_arguments_are_status_2_and_say_what_is_right(
    run: Run, arguments: list[str], said: str
) -> None:
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert said in " ".join(err.split())


def test_explain_says_what_a_rule_means(run: Run) -> None:
    status, out, _ = run("explain", "request-enum-narrowed")
    assert status == 0
    assert "breaking" in out


def test_all_public_providers_are_checked_and_one_that_cannot_be_is_said(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, loopback: Loopback
) -> None:
    specs = copies.specs_in(tmp_path)
    names = ("gemini", "openai", "venice", "wavespeed", "xinference")
    for name in set(PROVIDERS) - set(names):
        shutil.rmtree(specs / name)
    monkeypatch.delenv("WAVESPEED_API_KEY", raising=False)
    with serving() as other:
        loopback.answers(says(200, copies.document("venice", copies.ratio_removed).encode()))
        other.answers(says(200, copies.document("openai").encode()))
        _live(specs, "venice", loopback.url)
        _live(specs, "openai", other.url)
        _live(specs, "gemini", "http://127.0.0.1:9")
        monkeypatch.setattr(pin, "specs_folder", lambda: specs)
        status, out, err = run("check", "--format", "json", "--timeout", "5")
    assert (status, err) == (2, "")
    report = json.loads(out)
    states = {provider["provider"]: provider["status"] for provider in report["providers"]}
    assert states == {"gemini": "unchecked", "openai": "ok", "venice": "drift"}
    assert list(states) == sorted(states)
    assert report["status"] == "unchecked"
    needs_key, own_server = report["notes"]
    assert needs_key.startswith("wavespeed was not checked: its document is read with the key in")
    assert own_server.startswith("xinference was not checked: it is a server of one's own")


def _live(specs: Path, provider: str, url: str) -> None:
    source = specs / provider / "source.toml"
    head, _, rest = source.read_text().partition("live = [")
    source.write_text(f'{head}live = ["{url}/openapi"]\n{rest.partition("]")[2]}')


@pytest.mark.parametrize(
    "live",
    [
        b"",
        b"   \n\n",
        b"<!DOCTYPE html>\n<html><title>Just a moment...</title></html>",
        b'{"error": "not found"}',
        b"openapi: 3.0.0\ninfo: {title: x, version: '1'}\npaths: {}\n",
        b"openapi: 3.0.0\npaths:\n  /chat:\n    get:\n      responses:\n        '200': {}\n",
        b"\x00\x01\x02\xff",
    ],
    ids=["empty", "blank", "HTML", "JSON error", "no paths", "other paths", "bytes"],
)
def test_what_is_no_such_document_could_not_be_checked(
    run: Run, loopback: Loopback, live: bytes
) -> None:
    loopback.answers(says(200, live))
    status, out, _ = run("check", "venice", "--live", loopback.url, "--format", "json")
    assert status == 2
    (provider,) = json.loads(out)["providers"]
    assert provider["status"] == "unchecked"
    assert provider["reason"]
    assert provider["findings"] == []


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.7, 0.9])
def test_a_document_that_was_cut_off_could_not_be_checked(
    run: Run, same: Path, share: float
) -> None:
    text = same.read_text()
    same.write_text(text[: int(len(text) * share)])
    assert run("check", "venice", "--live", same)[0] == 2


def test_an_unreachable_address_could_not_be_checked(run: Run, loopback: Loopback) -> None:
    loopback.answers(resets)
    assert run("check", "venice", "--live", loopback.url)[0] == 2
    loopback.answers(says(503, b"later"))
    assert run("check", "venice", "--live", loopback.url)[0] == 2


def test_what_the_server_calls_unchanged_is_not_sent_again(run: Run, loopback: Loopback) -> None:
    body = copies.document("venice", copies.ratio_removed).encode()

    def conditional(handler: Handler) -> None:
        known = handler.headers.get("if-none-match") == '"v1"'
        says(304 if known else 200, b"" if known else body, etag='"v1"')(handler)

    loopback.answers(conditional)
    first = run("check", "venice", "--live", loopback.url, "--format", "json")
    second = run("check", "venice", "--live", loopback.url, "--format", "json")
    assert first == second
    assert first[0] == 1
    assert ["if-none-match" in request.headers for request in loopback.seen] == [False, True]


def test_two_runs_at_once_share_one_cache(loopback: Loopback) -> None:
    loopback.answers(says(200, copies.document("venice").encode(), etag='"v1"'))
    command = [sys.executable, str(SCRIPT), "venice", "--live", loopback.url]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(2)]
    texts = [process.communicate(timeout=60)[0] for process in running]
    assert [process.returncode for process in running] == [0, 0]
    assert texts[0] == texts[1]


def test_a_pin_that_fails_its_own_hash_is_said(
    run: Run, same: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    specs = copies.specs_in(tmp_path)
    contract = specs / "venice" / "contract.yaml"
    contract.write_text(contract.read_text() + "x-edited: true\n")
    monkeypatch.setattr(pin, "specs_folder", lambda: specs)
    status, out, _ = run("check", "venice", "--live", same)
    assert status == 2
    assert "is not what specs.lock records" in " ".join(out.split())


def test_an_ignore_file_silences_what_was_accepted(run: Run, drifted: Path, tmp_path: Path) -> None:
    report = json.loads(run("check", "venice", "--live", drifted, "--format", "json")[1])
    fingerprints = [finding["fingerprint"] for finding in report["providers"][0]["findings"]]
    ignore = tmp_path / "ignore.toml"
    entries = [f'fingerprint = "{fingerprint}"\nreason = "seen"' for fingerprint in fingerprints]
    ignore.write_text("".join(f"[[ignore]]\n{entry}\n" for entry in entries))
    given = ("check", "venice", "--live", drifted, "--ignore", ignore, "--format", "json")
    status, out, _ = run(*given, "--fail-on", "info")
    report = json.loads(out)
    assert status == 0
    assert report["status"] == "ok"
    assert len(report["providers"][0]["acknowledged"]) == len(fingerprints)
    assert report["notes"] == []


def test_ignore_entries_that_expired_or_match_nothing_are_said(
    run: Run, drifted: Path, tmp_path: Path
) -> None:
    ignore = tmp_path / "ignore.toml"
    ignore.write_text(
        '[[ignore]]\nrule = "request-value-removed"\nreason = "old"\nuntil = 2020-01-31\n'
        '[[ignore]]\nfingerprint = "0123456789abcdef"\nreason = "gone"\n'
    )
    status, out, _ = run("check", "venice", "--live", drifted, "--ignore", ignore)
    assert status == 1
    assert "expired on 2020-01-31" in out
    assert "0123456789abcdef matches nothing" in " ".join(out.split())


def test_an_entry_about_another_category_is_not_called_stale(
    run: Run, drifted: Path, tmp_path: Path
) -> None:
    ignore = tmp_path / "ignore.toml"
    ignore.write_text('[[ignore]]\nrule = "request-value-removed"\nreason = "seen"\n')
    given = ("check", "venice", "--live", drifted, "--ignore", ignore, "--only", "prose")
    status, out, _ = run(*given)
    assert status == 0
    assert "matches nothing" not in out


@pytest.mark.parametrize("text", [None, "[[ignore]", '[[ignore]]\nrule = "x"\n', "ignore = 3\n"])
def test_an_unreadable_ignore_file_is_said(
    run: Run, drifted: Path, tmp_path: Path, text: str | None
) -> None:
    ignore = tmp_path / "ignore.toml"
    if text is not None:
        ignore.write_text(text)
    status, out, err = run("check", "venice", "--live", drifted, "--ignore", ignore)
    assert (status, out) == (2, "")
    assert str(ignore) in err


def test_a_crash_is_never_taken_for_drift(
    run: Run, same: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crashes(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("pyvenice.contract.diff.check.check", crashes)
    status, out, err = run("check", "venice", "--live", same)
    assert (status, out) == (2, "")
    assert "ZeroDivisionError" in err


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("--sdk", "a.whl", "--live", "b.yaml"), "--sdk and --live both name what the pin is"),
        (("--sdk", "missing.whl"), "missing.whl: there is no such file; is the path right? This"),
    ],
)
def test_a_package_that_cannot_be_compared_is_one_sentence_and_status_2(
    arguments: tuple[str, ...], reason: str, run: Run
) -> None:
    status, out, err = run("check", "openai", *arguments)
    assert status == 2
    assert reason in out + err
    assert "?." not in out + err


def test_a_package_takes_the_place_of_one_document(run: Run) -> None:
    status, _, err = run("check", "openai", "venice", "--sdk", "a.whl")
    assert status == 2
    assert "name the provider" in err
    status, out, _ = run("check", "venice", "--sdk", "a.whl")
    assert status == 2
    assert "specs/venice/source.toml has no [sdk]" in out
