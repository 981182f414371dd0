"""The command `pyvenice`: argument parsing and printing, nothing else.

Private: import public names from `pyvenice`.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from pyvenice.core import extras
from pyvenice.errors import MissingExtraError


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status; docs/cli.md has the table of all."""
    try:
        commands = extras.load("pyvenice.cli.commands", extra="cli", feature="the command line")
    except MissingExtraError as error:
        print(f"pyvenice: {error}", file=sys.stderr)  # noqa: T201
        return 2
    status: int = commands.main(argv)
    return status
