"""The command `pyvenice`: argument parsing and printing, nothing else."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

import pyvenice
from pyvenice.core import extras


def main(argv: Sequence[str] | None = None) -> int:
    """Run a subcommand and return its exit status."""
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
    given = list(sys.argv[1:] if argv is None else argv)
    command = parser.parse_args(given[:1]).command
    module = {"sandbox": "pyvenice.sandbox.__main__", "contract": "pyvenice.cli.contract"}[command]
    status: int = extras.load(module, extra=command, feature=f"pyvenice {command}").main(given[1:])
    return status
