"""A lock on `specs/`: two runs that move a pin at once would each write half of it."""

from __future__ import annotations

import hashlib
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from pyvenice.contract.errors import ContractError


@contextmanager
def pin_lock(specs: Path) -> Iterator[None]:
    """Hold the lock on `specs`; raises `ContractError` while another process has it.

    The lock ends with the process, also with a killed one. SQLite's locks do so on every system,
    where `fcntl` exists only on some.
    """
    with closing(sqlite3.connect(_lock_file(specs), timeout=0, isolation_level=None)) as database:
        try:
            database.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            raise ContractError(
                f"{specs}: another run moves a pin here at this moment ({error}). Nothing was "
                "changed; try again when it is done"
            ) from error
        yield


def _lock_file(specs: Path) -> Path:
    digest = hashlib.sha256(str(specs.resolve()).encode()).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"pyvenice-pin-{digest}.lock"
