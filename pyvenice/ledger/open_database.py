"""Databases by their place: an SQLite file, or the URL of PostgreSQL."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

from pyvenice.ledger.database import Database
from pyvenice.ledger.postgres import PostgresDatabase, is_postgres
from pyvenice.ledger.schema import Schema


class AnyConnection(Protocol):
    """A connection of either kind. Statements are SQLite's, with `?` for values."""

    def execute(self, statement: str, values: Sequence[Any] = ..., /) -> Any:
        """Carry out a statement; a cursor."""

    def insert(self, statement: str, values: Sequence[object]) -> int:
        """Add a row to a table with an `id`, and return it."""
        ...


class AnyDatabase(Protocol):
    """A database of either kind."""

    name: str
    """What messages call it, without a password."""
    day: str
    """The expression for the day of `time`."""

    def exists(self) -> bool:
        """Whether anything can have been written yet."""
        ...

    def reading(self) -> AbstractContextManager[AnyConnection]:
        """A connection, for this thread alone."""
        ...

    def writing(self, wait: float) -> AbstractContextManager[AnyConnection]:
        """A connection in a transaction that nobody else can come between."""
        ...

    def write(self, statement: str, values: Sequence[object], wait: float) -> int:
        """Carry out one statement; how many rows it changed."""
        ...

    def insert(self, statement: str, values: Sequence[object], wait: float) -> int:
        """Add a row to a table with an `id`, and return it."""
        ...

    def close(self) -> None:
        """Close the connection; the next use opens another one."""


def open_database(place: str | os.PathLike[str], schema: Schema) -> AnyDatabase:
    """The database at a path or URL. Nothing is opened yet."""
    if isinstance(place, str) and is_postgres(place):
        return PostgresDatabase(place, schema)
    return Database(Path(place), schema)
