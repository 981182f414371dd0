"""SQLite files of the ledger and other stores: how they are opened, and what is wrong with them."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from pyvenice.errors import LedgerError
from pyvenice.ledger.schema import USAGE, Schema


class Connection(sqlite3.Connection):
    """A connection that gives the id of a new row."""

    def insert(self, statement: str, values: Sequence[object]) -> int:
        """Add a row to a table with an `id`, and return it."""
        return self.execute(statement, values).lastrowid or 0


class Database:
    """Connections to one file, one at a time in each process. Raises `LedgerError` for any trouble."""

    def __init__(self, path: Path, schema: Schema = USAGE) -> None:
        self.path = path
        self.name = str(path)
        self.day = "strftime('%Y-%m-%d', time, 'unixepoch')"
        self._schema = schema
        self._lock = Lock()
        self._connection: Connection | None = None
        self._process = 0
        self._wait: float | None = None

    def exists(self) -> bool:
        """Whether anything was written yet."""
        return self.path.exists()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection, for this thread alone."""
        with self._lock:
            try:
                yield self._open()
            except (sqlite3.Error, OSError) as error:
                raise self._trouble(error) from error

    @contextmanager
    def writing(self, wait: float) -> Iterator[Connection]:
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
        """Carry out one statement, which is a transaction of its own; how many rows it changed."""
        with self.reading() as connection:
            self._set_wait(connection, wait)
            return connection.execute(statement, values).rowcount

    def insert(self, statement: str, values: Sequence[object], wait: float) -> int:
        """Add a row to a table with an `id`, and return it."""
        with self.reading() as connection:
            self._set_wait(connection, wait)
            return connection.insert(statement, values)

    def close(self) -> None:
        """Close the connection; the next use opens another one."""
        with self._lock:
            if self._connection is not None and self._process == os.getpid():
                self._connection.close()
            self._connection = None

    def _open(self) -> Connection:
        # A connection must not be used by a child of fork, nor closed there.
        if self._connection is None or self._process != os.getpid():
            self._connection = connected(self.path, self._schema)
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
            f"{self._schema.name} {self.name!r} cannot be used: {reason}",
            path=self.name,
            is_busy=is_busy,
        )


def connected(path: Path, schema: Schema) -> Connection:
    """A connection to the file at `path`, which is made if it is not there."""
    if path.parts[:1] == ("~",):
        raise LedgerError(
            f"{schema.name} has no place, because this user has no home folder: set PYVENICE_STATE_DIR",
            path=str(path),
        )
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # SQLite gives its other files (WAL, shared memory) the mode of this one.
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    connection = sqlite3.connect(
        path, isolation_level=None, check_same_thread=False, timeout=5, factory=Connection
    )
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(f"PRAGMA synchronous = {schema.synchronous}")
        _check_schema(connection, path, schema)
    except BaseException:
        connection.close()
        raise
    return connection


def _check_schema(connection: Connection, path: Path, schema: Schema) -> None:
    if _pragma(connection, "application_id") != schema.application:
        _create_schema(connection, path, schema)
    if (version := _pragma(connection, "user_version")) > schema.version:
        raise LedgerError(
            f"{schema.name} {str(path)!r} was written by a newer pyvenice (its version is {version},"
            f" this one reads {schema.version}): update pyvenice, or name another file",
            path=str(path),
        )


def _create_schema(connection: Connection, path: Path, schema: Schema) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Another process may have made it meanwhile.
        if _pragma(connection, "application_id") != schema.application:
            _check_empty(connection, path)
            for statement in schema.statements:
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {schema.application}")
            connection.execute(f"PRAGMA user_version = {schema.version}")
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
