"""PostgreSQL as the place of a store: what needs no server. `tests_postgres` has the rest."""

from __future__ import annotations

import sys

import pytest

from pyvenice import Ledger
from pyvenice.errors import MissingExtraError
from pyvenice.ledger.postgres import is_postgres, redacted, translated


def test_a_password_is_never_shown() -> None:
    assert redacted("postgresql://u:s@h:1/db?sslmode=require") == (
        "postgresql://u:***@h:1/db?sslmode=require"
    )
    assert redacted("postgresql://h/db") == "postgresql://h/db"


def test_tables_are_made_of_the_types_that_postgresql_has() -> None:
    ours = "CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER, at REAL, data BLOB) WITHOUT ROWID"
    assert translated(ours) == (
        "CREATE TABLE t (id BIGSERIAL PRIMARY KEY, n BIGINT, at DOUBLE PRECISION, data BYTEA)"
    )


def test_only_urls_of_postgresql_are_taken_for_servers() -> None:
    assert is_postgres("postgres://h/db")
    assert not is_postgres("/var/lib/ledger.sqlite")


def test_without_the_extra_the_error_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(MissingExtraError, match="postgres"):
        Ledger("postgresql://h/db")
