"""What a person reads in a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from pyvenice.contract.diff.findings import LEVELS, Finding, Impact, Level, ProviderReport, Report
from pyvenice.contract.reports import wording
from pyvenice.contract.reports.paint import Colour, Paint
from pyvenice.contract.reports.values import visible, without_commands

LEVEL_COLOURS: dict[Level, Colour] = {"breaking": "red", "warning": "yellow", "info": "blue"}
_LABEL = 10
_DIM = frozenset({"rule", "at"})
_NARROWEST = 40


def render(report: Report, *, colour: bool = False, width: int = 100) -> str:
    """The report for a terminal of `width` columns; a proof stays on one line, so that it can be copied."""
    paint, width = Paint(colour), max(width, _NARROWEST)
    text: list[str] = []
    for provider in report.providers:
        text += [*_provider(provider, paint, width), ""]
    for note in report.notes:
        text += [*wrap_text(f"note: {visible(note)}", width, indent=6), ""]
    text += [paint("bold", line) for line in wrap_text(wording.summary(report), width)]
    return without_commands("\n".join(text)) + "\n"


def _provider(provider: ProviderReport, paint: Paint, width: int) -> Iterator[str]:
    yield _headline(provider, paint)
    for side, facts in wording.sides(provider):
        for line in wrap_text(f"{side:<8}{facts}", width - 2, indent=8):
            yield paint("dim", f"  {line}")
    if provider.status == "unchecked":
        yield from (f"  {line}" for line in wrap_text(wording.reason(provider), width - 2))
    for operation, findings in wording.by_operation(provider.findings):
        yield f"\n  {paint('bold', visible(operation))}"
        for finding in findings:
            yield ""
            yield from _finding(finding, paint, width)
    if provider.status == "unchecked" and len(provider.unchecked) < 2:
        return  # the reason says it
    if provider.findings:
        yield ""
    for place in wording.unchecked_places(provider):
        yield from (f"  {line}" for line in wrap_text(place, width - 2, indent=2))


def _headline(provider: ProviderReport, paint: Paint) -> str:
    name = paint("bold", visible(provider.provider))
    if provider.status == "unchecked":
        return f"{name}  {paint('alarm', wording.UNCHECKED.upper())}"
    return f"{name}  {paint(_colour(provider), wording.state(provider))}"


def _colour(provider: ProviderReport) -> Colour:
    worst = min((LEVELS.index(finding.level) for finding in provider.findings), default=None)
    return "green" if worst is None else LEVEL_COLOURS[LEVELS[worst]]


def _finding(finding: Finding, paint: Paint, width: int) -> Iterator[str]:
    colour = LEVEL_COLOURS[finding.level]
    bar = paint(colour, "┃")
    for label, text in _rows(finding):
        lines = [text] if label == "proof" else wrap_text(text, width - _LABEL - 4)
        for number, line in enumerate(lines):
            name = f"{'' if number else label:<{_LABEL}}"
            shown = paint("dim", line) if label in _DIM else line
            yield f"  {bar} {paint(colour if label.isupper() else 'dim', name)}{shown}"


def _rows(finding: Finding) -> Iterator[tuple[str, str]]:
    yield finding.level.upper(), visible(finding.message)
    if change := wording.change(finding):
        yield "", change
    if finding.witness:
        yield "proof", wording.proof(finding)
        yield "", wording.verdict(finding)
    if finding.unproved:
        yield wording.UNPROVED, wording.UNDECIDED
    yield from _labelled(wording.hits(finding.level), _touched(finding.impact))
    yield from _labelled("do", wording.advice(finding))
    yield "rule", visible(f"{finding.rule} {finding.fingerprint}")
    yield "at", visible(finding.pointer)


def _touched(impacts: tuple[Impact, ...]) -> list[str]:
    names = (visible(name) for impact in impacts for name in (impact.call, impact.symbol) if name)
    return list(dict.fromkeys(names))


def _labelled(label: str, texts: list[str]) -> Iterator[tuple[str, str]]:
    for number, text in enumerate(texts):
        yield "" if number else label, text


def wrap_text(text: str, width: int, indent: int = 0) -> list[str]:
    """The text in lines of `width`, all but the first indented; a long word is not broken."""
    return textwrap.wrap(
        text,
        width,
        subsequent_indent=" " * indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
