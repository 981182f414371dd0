"""Exit statuses of all commands, and how an error becomes one of them."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import NamedTuple

import click

from pyvenice import errors
from pyvenice.cli.terminal.errors import print_error


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


def run(
    command: click.Command, argv: Sequence[str] | None, *, prog: str, extra: str = "cli"
) -> int:
    """Run a command and return its exit status.

    Help and wrong arguments raise `SystemExit` with it. Errors of pyvenice are a sentence on
    stderr, and any other exception is a traceback. `extra` is what installs a package that turns
    out to be missing, unless the command that was called names another one.
    """
    _complete(command, prog)
    try:
        with command.make_context(prog, list(sys.argv[1:] if argv is None else argv)) as context:
            return _invoke(context, extra)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.UsageError as error:
        sys.exit(print_usage_error(error, prog))
    except (KeyboardInterrupt, click.Abort):
        print("interrupted", file=sys.stderr)  # noqa: T201
        return INTERRUPTED
    except BrokenPipeError:
        # Python flushes stdout once more when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CLOSED_OUTPUT


def _complete(command: click.Command, prog: str) -> None:
    variable = f"_{prog}_COMPLETE".upper()
    if instruction := os.environ.get(variable):
        from click.shell_completion import shell_complete

        sys.exit(shell_complete(command, {}, prog, variable, instruction))


def _invoke(context: click.Context, extra: str) -> int:
    def call() -> int:
        status: int | None = context.command.invoke(context)
        sys.stdout.flush()
        return status or OK

    return report_errors(call, lambda: _path(context), extra, status_of_error, BUG)


def _path(context: click.Context) -> str:
    return " ".join(filter(None, (context.command_path, context.invoked_subcommand)))


def status_of_error(error: errors.PyveniceError) -> int:
    """The exit status of an error that ends a command."""
    return next((code for kind, code in _STATUS_OF if isinstance(error, kind)), USAGE)


def report_check(
    invoke: Callable[[click.Context], int], context: click.Context, *, extra: str
) -> int:
    """Run a command that checks: `UNCHECKED` for every error, so that 1 always means findings."""

    def call() -> int:
        return invoke(context)

    return report_errors(call, lambda: context.command_path, extra, lambda _: UNCHECKED, UNCHECKED)


def report_errors(
    command: Callable[[], int],
    prog: Callable[[], str],
    extra: str,
    status_of: Callable[[errors.PyveniceError], int],
    bug: int,
) -> int:
    """Run a command; print an error of pyvenice as a sentence, and any other with its traceback."""
    try:
        return _with_extra(command, extra)
    except errors.PyveniceError as error:
        print_error(error, prog())
        return status_of(error)
    except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
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


def print_usage_error(error: click.UsageError, prog: str) -> int:
    """Print usage, error, and how to get help. Returns `USAGE`."""
    path = error.ctx.command_path if error.ctx else prog
    usage = error.ctx.get_usage() if error.ctx else f"Usage: {prog}"
    print(usage.replace("Usage:", "usage:", 1), file=sys.stderr)  # noqa: T201
    print(f"{path}: error: {error.format_message()}", file=sys.stderr)  # noqa: T201
    print(f"{path} --help shows all options", file=sys.stderr)  # noqa: T201
    return USAGE
