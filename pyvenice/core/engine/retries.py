"""The attempts at the calls of a flow: repeated as the policy says, in the time that there is."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Generator
from dataclasses import replace
from typing import TypeVar

from pyvenice.core.engine.calls import Call, Flow, Reply, Wait, request_id
from pyvenice.core.engine.deadline import Deadline
from pyvenice.core.engine.events import Teller
from pyvenice.core.engine.retry_policy import Certainty, Failure, certainty, cost_of_repeating
from pyvenice.core.engine.settings import Settings
from pyvenice.core.recording.redaction import hide
from pyvenice.core.response.status_errors import status_error
from pyvenice.errors import (
    AnswerError,
    APIConnectionError,
    APIStatusError,
    APITimeoutError,
    PyveniceError,
)

T = TypeVar("T")

Outcome = Reply | PyveniceError | None
Step = Call | Wait

_log = logging.getLogger("pyvenice")


def resilient(
    flow: Flow[T],
    settings: Settings,
    *,
    random: Callable[[], float],
    clock: Callable[[], float] = time.monotonic,
) -> Generator[Step, Outcome, T]:
    """The flow, with its calls retried: the flow sees replies with a 2xx status only.

    Each call that is yielded has the time that is left as its `timeout`; it is sent what became of
    the attempt, a reply or an error. What finally went wrong is raised inside the flow, where the
    call was made. `random` gives numbers in [0, 1).
    """
    run: _Run | None = None
    try:
        step = next(flow)
        run = _Run(settings, step, random, clock)
        while True:
            try:
                reply = yield from run.performed(step)
            except PyveniceError as error:
                step = flow.throw(error)
            else:
                step = flow.send(reply)
    except StopIteration as done:
        result: T = done.value
        return result
    except PyveniceError as error:
        if run is not None:
            run.gave_up(error)
        raise
    finally:
        flow.close()


class _Run:
    """One flow from its first step to its end, and its time limit: that of its first call."""

    def __init__(
        self,
        settings: Settings,
        first: Step,
        random: Callable[[], float],
        clock: Callable[[], float],
    ) -> None:
        self._settings = settings
        self._random = random
        self._clock = clock
        self._began = clock()
        self._seconds = settings.timeout
        if isinstance(first, Call) and first.timeout is not None:
            self._seconds = first.timeout
        self._deadline = Deadline(self._seconds, clock)
        self._teller = Teller(settings.on_event, settings.provider, settings.rules)
        self._call: Call | None = None
        self._attempt = 0
        self._maybe_executed = False
        self._request_id: str | None = None

    def performed(self, step: Step) -> Generator[Step, Outcome, Reply | None]:
        if isinstance(step, Call):
            return (yield from self._answered(step))
        self._check_time(step.seconds)
        yield step
        return None

    def gave_up(self, error: PyveniceError) -> None:
        if self._call is not None:
            hide(self._settings.secrets(self._call), error)
        if isinstance(error, AnswerError) and error.request_id is None:
            error.request_id = self._request_id
        if self._call is not None and self._attempt:
            self._teller.gave_up(self._call, self._attempt, error, self._clock() - self._began)

    def _answered(self, call: Call) -> Generator[Step, Outcome, Reply]:
        """The reply with a 2xx status, in the end; raises the last error."""
        self._call, self._attempt, paid = call, 0, 0
        while True:
            self._check_time()
            reply = self._judged(call, (yield from self._attempted(call)))
            if isinstance(reply, Reply):
                self._settings.budget.give(paid or 1)
                self._note(call, reply)
                return reply if self._attempt == 1 else replace(reply, attempts=self._attempt)
            error = self._counted(reply)
            known = certainty(error, self._settings.rules)
            paid = cost_of_repeating(error, known)
            pause = self._pause(call, error, known)
            told = "attempt %d of %s: %s; again in %.2f s"
            _log.info(told, self._attempt, call.name, error, pause)
            self._teller.retrying(call, self._attempt, error, pause)
            yield Wait(pause)

    def _attempted(self, call: Call) -> Generator[Step, Outcome, Outcome]:
        self._attempt += 1
        self._teller.started(call, self._attempt)
        began = self._clock()
        outcome = yield replace(call, timeout=self._deadline.left)
        if isinstance(outcome, Reply):
            self._teller.answered(call, self._attempt, outcome, self._clock() - began)
        return outcome

    def _note(self, call: Call, reply: Reply) -> None:
        """Remember what was paid for, rather than what was fetched afterwards."""
        self._maybe_executed |= call.billed
        if call.billed or self._request_id is None:
            self._request_id = request_id(reply.headers)

    def _judged(self, call: Call, outcome: Outcome) -> Reply | PyveniceError:
        if outcome is None:
            raise RuntimeError("the driver sent no outcome to a call")
        if isinstance(outcome, PyveniceError) or 200 <= outcome.status < 300:
            return outcome
        error = status_error(
            outcome,
            provider=self._settings.provider,
            operation=call.name,
            rules=self._settings.rules,
        )
        hide(self._settings.secrets(call), error)
        return error

    def _counted(self, error: PyveniceError) -> Failure:
        if not isinstance(error, APIConnectionError | APIStatusError):
            raise error
        error.attempts = self._attempt
        return error

    def _pause(self, call: Call, error: Failure, known: Certainty) -> float:
        """Seconds until the next attempt. Raises the error, which then says why, if there is none."""
        policy = self._settings.retry
        if (why := policy.why_not(call, known)) is not None:
            raise error.because(why)
        if self._attempt > policy.max_retries:
            raise error.because(f"{self._attempt} attempts failed" if self._attempt > 1 else "")
        pause = policy.pause(error, self._attempt, self._random)
        if pause is None:
            raise error.because(f"not waited for: max_wait is {policy.max_wait:g} s")
        if pause >= self._deadline.left:
            raise error.because(f"not repeated: timeout={self._seconds:g} leaves no time for it")
        if not self._settings.budget.take(cost_of_repeating(error, known)):
            error.retry_budget_spent = True
            raise error.because(
                "not repeated: too many calls have failed, the retry budget is spent"
            )
        return pause

    def _check_time(self, needed: float = 0.0) -> None:
        if needed >= self._deadline.left:
            raise APITimeoutError(
                f"{self._settings.provider} {self._call.name if self._call else 'call'}:"
                f" not finished within {self._seconds:g} s",
                maybe_executed=self._maybe_executed,
            )
