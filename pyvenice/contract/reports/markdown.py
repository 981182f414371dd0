"""Markdown for a comment on a pull request, an issue or a step summary."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pyvenice.contract.diff.findings import Finding, Level, ProviderReport, Report
from pyvenice.contract.reports import causes, wording
from pyvenice.contract.reports.causes import Cause
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
        found = causes.causes(provider.findings)
        if summary := causes.summary(found):
            yield f"{summary}.\n"
        yield _table(found, room)
        for _, group in causes.by_operations(found):
            yield from map(_details, group)
    if provider.unchecked:
        places = wording.unchecked_places(provider)
        yield "> [!CAUTION]\n" + "".join(f"> - {prose(place)}\n" for place in places)


def _table(found: list[Cause], room: int) -> str:
    """A row for each cause, the gravest first, as far as `room` characters go."""
    rows: list[str] = []
    for cause in found:
        row = _row(cause)
        room -= len(row)
        if room < 0:
            break
        rows.append(row)
    if len(rows) < len(found):
        more = sum(len(cause.findings) for cause in found[len(rows) :])
        rows.append(f"| … | {more:,} more findings | | |")
    return "\n".join(["| level | operation | change | Python |", "|---|---|---|---|", *rows]) + "\n"


def _row(cause: Cause) -> str:
    finding = cause.finding
    level = f"{MARKS[finding.level]} {wording.level(finding)}"
    calls = "<br>".join(_calls(finding))
    return f"| {level} | {labelled(cause.operations)} | {_what(finding)} | {calls} |"


def labelled(operations: Sequence[str]) -> str:
    """The first operation as code, and how many others there are."""
    return code(operations[0]) + prose(causes.label(operations).removeprefix(operations[0]))


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


def _details(cause: Cause) -> str:
    operations, finding = in_tag(causes.label(cause.operations)), cause.finding
    title = f"{MARKS[finding.level]} {operations}: {in_tag(finding.message)}"
    return f"<details><summary>{title}</summary>\n\n{evidence(cause)}\n</details>\n"


def evidence(cause: Cause) -> str:
    """The proof of a cause, what it breaks, what to do and where it stands, in blocks."""
    finding = cause.finding
    parts = list(_proof(finding))
    for impact in finding.impact:
        symbol = f" ({code(impact.symbol)})" if impact.symbol else ""
        parts.append(f"{wording.hits(finding.level).capitalize()} {code(impact.call)}{symbol}")
    parts += [f"What to do: {prose(advice)}" for advice in wording.advice(finding)]
    if len(cause.operations) > 1:
        parts.append(f"In {_listed(cause.operations)}")
    others = f" and {more} more" if (more := len(cause.findings) - 1) else ""
    parts.append(
        f"Rule {code(finding.rule)} at {_listed(cause.pointers)}, "
        f"fingerprint {code(cause.fingerprint)}{others}"
    )
    return "\n\n".join(parts) + "\n"


def _listed(texts: Sequence[str]) -> str:
    shown, more = causes.shortened(texts)
    return ", ".join([*map(code, shown), *more])


def _proof(finding: Finding) -> Iterator[str]:
    if finding.witness:
        yield f"Proof: {prose(wording.verdict(finding))}"
        yield block(wording.proof(finding), "json")
    if finding.unproved:
        yield f"{wording.UNPROVED.capitalize()}: {wording.UNDECIDED}"
