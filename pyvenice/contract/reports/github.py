"""Annotations and the step summary of a GitHub Actions run."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from pyvenice.contract.diff.findings import Finding, Level, ProviderReport, Report
from pyvenice.contract.reports import markdown, wording
from pyvenice.contract.reports.values import visible

_COMMANDS: dict[Level, str] = {"breaking": "error", "warning": "warning", "info": "notice"}


def render(report: Report) -> str:
    """Workflow commands, the gravest first, because GitHub shows ten of a kind for each step."""
    unchecked = [
        _unchecked(provider, reason)
        for provider in report.providers
        for reason in (
            [wording.reason(provider)]
            if provider.status == "unchecked"
            else wording.unchecked_places(provider)
        )
    ]
    findings = [
        (finding, provider)
        for provider in report.providers
        for _, group in wording.by_operation(provider.findings)
        for finding in group
    ]
    findings.sort(key=lambda pair: wording.gravity(pair[0]))
    annotations = [_annotation(finding, provider) for finding, provider in findings]
    return "\n".join([*unchecked, *annotations, *_notices(report)]) + "\n"


def append_summary(report: Report, path: str | Path | None = None) -> bool:
    """Append the report as markdown to a file, `$GITHUB_STEP_SUMMARY` by default.

    Returns whether there is such a file, which is so on GitHub Actions only.
    """
    target = path or os.environ.get("GITHUB_STEP_SUMMARY")
    if not target:
        return False
    with Path(target).open("a", encoding="utf-8", newline="\n") as file:
        file.write(markdown.render(report, limit=900_000) + "\n")
    return True


def contract_file(provider: ProviderReport) -> str:
    """The path of the user's own file in the repository, as a relative URL; empty where there is none."""
    if provider.file is not None:
        return quote(provider.file.replace("\\", "/"), errors="replace")
    return f"specs/{quote(provider.provider, safe='', errors='replace')}/contract.yaml"


def _unchecked(provider: ProviderReport, reason: str) -> str:
    title = f"{visible(provider.provider)}: {wording.UNCHECKED}"
    return _command("error", title, reason, contract_file(provider))


def _annotation(finding: Finding, provider: ProviderReport) -> str:
    title = f"{wording.level(finding)}: {visible(finding.operation)} ({visible(provider.provider)})"
    text = "\n".join(wording.lines(finding))
    return _command(_COMMANDS[finding.level], title, text, contract_file(provider), finding.line)


def _notices(report: Report) -> Iterator[str]:
    title = wording.WORDS[report.subject].title
    for note in report.notes:
        yield _command("notice", title, visible(note))
    yield _command("notice", title, wording.summary(report))


def _command(name: str, title: str, message: str, file: str = "", line: int = 1) -> str:
    place = f"file={_property(file)},line={line}," if file else ""
    return f"::{name} {place}title={_property(title)}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
