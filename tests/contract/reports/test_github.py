"""Annotations and the step summary on GitHub Actions."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pyvenice.contract.diff.findings import Report
from pyvenice.contract.reports import render
from pyvenice.contract.reports.github import append_summary
from tests.contract.reports import specimens

COMMAND = re.compile(r"::(error|warning|notice) (?:file=([^,:]+),line=1,)?title=([^,:]*)::(.*)")


def commands(report: Report) -> list[tuple[str, str, str, str]]:
    """The annotations as the runner reads them."""
    found = []
    for line in render(report, "github").splitlines():
        match = COMMAND.fullmatch(line)
        assert match, line
        found.append(
            (match[1], unescaped(match[2] or ""), unescaped(match[3]), unescaped(match[4]))
        )
    return found


def unescaped(text: str) -> str:
    for code, character in (("%2C", ","), ("%3A", ":"), ("%0A", "\n"), ("%0D", "\r"), ("%25", "%")):
        text = text.replace(code, character)
    return text


def test_levels_become_errors_warnings_and_notices_the_gravest_first() -> None:
    kinds = [kind for kind, *_ in commands(specimens.MIXED)]
    assert kinds == ["error", "error", "error", "warning", "warning", "notice", "notice", "notice"]


def test_an_unchecked_provider_is_the_first_error() -> None:
    kind, file, title, message = commands(specimens.MIXED)[0]
    assert (kind, title) == ("error", "xinference: could not check")
    assert file == "specs/xinference/contract.yaml"
    assert "503" in message


def test_an_annotation_holds_the_whole_finding() -> None:
    _, file, title, message = commands(specimens.DRIFT)[0]
    assert file == "specs/venice/contract.yaml"
    assert title == "breaking: POST /image/edit (venice)"
    assert message.splitlines()[:2] == ['aspect_ratio no longer lists "4:5"', '"4:5" → absent']


@pytest.mark.parametrize(
    "text", [specimens.ATTACK, "%0A::error::x", "a\r\n::error::b", "a::b,c=d%"]
)
def test_foreign_text_never_starts_a_command_of_its_own(text: str) -> None:
    shown = " ".join(text.split())
    found = commands(specimens.hostile(text))
    assert len(found) == 5
    if shown.isprintable():
        assert found[2][3].splitlines()[0] == shown


def test_a_provider_name_cannot_leave_the_folder_of_the_specs() -> None:
    report = Report((specimens.UNCHECKED._replace(provider="../../etc"),))
    assert commands(report)[0][1] == "specs/..%2F..%2Fetc/contract.yaml"


def test_the_summary_is_appended_to_the_file_that_github_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "summary.md"
    file.write_text("before\n", encoding="utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(file))
    assert append_summary(specimens.DRIFT)
    text = file.read_text(encoding="utf-8")
    assert text.startswith("before\n## API contract: 2 breaking")
    assert append_summary(specimens.OK, tmp_path / "other.md")


def test_there_is_no_summary_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    assert not append_summary(specimens.DRIFT)
