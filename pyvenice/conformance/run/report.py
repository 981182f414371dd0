"""Reports of a run: text for a terminal, or a contract report with code that shows each violation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pyvenice.conformance.checks.violations import findings
from pyvenice.conformance.run.reproducers import Reproducer
from pyvenice.conformance.run.result import FoundViolation, RunResult, RunSummary
from pyvenice.contract.diff.findings import Finding, Impact, Level, ProviderReport, Report
from pyvenice.contract.pin.source_lines import with_lines
from pyvenice.contract.reports import FORMATS, Format, as_json, render, wording
from pyvenice.contract.reports.text import Colour, Paint, wrap_text
from pyvenice.contract.reports.values import display, visible, without_commands

__all__ = ["FORMATS", "Format", "render_run"]

_COLOURS: dict[Level, Colour] = {"breaking": "red", "warning": "yellow", "info": "blue"}
_INDENT = 4
# A terminal, a comment and an annotation show code with bodies up to this size; an image would fill many screens.
_MOST_BODY_BYTES = 1024
_WITH_LARGE_BODIES = ("html", "junit")
_WITH_LINES = ("github", "sarif")


def render_run(summary: RunSummary, kind: Format, *, colour: bool = False, width: int = 100) -> str:
    """The report in one of `FORMATS`, ending in a line break. No key is in it."""
    if kind == "json":
        return as_json.json_text(_json_document(summary))
    if kind == "text":
        return _text(summary, Paint(colour), width)
    report = _report(summary, most_bytes=None if kind in _WITH_LARGE_BODIES else _MOST_BODY_BYTES)
    return render(_with_operation_lines(report) if kind in _WITH_LINES else report, kind)


def _with_operation_lines(report: Report) -> Report:
    """The report with the line of each operation: pointers are places in bodies, not in the contract."""
    (provider,) = report.providers
    places = [finding._replace(pointer="", old=None, new=None) for finding in provider.findings]
    (located,) = with_lines(Report((provider._replace(findings=tuple(places)),))).providers
    findings = (
        finding._replace(line=place.line)
        for finding, place in zip(provider.findings, located.findings, strict=True)
    )
    return report._replace(providers=(provider._replace(findings=tuple(findings)),))


def _report(
    summary: RunSummary, *, with_code: bool = True, most_bytes: int | None = None
) -> Report:
    found = tuple(_findings(summary, with_code=with_code, most_bytes=most_bytes))
    sent = f"{summary.result.sent} requests, {summary.result.taken} accepted"
    provider = ProviderReport(
        provider=summary.source.provider,
        status="drift",
        pinned={"version": summary.version},
        live={"version": sent, "url": summary.base_url},
        unchecked=tuple(dict.fromkeys(summary.result.troubles)),
        file=summary.file,
        subject="conformance",
    ).with_findings(found, ())
    return Report((provider,), (*map(visible, _counts(summary)), *map(visible, summary.notes())))


def _findings(summary: RunSummary, *, with_code: bool, most_bytes: int | None) -> Iterator[Finding]:
    calls = {
        f"{operation.method.upper()} {operation.path}": f"{summary.source.title}Client.{operation.name}(…)"
        for operation in summary.source.operations
        if operation.stem
    }
    every = summary.result.found
    plain = findings(found.violation for found in every)
    for finding, found, code in zip(plain, every, summary.reproducers, strict=True):
        call = calls.get(finding.operation, finding.operation)
        size = len(found.exchange.request_body)
        is_short = most_bytes is None or size <= most_bytes
        shown = f"see it again with: {code.curl}" if is_short else _hint(size)
        advice = shown if with_code else ""
        yield finding._replace(impact=(Impact(call, advice=advice),))


def _counts(summary: RunSummary) -> Iterator[str]:
    for name, count in summary.result.counts.items():
        yield f"{name}: {count.sent} requests, {count.taken} accepted"


def _json_document(summary: RunSummary) -> dict[str, Any]:
    document = as_json.document(_report(summary, with_code=False))
    provider = document["providers"][0]
    provider["requests"] = {
        name: {"sent": count.sent, "taken": count.taken}
        for name, count in summary.result.counts.items()
    }
    provider["seed"] = summary.seed
    codes = zip(provider["findings"], summary.result.found, summary.reproducers, strict=True)
    for finding, found, code in codes:
        finding["times"] = found.times
        finding["reproducer"] = {"python": code.python, "curl": code.curl}
    return document


def _text(summary: RunSummary, paint: Paint, width: int) -> str:
    """Counts, rules, each violation with code that shows it, notes, and the verdict at the end."""
    result = summary.result
    (provider,) = _report(summary, with_code=False).providers
    lines = [paint("bold", visible(summary.title)), *_count_lines(result), *_rule_lines(result)]
    for found, code in zip(result.found, summary.reproducers, strict=True):
        lines += ["", *_violation_lines(found, paint, width), *_code_lines(found, code, paint)]
    lines.append("")
    for note in summary.notes():
        lines += wrap_text(f"note: {visible(note)}", width, indent=6)
    for place in wording.unchecked_places(provider):
        lines += wrap_text(place, width, indent=2)
    is_kept = provider.status == "ok"
    lines.append(paint("bold", paint("green" if is_kept else "red", _verdict(provider, result))))
    return without_commands("\n".join(lines)) + "\n"


def _verdict(provider: ProviderReport, result: RunResult) -> str:
    number = len(provider.findings)
    parts = [f"{number} violation{'s' if number > 1 else ''}"] if number else []
    unchecked = f"{wording.UNCHECKED} everything" if result.sent else wording.UNCHECKED
    parts += [unchecked] if provider.unchecked else []
    return "; ".join(parts) or wording.WORDS["conformance"].clean


def _count_lines(result: RunResult) -> Iterator[str]:
    longest = max(map(len, result.counts), default=0)
    for name, count in result.counts.items():
        yield f"  {visible(name):<{longest}}  {count.sent:>5} requests, {count.taken:>5} accepted"


def _rule_lines(result: RunResult) -> Iterator[str]:
    by_rule: dict[str, list[FoundViolation]] = {}
    for found in result.found:
        by_rule.setdefault(found.violation.rule, []).append(found)
    if not by_rule:
        return
    longest = max(map(len, by_rule))
    yield ""
    for rule, group in sorted(by_rule.items()):
        operations = dict.fromkeys(visible(found.violation.operation) for found in group)
        times = sum(found.times for found in group)
        count = " once      " if times == 1 else f"{times:>5} times"
        yield f"  {rule:<{longest}}  {count}  {', '.join(operations)}"


def _violation_lines(found: FoundViolation, paint: Paint, width: int) -> Iterator[str]:
    violation = found.violation
    bar = paint(_COLOURS[violation.level], "┃")
    times = "once" if found.times == 1 else f"{found.times} times"
    where = visible(f"{violation.operation} at {violation.pointer}, {times}")
    rule = paint(_COLOURS[violation.level], violation.rule)
    yield f"  {bar} {rule}  {paint('dim', where)}"
    for line in wrap_text(visible(violation.message), width - _INDENT):
        yield f"  {bar} {line}"
    if violation.expected is not None or violation.found is not None:
        yield f"  {bar} expected {display(violation.expected)}, found {display(violation.found)}"


def _code_lines(found: FoundViolation, code: Reproducer, paint: Paint) -> Iterator[str]:
    size = len(found.exchange.request_body)
    if size > _MOST_BODY_BYTES:
        yield paint("dim", f"  {_hint(size)}")
        return
    yield paint("dim", "  again, in Python:")
    yield from ("", *map(_escape, code.python.splitlines()), "")
    yield paint("dim", "  again, in a shell:")
    yield from ("", _escape(code.curl))


def _hint(size: int) -> str:
    return f"again: code with the body of {size:,} bytes is in the json report"


def _escape(line: str) -> str:
    """A line of code, in which a terminal finds nothing to act on."""
    if line.isprintable():
        return line
    return "".join(
        character if character.isprintable() else ascii(character)[1:-1] for character in line
    )
