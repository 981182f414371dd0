"""Reports of all commands: to a file, a pipe or a terminal."""

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


def has_colour(output: Path | None = None) -> bool:
    """Whether stdout is a terminal that wants colour (https://no-color.org), or must have it."""
    if output is not None or os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and not is_dumb()


def is_dumb() -> bool:
    """Whether the terminal understands no escape sequences."""
    return os.environ.get("TERM") == "dumb"


def report_width(piped: int = 80) -> int:
    """The columns of the terminal; `piped` if stdout is none."""
    if not sys.stdout.isatty():
        return piped
    import shutil

    return shutil.get_terminal_size().columns
