"""The journal: a SQLite file with the state of every item, durable before money is spent."""

from __future__ import annotations

import itertools
import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Self

from pyvenice.batch.state.changes import Change
from pyvenice.batch.state.items import FrozenFile, Item, State
from pyvenice.errors import JournalError

_VERSION = 2
_HINTS = {
    "unable to open database file": " (its folder must be writable)",
    "disk I/O error": " (is the disk full?)",
}
_WRITER_PATIENCE = 60.0
"""Seconds in which the process that writes for a run that was killed ends."""
_SCHEMA = """
CREATE TABLE items (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    model TEXT NOT NULL,
    prompt TEXT,
    image TEXT NOT NULL,
    mask TEXT,
    inputs TEXT NOT NULL,
    params TEXT NOT NULL,
    estimate INTEGER,
    state TEXT NOT NULL DEFAULT 'planned',
    attempts INTEGER NOT NULL DEFAULT 0,
    not_before REAL NOT NULL DEFAULT 0,
    job_id TEXT,
    part TEXT,
    files TEXT,
    billed INTEGER,
    is_billed INTEGER NOT NULL DEFAULT 0,
    request_id TEXT,
    seconds REAL,
    sent_at REAL,
    ended_at REAL,
    warnings TEXT,
    error TEXT,
    code TEXT
);
CREATE INDEX items_by_state ON items (state, id);
CREATE TABLE outputs (
    name TEXT PRIMARY KEY,
    item INTEGER NOT NULL REFERENCES items (id)
) WITHOUT ROWID;
CREATE INDEX outputs_by_item ON outputs (item);
"""
_COLUMNS = "id, key, model, prompt, image, mask, inputs, params, estimate, state, attempts, not_before, job_id, part"
_NAMES = "(SELECT json_group_array(name) FROM (SELECT name FROM outputs WHERE item = items.id ORDER BY name))"


