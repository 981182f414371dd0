"""Retry policy: what is retried, and when; money comes first, networks second.

An attempt that certainly did not run (no connection, 408, 409, 425, 429, 503 with Retry-After, any
error whose code says overloaded) is repeated. After an outcome that is not known (a lost answer,
another 5xx), a billed call is repeated only if the caller wants that. Everything else is final.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from pyvenice.core.engine.calls import Call
from pyvenice.core.provider_rules import ProviderRules, mentions
from pyvenice.core.public import publish
from pyvenice.core.recording.short_repr import short_repr
from pyvenice.errors import APIConnectionError, APIStatusError, ArgumentError

__all__ = ["RetryPolicy"]

Certainty = Literal["not run", "unknown", "final"]
Failure = APIConnectionError | APIStatusError

_REFUSED = frozenset([408, 409, 425, 429])
_NEVER = frozenset([501, 505])
_CAPACITY = ("overload", "capacity")
"""How any provider says that it is overloaded; `ProviderRules.capacity` has their own words."""


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How often a call is retried, and after which pauses. All times are in seconds.

    Raises `ArgumentError` if a value is not a number or is negative.
    """

    max_retries: int = 2
    """Attempts after the first one."""
    retry_unknown: bool = False
    """Retry billed calls also if the first attempt may have been carried out (and billed)."""
    base: float = 0.5
    """The longest pause before the first retry; it doubles with each retry, and after a 429."""
    cap: float = 8.0
    """The longest pause, where the server does not ask for one."""
    max_wait: float = 70.0
    """The longest pause that a server may ask for; otherwise the error is raised at once.

    Most rate limits have a window of a minute, and clocks differ a little.
    """
    budget: int | None = 100
    """Tokens for retries that all calls of a client share; `None` means unlimited.

    A retry takes 10, or 5 if the server had refused the call, and returns them if it succeeds; a
    call that succeeds at once adds 1. Without tokens the error is raised at once.
    """

    def __post_init__(self) -> None:
        for name in ("max_retries", "budget"):
            _check_whole(name, getattr(self, name), optional=name == "budget")
        for name in ("base", "cap", "max_wait"):
            _check_seconds(name, getattr(self, name))

    def pause(self, error: Failure, attempt: int, random: Callable[[], float]) -> float | None:
        """Seconds between this attempt and the next; `None` if the server asks for too many.

        `random` gives numbers in [0, 1).
        """
        status = error.status if isinstance(error, APIStatusError) else None
        asked = error.retry_after if isinstance(error, APIStatusError) else None
        base = 2 * self.base if status == 429 else self.base
        own = random() * min(self.cap, base * 2.0 ** min(attempt - 1, 60))
        if asked is None:
            return own
        # A tenth more, at random: clients that were refused together must not come back together.
        return max(own, asked * (1 + random() / 10)) if asked <= self.max_wait else None

    def why_not(self, call: Call, known: Certainty) -> str | None:
        """Why a failure of the call is final, in words; `None` if it may be repeated."""
        if known == "final":
            return ""
        if call.body is not None and not call.body.replayable:
            return "not repeated: what was given can be read only once"
        if known == "unknown" and call.billed and call.method != "GET" and not self.retry_unknown:
            return "it may have been carried out and billed, so only retry_unknown=True repeats it"
        return None


def certainty(error: Failure, rules: ProviderRules) -> Certainty:
    """Whether the attempt that ended so can have had an effect."""
    if isinstance(error, APIConnectionError):
        return "unknown" if error.maybe_executed else "final" if error.hopeless else "not run"
    advice = error.headers.get("x-should-retry", "").lower()
    if advice in {"true", "false"}:
        return "not run" if advice == "true" else "final"
    if mentions(error.code or "", rules.balance):
        return "final"
    if error.status in _REFUSED or _lacks_capacity(error, rules):
        return "not run"
    return "unknown" if error.status >= 500 and error.status not in _NEVER else "final"


def _lacks_capacity(error: APIStatusError, rules: ProviderRules) -> bool:
    if error.status == 503 and error.retry_after is not None:
        return True
    words = f"{error.code} {error.type}"
    return error.status >= 500 and mentions(words, (*_CAPACITY, *rules.capacity))


def cost_of_repeating(error: Failure, known: Certainty) -> int:
    """What a repetition after this takes from the budget."""
    refused = isinstance(error, APIStatusError) and known == "not run"
    return 5 if refused else 10


def _check_whole(name: str, value: object, *, optional: bool) -> None:
    if optional and value is None:
        return
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ArgumentError(
            f"{name} must be a whole number of at least 0, not {short_repr(value)}",
            argument=name,
            value=value,
            allowed="0 or more" + (", or None" if optional else ""),
        )


def _check_seconds(name: str, value: object) -> None:
    if not isinstance(value, int | float) or not 0 <= value <= sys.float_info.max:
        raise ArgumentError(
            f"{name} must be a number of seconds of at least 0, not {short_repr(value)}",
            argument=name,
            value=value,
            allowed="0 or more",
        )


publish(__name__)
