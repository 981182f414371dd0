"""Spending of a run: what is reserved before a request leaves, and settled when it has ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pyvenice.batch.state.items import Item, State


@dataclass(slots=True)
class Totals:
    """What a run has done so far. Amounts are in millionths of a US dollar."""

    done: int = 0
    dead: int = 0
    held: int = 0
    retries: int = 0
    left: int = 0
    """Items that this run may still bring to an end."""
    spent: int = 0
    """Billed, or assumed as estimated where the provider does not say."""
    reserved: int = 0
    """For what is in flight or held."""
    unpriced: int = 0
    """Purchases whose price nobody knows."""

    def count(self, state: State) -> None:
        """Count an item that came into a state."""
        self.done += state is State.DONE
        self.dead += state is State.DEAD
        self.held += state is State.HELD
        self.retries += state is State.RETRY
        self.left -= state in {State.DONE, State.DEAD, State.HELD}

    def find(self) -> None:
        """Count an item that was held, and whose picture is here after all."""
        self.held -= 1
        self.left += 1


class Spending:
    """The amounts of a run, which go on from those of the journal's earlier runs."""

    def __init__(self, money: Mapping[str, int], most: int | None, *, left: int = 0) -> None:
        self._most = most
        self._holds: dict[int, int] = {}
        self.totals = Totals(
            left=left,
            spent=money["billed"] + money["assumed"],
            reserved=money["reserved"],
            unpriced=money["unknown"],
        )

    def allows(self, item: Item) -> bool:
        """Whether the highest price of an item still fits."""
        spent = self.totals.spent + self.totals.reserved
        return self._most is None or spent + (item.estimate or 0) <= self._most

    def hold(self, item: Item) -> None:
        """Reserve what an item may cost; once, however often it is tried."""
        if item.id not in self._holds and item.state is not State.RECEIVED:
            self._holds[item.id] = item.estimate or 0
            # What an earlier run had sent counts already.
            if item.state is not State.ACCEPTED:
                self.totals.reserved += self._holds[item.id]

    def free(self, item: Item) -> None:
        """Give back what was reserved."""
        self.totals.reserved -= self._holds.pop(item.id, 0)

    def spend(self, item: Item, billed: int | None) -> None:
        """Count a purchase: what was billed, else as estimated."""
        amount = item.estimate if billed is None else billed
        self.totals.spent += amount or 0
        self.totals.unpriced += amount is None
