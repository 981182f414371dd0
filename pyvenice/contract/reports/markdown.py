"""Markdown for a comment on a pull request, an issue or a step summary."""

from __future__ import annotations

from collections.abc import Iterator

from pyvenice.contract.diff.findings import Finding, Level, ProviderReport, Report
from pyvenice.contract.reports import wording
from pyvenice.contract.reports.markup import block, code, in_tag, prose
from pyvenice.contract.reports.values import apart, display, without_commands

MARKS: dict[Level, str] = {"breaking": "🔴", "warning": "🟠", "info": "🔵"}
_COMMENT = 60_000
_TAIL = "\n*… cut here: the whole stands in the formats html and json.*\n"


def render(report: Report, *, limit: int = _COMMENT) -> str:
    """The report in at most `limit` characters; a comment on GitHub holds 65,536."""
    title = wording.WORDS[report.subject].title
    sections = [f"## {title}: {prose(wording.summary(report))}\n"]
    for provider in sorted(report.providers, key=lambda provider: provider.status != "unchecked"):
        sections += _provider(provider, limit // (2 * len(report.providers)))
    if report.notes:
        sections.append("\n".join(f"- {prose(note)}" for note in report.notes) + "\n")
    return without_commands(fit(sections, limit))


def fit(sections: list[str], limit: int) -> str:
    """Whole sections as long as they fit, and a word about it when some did not."""
    text = ""
    for section in sections:
        if len(text) + len(section) + 1 > limit - len(_TAIL):
            return text + _TAIL
        text += f"\n{section}" if text else section
    return text


def _provider(provider: ProviderReport, room: int) -> Iterator[str]:
    if provider.status == "unchecked":
        yield f"### ⚠️ {prose(provider.provider)}: {wording.UNCHECKED}\n"
        yield f"> [!CAUTION]\n> {prose(wording.reason(provider))}\n"
        return
    mark = "🔎" if provider.findings else "✅"
    yield f"### {mark} {prose(provider.provider)}: {prose(wording.state(provider))}\n"
    if facts := prose(wording.versions(provider)):
        yield f"{facts}\n"
    if provider.findings:
        yield _table(provider, room)
    for operation, findings in wording.by_operation(provider.findings):
        for finding in findings:
            yield _details(operation, finding)
    if provider.unchecked:
        places = wording.unchecked_places(provider)
        yield "> [!CAUTION]\n" + "".join(f"> - {prose(place)}\n" for place in places)


def _table(provider: ProviderReport, room: int) -> str:
    """A row for each finding, the gravest first, as far as `room` characters go."""
    found = sorted(provider.findings, key=wording.gravity)
    rows: list[str] = []
    for finding in found:
        row = _row(finding)
        room -= len(row)
        if room < 0:
            break
        rows.append(row)
    if len(rows) < len(found):
        rows.append(f"| … | {len(found) - len(rows):,} more findings | | |")
    return "\n".join(["| level | operation | change | Python |", "|---|---|---|---|", *rows]) + "\n"


def _row(finding: Finding) -> str:
    level = f"{MARKS[finding.level]} {wording.level(finding)}"
    calls = "<br>".join(_calls(finding))
    return f"| {level} | {code(finding.operation)} | {_what(finding)} | {calls} |"


def _what(finding: Finding) -> str:
    return "<br>".join(filter(None, (prose(finding.message), change(finding))))


def change(finding: Finding) -> str:
    """`old` → `new`, or what was expected and found, each as code; empty where the message says it all."""
    if not wording.has_sides(finding):
        return ""
    old, new = (
        "absent" if side is None else code(display(side))
        for side in apart(finding.old, finding.new)
    )
    return wording.joined_sides(finding, old, new)


def _calls(finding: Finding) -> list[str]:
    return list(dict.fromkeys(code(impact.call) for impact in finding.impact))


def _details(operation: str, finding: Finding) -> str:
    title = f"{MARKS[finding.level]} {in_tag(operation)}: {in_tag(finding.message)}"
    return f"<details><summary>{title}</summary>\n\n{evidence(finding)}\n</details>\n"


def evidence(finding: Finding) -> str:
    """The proof of a finding, what it breaks and what to do, in blocks."""
    parts = list(_proof(finding))
    for impact in finding.impact:
        symbol = f" ({code(impact.symbol)})" if impact.symbol else ""
        parts.append(f"{wording.hits(finding.level).capitalize()} {code(impact.call)}{symbol}")
    parts += [f"What to do: {prose(advice)}" for advice in wording.advice(finding)]
    parts.append(
        f"Rule {code(finding.rule)} at {code(finding.pointer)}, "
        f"fingerprint {code(finding.fingerprint)}"
    )
    return "\n\n".join(parts) + "\n"


def _proof(finding: Finding) -> Iterator[str]:
    if finding.witness:
        yield f"Proof: {prose(wording.verdict(finding))}"
        yield block(wording.proof(finding), "json")
    if finding.unproved:
        yield f"{wording.UNPROVED.capitalize()}: {wording.UNDECIDED}"
