"""Bill: what a call reserves before it is sent, in a budget and in the ledger, and how it ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from pyvenice.core.provider_rules import ResultWarning
from pyvenice.editing.steps import Steps, Wait
from pyvenice.errors import LedgerError
from pyvenice.ledger.budget import Budget, Hold
from pyvenice.ledger.entry import LedgerEntry, Status
from pyvenice.ledger.ledger import Ledger, Reservation


@dataclass(slots=True)
class Bill:
    """The two reservations of one call. A ledger that cannot be used costs a warning, no more."""

    hold: Hold
    reservation: Reservation | None = None
    warnings: list[ResultWarning] = field(default_factory=list)

    def settle(self, billed: int | None, status: Status, **facts: Any) -> Steps[None]:
        """Enter how the call ended, with the facts that `Reservation.settle` takes."""
        self.hold.settle(billed)
        if (reservation := self.reservation) is not None:
            yield from self._write(partial(reservation.settle, billed, status=status, **facts))

    def withdraw(self) -> Steps[None]:
        """Enter that the call was not sent after all."""
        self.hold.settle(0)
        if (reservation := self.reservation) is not None:
            yield from self._write(reservation.withdraw)

    def _write(self, write: Callable[..., None]) -> Steps[None]:
        """Write to the ledger; waits where another process holds it."""
        try:
            write(wait=0)
        except LedgerError as error:
            problem = (yield Wait(partial(write, wait=_WAIT))) if error.is_busy else error
            if isinstance(problem, LedgerError):
                self.warnings.append(ledger_warning(problem))

    def abandon(self, duration: float) -> None:
        """Enter that nobody knows how the call ended: it was interrupted. Does not wait."""
        for _ in self.settle(None, "unknown", duration=duration):
            return


def open_bill(budget: Budget, ledger: Ledger | None, entry: LedgerEntry, hold: Hold) -> Steps[Bill]:
    """Begin the entry of a call, which with a budget for the day is written before it is sent.

    Raises `BudgetExceededError`, where other processes have spent the budget of the day.
    """
    bill = Bill(hold)
    if ledger is None:
        return bill
    if budget.per_day is None:
        bill.reservation = ledger.begin(entry)
        return bill
    try:
        try:
            bill.reservation = ledger.reserve(entry, day_limit=budget.per_day, wait=0)
        except LedgerError as error:
            if not error.is_busy:
                raise
            answer = yield Wait(lambda: ledger.reserve(entry, day_limit=budget.per_day, wait=_WAIT))
            if isinstance(answer, BaseException):
                raise answer from error
            bill.reservation = answer
    except LedgerError as error:
        bill.warnings.append(ledger_warning(error))
    except BaseException:
        hold.settle(0)
        raise
    return bill


def ledger_warning(error: LedgerError) -> ResultWarning:
    """What the result says where the ledger failed."""
    return ResultWarning("ledger", f"{error}; the call is not in it")


_WAIT = 5.0
"""Seconds that a call waits for a ledger that another process holds."""
