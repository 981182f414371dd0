"""The command `pyvenice`: argument parsing and printing, nothing else."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

import pyvenice
from pyvenice.core import extras


def main(argv: Sequence[str] | None = None) -> int:
    """Run a subcommand and return its exit status."""
    parser = argparse.ArgumentParser(prog="pyvenice", description=pyvenice.__doc__)
    parser.add_argument("--version", action="version", version=f"pyvenice {pyvenice.__version__}")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser(
        "sandbox", add_help=False, help="run a local server that speaks every dialect, without a key"
    )
    known, rest = parser.parse_known_args(argv)
    server = extras.load("pyvenice.sandbox.__main__", extra="sandbox", feature=known.command)
    status: int = server.main(rest)
    return status