class Journal:
    """The journal of a batch, open in this process. Raises `JournalError` when it cannot be used."""

    def __init__(self, path: Path, *, create: bool = False) -> None:
        self.path = path
        if not create and not path.exists():
            raise JournalError(f"there is no journal at {path}: 'pyvenice batch plan' makes one")
        self._database = _connect(path)
        with _explained(path):
            self._prepare(create)
        self._lock: sqlite3.Connection | None = None

    def _prepare(self, create: bool) -> None:
        version = self._database.execute("PRAGMA user_version").fetchone()[0]
        tables = self._database.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if version == 0 and tables == 0 and create:
            self._database.execute("PRAGMA journal_mode=WAL")
            self._database.executescript(
                f"BEGIN; {_SCHEMA} PRAGMA user_version={_VERSION}; COMMIT;"
            )
        elif version == 0:
            raise JournalError(f"{self.path} is not a journal of a batch")
        elif version != _VERSION:
            raise JournalError(
                f"{self.path} was written by another version of pyvenice (format {version};"
                f" this one reads {_VERSION})"
            )
        # Written down means on the disk: also after a power cut.
        self._database.execute("PRAGMA synchronous=FULL")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file, and give up the right to run."""
        self._database.close()
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def lock(self, patience: float = 0.0) -> None:
        """Make this the only run of the journal; the end of the process releases it.

        `patience` is how many seconds another run may take to end. The process that writes for a run
        that was killed writes what it has first. Raises `JournalError` while another run has it.
        """
        self._lock = self._exclusive("run", patience)
        if self._lock_file("writer").exists():
            self._exclusive("writer", _WRITER_PATIENCE).close()

    def lock_for_writer(self) -> None:
        """Keep the next run from starting while this process writes for the one that has the lock."""
        self._lock = self._exclusive("writer", _WRITER_PATIENCE)

    def _lock_file(self, role: str) -> Path:
        return self.path.with_name(f"{self.path.name}-{role}")

    def _exclusive(self, role: str, patience: float) -> sqlite3.Connection:
        """A transaction in a file of its own.

        That works on every platform, and ends with its process, however that ends.
        """
        lock = None
        try:
            lock = sqlite3.connect(
                self._lock_file(role),
                timeout=patience,
                isolation_level=None,
                check_same_thread=False,
            )
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if lock is not None:
                lock.close()
            if "locked" not in str(error):
                raise JournalError(f"the journal {self.path} cannot be locked: {error}") from error
            raise JournalError(
                f"another run is using {self.path}: wait for its end, or stop it"
            ) from None
        return lock

    def add(self, items: Iterable[Item]) -> list[str]:
        """Add items, in one transaction; those that are there only get new output names.

        Returns the keys of the new ones.
        """
        with _explained(self.path):
            self._database.execute("BEGIN IMMEDIATE")
            try:
                fresh = [item.key for item in items if self._add(item)]
            except BaseException:
                self._database.execute("ROLLBACK")
                raise
            self._database.execute("COMMIT")
        return fresh

    def _add(self, item: Item) -> bool:
        params = json.dumps(item.params, sort_keys=True)
        cursor = self._database.execute(
            "INSERT INTO items (key, model, prompt, image, mask, inputs, params, estimate)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING",
            (
                item.key,
                item.model,
                item.prompt,
                _bound(item.image),
                _bound(item.mask),
                json.dumps(item.inputs),
                params,
                item.estimate,
            ),
        )
        is_new = cursor.rowcount > 0
        for name in item.outputs:
            self._add_name(name, item.key)
        if not is_new:
            # A picture that is there already may get a further name.
            self._database.execute(
                "UPDATE items SET state = ? WHERE key = ? AND state = ? AND"
                " (SELECT count(*) FROM outputs WHERE item = items.id) > json_array_length(files)",
                (State.RECEIVED, item.key, State.DONE),
            )
        return is_new

    def _add_name(self, name: str, key: str) -> None:
        """Give an item a name; one that an earlier plan gave to another item gets a number."""
        for candidate in itertools.chain(
            [name], (f"{name}-{number}" for number in itertools.count(2))
        ):
            cursor = self._database.execute(
                "INSERT INTO outputs (name, item) SELECT ?, id FROM items WHERE key = ?"
                " ON CONFLICT (name) DO NOTHING",
                (candidate, key),
            )
            owner = "SELECT key FROM items JOIN outputs ON item = id WHERE name = ?"
            if cursor.rowcount or (key,) == self._database.execute(owner, (candidate,)).fetchone():
                return

    def counts(self) -> dict[State, int]:
        """How many items there are in each state, the empty states included."""
        counts = dict.fromkeys(State, 0)
        for state, count in self._rows("SELECT state, count(*) FROM items GROUP BY state"):
            counts[State(state)] = count
        return counts

    def money(self) -> Mapping[str, int]:
        """What was spent, in millionths of a US dollar.

        `billed` is what providers said, `assumed` stands for what they did not say, `reserved` is
        what may be billed still; `unknown` counts the purchases without any price.
        """
        row = next(
            self._rows(
                "SELECT coalesce(sum(billed), 0),"
                " coalesce(sum(CASE WHEN is_billed AND billed IS NULL THEN estimate END), 0),"
                " coalesce(sum(CASE WHEN state IN ('sent', 'accepted', 'held') THEN estimate END), 0),"
                " count(CASE WHEN billed IS NULL AND estimate IS NULL AND"
                " (is_billed OR state IN ('sent', 'accepted', 'held')) THEN 1 END) FROM items"
            )
        )
        return dict(zip(("billed", "assumed", "reserved", "unknown"), row, strict=True))

    def items(self, *states: State, after: int = 0, limit: int = -1) -> list[Item]:
        """Items in these states (all, without any), in the order of the manifest, with their names."""
        marks = ", ".join("?" * len(states))
        condition = f"state IN ({marks}) AND" if states else ""
        return [
            _item(row)
            for row in self._rows(
                f"SELECT {_COLUMNS}, {_NAMES} FROM items WHERE {condition} id > ? ORDER BY id LIMIT ?",  # noqa: S608  (marks only)
                *states,
                after,
                limit,
            )
        ]

    def records(self) -> Iterator[dict[str, Any]]:
        """Everything about every item, for reports."""
        cursor = self._database.execute("SELECT * FROM items ORDER BY id")
        names = [column[0] for column in cursor.description]
        for row in cursor:
            record = dict(zip(names, map(_text, row), strict=True))
            yield record | {
                name: json.loads(record[name]) if record[name] else []
                for name in ("params", "files", "warnings")
            }

    def apply(self, changes: Iterable[Change]) -> None:
        """Make the changes in one transaction, on the disk when this returns."""
        with _explained(self.path):
            self._database.execute("BEGIN IMMEDIATE")
            try:
                for statement, values in changes:
                    self._database.execute(statement, values)
            except BaseException:
                self._database.execute("ROLLBACK")
                raise
            self._database.execute("COMMIT")

    def _rows(self, statement: str, *values: object) -> Iterator[tuple[Any, ...]]:
        with _explained(self.path):
            yield from self._database.execute(statement, values).fetchall()


class _explained:  # noqa: N801  (used like a function)
    """Turns SQLite's errors into sentences about the journal."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, at: object) -> None:
        if isinstance(error, sqlite3.DatabaseError):
            hint = _HINTS.get(str(error), "")
            raise JournalError(f"the journal {self._path} cannot be used: {error}{hint}") from error


def _connect(path: Path) -> sqlite3.Connection:
    try:
        return sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False)
    except sqlite3.OperationalError as error:
        raise JournalError(f"the journal {path} cannot be opened: {error}") from error


def _item(row: tuple[Any, ...]) -> Item:
    (
        id_,
        key,
        model,
        prompt,
        image,
        mask,
        inputs,
        params,
        estimate,
        state,
        attempts,
        not_before,
        job_id,
        part,
        names,
    ) = row
    return Item(
        key=key,
        model=model,
        prompt=prompt,
        image=_text(image),
        mask=_text(mask),
        inputs={name: FrozenFile(*facts) for name, facts in json.loads(inputs).items()},
        params=json.loads(params),
        outputs=tuple(json.loads(names)),
        estimate=estimate,
        id=id_,
        state=State(state),
        attempts=attempts,
        not_before=not_before,
        job_id=job_id,
        part=_text(part),
    )


def _bound(path: str | None) -> str | bytes | None:
    """A path as a value of SQLite: its bytes, where they are not UTF-8."""
    if path is None or path.isascii():
        return path
    try:
        path.encode()
    except UnicodeEncodeError:
        return os.fsencode(path)
    return path


def _text(value: Any) -> Any:
    return os.fsdecode(value) if isinstance(value, bytes) else value
