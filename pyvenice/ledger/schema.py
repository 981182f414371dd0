"""Schema of a store: its tables, and what marks a database as one of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """Tables that belong together. Their statements are SQLite's; `postgres` translates them."""

    name: str
    """What messages call the store: `the ledger`."""
    application: int
    """Marks an SQLite file as ours, so that another program's database is never written to."""
    version: int
    statements: tuple[str, ...]
    synchronous: Literal["NORMAL", "FULL"] = "NORMAL"
    """`FULL`: what was written is on the disk, also after a power failure."""


USAGE = Schema(
    name="the ledger",
    application=0x70797665,
    version=1,
    statements=(
        """CREATE TABLE usage (
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
)""",
        "CREATE INDEX usage_time ON usage (time)",
    ),
)
