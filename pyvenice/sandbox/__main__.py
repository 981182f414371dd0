"""`python -m pyvenice.sandbox`: run the sandbox on a port of this machine."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from pyvenice.core import extras
from pyvenice.errors import MissingExtraError
from pyvenice.sandbox.command import click_command, refuse


def main(argv: Sequence[str] | None = None) -> int:
    """Serve until interrupted; 2 when the server cannot start as asked."""
    try:
        library = extras.load("click", extra="sandbox", feature="the sandbox")
        command = click_command()
    except MissingExtraError as error:
        return refuse(error)
    program = "python -m pyvenice.sandbox"
    try:
        status: int = command.main(argv, program, standalone_mode=False)
    except library.ClickException as error:
        error.show()
        return int(error.exit_code)
    return status


if __name__ == "__main__":
    sys.exit(main())
