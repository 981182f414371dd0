"""What is tried again, and when: a decision about money first, about networks second.

An attempt that certainly did not run (no connection, 408, 409, 425, 429, 503 with Retry-After) is
repeated. After an outcome that is not known (a lost answer, another 5xx), a billed call is repeated
only if the caller wants that. Everything else is final.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Literal, TypeVar

from pyvenice.core.calls import Call, Flow, Reply, Wait
from pyvenice.core.errors import (
    APIConnectionError,
    APIStatusError,
    PyveniceError,
    status_error,
)

T = TypeVar("T")

Outcome = Reply | PyveniceError | None
Certainty = Literal["not run", "unknown", "final"]

_log = logging.getLogger("pyvenice")
_REFUSED = frozenset([408, 409, 425, 429])
_NEVER = frozenset([501, 505])
_HOPELESS = frozenset(["insufficient_quota", "billing_hard_limit_reached"])


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How often and how patiently a call is repeated. All times are in seconds."""

    max_retries: int = 2
    """Attempts after the first one."""
    retry_unknown: bool = False
    """Repeat billed calls also when the first one may have been carried out (and billed)."""
    base: float = 0.5
    """The longest pause before the first repetition; it doubles each time, and after a 429."""
    cap: float = 8.0
    """The longest pause of our own choice."""
    max_wait: float = 60.0
    """A server that asks for more than this is not waited for: the error is raised at once."""


def retried(
    call: Call,
    policy: RetryPolicy,
    *,
    provider: str,
    random: Callable[[], float],
) -> Generator[Call | Wait, Outcome, Reply]:
    """Yield `call` until it succeeds, with pauses between; is sent what became of it.

    Returns the reply with a 2xx status; raises the last error, `attempts` set. `random` gives
    numbers in [0, 1).
    """
    attempt = 0
    while True:
        attempt += 1
        outcome = yield call
        if isinstance(outcome, Reply) and 200 <= outcome.status < 300:
            return outcome
        error = _error(outcome, provider, call.name)
        if not isinstance(error, APIConnectionError | APIStatusError):
            raise error
        error.attempts = attempt
        if attempt > policy.max_retries or not _may_repeat(call, error, policy):
            raise error
        seconds = _pause(error, attempt, policy, random)
        if seconds is None:
            raise error
        _log.info("attempt %d of %s: %s; again in %.2f s", attempt, call.name, error, seconds)
        yield Wait(seconds)


def resilient(
    flow: Flow[T],
    policy: RetryPolicy,
    *,
    provider: str,
    random: Callable[[], float],
) -> Generator[Call | Wait, Outcome, T]:
    """The flow, with its calls retried: the flow sees replies with a 2xx status only.

    What finally went wrong is raised inside the flow, where the call was made.
    """
    try:
        step = next(flow)
        while True:
            if isinstance(step, Wait):
                yield step
                step = flow.send(None)
                continue
            try:
                reply = yield from retried(step, policy, provider=provider, random=random)
            except PyveniceError as error:
                step = flow.throw(error)
            else:
                step = flow.send(reply)
    except StopIteration as done:
        result: T = done.value
        return result
    finally:
        flow.close()


def certainty(error: APIConnectionError | APIStatusError) -> Certainty:
    """Whether the attempt that ended so can have had an effect."""
    if isinstance(error, APIConnectionError):
        return "unknown" if error.maybe_executed else "not run"
    advice = error.headers.get("x-should-retry", "").lower()
    if advice in {"true", "false"}:
        return "not run" if advice == "true" else "final"
    if error.status in _REFUSED:
        return "final" if error.code in _HOPELESS else "not run"
    if error.status == 503 and error.retry_after is not None:
        return "not run"
    return "unknown" if error.status >= 500 and error.status not in _NEVER else "final"


def _error(outcome: Outcome, provider: str, operation: str) -> PyveniceError:
    if outcome is None:
        raise RuntimeError("the driver sent no outcome to a call")
    if isinstance(outcome, Reply):
        return status_error(outcome, provider=provider, operation=operation)
    return outcome


def _may_repeat(
    call: Call, error: APIConnectionError | APIStatusError, policy: RetryPolicy
) -> bool:
    if call.body is not None and not call.body.replayable:
        return False
    known = certainty(error)
    if known == "unknown":
        return policy.retry_unknown or not call.billed or call.method == "GET"
    return known == "not run"


def _pause(
    error: APIConnectionError | APIStatusError,
    attempt: int,
    policy: RetryPolicy,
    random: Callable[[], float],
) -> float | None:
    """Seconds until the next attempt, or `None` if the server asks for more than we wait."""
    status = error.status if isinstance(error, APIStatusError) else None
    asked = error.retry_after if isinstance(error, APIStatusError) else None
    base = 2 * policy.base if status == 429 else policy.base
    own = random() * min(policy.cap, base * 2.0 ** (attempt - 1))
    if asked is None:
        return own
    # A tenth more, at random: clients that were refused together must not come back together.
    return max(own, asked * (1 + random() / 10)) if asked <= policy.max_wait else None
