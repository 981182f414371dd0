"""The store: pictures, edits and votes in SQLite. Tabs and studios may share the file.

An edit is written down before it is sent, and each step of it again. What was running when its studio
died has an unknown outcome: it may have been billed, and is never sent again by itself.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Literal

from pyvenice.errors import ConfigError

State = Literal["queued", "running", "done", "failed", "cancelled", "unknown"]
OPEN = ("queued", "running")
_VERSION = 1
_SCHEMA = """
CREATE TABLE pictures (
    id TEXT PRIMARY KEY, media_type TEXT NOT NULL, width INTEGER NOT NULL, height INTEGER NOT NULL,
    has_alpha INTEGER NOT NULL, orientation INTEGER NOT NULL, size INTEGER NOT NULL,
    name TEXT NOT NULL, created REAL NOT NULL
) WITHOUT ROWID;
CREATE TABLE edits (
    id TEXT PRIMARY KEY, batch TEXT NOT NULL, parent TEXT, state TEXT NOT NULL, model TEXT NOT NULL,
    prompt TEXT NOT NULL, images TEXT NOT NULL, mask TEXT, params TEXT NOT NULL,
    sandbox INTEGER NOT NULL, estimate INTEGER, billed INTEGER, cost_source TEXT NOT NULL,
    results TEXT NOT NULL, warnings TEXT NOT NULL, error TEXT NOT NULL, created REAL NOT NULL,
    started REAL, ended REAL, owner TEXT NOT NULL, cancel INTEGER NOT NULL,
    favourite INTEGER NOT NULL, kept TEXT, revision INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX edits_by_revision ON edits (revision);
CREATE INDEX edits_by_age ON edits (created);
CREATE TABLE votes (
    winner TEXT NOT NULL, loser TEXT NOT NULL, voted REAL NOT NULL,
    PRIMARY KEY (winner, loser)
) WITHOUT ROWID;
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID
"""
_NEXT_REVISION = "(SELECT coalesce(max(revision), 0) + 1 FROM edits)"
_JSON = frozenset(["images", "params", "results", "warnings"])
_FLAGS = frozenset(["sandbox", "cancel", "favourite", "has_alpha"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """What is known of a picture; its bytes are in a file that is named by its id, their SHA-256."""

    id: str
    media_type: str
    width: int
    height: int
    has_alpha: bool
    orientation: int
    size: int
    name: str = ""
    created: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One call of one model. Amounts are in micro-dollars, `None` where they are not known."""

    id: str
    batch: str
    """What was asked of several models at once has the same."""
    parent: str | None = None
    """The edit whose result is the input."""
    state: State = "queued"
    model: str
    prompt: str
    images: Sequence[str] = ()
    mask: str | None = None
    params: Mapping[str, Any] = field(default_factory=dict)
    sandbox: bool = False
    estimate: int | None = None
    billed: int | None = None
    cost_source: str = ""
    results: Sequence[str] = ()
    warnings: Sequence[str] = ()
    error: str = ""
    created: float = 0.0
    started: float | None = None
    ended: float | None = None
    owner: str = ""
    cancel: bool = False
    favourite: bool = False
    kept: str | None = None
    revision: int = 0


_EDIT = tuple(part.name for part in fields(Edit))
_PICTURE = tuple(part.name for part in fields(Picture))


class Store:
    """One connection, which threads share. Raises `ConfigError` for a file that cannot be used."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._lock = threading.RLock()
        try:
            self._database = sqlite3.connect(
                path, timeout=30, isolation_level=None, check_same_thread=False
            )
        except sqlite3.Error as error:
            raise ConfigError(f"the studio's store {path} cannot be used: {error}") from error
        try:
            path.chmod(0o600)
            self._prepare(path)
        except sqlite3.Error as error:
            self._database.close()
            raise ConfigError(f"the studio's store {path} cannot be used: {error}") from error

    def _prepare(self, path: Path) -> None:
        self._database.execute("PRAGMA journal_mode=WAL")
        self._database.execute("PRAGMA synchronous=FULL")
        with self._writing() as database:
            version = database.execute("PRAGMA user_version").fetchone()[0]
            if version == 0:
                for statement in _SCHEMA.split(";\n"):
                    database.execute(statement)
                database.execute(f"PRAGMA user_version={_VERSION}")
        if version not in {0, _VERSION}:
            raise ConfigError(
                f"{path} was written by another version of pyvenice (format {version})"
            )

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def add_picture(self, picture: Picture) -> Picture:
        """Write a picture down; one that is known already keeps what it has. Returns what is known."""
        self._insert("pictures", _PICTURE, picture, or_ignore=True)
        known = self.picture(picture.id)
        return known or picture

    def picture(self, picture: str) -> Picture | None:
        """The picture with this id."""
        row = next(self._rows("SELECT * FROM pictures WHERE id = ?", picture), None)
        return (
            None
            if row is None
            else Picture(**{name: _loaded(name, row[name]) for name in _PICTURE})
        )

    def add_edits(self, edits: Iterable[Edit]) -> None:
        """Write edits down, all or none."""
        with self._writing() as database:
            for edit in edits:
                values = [_stored(name, getattr(edit, name)) for name in _EDIT[:-1]]
                marks = ", ".join("?" * len(values))
                database.execute(
                    f"INSERT INTO edits ({', '.join(_EDIT)}) VALUES ({marks}, {_NEXT_REVISION})",  # noqa: S608  (our own names)
                    values,
                )

    def edit(self, edit: str) -> Edit | None:
        """The edit with this id."""
        return next(iter(self.edits([edit])), None)

    def edits(self, ids: Sequence[str]) -> list[Edit]:
        """The edits with these ids, in this order; those that there are not are left out."""
        marks = ", ".join("?" * len(ids))
        found = {edit.id: edit for edit in self._edits(f"WHERE id IN ({marks})", *ids)}
        return [found[name] for name in ids if name in found]

    def chain(self, edit: Edit) -> list[Edit]:
        """The edits that led to this one, the first of them first, and itself."""
        chain = [edit]
        while chain[0].parent and len(chain) < 100 and (parent := self.edit(chain[0].parent)):
            chain.insert(0, parent)
        return chain

    def edits_since(self, revision: int, limit: int = 100) -> list[Edit]:
        """The edits that changed after a revision, in the order of their changes."""
        return self._edits("WHERE revision > ? ORDER BY revision LIMIT ?", revision, limit)

    def revision(self) -> int:
        """The number of the last change."""
        row = next(self._rows("SELECT coalesce(max(revision), 0) AS last FROM edits"))
        return int(row["last"])

    def search(
        self, text: str = "", *, favourites: bool = False, before: float = 1e12, limit: int = 50
    ) -> list[Edit]:
        """Edits whose prompt or model has the text, the newest first."""
        pattern = "%" + "".join(f"\\{sign}" if sign in "%_\\" else sign for sign in text) + "%"
        return self._edits(
            "WHERE created < ? AND (prompt LIKE ? ESCAPE '\\' OR model LIKE ? ESCAPE '\\')"
            " AND favourite >= ? ORDER BY created DESC, id LIMIT ?",
            before,
            pattern,
            pattern,
            int(favourites),
            limit,
        )

    def open_edits(self) -> list[Edit]:
        """The edits that have not ended."""
        return self._edits("WHERE state IN (?, ?)", *OPEN)

    def claim(self, edit: str) -> bool:
        """Make a queued edit run; false where it was cancelled, or somebody else has it."""
        return self._change(edit, {"state": "running", "started": time.time()}, state="queued")

    def withdraw(self, edit: str, reason: str) -> bool:
        """Cancel an edit that was not sent; false where it was, or has ended."""
        changes = {"state": "cancelled", "ended": time.time(), "error": reason}
        return self._change(edit, changes, state="queued")

    def end(self, edit: str, state: State, **values: Any) -> bool:
        """Write down how an edit that ran ended, once: false where it had ended before."""
        changes = {"state": state, "ended": time.time(), **values}
        return self._change(edit, changes, state="running")

    def add_unfinished(self, edit: str, picture: str) -> bool:
        """Write the picture so far of an edit that runs down; false where it has ended."""
        return self._change(edit, {"results": [picture]}, state="running")

    def adopt(self, edit: Edit, owner: str) -> bool:
        """Take over an edit whose studio died while it ran; false where another one has."""
        return self._change(edit.id, {"owner": owner}, state="running", owner=edit.owner)

    def add_job(self, edit: str, job: str) -> None:
        """Write the id of a job down that the provider has taken for an edit."""
        self.set_fact(f"jobs {edit}", json.dumps([*self.jobs(edit), job]))

    def jobs(self, edit: str) -> list[str]:
        """The ids of the jobs of an edit."""
        return [str(job) for job in json.loads(self.fact(f"jobs {edit}") or "[]")]

    def mark(self, edit: str, **values: Any) -> None:
        """Change `favourite`, `kept` or `cancel`."""
        self._change(edit, values)

    def add_vote(self, winner: str, losers: Iterable[str]) -> None:
        """Prefer the result of one edit to those of others; voting again replaces nothing."""
        with self._writing() as database:
            for loser in losers:
                database.execute(
                    "INSERT OR IGNORE INTO votes VALUES (?, ?, ?)", (winner, loser, time.time())
                )

    def preferences(self) -> dict[str, tuple[int, int]]:
        """Model → how often a result of it was preferred, and in how many comparisons."""
        query = (
            "SELECT model, sum(won) AS won, count(*) AS total FROM ("
            " SELECT edits.model, 1 AS won FROM votes JOIN edits ON edits.id = votes.winner"
            " UNION ALL"
            " SELECT edits.model, 0 FROM votes JOIN edits ON edits.id = votes.loser"
            ") GROUP BY model"
        )
        return {row["model"]: (row["won"], row["total"]) for row in self._rows(query)}

    def fact(self, name: str) -> str | None:
        """A fact about the studio as a whole."""
        row = next(self._rows("SELECT value FROM facts WHERE name = ?", name), None)
        return None if row is None else str(row["value"])

    def set_fact(self, name: str, value: str) -> None:
        """Write such a fact down."""
        with self._writing() as database:
            database.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))

    def token(self) -> str:
        """The token of this store: a page that is open goes on working after a restart."""
        with self._writing() as database:
            database.execute(
                "INSERT OR IGNORE INTO facts VALUES ('token', ?)", (secrets.token_urlsafe(32),)
            )
        return self.fact("token") or ""

    def _insert(self, table: str, names: Sequence[str], row: object, *, or_ignore: bool) -> None:
        marks = ", ".join("?" * len(names))
        verb = "INSERT OR IGNORE" if or_ignore else "INSERT"
        with self._writing() as database:
            database.execute(
                f"{verb} INTO {table} ({', '.join(names)}) VALUES ({marks})",
                [_stored(name, getattr(row, name)) for name in names],
            )

    def _change(self, edit: str, values: Mapping[str, Any], **conditions: str) -> bool:
        assignments = ", ".join(f"{name} = ?" for name in values)
        condition = "".join(f" AND {name} = ?" for name in conditions)
        stored = [_stored(name, value) for name, value in values.items()]
        with self._writing() as database:
            cursor = database.execute(
                f"UPDATE edits SET {assignments}, revision = {_NEXT_REVISION} WHERE id = ?{condition}",  # noqa: S608  (our own names)
                [*stored, edit, *conditions.values()],
            )
        return cursor.rowcount > 0

    def _edits(self, condition: str, *values: object) -> list[Edit]:
        rows = self._rows(f"SELECT {', '.join(_EDIT)} FROM edits {condition}", *values)  # noqa: S608  (our own names)
        return [Edit(**{name: _loaded(name, row[name]) for name in _EDIT}) for row in rows]

    def _rows(self, statement: str, *values: object) -> Iterator[dict[str, Any]]:
        with self._lock:
            cursor = self._database.execute(statement, values)
            names = [column[0] for column in cursor.description]
            rows = cursor.fetchall()
        return (dict(zip(names, row, strict=True)) for row in rows)

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield self._database
            except BaseException:
                self._database.execute("ROLLBACK")
                raise
            self._database.execute("COMMIT")


def _stored(name: str, value: Any) -> Any:
    return json.dumps(value) if name in _JSON else value


def _loaded(name: str, value: Any) -> Any:
    if name in _JSON:
        return json.loads(value)
    return bool(value) if name in _FLAGS else value


class Presence:
    """A lock that shows that a studio is alive; it ends with its process, however that ends."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.name = secrets.token_hex(8)
        self._folder = folder
        self._lock = self._locked(self.name)

    def is_alive(self, name: str) -> bool:
        """Whether the studio of this name runs still."""
        if name == self.name:
            return True
        if not (self._folder / name).exists():
            return False
        lock = self._locked(name)
        if lock is None:
            return True
        lock.close()
        (self._folder / name).unlink(missing_ok=True)
        return False

    def close(self) -> None:
        """Give the lock up."""
        if self._lock is not None:
            self._lock.close()
        (self._folder / self.name).unlink(missing_ok=True)

    def _locked(self, name: str) -> sqlite3.Connection | None:
        connection = sqlite3.connect(
            self._folder / name, timeout=0, isolation_level=None, check_same_thread=False
        )
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            connection.close()
            return None
        return connection
