"""The store: keys and calls in SQLite; no key is kept, only its hash, and no prompt or image.

A call is written down before it is sent and again when it has ended, so that a repeat of it, even
after a crash, is answered and never bought again.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import socket
import sqlite3
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pyvenice.errors import ConfigError

_VERSION = 1
_SCHEMA = """
CREATE TABLE keys (
    hash TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, created REAL NOT NULL, expires REAL,
    budget INTEGER, per_minute INTEGER, models TEXT, revoked INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE TABLE calls (
    id TEXT PRIMARY KEY, key TEXT NOT NULL, idempotency TEXT, digest TEXT NOT NULL,
    state TEXT NOT NULL, model TEXT NOT NULL, started REAL NOT NULL, ended REAL,
    reserved INTEGER NOT NULL DEFAULT 0, billed INTEGER, status INTEGER, answer TEXT,
    owner TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE secrets (id INTEGER PRIMARY KEY, value BLOB NOT NULL);
CREATE UNIQUE INDEX calls_by_idempotency ON calls (key, idempotency) WHERE idempotency IS NOT NULL;
CREATE INDEX calls_by_digest ON calls (key, digest, started);
"""
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


class Store:
    """Keys and calls. Threads and processes may share the file."""

    def __init__(self, path: Path, *, clock: Callable[[], float] = time.time) -> None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._clock = clock
        self._lock = threading.Lock()
        try:
            self._database = sqlite3.connect(
                path, timeout=30, isolation_level=None, check_same_thread=False
            )
            self._prepare(path)
        except sqlite3.DatabaseError as error:
            raise ConfigError(f"the gateway's store {path} cannot be used: {error}") from error
        path.chmod(0o600)

    def _prepare(self, path: Path) -> None:
        self._database.execute("PRAGMA journal_mode=WAL")
        self._database.execute("PRAGMA synchronous=FULL")
        self._database.execute("BEGIN IMMEDIATE")
        version = self._database.execute("PRAGMA user_version").fetchone()[0]
        if version == 0:
            for statement in _SCHEMA.split(";\n"):
                self._database.execute(statement)
            self._database.execute(f"PRAGMA user_version={_VERSION}")
        self._database.execute("COMMIT")
        if version not in {0, _VERSION}:
            raise ConfigError(
                f"{path} was written by another version of pyvenice (format {version})"
            )

    def close(self) -> None:
        """Close the file."""
        self._database.close()

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
        try:
            self._change(
                "INSERT INTO keys (hash, name, created, expires, budget, per_minute, models)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                *values,
            )
        except sqlite3.IntegrityError:
            raise ConfigError(f"there is a key of the name {name!r} already") from None
        return key

    def revoke_key(self, name: str) -> bool:
        """End a key; whether there was one."""
        return bool(
            self._change("UPDATE keys SET revoked = 1 WHERE name = ? AND NOT revoked", name)
        )

    def secret(self) -> bytes:
        """A secret of this store, for signatures."""
        self._change("INSERT OR IGNORE INTO secrets VALUES (1, ?)", secrets.token_bytes(32))
        row = self._row("SELECT value FROM secrets WHERE id = 1")
        return bytes(row[0]) if row else b""

    def has_keys(self) -> bool:
        """Whether any key was ever made."""
        return bool(self._row("SELECT 1 FROM keys LIMIT 1"))

    def key(self, text: str) -> VirtualKey | None:
        """The key that this text is; `None` for one that is unknown, revoked or expired."""
        row = self._row(
            "SELECT name, budget, per_minute, models, expires FROM keys WHERE hash = ?"
            " AND NOT revoked AND (expires IS NULL OR expires > ?)",
            _hash(text),
            self._clock(),
        )
        if row is None:
            return None
        name, budget, per_minute, models, expires = row
        return VirtualKey(name, budget, per_minute, tuple(json.loads(models)), expires)

    def spent(self, key: str) -> int:
        """What the calls of a key have cost, and may cost still."""
        row = self._row(
            "SELECT coalesce(sum(coalesce(billed, reserved)), 0) FROM calls WHERE key = ?", key
        )
        return int(row[0]) if row else 0

    def recent_calls(self, key: str, seconds: float) -> int:
        """How many calls of a key began lately."""
        row = self._row(
            "SELECT count(*) FROM calls WHERE key = ? AND started > ?", key, self._clock() - seconds
        )
        return int(row[0]) if row else 0

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
        """
        with self._lock:
            self._database.execute("BEGIN IMMEDIATE")
            try:
                earlier = self._earlier(key.name, digest, idempotency, repeat_within, is_repeat)
                if earlier is not None:
                    return earlier
                if key.budget is not None and self._spent(key.name) + reserved > key.budget:
                    return None
                # A key whose call is too old to be answered from here may be used again.
                self._database.execute(
                    "UPDATE calls SET idempotency = NULL WHERE key = ? AND idempotency = ?",
                    (key.name, idempotency),
                )
                call = secrets.token_hex(12)
                self._database.execute(
                    "INSERT INTO calls (id, key, idempotency, digest, state, model, started, reserved,"
                    " owner) VALUES (?, ?, ?, ?, 'started', ?, ?, ?, ?)",
                    (call, key.name, idempotency, digest, model, self._clock(), reserved, _owner()),
                )
            finally:
                self._database.execute("COMMIT")
        return call

    def _earlier(
        self, key: str, digest: str, idempotency: str | None, within: float, is_repeat: bool
    ) -> CallRecord | None:
        select = "SELECT id, digest, state, answer, owner FROM calls WHERE key = ? AND started > ?"
        since = self._clock() - within
        if idempotency is not None:
            row = self._database.execute(f"{select} AND idempotency = ?", (key, since, idempotency))
        elif is_repeat:
            row = self._database.execute(
                f"{select} AND digest = ? AND state != 'failed' ORDER BY started DESC",
                (key, since, digest),
            )
        else:
            return None
        found = row.fetchone()
        if found is None:
            return None
        return _record(found)

    def _spent(self, key: str) -> int:
        row = self._database.execute(
            "SELECT coalesce(sum(coalesce(billed, reserved)), 0) FROM calls WHERE key = ?", (key,)
        )
        return int(row.fetchone()[0])

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
            " reserved = CASE WHEN ? THEN reserved ELSE 0 END WHERE id = ?",
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

    def _change(self, statement: str, *values: object) -> int:
        with self._lock:
            return self._database.execute(statement, values).rowcount

    def _row(self, statement: str, *values: object) -> tuple[Any, ...] | None:
        with self._lock:
            row: tuple[Any, ...] | None = self._database.execute(statement, values).fetchone()
        return row


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
    if host != socket.gethostname():
        # Another machine's: its calls end by their time limit.
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
