"""Tables and facts: columns in line, as wide as the terminal on one, and never cut off elsewhere."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Mapping, Sequence
from itertools import zip_longest
from unicodedata import east_asian_width

from pyvenice.cli.terminal.output import has_colour, report_width

_GAP = "  "
_LEAST = 6
"""Columns that a cell keeps when a table is too wide for the terminal."""
_PIPED_FACTS = 100


def print_table(  # noqa: PLR0913  (each is a choice about columns)
    headers: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    numbers: Sequence[str] = (),
    whole: Sequence[str] = (),
    optional: Sequence[str] = (),
    wrap: int = 0,
) -> None:
    """Print rows below their headers; the columns `numbers` to the right.

    Where the table is too wide for the terminal, columns of `optional` are left out, the first of
    them first; then cells end in an ellipsis, but for the columns `whole`. With `wrap`, cells are
    broken into lines of at most so many columns instead.
    """
    for name in optional:
        if table_width([headers, *rows]) <= report_width(sys.maxsize):
            break
        place = list(headers).index(name)
        headers, *rows = ([*row[:place], *row[place + 1 :]] for row in (headers, *rows))
    lines = [list(headers)] if wrap else [[header.upper() for header in headers]]
    for row in rows:
        cells = [textwrap.wrap(text, wrap) or [""] if wrap else [text] for text in row]
        lines += [list(line) for line in zip_longest(*cells, fillvalue="")]
    kept = [number for number, header in enumerate(headers) if header in whole]
    widths = _widths(lines, report_width(0), kept)
    texts = [
        _GAP.join(
            _cell(text, width, right=header in numbers)
            for text, width, header in zip(line, widths, headers, strict=True)
        ).rstrip()
        for line in lines
    ]
    if has_colour():
        texts[0] = f"\033[1m{texts[0]}\033[0m"
    sys.stdout.write("\n".join(texts) + "\n")


def print_facts(facts: Mapping[str, str]) -> None:
    """Print names, each with its text in a second column; long texts are broken into lines."""
    if not facts:
        return
    first = max(map(columns, facts)) + len(_GAP)
    room = max(30, (report_width(_PIPED_FACTS)) - first)
    for name, text in facts.items():
        lines = textwrap.wrap(text, room) or [""]
        sys.stdout.write(f"{name.ljust(first)}{lines[0]}\n")
        sys.stdout.writelines(f"{' ' * first}{line}\n" for line in lines[1:])


def columns(text: str) -> int:
    """The columns that a text takes on a terminal."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def table_width(rows: Sequence[Sequence[str]]) -> int:
    """The columns that a table of these rows takes, if nothing is shortened."""
    widths = [max(map(columns, cells)) for cells in zip(*rows, strict=True)]
    return sum(widths) + len(_GAP) * (len(widths) - 1)


def _widths(lines: Sequence[Sequence[str]], limit: int, kept: Sequence[int]) -> list[int]:
    widths = [max(map(columns, cells)) for cells in zip(*lines, strict=True)]
    excess = table_width(lines) - limit if limit else 0
    flexible = [number for number in range(len(widths)) if number not in kept]
    while excess > 0 and flexible:
        widest = max(flexible, key=widths.__getitem__)
        if widths[widest] <= _LEAST:
            break
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
