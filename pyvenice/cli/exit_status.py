"""Exit statuses of all commands, and how an error becomes one of them."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import NamedTuple

from pyvenice import errors
from pyvenice.cli.terminal.errors import print_error

Errors = tuple[type[Exception], ...]


class ExitStatus(NamedTuple):
    """A row of the table in docs/cli.md."""

    code: int
    short: str
    meaning: str


EXIT_STATUSES = (
    ExitStatus(0, "done", "everything that was asked for is done; a check found nothing"),
    ExitStatus(
        1,
        "findings, or a part failed",
        "a check has findings, or a part of what was asked for is missing: one of several models"
        " failed, or a result could not be written",
    ),
    ExitStatus(
        2,
        "wrong arguments, or no check was possible",
        "an argument, an image, a model or a missing extra: nothing was sent; `contract` and"
        " `conformance`: the check was not possible, whatever the reason",
    ),
    ExitStatus(
        3, "configuration or key", "the configuration file or an API key is missing or wrong"
    ),
    ExitStatus(4, "provider or network", "the provider refused or failed, or could not be reached"),
    ExitStatus(
        5,
        "cost or balance",
        "the cost is above `--max-cost` or a budget, a confirmation was refused, or the balance at"
        " the provider does not suffice",
    ),
    ExitStatus(
        6,
        "items of unknown outcome",
        "a batch has ended, and some of its items are held: they may have been billed or not",
    ),
    ExitStatus(70, "a bug", "an error in pyvenice itself, with a traceback"),
    ExitStatus(130, "interrupted", "interrupted by Ctrl-C"),
    ExitStatus(141, "closed output", "the program that read stdout ended first"),
)
OK, FAILED, USAGE, CONFIGURATION, PROVIDER, MONEY, HELD, BUG, INTERRUPTED, CLOSED_OUTPUT = (
    status.code for status in EXIT_STATUSES
)
UNCHECKED = USAGE
_STATUS_OF: tuple[tuple[type[errors.PyveniceError], int], ...] = (
    (errors.PaymentRequiredError, MONEY),
    (errors.BudgetExceededError, MONEY),
    (errors.ConfigError, CONFIGURATION),
    (errors.MissingKeyError, CONFIGURATION),
    (errors.AuthenticationError, CONFIGURATION),
    (errors.PermissionDeniedError, CONFIGURATION),
    (errors.APIStatusError, PROVIDER),
    (errors.APIConnectionError, PROVIDER),
    (errors.AnswerError, PROVIDER),
    (errors.SaveError, FAILED),
)


def run_to_end(command: Callable[[], int]) -> int:
    """Run a command; Ctrl-C, and a program that read stdout and ended, are exit statuses too."""
    try:
        return command()
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)  # noqa: T201
        return INTERRUPTED
    except BrokenPipeError:
        # Python flushes stdout once more when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CLOSED_OUTPUT


def status_of_error(error: errors.PyveniceError) -> int:
    """The exit status of an error that ends a command."""
    return next((code for kind, code in _STATUS_OF if isinstance(error, kind)), USAGE)


def report_check(command: Callable[[], int], prog: str, *, extra: str, passed: Errors = ()) -> int:
    """Run a command that checks: `UNCHECKED` for every error, so that 1 always means findings."""
    return report_errors(command, lambda: prog, extra, lambda _: UNCHECKED, UNCHECKED, passed)


def report_errors(  # noqa: PLR0913, PLR0917  (each is a choice of the command)
    command: Callable[[], int],
    prog: Callable[[], str],
    extra: str,
    status_of: Callable[[errors.PyveniceError], int],
    bug: int,
    passed: Errors = (),
) -> int:
    """Run a command; print an error of pyvenice as a sentence, and any other with its traceback.

    Those in `passed` are for the caller, as is a closed stdout.
    """
    for_the_caller: Errors = (BrokenPipeError, *passed)
    try:
        return _with_extra(command, extra)
    except errors.PyveniceError as error:
        print_error(error, prog())
        return status_of(error)
    except for_the_caller:
        raise
    except OSError as error:
        print_error(error, prog())
        return UNCHECKED if bug == UNCHECKED else FAILED
    except Exception:  # noqa: BLE001  (the interpreter's own status for a crash is FAILED)
        import traceback

        traceback.print_exc()
    return bug


def _with_extra(command: Callable[[], int], extra: str) -> int:
    try:
        return command()
    except ImportError as error:
        raise missing_extra(error, extra) from error


def missing_extra(error: ImportError, extra: str) -> ImportError:
    """The error that says what to install. Raises `error` itself if no package is missing."""
    if isinstance(error, errors.MissingExtraError):
        return error
    name = error.name if isinstance(error, ModuleNotFoundError) else None
    if name is None or name.startswith("pyvenice"):
        raise error
    return errors.MissingExtraError(extra, f"pyvenice {extra}")
