"""A lock on `specs/`: two runs that move a pin at once would each write half of it."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from pyvenice.contract.errors import ContractError
from pyvenice.contract.fetching.cache import default_folder


@contextmanager
def pin_lock(specs: Path) -> Iterator[None]:
    """Hold the lock on `specs`; raises `ContractError` while another process has it.

    The lock ends with the process, also with a killed one: a file that lies there means nothing. SQLite's
    locks do so on every system, where `fcntl` exists only on some.
    """
    file = lock_file(specs)
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        connection = sqlite3.connect(file, timeout=0, isolation_level=None)
    except (OSError, sqlite3.OperationalError) as error:
        raise ContractError(
            f"{file}: cannot be written ({error}), so no pin can be moved"
        ) from error
    with closing(connection) as database:
        try:
            database.execute("BEGIN EXCLUSIVE")
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise ContractError(
                    f"{file}: cannot be locked ({error}): remove the file and try again"
                ) from error
            raise ContractError(
                f"{specs}: another run moves a pin here at this moment ({error}). Nothing was "
                "changed; try again when it is done"
            ) from error
        yield


def lock_file(specs: Path) -> Path:
    """The file in the cache of this user that stands for `specs`, by whatever path it is reached."""
    digest = hashlib.sha256(str(specs.resolve()).encode()).hexdigest()[:16]
    return default_folder() / "locks" / f"pin-{digest}.lock"
