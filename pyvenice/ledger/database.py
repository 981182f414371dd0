"""The ledger's SQLite file: where it lies, how it is opened, and what is wrong with it."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from pyvenice.errors import LedgerError

VERSION = 1
_APPLICATION = 0x70797665
"""Marks the file as ours ("pyve"), so that another program's database is never written to."""
_SCHEMA = """
CREATE TABLE usage (
    id INTEGER PRIMARY KEY,
    time REAL NOT NULL,
    provider TEXT NOT NULL,
    model TEXT NOT NULL,
    operation TEXT NOT NULL,
    n INTEGER NOT NULL,
    estimated INTEGER,
    reserved INTEGER NOT NULL,
    billed INTEGER,
    price_source TEXT NOT NULL,
    currency TEXT NOT NULL,
    duration REAL,
    status TEXT NOT NULL,
    request_id TEXT,
    tag TEXT NOT NULL,
    sandbox INTEGER NOT NULL
)
"""


class Database:
    """Connections to one file, one at a time in each process. Raises `LedgerError` for any trouble."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = Lock()
        self._connection: sqlite3.Connection | None = None
        self._process = 0
        self._wait: float | None = None

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection, for this thread alone."""
        with self._lock:
            try:
                yield self._open()
            except (sqlite3.Error, OSError) as error:
                raise self._trouble(error) from error

    @contextmanager
    def writing(self, wait: float) -> Iterator[sqlite3.Connection]:
        """A connection in a transaction that no other process can come between.

        Waits up to `wait` seconds for other processes; then raises `LedgerError` with `is_busy`.
        """
        with self.reading() as connection:
            self._set_wait(connection, wait)
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def write(self, statement: str, values: Sequence[object], wait: float) -> int:
        """Carry out one statement, which is a transaction of its own; the id of a new row."""
        with self.reading() as connection:
            self._set_wait(connection, wait)
            return connection.execute(statement, values).lastrowid or 0

    def close(self) -> None:
        """Close the connection; the next use opens another one."""
        with self._lock:
            if self._connection is not None and self._process == os.getpid():
                self._connection.close()
            self._connection = None

    def _open(self) -> sqlite3.Connection:
        # A connection must not be used by a child of fork, nor closed there.
        if self._connection is None or self._process != os.getpid():
            self._connection = connected(self.path)
            self._process = os.getpid()
            self._wait = None
        return self._connection

    def _set_wait(self, connection: sqlite3.Connection, wait: float) -> None:
        if wait != self._wait:
            connection.execute(f"PRAGMA busy_timeout = {round(1000 * wait)}")
            self._wait = wait

    def _trouble(self, error: sqlite3.Error | OSError) -> LedgerError:
        code = getattr(error, "sqlite_errorcode", None)
        is_busy = code is not None and code & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
        reason = "another process holds it locked" if is_busy else str(error)
        return LedgerError(
            f"the ledger {str(self.path)!r} cannot be used: {reason}",
            path=str(self.path),
            is_busy=is_busy,
        )


def connected(path: Path) -> sqlite3.Connection:
    """A connection to the ledger at `path`, which is made if it is not there."""
    if path.parts[:1] == ("~",):
        raise LedgerError(
            "the ledger has no place, because this user has no home folder: set PYVENICE_STATE_DIR",
            path=str(path),
        )
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # SQLite gives its other files (WAL, shared memory) the mode of this one.
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=5)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        _check_schema(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def _check_schema(connection: sqlite3.Connection, path: Path) -> None:
    if _pragma(connection, "application_id") != _APPLICATION:
        _create_schema(connection, path)
    if (version := _pragma(connection, "user_version")) > VERSION:
        raise LedgerError(
            f"the ledger {str(path)!r} was written by a newer pyvenice (its version is {version},"
            f" this one reads {VERSION}): update pyvenice, or keep another ledger",
            path=str(path),
        )


def _create_schema(connection: sqlite3.Connection, path: Path) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Another process may have made it meanwhile.
        if _pragma(connection, "application_id") != _APPLICATION:
            _check_empty(connection, path)
            connection.execute(_SCHEMA)
            connection.execute("CREATE INDEX usage_time ON usage (time)")
            connection.execute(f"PRAGMA application_id = {_APPLICATION}")
            connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def _check_empty(connection: sqlite3.Connection, path: Path) -> None:
    if connection.execute("SELECT count(*) FROM sqlite_master").fetchone() != (0,):
        raise LedgerError(
            f"{str(path)!r} is a database of another program: name another file", path=str(path)
        )


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    value: int = connection.execute(f"PRAGMA {name}").fetchone()[0]
    return value


def usual_path() -> Path:
    """Where the ledger lies unless a path is given: in the user's folder for state.

    `PYVENICE_STATE_DIR`, else `XDG_STATE_HOME` or what the platform uses instead.
    """
    if folder := os.environ.get("PYVENICE_STATE_DIR"):
        return Path(folder) / "ledger.sqlite"
    return _state_home() / "pyvenice" / "ledger.sqlite"


def _state_home() -> Path:
    if folder := os.environ.get("XDG_STATE_HOME"):
        return Path(folder)
    if sys.platform == "darwin":
        return _of_user("~/Library/Application Support")
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or _of_user("~/AppData/Local"))
    return _of_user("~/.local/state")


def _of_user(path: str) -> Path:
    """The path below the user's home; as it is where there is none, and `connected` refuses it."""
    return Path(os.path.expanduser(path))  # noqa: PTH111  (that of Path raises)
