"""Budgets: refuse a call before it is sent, also where many are under way at once."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from threading import Lock
from typing import TypeAlias

from pyvenice.core.public import publish
from pyvenice.errors import BudgetExceededError
from pyvenice.ledger.money import dollar_text, dollars, micro_dollars

__all__ = ["Budget"]

Dollars: TypeAlias = float | str | Decimal
_DAY = 86_400


class Budget:
    """Limits of what calls may cost, in US dollars; threads, tasks and editors may share one.

    A call reserves the most that it may cost before it is sent, and settles what it did cost. A
    call whose cost stays unknown goes on to count with what was reserved.
    """

    def __init__(
        self,
        total: Dollars | None = None,
        *,
        per_call: Dollars | None = None,
        per_day: Dollars | None = None,
        allow_unknown_price: bool = False,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Set limits.

        Args:
            total: Of all calls that share this budget.
            per_call: Of one call, all its images together.
            per_day: Of a day that begins at midnight UTC; with a ledger, that of all processes.
            allow_unknown_price: Whether a call may be sent whose price nobody knows. It counts 0.
            clock: Seconds since 1970.

        Raises `ArgumentError` for what is no amount, such as a negative one.
        """
        self.total = _amount(total, "total")
        self.per_call = _amount(per_call, "per_call")
        self.per_day = _amount(per_day, "per_day")
        self.allow_unknown_price = allow_unknown_price
        self._clock = clock
        self._lock = Lock()
        self._spent = 0
        self._reserved = 0
        self._days: Counter[int] = Counter()

    @property
    def spent(self) -> float:
        """US dollars that settled calls have cost."""
        return dollars(self._spent)

    @property
    def reserved(self) -> float:
        """US dollars that calls under way may still cost."""
        return dollars(self._reserved)

    def reserve(self, most: int | None, *, max_cost: int | None = None) -> Hold:
        """Reserve what a call may cost, in micro-dollars, `None` where nobody knows.

        `max_cost` is a further limit of this call. Raises `BudgetExceededError`.
        """
        if most is None:
            return self._reserve_unknown(max_cost)
        with self._lock:
            day = int(self._clock() // _DAY)
            self._check("max_cost", most, max_cost, 0, 0)
            self._check("per_call", most, self.per_call, 0, 0)
            self._check("total", most, self.total, self._spent, self._reserved)
            self._check("per_day", most, self.per_day, self._days[day], 0)
            self._reserved += most
            self._days[day] += most
        return Hold(self, most, day)

    def settle(self, hold: Hold, billed: int | None) -> None:
        """Replace what was reserved with what was billed, `None` where nobody knows."""
        cost = hold.amount if billed is None else billed
        with self._lock:
            self._reserved -= hold.amount
            self._spent += cost
            self._days[hold.day] += cost - hold.amount

    def __repr__(self) -> str:
        limits = {"total": self.total, "per_call": self.per_call, "per_day": self.per_day}
        shown = [
            f"{name}={dollars(limit):g}" for name, limit in limits.items() if limit is not None
        ]
        return f"Budget({', '.join(shown)}; spent {self.spent:g}, reserved {self.reserved:g})"

    def _reserve_unknown(self, max_cost: int | None) -> Hold:
        limits = {
            "max_cost": max_cost,
            "per_call": self.per_call,
            "total": self.total,
            "per_day": self.per_day,
        }
        name = next((name for name, limit in limits.items() if limit is not None), None)
        if name is None or self.allow_unknown_price:
            return Hold(self, 0, int(self._clock() // _DAY))
        raise BudgetExceededError(
            "nothing was sent: the price of this call is unknown, so nothing can say that it stays"
            f" within {name}={dollars(limits[name] or 0):g}; allow it with"
            " allow_unknown_price=True, or choose a model with a price",
            budget=name,
            limit=dollars(limits[name] or 0),
            estimate=None,
        )

    def _check(self, name: str, most: int, limit: int | None, spent: int, reserved: int) -> None:
        if limit is None or spent + reserved + most <= limit:
            return
        used = f", of which {dollar_text(spent)} is spent" if spent else ""
        held = f" and {dollar_text(reserved)} reserved by calls under way" if reserved else ""
        raise BudgetExceededError(
            f"nothing was sent: the call may cost {dollar_text(most)}, more than"
            f" {name}={dollars(limit):g} allows{used}{held}",
            budget=name,
            limit=dollars(limit),
            estimate=dollars(most),
            spent=dollars(spent),
            reserved=dollars(reserved),
        )


class Hold:
    """What one call has reserved of a budget, in micro-dollars. The first `settle` counts."""

    def __init__(self, budget: Budget, amount: int, day: int) -> None:
        self.amount = amount
        self.day = day
        self._budget = budget
        self._is_open = True

    def settle(self, billed: int | None) -> None:
        """Say what the call has cost; `None` where nobody knows."""
        if self._is_open:
            self._is_open = False
            self._budget.settle(self, billed)


def _amount(value: Dollars | None, argument: str) -> int | None:
    return None if value is None else micro_dollars(value, argument=argument)


publish(__name__)
