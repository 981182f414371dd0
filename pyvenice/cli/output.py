"""Reports and progress of all commands: to a file, a pipe or a terminal."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from pyvenice.contract.errors import ContractError


def write(text: str, output: Path | None) -> None:
    """Write a report to stdout, or whole into a file. Raises `ContractError` if that fails."""
    if output is None:
        sys.stdout.write(text)
        return
    from pyvenice.core.atomic_write import write_file

    try:
        write_file(output, text)
    except OSError as error:
        raise ContractError(f"{output}: cannot be written: {error.strerror}") from error


def check_writable(output: Path | None) -> None:
    """Raise `ContractError` if a file cannot be written, before requests cost money."""
    if output is not None and not (output.parent.is_dir() and os.access(output.parent, os.W_OK)):
        raise ContractError(
            f"{output}: cannot be written: {output.parent} is no folder to write to"
        )


def print_progress(text: str) -> None:
    """Replace the line of progress on a terminal; an empty text removes it."""
    if sys.stderr.isatty():
        print(f"\r\033[K{text[:78]}", end="", file=sys.stderr, flush=True)  # noqa: T201


def has_colour(output: Path | None) -> bool:
    """Whether a report goes to a terminal that wants colour (https://no-color.org)."""
    return output is None and sys.stdout.isatty() and "NO_COLOR" not in os.environ


def report_width(piped: int) -> int:
    """The columns of the terminal; `piped` if stdout is none."""
    if not sys.stdout.isatty():
        return piped
    import shutil

    return shutil.get_terminal_size().columns
