"""Ledger: one row for each call of a provider, with what it was to cost and what it did cost."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from operator import attrgetter
from pathlib import Path
from typing import Any, Self, get_args

from pyvenice.core.engine.events import ClientEvent
from pyvenice.core.public import publish
from pyvenice.errors import ArgumentError, BudgetExceededError
from pyvenice.ledger.database import usual_path
from pyvenice.ledger.entry import LedgerEntry, Status, UsageGroup, UsageRow
from pyvenice.ledger.events import entry_of
from pyvenice.ledger.money import dollar_text, dollars
from pyvenice.ledger.open_database import AnyConnection, AnyDatabase, open_database
from pyvenice.ledger.postgres import is_postgres
from pyvenice.ledger.schema import USAGE

__all__ = ["Ledger"]

_COLUMNS = tuple(field.name for field in fields(LedgerEntry))
_INSERT = f"INSERT INTO usage ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' for _ in _COLUMNS)})"  # noqa: S608  (our own names)
_SETTLED = ("billed", "reserved", "price_source", "status", "request_id", "duration")
_SETTLE = f"UPDATE usage SET {', '.join(f'{name} = ?' for name in _SETTLED)} WHERE id = ?"  # noqa: S608  (our own names)
_SPENT = (
    "SELECT coalesce(sum(coalesce(billed, 0)), 0),"
    " coalesce(sum(CASE WHEN billed IS NULL THEN reserved ELSE 0 END), 0)"
    " FROM usage WHERE time >= ? AND sandbox = ?"
)
_values = attrgetter(*_COLUMNS)  # astuple copies each value: 0.1 ms
_GROUPS = {
    "model": "model",
    "provider": "provider",
    "tag": "tag",
    "day": "",
}
"""What entries are grouped by; the database knows how a day is written."""
_TEXT_LIMIT = 200
"""Characters of a text in the ledger: a server may name its requests as it likes."""
_WAIT = 5.0
_DAY = 86_400


class Reservation:
    """The entry of a call under way. `row` is `None` until it is in the file."""

    def __init__(self, database: AnyDatabase, row: int | None, entry: LedgerEntry) -> None:
        self._database = database
        self._row = row
        self.entry = entry

    def settle(  # noqa: PLR0913  (the facts of the end of a call)
        self,
        billed: int | None,
        *,
        price_source: str = "",
        status: Status = "done",
        request_id: str | None = None,
        duration: float | None = None,
        wait: float = _WAIT,
    ) -> None:
        """Enter how the call ended; with `billed=None` it goes on to count what was reserved.

        Raises `LedgerError`.
        """
        held = self.entry.reserved if billed is None else 0
        name = request_id and request_id[:_TEXT_LIMIT]
        facts = (billed, held, price_source[:_TEXT_LIMIT], status, name, duration)
        if self._row is not None:
            self._database.write(_SETTLE, (*facts, self._row), wait)
            return
        ended: dict[str, Any] = dict(zip(_SETTLED, facts, strict=True))
        self._database.insert(_INSERT, _values(replace(self.entry, **ended)), wait)

    def release(self, *, duration: float | None = None, wait: float = _WAIT) -> None:
        """Enter that the call failed and cost nothing. Raises `LedgerError`."""
        self.settle(0, status="failed", duration=duration, wait=wait)

    def withdraw(self, *, wait: float = _WAIT) -> None:
        """Remove the entry: the call was not sent after all. Raises `LedgerError`."""
        if self._row is not None:
            self._database.write("DELETE FROM usage WHERE id = ?", (self._row,), wait)


class Ledger:
    """A usage ledger in an SQLite file that threads and processes may share, or in PostgreSQL.

    It holds times, providers, models, operations, amounts in micro-dollars, durations, request ids
    and the caller's tags; never an image, a prompt or a key.
    """

    def __init__(
        self,
        path: str | os.PathLike[str] | None = None,
        *,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Name the file; it is made when the first entry is.

        Args:
            path: The file, or `postgresql://…` (needs the extra `postgres`). Without it,
                `ledger.sqlite` in `PYVENICE_STATE_DIR` or the user's folder for state.
            clock: Seconds since 1970.

        Raises `ArgumentError` for what is no path.
        """
        if not isinstance(path, str | os.PathLike | None):
            raise ArgumentError(
                f"the ledger must be a path, not {type(path).__name__}",
                argument="ledger",
                allowed="a path",
            )
        place = usual_path() if path is None else path
        is_file = path is not None and not is_postgres(path)
        self._database = open_database(Path(place).absolute() if is_file else place, USAGE)
        self.path = Path(self._database.name)
        self._clock = clock

    def reserve(
        self, entry: LedgerEntry, *, day_limit: int | None = None, wait: float = _WAIT
    ) -> Reservation:
        """Enter a call that is about to be sent.

        `day_limit` is in micro-dollars, for all entries of this day (UTC), whichever process made
        them. Waits up to `wait` seconds for other processes. Raises `BudgetExceededError`, and
        `LedgerError` when the file cannot be used.
        """
        entry = self._timed(entry)
        return Reservation(self._database, self._insert(entry, day_limit, wait), entry)

    def begin(self, entry: LedgerEntry) -> Reservation:
        """An entry that is written when it is settled: half the work, where nothing is reserved."""
        return Reservation(self._database, None, self._timed(entry))

    def record(self, event: ClientEvent) -> None:
        """Enter a billed call of a client: pass this as its `on_event`.

        A call is entered when its response has come, a stream when it is over. An editor has a ledger of
        its own: do not pass this to it as well. Raises `LedgerError`, which a client logs.
        """
        if (entry := entry_of(event)) is not None:
            self._database.write(_INSERT, _values(self._timed(entry)), _WAIT)

    def entries(
        self, *, since: date | datetime | None = None, until: date | datetime | None = None
    ) -> list[LedgerEntry]:
        """The entries from `since` until before `until`, the oldest first. Raises `LedgerError`."""
        query = f"SELECT {', '.join(_COLUMNS)} FROM usage WHERE time >= ? AND time < ? ORDER BY id"  # noqa: S608  (our own names)
        return [_entry(row) for row in self._rows(query, since, until)]

    def usage(
        self,
        by: UsageGroup = "model",
        *,
        since: date | datetime | None = None,
        until: date | datetime | None = None,
    ) -> list[UsageRow]:
        """What the calls from `since` until before `until` come to, one row for each group.

        A day begins at midnight UTC, and a `datetime` without a zone is local time. Raises
        `ArgumentError` for an unknown group, `LedgerError` when the file cannot be read.
        """
        if by not in _GROUPS:
            allowed = get_args(UsageGroup)
            raise ArgumentError(
                f"by={by!r} is not one of {', '.join(allowed)}",
                argument="by",
                value=by,
                allowed=allowed,
            )
        group = _GROUPS[by] or self._database.day
        query = (
            f"SELECT {group} AS key, sandbox, count(*),"  # noqa: S608  (our own names)
            " sum(CASE WHEN status = 'failed' THEN 1 ELSE 0 END),"
            " sum(CASE WHEN status = 'done' THEN n ELSE 0 END), sum(coalesce(estimated, 0)),"
            " sum(coalesce(billed, 0)), sum(CASE WHEN billed IS NULL THEN 1 ELSE 0 END),"
            " sum(coalesce(duration, 0.0)), sum(CASE WHEN estimated IS NULL THEN 1 ELSE 0 END)"
            " FROM usage WHERE time >= ? AND time < ? GROUP BY key, sandbox ORDER BY key, sandbox"
        )
        return [_usage_row(row) for row in self._rows(query, since, until)]

    def close(self) -> None:
        """Close the file; the next use opens it again."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Ledger({str(self.path)!r})"

    def _timed(self, entry: LedgerEntry) -> LedgerEntry:
        now = entry.time or self._clock()
        return replace(entry, time=now, tag=entry.tag[:_TEXT_LIMIT])

    def _insert(self, entry: LedgerEntry, day_limit: int | None, wait: float) -> int:
        if day_limit is None:
            return self._database.insert(_INSERT, _values(entry), wait)
        with self._database.writing(wait) as connection:
            _check_day(connection, entry, day_limit)
            return connection.insert(_INSERT, _values(entry))

    def _rows(
        self, query: str, since: date | datetime | None, until: date | datetime | None
    ) -> Iterator[tuple[Any, ...]]:
        if not self._database.exists():
            return
        with self._database.reading() as connection:
            rows = connection.execute(query, (_seconds(since, 0.0), _seconds(until, 1e12)))
            found = rows.fetchall()
        yield from found


def _check_day(connection: AnyConnection, entry: LedgerEntry, limit: int) -> None:
    midnight = entry.time - entry.time % _DAY
    spent, reserved = connection.execute(_SPENT, (midnight, entry.sandbox)).fetchone()
    if spent + reserved + entry.reserved > limit:
        raise BudgetExceededError(
            f"nothing was sent: the call may cost {dollar_text(entry.reserved)}, and of the budget"
            f" of {dollar_text(limit)} a day {dollar_text(spent)} is spent and"
            f" {dollar_text(reserved)} reserved by calls that are under way or of unknown cost",
            budget="per_day",
            limit=dollars(limit),
            estimate=dollars(entry.reserved),
            spent=dollars(spent),
            reserved=dollars(reserved),
        )


def _seconds(moment: date | datetime | None, otherwise: float) -> float:
    if moment is None:
        return otherwise
    if isinstance(moment, datetime):
        return moment.timestamp()
    return datetime(moment.year, moment.month, moment.day, tzinfo=UTC).timestamp()


def _entry(row: tuple[Any, ...]) -> LedgerEntry:
    facts: dict[str, Any] = dict(zip(_COLUMNS, row, strict=True))
    facts["sandbox"] = bool(facts["sandbox"])
    return LedgerEntry(**facts)


def _usage_row(row: tuple[Any, ...]) -> UsageRow:
    names = [field.name for field in fields(UsageRow)]
    facts: dict[str, Any] = dict(zip(names, row, strict=True))
    facts["sandbox"] = bool(facts["sandbox"])
    return UsageRow(**facts)


publish(__name__)
