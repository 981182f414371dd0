"""Exit status, errors, progress and reports of all commands."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

from pyvenice.contract.errors import ContractError
from pyvenice.errors import PyveniceError

OK, FAILED, UNCHECKED = 0, 1, 2


def exit_status(command: Callable[[], int], *, prog: str, extra: str) -> int:
    """Run a command and return its exit status: `UNCHECKED` for every error, told on stderr."""
    try:
        return _with_extra(command, extra)
    except PyveniceError as error:
        from pyvenice.contract.reports.values import visible

        # A file's name or a server's words may hold what a terminal or a log acts on.
        print(f"{prog}: {visible(str(error))}", file=sys.stderr)  # noqa: T201
    except Exception:  # noqa: BLE001  (the interpreter's own status for a crash is FAILED)
        import traceback

        traceback.print_exc()
    return UNCHECKED


def _with_extra(command: Callable[[], int], extra: str) -> int:
    try:
        return command()
    except ImportError as error:
        raise missing_extra(error, extra) from error


def missing_extra(error: ImportError, extra: str) -> ImportError:
    """The error that says what to install. Raises `error` itself if no package is missing."""
    from pyvenice.errors import MissingExtraError

    if isinstance(error, MissingExtraError):
        return error
    name = error.name if isinstance(error, ModuleNotFoundError) else None
    if name is None or name.startswith("pyvenice"):
        raise error
    return MissingExtraError(extra, f"pyvenice {extra}")


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
