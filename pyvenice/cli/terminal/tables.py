"""Tables: columns in line, as wide as the terminal on one, and never cut off elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from unicodedata import east_asian_width

from pyvenice.cli.terminal.output import has_colour, report_width

_GAP = "  "
_LEAST = 12
"""Columns that a cell keeps when a table is too wide for the terminal."""


def table_text(
    headers: Sequence[str], rows: Sequence[Sequence[str]], *, numbers: Sequence[str] = ()
) -> str:
    """Rows below their headers, with a line break at the end; the columns `numbers` to the right."""
    lines = [[header.upper() for header in headers], *([*row] for row in rows)]
    widths = _widths(lines, report_width(0))
    texts = []
    for line in lines:
        cells = [
            _cell(text, width, right=header in numbers)
            for text, width, header in zip(line, widths, headers, strict=True)
        ]
        texts.append(_GAP.join(cells).rstrip())
    if has_colour():
        texts[0] = f"\033[1m{texts[0]}\033[0m"
    return "\n".join(texts) + "\n"


def print_table(
    headers: Sequence[str], rows: Sequence[Sequence[str]], *, numbers: Sequence[str] = ()
) -> None:
    """Print a table on stdout."""
    sys.stdout.write(table_text(headers, rows, numbers=numbers))


def columns(text: str) -> int:
    """The columns that a text takes on a terminal."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def _widths(lines: Sequence[Sequence[str]], limit: int) -> list[int]:
    widths = [max(columns(line[number]) for line in lines) for number in range(len(lines[0]))]
    excess = sum(widths) + len(_GAP) * (len(widths) - 1) - limit
    while limit and excess > 0 and max(widths) > _LEAST:
        widest = widths.index(max(widths))
        widths[widest] -= 1
        excess -= 1
    return widths


def _cell(text: str, width: int, *, right: bool) -> str:
    if columns(text) > width:
        while columns(text) > width - 1:
            text = text[:-1]
        text += "…"
    padding = " " * (width - columns(text))
    return padding + text if right else text + padding
