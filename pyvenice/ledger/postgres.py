"""PostgreSQL in the place of an SQLite file: the same methods, for gateways on several machines."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Lock
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from pyvenice.core.extras import load
from pyvenice.errors import LedgerError
from pyvenice.ledger.schema import Schema

_TYPES = (
    ("INTEGER PRIMARY KEY", "BIGSERIAL PRIMARY KEY"),
    ("INTEGER", "BIGINT"),
    ("REAL", "DOUBLE PRECISION"),
    ("BLOB", "BYTEA"),
    (") WITHOUT ROWID", ")"),
)
"""Column types that SQLite calls otherwise."""
_CONNECT_SECONDS = 5


class PostgresDatabase:
    """A connection to one database for each process. Raises `LedgerError` for any trouble.

    Tables lie in the database's schema `pyvenice`. A password may stand in the URL; without one,
    libpq looks at `PGPASSWORD` and `~/.pgpass`.
    """

    def __init__(self, url: str, schema: Schema) -> None:
        self._psycopg: Any = load("psycopg", extra="postgres", feature="PostgreSQL")
        self._numbers: Any = load("psycopg.types.numeric", extra="postgres", feature="PostgreSQL")
        self.name = redacted(url)
        self.day = "to_char(to_timestamp(time) AT TIME ZONE 'UTC', 'YYYY-MM-DD')"
        self._url = url
        self._schema = schema
        self._lock = Lock()
        self._connection: Any = None
        self._process = 0

    def exists(self) -> bool:
        """Whether anything can have been written yet: the server is there or it is an error."""
        return True

    @contextmanager
    def reading(self) -> Iterator[_Connection]:
        """A connection, for this thread alone."""
        with self._lock:
            try:
                yield self._open()
            except self._psycopg.Error as error:
                raise self._trouble(error) from error

    @contextmanager
    def writing(self, wait: float) -> Iterator[_Connection]:
        """A connection in a transaction that no other gateway can come between."""
        with self.reading() as connection, connection.transaction():
            connection.execute(f"SET LOCAL lock_timeout = {round(1000 * wait) or 1}")
            connection.execute("SELECT pg_advisory_xact_lock(?)", (self._schema.application,))
            yield connection

    def write(self, statement: str, values: Sequence[object], wait: float) -> int:  # noqa: ARG002  (rows are locked for moments alone)
        """Carry out one statement; how many rows it changed."""
        with self.reading() as connection:
            changed: int = connection.execute(statement, values).rowcount
        return changed

    def insert(self, statement: str, values: Sequence[object], wait: float) -> int:  # noqa: ARG002  (the same)
        """Add a row to a table with an `id`, and return it."""
        with self.reading() as connection:
            return connection.insert(statement, values)

    def close(self) -> None:
        """Close the connection; the next use opens another one."""
        with self._lock:
            if self._connection is not None and self._process == os.getpid():
                self._connection.close()
            self._connection = None

    def _open(self) -> _Connection:
        opened = self._connection if self._process == os.getpid() else None
        if opened is not None and not opened.closed and self._is_alive():
            return _Connection(opened)
        made = self._psycopg.connect(self._url, autocommit=True, connect_timeout=_CONNECT_SECONDS)
        # Sums are of whole micro-dollars.
        made.adapters.register_loader("numeric", self._numbers.IntLoader)
        connection = _Connection(made)
        try:
            self._prepare(connection)
        except BaseException:
            made.close()
            raise
        self._connection, self._process = made, os.getpid()
        return connection

    def _is_alive(self) -> bool:
        """Whether the server still answers: it may have been restarted meanwhile."""
        try:
            self._connection.execute("SELECT 1")
        except self._psycopg.OperationalError:
            self._connection.close()
            return False
        return True

    def _prepare(self, connection: _Connection) -> None:
        schema = self._schema
        with connection.transaction():
            connection.execute("SELECT pg_advisory_xact_lock(?)", (schema.application,))
            connection.execute("CREATE SCHEMA IF NOT EXISTS pyvenice")
            connection.execute("SET search_path TO pyvenice")
            connection.execute(
                "CREATE TABLE IF NOT EXISTS versions (name TEXT PRIMARY KEY, version BIGINT NOT NULL)"
            )
            row = connection.execute(
                "SELECT version FROM versions WHERE name = ?", (schema.name,)
            ).fetchone()
            if row is None:
                for statement in schema.statements:
                    connection.execute(translated(statement))
                connection.execute(
                    "INSERT INTO versions VALUES (?, ?)", (schema.name, schema.version)
                )
            elif row[0] > schema.version:
                raise LedgerError(
                    f"{schema.name} in {self.name} was written by a newer pyvenice (its version is"
                    f" {row[0]}, this one reads {schema.version}): update pyvenice",
                    path=self.name,
                )

    def _trouble(self, error: Any) -> LedgerError:
        is_busy = isinstance(error, self._psycopg.errors.LockNotAvailable)
        reason = "another gateway holds it locked" if is_busy else str(error).strip()
        password = urlsplit(self._url).password
        if password:
            reason = reason.replace(password, "***")
        return LedgerError(
            f"{self._schema.name} in {self.name} cannot be used: {reason}",
            path=self.name,
            is_busy=is_busy,
        )


class _Connection:
    """A connection that takes the statements that are written for SQLite."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def execute(self, statement: str, values: Sequence[object] = ()) -> Any:
        """Carry out a statement whose values stand as `?`; a cursor."""
        given = [int(value) if isinstance(value, bool) else value for value in values]
        return self._connection.execute(statement.replace("?", "%s"), given or None)

    def insert(self, statement: str, values: Sequence[object]) -> int:
        """Add a row to a table with an `id`, and return it."""
        row = self.execute(f"{statement} RETURNING id", values).fetchone()
        number: int = row[0]
        return number

    def transaction(self) -> Any:
        """A block that is carried out as a whole or not at all."""
        return self._connection.transaction()


def is_postgres(place: object) -> bool:
    """Whether it is the URL of a PostgreSQL database."""
    return isinstance(place, str) and place.startswith(("postgresql://", "postgres://"))


def translated(statement: str) -> str:
    """A `CREATE TABLE` of SQLite in PostgreSQL's words."""
    for ours, theirs in _TYPES:
        statement = statement.replace(ours, theirs)
    return statement


def redacted(url: str) -> str:
    """The URL without its password."""
    parts = urlsplit(url)
    if parts.password is None:
        return url
    user, _, host = parts.netloc.rpartition("@")
    return urlunsplit(parts._replace(netloc=f"{user.partition(':')[0]}:***@{host}"))
