"""The timeline of many versions of a document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Literal, NamedTuple

from pyvenice.contract.diff.findings import Finding
from pyvenice.contract.reports import as_json, causes, wording
from pyvenice.contract.reports.markdown import MARKS, change, fit, labelled
from pyvenice.contract.reports.markup import prose
from pyvenice.contract.reports.text import LEVEL_COLOURS, Paint, wrap_text
from pyvenice.contract.reports.values import visible, without_commands
from pyvenice.contract.slicing.unchecked import UncheckedPlace
from pyvenice.errors import ArgumentError

Json = Any
HISTORY_FORMATS = ("text", "json", "markdown")


class HistoryStep(NamedTuple):
    """One version of a document, and what it changed against the last one that could be read."""

    name: str
    kind: Literal["commit", "file"]
    date: str | None
    version: str | None
    findings: tuple[Finding, ...]
    error: str = ""
    """Why this version could not be read; empty otherwise."""
    unchecked: tuple[UncheckedPlace, ...] = ()
    """Places that could not be compared with the last version."""


def render(
    steps: Sequence[HistoryStep],
    format: str,  # noqa: A002  (what the command line calls it)
    *,
    colour: bool = False,
    width: int = 100,
) -> str:
    """The timeline as text, json or markdown. Raises `ArgumentError` for another format."""
    if format == "text":
        return without_commands(_lines(_text(steps, Paint(colour), width)))
    if format == "json":
        return as_json.json_text(document(steps))
    if format == "markdown":
        return without_commands(fit(list(_markdown(steps)), 900_000))
    raise ArgumentError(
        f"a history has no format {format!r}; it has {', '.join(HISTORY_FORMATS)}",
        argument="format",
        value=format,
        allowed=HISTORY_FORMATS,
    )


def document(steps: Sequence[HistoryStep]) -> dict[str, Json]:
    """The timeline as the value that is written: `$defs/history` of the report's schema."""
    return {"schema_version": as_json.SCHEMA_VERSION, "steps": [_step(step) for step in steps]}


def _step(step: HistoryStep) -> dict[str, Json]:
    facts = {step.kind: step.name, "date": step.date, "version": step.version}
    if step.error:
        return facts | {"error": step.error}
    places = [place._asdict() for place in step.unchecked]
    return facts | {
        "findings": [as_json.finding(finding) for finding in step.findings],
        "unchecked": places,
    }


def _lines(lines: Iterator[str]) -> str:
    return "\n".join(lines) + "\n"


def _eventful(steps: Sequence[HistoryStep]) -> Iterator[tuple[int, HistoryStep | None]]:
    """Steps that matter, each after the number of quiet ones before it; the rest come last."""
    quiet = 0
    for step in steps:
        if step.findings or step.error or step.unchecked:
            yield quiet, step
            quiet = 0
        else:
            quiet += 1
    yield quiet, None


def _text(steps: Sequence[HistoryStep], paint: Paint, width: int) -> Iterator[str]:
    for quiet, step in _eventful(steps):
        if quiet:
            yield paint("dim", f"  ┆ {_quiet(quiet)}")
        if step:
            yield from _text_step(step, paint, width)
    yield paint("bold", _summary(steps))


def _text_step(step: HistoryStep, paint: Paint, width: int) -> Iterator[str]:
    title = paint("bold", f"● {_title(step)}")
    if step.error:
        yield f"{title}  {paint('alarm', 'COULD NOT READ')}"
        yield from (f"  ┆ {line}" for line in wrap_text(visible(step.error), width - 4))
        return
    yield f"{title}  {wording.counts(step.findings)}"
    for operations, found in causes.by_operations(causes.causes(step.findings)):
        yield f"  ┆ {paint('bold', visible(causes.label(operations)))}"
        for finding in (cause.finding for cause in found):
            label = paint(LEVEL_COLOURS[finding.level], f"{finding.level:<9}")
            for number, line in enumerate(wrap_text(_sentence(finding), width - 15)):
                yield f"  ┆   {' ' * 9 if number else label} {line}"
    for place in step.unchecked:
        for line in wrap_text(f"{wording.UNCHECKED} {visible(str(place))}", width - 4, indent=2):
            yield f"  ┆ {line}"


def _sentence(finding: Finding) -> str:
    both = finding.old is not None and finding.new is not None
    what = wording.change(finding, 60) if both else ""
    mark = f"  [{wording.UNPROVED}]" if finding.unproved else ""
    return visible(finding.message) + (f"  ({what})" if what else "") + mark


def _title(step: HistoryStep) -> str:
    name = step.name[:10] if step.kind == "commit" else step.name
    return "  ".join(visible(part) for part in (step.date, step.version, name) if part)


def _quiet(number: int) -> str:
    return f"{_versions(number)} without a change that matters"


def _versions(number: int) -> str:
    return "1 version" if number == 1 else f"{number} versions"


def _summary(steps: Sequence[HistoryStep]) -> str:
    unread = sum(1 for step in steps if step.error)
    moved = sum(1 for step in steps if step.findings)
    found = wording.counts(finding for step in steps for finding in step.findings)
    tail = f"; {unread} could not be read" if unread else ""
    partly = sum(1 for step in steps if step.unchecked)
    tail += f"; {partly} could not be checked in places" if partly else ""
    return f"{_versions(len(steps))}, {moved} with changes that matter ({found}){tail}"


def _markdown(steps: Sequence[HistoryStep]) -> Iterator[str]:
    yield f"## API history: {_summary(steps)}\n"
    for quiet, step in _eventful(steps):
        if quiet:
            yield f"*{_quiet(quiet)}*\n"
        if step:
            yield f"### {prose(_title(step))}\n"
            yield _markdown_step(step)


def _markdown_step(step: HistoryStep) -> str:
    if step.error:
        return f"> [!CAUTION]\n> Could not read: {prose(step.error)}\n"
    items = []
    for operations, found in causes.by_operations(causes.causes(step.findings)):
        for finding in (cause.finding for cause in found):
            parts = (prose(finding.message), change(finding))
            what = ": ".join(filter(None, parts))
            items.append(
                f"- {MARKS[finding.level]} {wording.level(finding)} {labelled(operations)} {what}"
            )
    items += [f"- {wording.UNCHECKED} {prose(str(place))}" for place in step.unchecked]
    return "\n".join(items) + "\n"
