"""What a person reads in a terminal after a run."""

from __future__ import annotations

from collections.abc import Iterator

from pyvenice.conformance.run.reproducers import Reproducer
from pyvenice.conformance.run.result import Found, Tally
from pyvenice.conformance.run.run_summary import Ran
from pyvenice.contract.reports.paint import Colour, Paint
from pyvenice.contract.reports.text import inert, wrapped
from pyvenice.contract.reports.values import shown, visible

_COLOURS: dict[str, Colour] = {"breaking": "red", "warning": "yellow", "info": "blue"}
_INDENT = 4


def render(ran: Ran, *, colour: bool = False, width: int = 100) -> str:
    """The counts, each violation with the code that shows it, and the sum in the last line."""
    paint, tally = Paint(colour), ran.tally
    lines = [paint("bold", visible(ran.title)), *_counts(tally)]
    for found, code in zip(tally.found, ran.reproducers, strict=True):
        lines += ["", *_violation(found, paint, width), *_code(code, paint)]
    lines.append("")
    for note in ran.notes():
        lines += wrapped(f"note: {note}", width, indent=6)
    number = len(tally.found)
    told = (
        "the contract is kept" if not number else f"{number} violation{'s' if number > 1 else ''}"
    )
    lines += [paint("bold", paint("red" if number else "green", told))]
    return inert("\n".join(lines)) + "\n"


def _counts(tally: Tally) -> Iterator[str]:
    longest = max(map(len, tally.counts), default=0)
    for name, count in tally.counts.items():
        yield f"  {name:<{longest}}  {count.sent:>5} requests, {count.taken:>5} taken"


def _violation(found: Found, paint: Paint, width: int) -> Iterator[str]:
    one = found.violation
    bar = paint(_COLOURS[one.level], "┃")
    times = "once" if found.times == 1 else f"{found.times} times"
    head = f"{one.operation} at {one.pointer}, {times}"
    yield f"  {bar} {paint(_COLOURS[one.level], one.rule)}  {paint('dim', visible(head))}"
    for line in wrapped(visible(one.message), width - _INDENT):
        yield f"  {bar} {line}"
    if one.expected is not None or one.found is not None:
        yield f"  {bar} expected {shown(one.expected)}, found {shown(one.found)}"


def _code(code: Reproducer, paint: Paint) -> Iterator[str]:
    yield paint("dim", "  again, in Python:")
    yield from ("", *code.python.splitlines(), "")
    yield paint("dim", "  again, in a shell:")
    yield from ("", code.curl)
