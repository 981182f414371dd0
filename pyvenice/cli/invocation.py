"""Run a click command: help, wrong arguments and errors become an exit status."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence

import click

from pyvenice.cli import exit_status
from pyvenice.cli.exit_status import OK, USAGE

_OF_CLICK = (click.ClickException, click.exceptions.Exit, click.Abort)


def run_command(
    command: click.Command, argv: Sequence[str] | None, *, prog: str, extra: str = "cli"
) -> int:
    """Run a command and return its exit status.

    Help and wrong arguments raise `SystemExit` with it. Errors of pyvenice are a sentence on
    stderr, and any other exception is a traceback. `extra` is what installs a package that turns
    out to be missing, unless the command that was called names another one.
    """
    _complete(command, prog)
    arguments = list(sys.argv[1:] if argv is None else argv)
    return exit_status.run_to_end(lambda: _run_command(command, arguments, prog, extra))


def _run_command(command: click.Command, arguments: list[str], prog: str, extra: str) -> int:
    try:
        with command.make_context(prog, arguments) as context:
            return _invoke(context, extra)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.UsageError as error:
        sys.exit(print_usage_error(error, prog))
    except click.Abort as error:
        raise KeyboardInterrupt from error


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

    status_of = exit_status.status_of_error
    return exit_status.report_errors(
        call, lambda: _path(context), extra, status_of, exit_status.BUG, _OF_CLICK
    )


def _path(context: click.Context) -> str:
    return " ".join(filter(None, (context.command_path, context.invoked_subcommand)))


def invoke_check(
    invoke: Callable[[click.Context], int], context: click.Context, *, extra: str
) -> int:
    """Invoke a group whose commands check something: every error is `UNCHECKED`."""

    def call() -> int:
        return invoke(context)

    return exit_status.report_check(call, context.command_path, extra=extra, passed=_OF_CLICK)


def print_usage_error(error: click.UsageError, prog: str) -> int:
    """Print usage, error, and how to get help. Returns `USAGE`."""
    path = error.ctx.command_path if error.ctx else prog
    usage = error.ctx.get_usage() if error.ctx else f"Usage: {prog}"
    print(usage.replace("Usage:", "usage:", 1), file=sys.stderr)  # noqa: T201
    print(f"{path}: error: {error.format_message()}", file=sys.stderr)  # noqa: T201
    print(f"{path} --help shows all options", file=sys.stderr)  # noqa: T201
    return USAGE
