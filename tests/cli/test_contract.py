"""`pyvenice contract …` as a person, a script and a CI server use it."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from pyvenice.cli.contract import main
from pyvenice.contract.diff.findings import CATEGORIES
from pyvenice.contract.pin import pin
from tests.contract import copies
from tests.loopback import Handler, Loopback, resets, says, serving

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "scripts" / "api-contract-validator.py"
FORMATS = ("text", "json", "markdown", "html", "github", "junit", "sarif")
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("GITHUB_TOKEN", raising=False)
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """The command in this process: its status, what it printed, what it said on stderr."""

    def one(*arguments: object) -> tuple[int, str, str]:
        try:
            status = main([str(argument) for argument in arguments])
        except SystemExit as stop:
            status = int(stop.code or 0)
        said = capsys.readouterr()
        return status, said.out, said.err

    return one


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
    found = tuple(run("check", "venice", "--live", one, "--fail-on", fail_on)[0] for one in lives)
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
    removed = next(one for one in provider["findings"] if one["level"] == "breaking")
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
    given = [one.format(live=drifted) for one in arguments]
    assert run(*given)[0] == 0
    swapped = ["POST /image/edit" if "styles" in one else one for one in given]
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
    assert {one["category"] for one in report["providers"][0]["findings"]} <= set(only)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["check", "venise"], "no provider 'venise'; did you mean venice?"),
        (["check", "wavespeed-ai"], "there are openai, venice, xinference"),
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
        ([], "required: check|diff|history|explain|accept"),
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


def test_all_providers_are_checked_and_one_that_cannot_be_is_said(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, loopback: Loopback
) -> None:
    specs = copies.specs_in(tmp_path)
    with serving() as other:
        loopback.answers(says(200, copies.document("venice", copies.ratio_removed).encode()))
        other.answers(says(200, copies.document("openai").encode()))
        _live(specs, "venice", loopback.url)
        _live(specs, "openai", other.url)
        _live(specs, "xinference", "http://127.0.0.1:9")
        monkeypatch.setattr(pin, "specs_folder", lambda: specs)
        status, out, err = run("check", "--format", "json", "--timeout", "5")
    assert (status, err) == (2, "")
    report = json.loads(out)
    states = {one["provider"]: one["status"] for one in report["providers"]}
    assert states == {"openai": "ok", "venice": "drift", "xinference": "unchecked"}
    assert list(states) == sorted(states)
    assert report["status"] == "unchecked"


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
    assert ["if-none-match" in one.headers for one in loopback.seen] == [False, True]


def test_two_runs_at_once_share_one_cache(loopback: Loopback) -> None:
    loopback.answers(says(200, copies.document("venice").encode(), etag='"v1"'))
    command = [sys.executable, str(SCRIPT), "venice", "--live", loopback.url]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(2)]
    texts = [one.communicate(timeout=60)[0] for one in running]
    assert [one.returncode for one in running] == [0, 0]
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
    fingerprints = [one["fingerprint"] for one in report["providers"][0]["findings"]]
    ignore = tmp_path / "ignore.toml"
    entries = [f'fingerprint = "{one}"\nreason = "seen"' for one in fingerprints]
    ignore.write_text("".join(f"[[ignore]]\n{one}\n" for one in entries))
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


def test_diff_compares_any_two_documents(run: Run, same: Path, tmp_path: Path) -> None:
    new = copies.live(tmp_path, "venice", copies.ratio_removed, copies.prompt_shorter)
    status, out, err = run("diff", same, new, "--format", "json")
    assert (status, err) == (1, "")
    (report,) = json.loads(out)["providers"]
    assert {one["rule"] for one in report["findings"]} == {
        "request-value-removed",
        "request-max-length-narrowed",
    }
    assert report["elsewhere"] == {"changed_operations": 0}
    assert run("diff", same, same)[0] == 0
    assert run("diff", new, same)[0] == 0


def test_diff_for_a_provider_names_its_methods(run: Run, same: Path, drifted: Path) -> None:
    status, out, _ = run("diff", same, drifted, "--provider", "venice")
    assert status == 1
    assert "VeniceClient.image.edit(aspect_ratio=…)" in out


def test_diff_for_some_operations_counts_the_others(run: Run, same: Path, tmp_path: Path) -> None:
    new = copies.live(tmp_path, "venice", copies.ratio_removed)
    given = ("diff", same, "--operations", "GET /image/styles", "--format", "json", new)
    status, out, _ = run(*given)
    (report,) = json.loads(out)["providers"]
    assert (status, report["findings"]) == (0, [])
    assert report["elsewhere"]["changed_operations"] >= 1


def test_diff_of_documents_with_no_operation_in_common_lists_all(run: Run, tmp_path: Path) -> None:
    for name, path in (("old", "/a"), ("new", "/b")):
        (tmp_path / f"{name}.json").write_text(_one_operation(path))
    status, out, _ = run("diff", tmp_path / "old.json", tmp_path / "new.json", "--format", "json")
    rules = {one["operation"]: one["rule"] for one in json.loads(out)["providers"][0]["findings"]}
    assert status == 1
    assert rules == {"GET /a": "operation-removed", "GET /b": "operation-added"}


def _one_operation(path: str) -> str:
    operation = {"get": {"responses": {"200": {"description": "Done"}}}}
    info = {"title": "x", "version": "1"}
    return json.dumps({"openapi": "3.0.0", "info": info, "paths": {path: operation}})


def test_diff_with_an_operation_that_neither_has_is_said(run: Run, same: Path) -> None:
    status, _, err = run("diff", same, same, "--operations", "POST /image/edits")
    assert status == 2
    assert "neither document has the operation POST /image/edits" in err
    assert "did you mean POST /image/edit?" in err


@pytest.mark.parametrize("side", [0, 1])
def test_diff_with_something_that_is_no_document_is_status_2(
    run: Run, same: Path, tmp_path: Path, side: int
) -> None:
    broken = tmp_path / "broken.html"
    broken.write_text("<html></html>")
    given = [same, same]
    given[side] = broken
    status, out, err = run("diff", *given)
    assert (status, out) == (2, "")
    assert "broken.html: this is HTML" in err


def _versions() -> list[str]:
    return [
        copies.document("venice"),
        copies.document("venice", copies.version("2")),
        "openapi: 3.0.0\npaths: [",
        copies.document("venice", copies.ratio_removed, copies.version("3")),
    ]


def test_history_replays_a_folder(run: Run, tmp_path: Path) -> None:
    for number, text in enumerate(_versions()):
        (tmp_path / f"{number}.yaml").write_text(text)
    status, out, err = run("history", "venice", tmp_path, "--format", "json")
    assert (status, err) == (0, "")
    steps = json.loads(out)["steps"]
    assert [len(one.get("findings", ())) for one in steps] == [0, 0, 0, 1]
    assert [bool(one.get("error")) for one in steps] == [False, False, True, False]
    assert steps[3]["findings"][0]["rule"] == "request-value-removed"
    given = (tmp_path, "--operations", "GET /image/styles", "--format", "json")
    assert not any(one.get("findings") for one in json.loads(run("history", *given)[1])["steps"])


def test_history_replays_the_commits_of_a_file(run: Run, tmp_path: Path) -> None:
    repository = tmp_path / "repository"
    repository.mkdir()
    git(repository, "init", "--quiet")
    for number, text in enumerate(_versions()):
        (repository / "swagger.yaml").write_text(text)
        git(repository, "add", ".")
        git(repository, "commit", "--quiet", "-m", f"Version {number}")
    given = ("history", "venice", "--git", repository, "swagger.yaml", "--format", "json")
    status, out, _ = run(*given)
    steps = json.loads(out)["steps"]
    assert status == 0
    assert len({one["commit"] for one in steps}) == 4
    assert all(one["date"].startswith("20") for one in steps)
    assert [bool(one.get("error")) for one in steps] == [False, False, True, False]
    assert len(steps[3]["findings"]) == 1


def test_history_of_a_file_without_commits_is_said(run: Run, tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    status, _, err = run("history", "venice", "--git", tmp_path, "swagger.yaml")
    assert status == 2
    assert "swagger.yaml" in err or "git log" in err


def git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True)  # noqa: S607


def test_the_report_goes_to_every_channel_that_was_asked_for(
    run: Run, drifted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, loopback: Loopback
) -> None:
    loopback.answers(says(200, b"ok"))
    summary = tmp_path / "summary.md"
    monkeypatch.setenv("HOOK", f"{loopback.url}/hook")
    monkeypatch.setenv("SLACK", f"{loopback.url}/slack")
    monkeypatch.setenv("KEY", "s3cret")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    channels = ("--webhook-env", "HOOK", "--webhook-secret-env", "KEY", "--slack-webhook-env")
    given = ("check", "venice", "--live", drifted, "--step-summary", *channels, "SLACK")
    status, out, err = run(*given)
    assert (status, err) == (1, "")
    seen = {one.path: one for one in loopback.seen}
    assert seen.keys() == {"/hook", "/slack"}
    assert json.loads(seen["/hook"].body)["status"] == "drift"
    assert seen["/hook"].headers["x-pyvenice-signature-256"].startswith("sha256=")
    assert "4:5" in summary.read_text()
    assert "s3cret" not in out


def test_nobody_is_disturbed_when_there_is_no_drift(
    run: Run, same: Path, monkeypatch: pytest.MonkeyPatch, loopback: Loopback
) -> None:
    monkeypatch.setenv("HOOK", loopback.url)
    given = ("--slack-webhook-env", "HOOK", "--webhook-env", "HOOK")
    assert run("check", "venice", "--live", same, *given)[0] == 0
    assert loopback.seen == []


def test_an_alert_that_was_not_delivered_is_status_2_and_the_others_are_sent(
    run: Run, drifted: Path, monkeypatch: pytest.MonkeyPatch, loopback: Loopback
) -> None:
    loopback.answers(says(500), says(200))
    monkeypatch.setenv("HOOK", f"{loopback.url}/s3cret")
    given = ("--slack-webhook-env", "HOOK", "--webhook-env", "HOOK")
    status, out, err = run("check", "venice", "--live", drifted, *given)
    assert status == 2
    assert "1 breaking" in out
    assert err == "an alert was not delivered: Slack answered 500: the report was not taken\n"
    assert len(loopback.seen) == 2


def test_issues_are_opened_with_the_token_of_the_environment(
    run: Run, drifted: Path, monkeypatch: pytest.MonkeyPatch, loopback: Loopback
) -> None:
    def github(handler: Handler) -> None:
        if handler.command == "GET":
            return says(200, b"[]")(handler)
        return says(201, b'{"number": 7}')(handler)

    loopback.answers(github)
    monkeypatch.setenv("GITHUB_API_URL", loopback.url)
    monkeypatch.setenv("GITHUB_TOKEN", "t0ken")
    given = ("check", "venice", "--live", drifted, "--only", "prose", "--github-issue", "a/b")
    status, out, err = run(*given)
    assert status == 0
    done = "issues in a/b: 1 opened, 0 updated, 0 closed, 0 unchanged"
    assert err == f"{done}, 1 left out (--fail-on breaking)\n"
    assert all(one.headers["authorization"].endswith("t0ken") for one in loopback.seen)
    assert "t0ken" not in out + err


def test_accept_needs_a_checkout(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    specs = copies.specs_in(tmp_path)
    monkeypatch.setattr(pin, "specs_folder", lambda: specs)
    status, out, err = run("accept", "venice")
    assert (status, out) == (2, "")
    assert err.count("\n") == 1
    assert "run it in a clone of the repository" in err


def test_accept_refuses_what_check_could_not_check(run: Run, tmp_path: Path) -> None:
    live = tmp_path / "live.yaml"
    live.write_text("<html>")
    before = (copies.SPECS / "specs.lock").read_bytes()
    status, out, err = run("accept", "venice", "--live", live)
    assert (status, out) == (2, "")
    assert "this is HTML" in err
    assert (copies.SPECS / "specs.lock").read_bytes() == before
