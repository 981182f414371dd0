"""The command `pyvenice`: argument parsing and printing, nothing else.

Private: import public names from `pyvenice`.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from pyvenice.cli.checks.plain_contract import run_plain
from pyvenice.core import extras
from pyvenice.errors import MissingExtraError


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status; docs/cli.md has the table of all."""
    group, *words = (sys.argv[1:] if argv is None else argv) or [""]
    if group == "contract" and (status := run_plain(words, "pyvenice contract")) is not None:
        return status
    try:
        commands = extras.load("pyvenice.cli.commands", extra="cli", feature="the command line")
    except MissingExtraError as error:
        print(f"pyvenice: {error}", file=sys.stderr)  # noqa: T201
        return 2
    return int(commands.main(argv))
