"""What a run found: each violation once, with the smallest request that shows it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pyvenice.conformance.checks.operations import Operation
from pyvenice.conformance.checks.violations import Violation
from pyvenice.conformance.errors import RunError
from pyvenice.core.recording.recorded_exchange import Exchange

_NUMBER = re.compile(r"(?<=/)\d+(?=/|$)")
_LOCKED = frozenset({401, 402, 403})


@dataclass(slots=True)
class Count:
    """How many requests went to an operation, and how many it took."""

    sent: int = 0
    taken: int = 0


@dataclass(slots=True)
class Found:
    """A violation, an exchange that shows it, and how often it was seen."""

    violation: Violation
    exchange: Exchange
    times: int = 1


@dataclass(slots=True)
class Tally:
    """The results of a run."""

    has_key: bool = True
    counts: dict[str, Count] = field(default_factory=dict)
    troubles: list[str] = field(default_factory=list)
    """What could not be sent or read, in a sentence each."""
    notes: list[str] = field(default_factory=list)
    _found: dict[tuple[str, str, str], Found] = field(default_factory=dict)
    _locked: int = 0

    @property
    def found(self) -> list[Found]:
        """The violations, by operation and rule."""
        return [self._found[key] for key in sorted(self._found)]

    @property
    def sent(self) -> int:
        """How many requests were sent."""
        return sum(one.sent for one in self.counts.values())

    @property
    def taken(self) -> int:
        """How many of them were answered with a status of 2xx."""
        return sum(one.taken for one in self.counts.values())

    def count(self, operation: str) -> Count:
        """What was sent to the operation of this name."""
        return self.counts.setdefault(operation, Count())

    def saw(self, operation: Operation, exchange: Exchange) -> None:
        """Count an exchange."""
        count = self.count(operation.name)
        count.sent += 1
        count.taken += 200 <= exchange.status < 300
        self._locked += exchange.status in _LOCKED

    def add(self, violation: Violation, exchange: Exchange) -> None:
        """Keep a violation, or the smaller one of two of the same kind."""
        place = _NUMBER.sub("*", violation.pointer)
        key = (violation.operation, violation.rule, place)
        known = self._found.get(key)
        if known is None:
            self._found[key] = Found(violation, exchange)
            return
        known.times += 1
        if len(exchange.request_body) < len(known.exchange.request_body):
            known.violation, known.exchange = violation, exchange

    def refuse_if_locked_out(self) -> None:
        """Raises `RunError` when the server let nobody in, so that nothing was learnt."""
        if self.sent and self._locked == self.sent:
            what = "refuses the key" if self.has_key else "asks for a key"
            raise RunError(
                f"the server {what}: every request was answered with 401, 402 or 403; set the key in "
                "the provider's environment variable"
            )
