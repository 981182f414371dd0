"""Result of a run: counts, and each kind of violation once with the smallest request that shows it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from pyvenice.conformance.checks.operations import ContractOperation
from pyvenice.conformance.checks.violations import Violation
from pyvenice.conformance.errors import RunError
from pyvenice.conformance.run.reproducers import Reproducer, Secret, reproducer
from pyvenice.contract.pin.source import Source
from pyvenice.contract.slicing.unchecked import UncheckedPlace
from pyvenice.core.recording.recorded_exchange import Exchange
from pyvenice.core.recording.secrets import redacted_url

_NUMBER = re.compile(r"(?<=/)\d+(?=/|$)")
_KEY_REFUSED = frozenset({401, 402, 403})


@dataclass(slots=True)
class RequestCount:
    """How many requests were sent to an operation, and how many it accepted."""

    sent: int = 0
    taken: int = 0


@dataclass(slots=True)
class FoundViolation:
    """A violation, an exchange that shows it, and how often it was seen."""

    violation: Violation
    exchange: Exchange
    times: int = 1


@dataclass(slots=True)
class RunResult:
    """What a run sent and found."""

    has_key: bool = True
    counts: dict[str, RequestCount] = field(default_factory=dict)
    """By the name of the operation."""
    troubles: list[UncheckedPlace] = field(default_factory=list)
    """What could not be sent or read."""
    notes: list[str] = field(default_factory=list)
    _found: dict[tuple[str, str, str], FoundViolation] = field(default_factory=dict)
    _key_refused: int = 0

    @property
    def found(self) -> list[FoundViolation]:
        """The violations, by operation and rule."""
        return [self._found[key] for key in sorted(self._found)]

    @property
    def sent(self) -> int:
        """How many requests were sent."""
        return sum(count.sent for count in self.counts.values())

    @property
    def taken(self) -> int:
        """How many of them were answered with a status of 2xx."""
        return sum(count.taken for count in self.counts.values())

    def count(self, operation: str) -> RequestCount:
        """The counts of the operation of this name."""
        return self.counts.setdefault(operation, RequestCount())

    def add_exchange(self, operation: ContractOperation, exchange: Exchange) -> None:
        """Count an exchange."""
        count = self.count(operation.name)
        count.sent += 1
        count.taken += 200 <= exchange.status < 300
        self._key_refused += exchange.status in _KEY_REFUSED

    def add(self, violation: Violation, exchange: Exchange) -> None:
        """Keep a violation; of two of the same kind, the one with the smaller request."""
        place = _NUMBER.sub("*", violation.pointer)
        key = (violation.operation, violation.rule, place)
        known = self._found.get(key)
        if known is None:
            self._found[key] = FoundViolation(violation, exchange)
            return
        known.times += 1
        if len(exchange.request_body) < len(known.exchange.request_body):
            known.violation, known.exchange = violation, exchange

    def leave_out(self, is_known: Callable[[Violation], bool]) -> int:
        """Forget the violations that are known; returns how many."""
        known = [key for key, found in self._found.items() if is_known(found.violation)]
        for key in known:
            del self._found[key]
        return len(known)

    def refuse_if_locked_out(self) -> None:
        """Raise `RunError` if the server refused every request for its key: nothing was tested."""
        if self.sent and self._key_refused == self.sent:
            what = "refuses the key" if self.has_key else "asks for a key"
            raise RunError(
                f"the server {what}: every request was answered with 401, 402 or 403; set the key in "
                "the provider's environment variable"
            )


@dataclass(frozen=True, slots=True)
class RunSummary:
    """A finished run: whose contract, which server, and the result."""

    source: Source
    base_url: str
    result: RunResult
    version: str = ""
    """The label of the contract that the responses were compared with."""
    key: str | None = field(default=None, repr=False)
    seed: int | None = None
    file: str = ""
    """The file of the contract, seen from the working folder; empty if it has none."""

    @property
    def title(self) -> str:
        """The run in one line."""
        where = redacted_url(self.base_url, "mark")
        return f"{self.source.provider} at {where}, contract {self.version or 'unnamed'}"

    @property
    def reproducers(self) -> list[Reproducer]:
        """Code for each violation, in the order of `result.found`."""
        secret = Secret(self.source.api_key_env, self.key)
        return [reproducer(found.exchange, secret) for found in self.result.found]

    def notes(self) -> Iterator[str]:
        """What a reader should know besides counts and violations."""
        if self.seed is not None:
            yield f"drawn at random: --seed {self.seed} sends the same again"
        yield from self.result.notes
