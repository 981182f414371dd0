"""Reconciliation: what the ledger has of a provider's calls against what the provider billed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from pyvenice.ledger.entry import LedgerEntry


@dataclass(frozen=True, slots=True)
class BilledEvent:
    """One line of a provider's bill. The amount is in micro-dollars, more than 0 for what was spent."""

    time: float
    """In seconds since 1970."""
    amount: float
    request_id: str | None = None
    what: str = ""


@dataclass(frozen=True, slots=True)
class DayDifference:
    """One day (UTC): amounts in micro-dollars."""

    day: str
    ledger: int
    billed: float
    unpriced: int
    """Calls in the ledger whose cost nobody knew."""

    @property
    def difference(self) -> float:
        """What was billed beyond what the ledger has."""
        return self.billed - self.ledger


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """The two sides by day, and the requests that only one of them has."""

    days: tuple[DayDifference, ...]
    matched: int
    """Requests that both have."""
    only_ledger: tuple[LedgerEntry, ...]
    """Those with a request id that was not billed."""
    only_billed: tuple[BilledEvent, ...]
    """Those with a request id that is not in the ledger."""

    @property
    def difference(self) -> float:
        """What was billed beyond what the ledger has, in micro-dollars."""
        return sum(day.difference for day in self.days)


def reconcile(entries: Iterable[LedgerEntry], events: Iterable[BilledEvent]) -> Reconciliation:
    """Compare both sides: amounts by day, and requests by their ids."""
    kept, billed = list(entries), list(events)
    days = sorted({_day(entry.time) for entry in kept} | {_day(event.time) for event in billed})
    here = {entry.request_id for entry in kept if entry.request_id}
    there = {event.request_id for event in billed if event.request_id}
    return Reconciliation(
        tuple(_difference(day, kept, billed) for day in days),
        len(here & there),
        tuple(entry for entry in kept if entry.request_id and entry.request_id not in there),
        tuple(event for event in billed if event.request_id and event.request_id not in here),
    )


def _difference(day: str, entries: list[LedgerEntry], events: list[BilledEvent]) -> DayDifference:
    kept = [entry for entry in entries if _day(entry.time) == day]
    return DayDifference(
        day,
        sum(entry.billed or 0 for entry in kept),
        sum(event.amount for event in events if _day(event.time) == day),
        sum(entry.billed is None for entry in kept),
    )


def _day(time: float) -> str:
    return datetime.fromtimestamp(time, UTC).strftime("%Y-%m-%d")
