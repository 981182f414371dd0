"""`pyvenice contract diff|history|explain|accept`, and the alerts of `check`."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from pyvenice.contract.pin import pin
from tests.cli.conftest import Run
from tests.contract import copies
from tests.loopback import Handler, Loopback, says


def test_diff_compares_any_two_documents(run: Run, same: Path, tmp_path: Path) -> None:
    new = copies.live(tmp_path, "venice", copies.ratio_removed, copies.prompt_shorter)
    status, out, err = run("diff", same, new, "--format", "json")
    assert (status, err) == (1, "")
    (report,) = json.loads(out)["providers"]
    assert {finding["rule"] for finding in report["findings"]} == {
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
    rules = {
        finding["operation"]: finding["rule"]
        for finding in json.loads(out)["providers"][0]["findings"]
    }
    assert status == 1
    assert rules == {"GET /a": "operation-removed", "GET /b": "operation-added"}


def _one_operation(path: str) -> str:
    operation = {"get": {"responses": {"200": {"description": "Done"}}}}
    info = {"title": "x", "version": "1"}
    return json.dumps({"openapi": "3.0.0", "info": info, "paths": {path: operation}})


def test_diff_with_an_operation_that_neither_has_is_said(run: Run, same: Path) -> None:
    status, out, _ = run("diff", same, same, "--operations", "POST /image/edits")
    said = " ".join(out.split())
    assert status == 2
    assert "POST /image/edits: neither document has this operation" in said
    assert "did you mean POST /image/edit?" in said


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
    assert [len(step.get("findings", ())) for step in steps] == [0, 0, 0, 1]
    assert [bool(step.get("error")) for step in steps] == [False, False, True, False]
    assert steps[3]["findings"][0]["rule"] == "request-value-removed"
    given = (tmp_path, "--operations", "GET /image/styles", "--format", "json")
    assert not any(step.get("findings") for step in json.loads(run("history", *given)[1])["steps"])


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
    assert len({step["commit"] for step in steps}) == 4
    assert all(step["date"].startswith("20") for step in steps)
    assert [bool(step.get("error")) for step in steps] == [False, False, True, False]
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
    seen = {request.path: request for request in loopback.seen}
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
    assert all(request.headers["authorization"].endswith("t0ken") for request in loopback.seen)
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
