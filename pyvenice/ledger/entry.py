"""Entries of the ledger: the facts of one call. No image, prompt or key is among them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pyvenice.core.public import publish

__all__ = ["LedgerEntry", "UsageRow"]

Status = Literal["sent", "done", "failed", "unknown"]
"""`sent`: no end was recorded. `unknown`: it failed and may have been billed all the same."""
UsageGroup = Literal["model", "day", "provider", "tag"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEntry:
    """One call in the ledger. Amounts are in micro-dollars, `None` where they are not known."""

    provider: str
    model: str
    operation: str
    n: int = 1
    """How many images were asked for."""
    estimated: int | None = None
    """The likely cost, before the call."""
    reserved: int = 0
    """What counts against a budget until the call has ended, and after it where `billed` is unknown."""
    billed: int | None = None
    price_source: str = ""
    """Where `billed` comes from: usage, a header, the catalogue's price."""
    currency: str = "USD"
    duration: float | None = None
    """Seconds."""
    status: Status = "sent"
    request_id: str | None = None
    tag: str = ""
    """The caller's own word for what the call was for."""
    sandbox: bool = False
    """The sandbox answered: nothing was billed; `billed` is what the provider would have."""
    time: float = 0.0
    """When it was sent, in seconds since 1970."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UsageRow:
    """What the calls of one model, day, provider or tag come to. Amounts are in micro-dollars."""

    key: str
    sandbox: bool
    calls: int
    failed: int
    images: int
    estimated: int
    billed: int
    unpriced: int
    """Calls that may have cost something, which is not in `billed` because nobody knows how much."""
    duration: float
    """Seconds, of all calls together."""
    unestimated: int
    """Calls whose cost nobody could estimate; they are not in `estimated`."""

    @property
    def known_estimate(self) -> int | None:
        """The sum of the estimates; `None` where there is no estimate of any call."""
        return None if self.calls and self.unestimated == self.calls else self.estimated

    @property
    def known_bill(self) -> int | None:
        """The sum of what was billed; `None` where the cost of no call is known."""
        return None if self.calls and self.unpriced == self.calls else self.billed


publish(__name__)
