"""What a person reads in a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from pyvenice.contract.diff.findings import LEVELS, Impact, Level, ProviderReport, Report
from pyvenice.contract.reports import causes, wording
from pyvenice.contract.reports.causes import Cause
from pyvenice.contract.reports.values import visible, without_commands

Colour = Literal["red", "yellow", "blue", "green", "alarm", "bold", "dim"]

_CODES: dict[Colour, str] = {
    "red": "1;31",
    "yellow": "1;33",
    "blue": "1;34",
    "green": "1;32",
    "alarm": "1;7;35",
    "bold": "1",
    "dim": "2",
}


class Paint(NamedTuple):
    """Paints text if it is on."""

    on: bool

    def __call__(self, colour: Colour, text: str) -> str:
        return f"\x1b[{_CODES[colour]}m{text}\x1b[0m" if self.on and text else text


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
    found = causes.causes(provider.findings)
    if summary := causes.summary(found):
        yield f"  {paint('dim', summary)}"
    for operations, group in causes.by_operations(found):
        yield f"\n  {paint('bold', visible(causes.label(operations)))}"
        for cause in group:
            yield ""
            yield from _cause(cause, paint, width)
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


def _cause(cause: Cause, paint: Paint, width: int) -> Iterator[str]:
    colour = LEVEL_COLOURS[cause.finding.level]
    bar = paint(colour, "┃")
    for label, text in _rows(cause):
        lines = [text] if label == "proof" else wrap_text(text, width - _LABEL - 4)
        for number, line in enumerate(lines):
            name = f"{'' if number else label:<{_LABEL}}"
            shown = paint("dim", line) if label in _DIM else line
            yield f"  {bar} {paint(colour if label.isupper() else 'dim', name)}{shown}"


def _rows(cause: Cause) -> Iterator[tuple[str, str]]:
    finding = cause.finding
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
    if len(cause.operations) > 1:
        yield from _labelled("in", _places(cause.operations))
    more = len(cause.findings) - 1
    others = f", {more} more in json" if more else ""
    yield "rule", visible(f"{finding.rule} {cause.fingerprint}{others}")
    yield from _labelled("at", _places(cause.pointers))


def _places(texts: Sequence[str]) -> list[str]:
    shown, more = causes.shortened(texts)
    return [*map(visible, shown), *more]


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
