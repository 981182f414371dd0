"""Where a command's text goes: to the terminal, or whole into a file."""

from __future__ import annotations

import sys
from pathlib import Path

from pyvenice.contract.errors import ContractError
from pyvenice.core.atomic_write import write_file


def write(text: str, output: Path | None) -> None:
    """Write it. Raises `ContractError` where the file cannot be written."""
    if output is None:
        sys.stdout.write(text)
        return
    try:
        write_file(output, text)
    except OSError as error:
        raise ContractError(f"{output}: cannot be written: {error.strerror}") from error
