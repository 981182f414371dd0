"""Retries: the attempts at the calls of a flow, as the policy says and until the deadline."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Generator
from dataclasses import replace
from typing import TypeVar

from pyvenice.core.engine.calls import Call, Flow, Reply, Wait, request_id
from pyvenice.core.engine.deadline import Deadline
from pyvenice.core.engine.events import Notifier
from pyvenice.core.engine.retry_policy import Certainty, Failure, certainty, cost_of_repeating
from pyvenice.core.engine.settings import Settings
from pyvenice.core.http.request import Request
from pyvenice.core.provider_rules import ResultWarning
from pyvenice.core.recording.redaction import hide
from pyvenice.core.response.result import without_secrets
from pyvenice.core.response.status_errors import status_error
from pyvenice.errors import (
    AnswerError,
    APIConnectionError,
    APIStatusError,
    APITimeoutError,
    JobError,
    PyveniceError,
    RateLimitError,
)

T = TypeVar("T")

Outcome = Reply | PyveniceError | None
Step = Request | Wait

_log = logging.getLogger("pyvenice")


def resilient(
    flow: Flow[T],
    settings: Settings,
    *,
    random: Callable[[], float],
    clock: Callable[[], float] = time.monotonic,
) -> Generator[Step, Outcome, T]:
    """The flow, with its calls retried: the flow sees replies with a 2xx status only.

    Each call is yielded as a request, once for each attempt, and sent the outcome of the attempt, a
    reply or an error. The final error is raised inside the flow, where the call was made. `random`
    gives numbers in [0, 1).
    """
    run: _Run | None = None
    try:
        step = next(flow)
        run = _Run(settings, step, random, clock)
        while True:
            try:
                reply = yield from run.perform(step)
            except PyveniceError as error:
                step = flow.throw(error)
            else:
                step = flow.send(reply)
    except StopIteration as done:
        result: T = done.value
        return result if run is None else without_secrets(run.secrets, result)
    except PyveniceError as error:
        if run is not None:
            run.give_up(error)
        raise
    finally:
        flow.close()


class _Run:
    """One flow from its first step to its end, and its time limit: that of its first call."""

    def __init__(
        self,
        settings: Settings,
        first: Call | Wait,
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
        self._notifier: Notifier | None = None
        if settings.on_event is not None:
            self._notifier = Notifier(settings.on_event, settings.provider, settings.rules)
        self._call: Call | None = None
        self._job_id: str | None = None
        self._warnings: tuple[ResultWarning, ...] = ()
        self._attempt = 0
        self._maybe_executed = False
        self._request_id: str | None = None
        self.secrets: tuple[str, ...] = ()
        """Those of all calls so far."""

    def perform(self, step: Call | Wait) -> Generator[Step, Outcome, Reply | None]:
        if isinstance(step, Call):
            return (yield from self._send(step))
        self._notify_job(step.job_id)
        self._check_time(step.seconds)
        yield step
        return None

    def _notify_job(self, job_id: str | None) -> None:
        if job_id is None or job_id == self._job_id:
            return
        self._job_id = job_id
        if self._notifier is not None and self._call is not None:
            self._notifier.notify_job(self._call, self._attempt, job_id)

    def give_up(self, error: PyveniceError) -> None:
        hide(self.secrets, error)
        error.result = without_secrets(self.secrets, error.result)
        for warning in self._warnings:
            error.add_note(warning.message)
        if isinstance(error, AnswerError | JobError) and error.request_id is None:
            error.request_id = self._request_id
        if self._notifier is not None and self._call is not None and self._attempt:
            self._notifier.notify_give_up(
                self._call, self._attempt, error, self._clock() - self._began
            )

    def _send(self, call: Call) -> Generator[Step, Outcome, Reply]:
        """Send a call until its reply has a 2xx status. Raises the last error."""
        self._call, self._attempt, cost = call, 0, 0
        self._warnings += call.warnings
        self.secrets = tuple(dict.fromkeys((*self.secrets, *self._settings.secrets(call))))
        self._check_time()
        request: Request | None = None
        while True:
            yield from self._keep_pace(call)
            self._attempt += 1
            if self._notifier is not None:
                self._notifier.notify_start(call, self._attempt)
            request = request or self._settings.request(call, self._deadline)
            began = self._clock()
            outcome = yield request
            if isinstance(outcome, Reply):
                if self._notifier is not None:
                    seconds = self._clock() - began
                    self._notifier.notify_response(call, self._attempt, outcome, seconds)
                if 200 <= outcome.status < 300:
                    return self._succeed(call, outcome, cost)
            error = self._failure(call, outcome)
            known = certainty(error, self._settings.rules)
            cost = cost_of_repeating(error, known)
            pause = self._pause(call, error, known)
            message = "attempt %d of %s: %s; again in %.2f s"
            _log.info(message, self._attempt, call.name, error, pause)
            if self._notifier is not None:
                self._notifier.notify_retry(call, self._attempt, error, pause)
            yield Wait(pause)
            self._check_time()

    def _keep_pace(self, call: Call) -> Generator[Step, Outcome, None]:
        """Wait until the rate limits allow a request to the provider itself."""
        pace = self._settings.pace
        if pace is None or not call.authorized:
            return
        if (pause := pace.reserve(self._clock(), billed=call.billed)) > 0:
            self._check_time(pause)
            yield Wait(pause)

    def _succeed(self, call: Call, reply: Reply, cost: int) -> Reply:
        """Give back what the retry cost, and remember the request id of what was paid for."""
        self._settings.budget.give(cost or 1)
        self._maybe_executed |= call.billed
        if call.billed or self._request_id is None:
            self._request_id = request_id(reply.headers)
        if self._attempt == 1 and not self._warnings:
            return reply
        return replace(reply, attempts=self._attempt, warnings=self._warnings)

    def _failure(self, call: Call, outcome: Outcome) -> Failure:
        """The error of an attempt. Raises those that no attempt can change."""
        if isinstance(outcome, Reply):
            settings = self._settings
            outcome = status_error(outcome, call, provider=settings.provider, rules=settings.rules)
            hide(self.secrets, outcome)
        if outcome is None:
            raise RuntimeError("the driver sent no outcome to a call")
        if not isinstance(outcome, APIConnectionError | APIStatusError):
            raise outcome
        outcome.attempts = self._attempt
        if isinstance(outcome, RateLimitError) and self._settings.pace is not None:
            self._settings.pace.hold(self._clock())
        return outcome

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
