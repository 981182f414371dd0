"""Outcomes: what the error of a call means for the money, decided by its cause.

Certainly not run: again, at the server's pace. Refused for good: dead. Unknown, because no answer
came after the request had left: held, unless the provider has a job to ask for.
"""

from __future__ import annotations

from pyvenice.batch.state.items import Failure, State
from pyvenice.core.engine.retry_policy import certainty
from pyvenice.core.provider_rules import ProviderRules
from pyvenice.errors import (
    AnswerError,
    APIConnectionError,
    APIStatusError,
    AuthenticationError,
    JobNotFoundError,
    MissingKeyError,
    PaymentRequiredError,
    PyveniceError,
    RateLimitError,
    ResultExpiredError,
    SaveError,
)

_HALTING = (AuthenticationError, PaymentRequiredError, MissingKeyError)


def failure_of(
    error: PyveniceError,
    rules: ProviderRules,
    *,
    retry_unknown: bool,
    job_id: str | None = None,
) -> Failure:
    """What follows from an error. `retry_unknown`: what may have been billed is bought again.

    A job, whose id is `job_id` or that of the error, is asked for again and never submitted again.
    """
    state = _state(error, rules)
    if state is State.HELD and retry_unknown:
        state = State.RETRY
    job_id = getattr(error, "job_id", None) or job_id
    if state in {State.HELD, State.RETRY} and job_id:
        state = State.ACCEPTED
    if isinstance(error, JobNotFoundError):
        # It was submitted, and nobody can say any more what became of it.
        state, job_id = State.HELD, None
    return Failure(
        state=state,
        error=_sentence(error),
        code=type(error).__name__,
        refused=isinstance(error, RateLimitError) or _status(error) == 503,
        retry_after=getattr(error, "retry_after", None),
        billed=isinstance(error, AnswerError | ResultExpiredError | SaveError),
        halt=isinstance(error, _HALTING),
        job_id=job_id,
        request_id=getattr(error, "request_id", None),
    )


def _state(error: PyveniceError, rules: ProviderRules) -> State:
    if isinstance(error, _HALTING):
        return State.RETRY
    if not isinstance(error, APIConnectionError | APIStatusError):
        # Before the request left, or after a success: neither is repeated as it is.
        return State.DEAD
    if _status(error) in rules.documented_retries:
        return State.RETRY
    return {"not run": State.RETRY, "unknown": State.HELD, "final": State.DEAD}[
        certainty(error, rules)
    ]


def _status(error: PyveniceError) -> int | None:
    return error.status if isinstance(error, APIStatusError) else None


def _sentence(error: PyveniceError) -> str:
    return " ".join(str(error).split())[:500]
