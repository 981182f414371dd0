"""Store of the gateway: keys and calls; no key is kept, only its hash, and no prompt or input.

A call is written down before it is sent and again when it has ended, so that a repeat of it, even
after a crash, is answered and never bought again.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import socket
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Literal

from pyvenice.errors import ConfigError
from pyvenice.ledger.open_database import AnyConnection, open_database
from pyvenice.ledger.postgres import is_postgres
from pyvenice.ledger.schema import Schema

_SCHEMA = Schema(
    name="the gateway's store",
    application=0x70797667,
    version=1,
    synchronous="FULL",
    statements=(
        """CREATE TABLE keys (
    hash TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, created REAL NOT NULL, expires REAL,
    budget INTEGER, per_minute INTEGER, models TEXT, revoked INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID""",
        """CREATE TABLE calls (
    id TEXT PRIMARY KEY, key TEXT NOT NULL, idempotency TEXT, digest TEXT NOT NULL,
    state TEXT NOT NULL, model TEXT NOT NULL, started REAL NOT NULL, ended REAL,
    reserved INTEGER NOT NULL DEFAULT 0, billed INTEGER, status INTEGER, answer TEXT,
    owner TEXT NOT NULL
) WITHOUT ROWID""",
        "CREATE TABLE secrets (id INTEGER PRIMARY KEY, value BLOB NOT NULL)",
        """CREATE TABLE results (
    name TEXT NOT NULL, part INTEGER NOT NULL, created REAL NOT NULL, data BLOB NOT NULL,
    PRIMARY KEY (name, part)
)""",
        """CREATE UNIQUE INDEX calls_by_idempotency ON calls (key, idempotency)
    WHERE idempotency IS NOT NULL""",
        "CREATE INDEX calls_by_digest ON calls (key, digest, started)",
        "CREATE INDEX calls_by_time ON calls (key, started)",
    ),
)
_WAIT = 30.0
"""Seconds that a call waits for another gateway's transaction."""
_MINUTE = 60.0
_PART = 1024 * 1024
"""Bytes of a result that are written and read at a time."""
ANYBODY = "-"
"""The name of the key of requests that need none."""
State = Literal["started", "done", "failed", "unknown"]


@dataclass(frozen=True, slots=True)
class VirtualKey:
    """A key of the gateway: what its holder may do. Amounts are in millionths of a US dollar."""

    name: str
    budget: int | None = None
    per_minute: int | None = None
    models: tuple[str, ...] = ()
    """Models that it may ask for; all of them if empty."""
    expires: float | None = None


@dataclass(frozen=True, slots=True)
class CallRecord:
    """What is known of a call that began earlier."""

    id: str
    digest: str
    state: State
    answer: Mapping[str, Any] | None
    """The answer without pictures, which are files; `None` if there is none."""


class RateExceededError(Exception):
    """A key has made as many calls as it may in a minute."""

    def __init__(self, retry_after: float) -> None:
        super().__init__(f"another call is allowed in {retry_after:.0f} s")
        self.retry_after = retry_after


class Store:
    """Keys and calls, in an SQLite file or in PostgreSQL.

    Threads, processes and, with PostgreSQL, machines may share it. Raises `LedgerError` where it
    cannot be used.
    """

    def __init__(self, place: Path | str, *, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._database = open_database(place, _SCHEMA)
        self._reads = open_database(place, _SCHEMA)
        """A connection of its own, which waits for no thread that writes."""
        self.is_shared = is_postgres(place)
        """Whether gateways on other machines use it, whose results are not files here."""

    def close(self) -> None:
        """Close the connections."""
        self._database.close()
        self._reads.close()

    def make_key(
        self,
        name: str,
        *,
        budget: int | None = None,
        per_minute: int | None = None,
        models: tuple[str, ...] = (),
        expires: float | None = None,
    ) -> str:
        """Make a key and return it; it cannot be read again. Raises `ConfigError` for a used name."""
        key = f"pv-{secrets.token_urlsafe(32)}"
        values = (_hash(key), name, self._clock(), expires, budget, per_minute, json.dumps(models))
        is_new = self._change(
            "INSERT INTO keys (hash, name, created, expires, budget, per_minute, models)"
            " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO NOTHING",
            *values,
        )
        if not is_new:
            raise ConfigError(f"there is a key of the name {name!r} already")
        return key

    def revoke_key(self, name: str) -> bool:
        """End a key; whether there was one."""
        return bool(
            self._change("UPDATE keys SET revoked = 1 WHERE name = ? AND revoked = 0", name)
        )

    def secret(self) -> bytes:
        """A secret of this store, for signatures."""
        self._change(
            "INSERT INTO secrets VALUES (1, ?) ON CONFLICT (id) DO NOTHING", secrets.token_bytes(32)
        )
        row = self._row("SELECT value FROM secrets WHERE id = 1")
        return bytes(row[0]) if row else b""

    def has_keys(self) -> bool:
        """Whether any key was ever made."""
        return bool(self._row("SELECT 1 FROM keys LIMIT 1"))

    def key(self, text: str) -> VirtualKey | None:
        """The key that this text is; `None` for one that is unknown, revoked or expired."""
        row = self._row(
            "SELECT name, budget, per_minute, models, expires FROM keys WHERE hash = ?"
            " AND revoked = 0 AND (expires IS NULL OR expires > ?)",
            _hash(text),
            self._clock(),
        )
        if row is None:
            return None
        name, budget, per_minute, models, expires = row
        return VirtualKey(name, budget, per_minute, tuple(json.loads(models)), expires)

    def spent(self, key: str) -> int:
        """What the calls of a key have cost, and may cost still."""
        with self._reads.reading() as connection:
            return _spent(connection, key)

    def begin(  # noqa: PLR0913  (the facts of a call)
        self,
        key: VirtualKey,
        *,
        model: str,
        digest: str,
        idempotency: str | None,
        reserved: int,
        repeat_within: float,
        is_repeat: bool,
    ) -> CallRecord | str | None:
        """Write a call down and return its new id, if it may be sent.

        An earlier call with the same idempotency key, or with the same body where the client says
        that it repeats itself, is returned instead. `None`: the budget of the key does not suffice.
        Raises `RateExceededError`.
        """
        call = secrets.token_hex(12)
        with self._database.writing(_WAIT) as connection:
            earlier = self._earlier(
                connection, key.name, digest, idempotency, repeat_within, is_repeat
            )
            if earlier is not None:
                return earlier
            if (retry_after := self._wait(connection, key)) > 0:
                raise RateExceededError(retry_after)
            if key.budget is not None and _spent(connection, key.name) + reserved > key.budget:
                return None
            connection.execute(
                "INSERT INTO calls (id, key, idempotency, digest, state, model, started, reserved,"
                " owner) VALUES (?, ?, ?, ?, 'started', ?, ?, ?, ?)",
                (call, key.name, idempotency, digest, model, self._clock(), reserved, _owner()),
            )
        return call

    def _wait(self, connection: AnyConnection, key: VirtualKey) -> float:
        """Seconds until the rate of a key allows a call."""
        if key.per_minute is None:
            return 0.0
        now = self._clock()
        row = connection.execute(
            "SELECT started FROM calls WHERE key = ? AND started > ?"
            " ORDER BY started DESC LIMIT 1 OFFSET ?",
            (key.name, now - _MINUTE, key.per_minute - 1),
        ).fetchone()
        return 0.0 if row is None else float(row[0]) + _MINUTE - now

    def _earlier(  # noqa: PLR0913, PLR0917  (the facts of a call)
        self,
        connection: AnyConnection,
        key: str,
        digest: str,
        idempotency: str | None,
        within: float,
        is_repeat: bool,
    ) -> CallRecord | None:
        select = "SELECT id, digest, state, answer, owner FROM calls WHERE key = ?"
        if idempotency is not None:
            # However old it is: what was bought under a key is never bought again.
            row = connection.execute(f"{select} AND idempotency = ?", (key, idempotency))
        elif is_repeat:
            row = connection.execute(
                f"{select} AND started > ? AND digest = ? AND state != 'failed'"
                " ORDER BY started DESC",
                (key, self._clock() - within, digest),
            )
        else:
            return None
        found = row.fetchone()
        return None if found is None else _record(found)

    def end(
        self,
        call: str,
        state: State,
        *,
        billed: int | None,
        status: int,
        answer: Mapping[str, Any] | None,
    ) -> None:
        """Write down how a call ended. One that was not billed reserves nothing any more."""
        self._change(
            "UPDATE calls SET state = ?, ended = ?, billed = ?, status = ?, answer = ?,"
            " reserved = CASE WHEN ? = 1 THEN reserved ELSE 0 END WHERE id = ?",
            state,
            self._clock(),
            billed,
            status,
            None if answer is None else json.dumps(answer),
            state in {"done", "unknown"},
            call,
        )

    def forget(self, call: str) -> None:
        """Let a call that was certainly not carried out be repeated under its key."""
        self._change(
            "UPDATE calls SET idempotency = NULL, reserved = 0, state = 'failed' WHERE id = ?", call
        )

    def call(self, call: str) -> CallRecord | None:
        """What is known of a call."""
        row = self._row("SELECT id, digest, state, answer, owner FROM calls WHERE id = ?", call)
        return None if row is None else _record(row)

    def keep_result(self, path: Path) -> None:
        """Keep a file for gateways on other machines."""
        with path.open("rb") as stream:
            for part, data in enumerate(iter(partial(stream.read, _PART), b"")):
                self._change(
                    "INSERT INTO results VALUES (?, ?, ?, ?) ON CONFLICT (name, part) DO NOTHING",
                    *(path.name, part, self._clock(), data),
                )

    def restore_result(self, path: Path) -> bool:
        """Write a file that another gateway has kept; whether there is one."""
        unfinished = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        select = "SELECT data FROM results WHERE name = ? AND part = ?"
        with unfinished.open("wb") as stream:
            while row := self._row(select, path.name, stream.tell() // _PART):
                stream.write(row[0])
                if len(row[0]) < _PART:
                    break
            is_known = stream.tell() > 0
        if is_known:
            unfinished.replace(path)
        unfinished.unlink(missing_ok=True)
        return is_known

    def delete_results(self, older_than: float) -> None:
        """Delete the kept files of calls that nobody may ask for any more."""
        self._change("DELETE FROM results WHERE created < ?", self._clock() - older_than)

    def _change(self, statement: str, *values: object) -> int:
        return self._database.write(statement, values, _WAIT)

    def _row(self, statement: str, *values: object) -> tuple[Any, ...] | None:
        with self._reads.reading() as connection:
            row: tuple[Any, ...] | None = connection.execute(statement, values).fetchone()
        return row


def _spent(connection: AnyConnection, key: str) -> int:
    row = connection.execute(
        "SELECT coalesce(sum(coalesce(billed, reserved)), 0) FROM calls WHERE key = ?", (key,)
    )
    return int(row.fetchone()[0])


def _owner() -> str:
    return f"{socket.gethostname()}:{os.getpid()}:{_birth(os.getpid())}"


def _birth(process: int) -> str:
    """When a process began, where the system says it: in a container, each has the same number."""
    try:
        stat = Path(f"/proc/{process}/stat").read_text("ascii", "replace")
    except OSError:
        return ""
    return stat.rpartition(")")[2].split()[19]


def _record(row: tuple[Any, ...]) -> CallRecord:
    """A call without an end whose process is gone has an unknown outcome."""
    call, digest, state, answer, owner = row
    if state == "started" and not _is_alive(owner):
        state = "unknown"
    return CallRecord(call, digest, state, json.loads(answer) if answer else None)


def _is_alive(owner: str) -> bool:
    host, process, birth = owner.rsplit(":", 2)
    if host != socket.gethostname() or sys.platform == "win32":
        # Another machine's, or Windows, where signal 0 interrupts a process: calls end by their time limit.
        return True
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return _birth(int(process)) == birth


def _hash(key: str) -> str:
    # Keys of 256 random bits: a slow hash would protect nothing that this one does not.
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()
