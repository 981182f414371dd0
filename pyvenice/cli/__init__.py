"""The command `pyvenice`: argument parsing and printing, nothing else.

Private: import public names from `pyvenice`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

import pyvenice


def main(argv: Sequence[str] | None = None) -> int:
    """Run a subcommand and return its exit status; 2 when a package that it needs is not installed."""
    parser = argparse.ArgumentParser(prog="pyvenice", description=pyvenice.__doc__)
    parser.add_argument("--version", action="version", version=f"pyvenice {pyvenice.__version__}")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser(
        "sandbox",
        add_help=False,
        help="run a local server that speaks every dialect, without a key",
    )
    commands.add_parser(
        "contract", add_help=False, help="compare pinned contracts with the live ones"
    )
    commands.add_parser(
        "conformance",
        add_help=False,
        help="prove that a server, or recorded traffic, keeps a pinned contract",
    )
    given = list(sys.argv[1:] if argv is None else argv)
    command = parser.parse_args(given[:1]).command
    try:
        return _run(command, given[1:])
    except ImportError as error:
        from pyvenice.cli.output import missing_extra

        print(f"pyvenice: {missing_extra(error, command)}", file=sys.stderr)  # noqa: T201
    return 2


def _run(command: str, arguments: list[str]) -> int:
    if command == "contract":
        from pyvenice.cli import contract

        return contract.main(arguments)
    if command == "conformance":
        from pyvenice.cli import conformance

        return conformance.main(arguments)
    from pyvenice.core import extras

    room = extras.load("pyvenice.sandbox.__main__", extra="sandbox", feature="the sandbox")
    status: int = room.main(arguments)
    return status
