"""Progress on stderr: a line that is replaced on a terminal, and nothing or lines elsewhere."""

from __future__ import annotations

import sys

from pyvenice.cli.terminal.output import is_dumb


def print_progress(text: str) -> None:
    """Replace the line of progress on a terminal; an empty text removes it."""
    if sys.stderr.isatty() and not is_dumb():
        print(f"\r\033[K{text[:78]}", end="", file=sys.stderr, flush=True)  # noqa: T201


def print_note(text: str) -> None:
    """Print a line on stderr, below the line of progress if there is one."""
    print_progress("")
    print(text, file=sys.stderr, flush=True)  # noqa: T201
