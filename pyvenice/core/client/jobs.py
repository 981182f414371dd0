"""Jobs: a provider takes a request, works on it, and is asked for the result until it is there.

A job may be billed when it is submitted, so each error that comes later has its id.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple, TypeVar

from pyvenice.core.engine.calls import Flow, Wait
from pyvenice.core.provider_rules import mentions
from pyvenice.core.recording.redaction import shortened
from pyvenice.core.recording.secrets import escape_controls
from pyvenice.errors import (
    APIStatusError,
    APITimeoutError,
    GoneError,
    JobCancelledError,
    JobError,
    JobFailedError,
    JobNotFoundError,
    JobTimeoutError,
    NotFoundError,
    PyveniceError,
    ResultExpiredError,
)

T = TypeVar("T")

_CANCELLED = ("cancel", "abort", "delet")
_LONGEST = 500
_LINK_GONE = frozenset([400, 401, 403, 404, 410])
"""How hosts of signed links respond when these have expired."""


class Job(NamedTuple):
    """A job that was submitted, for messages and errors."""

    title: str
    """The operation as messages name it: `acme image.edit`."""
    id: str
    resume: str = ""
    """The call that fetches the result later, such as `client.image.resume(job_id=…)`."""

    def end_error(self, status: str, reason: str, *, details: object = None) -> JobError:
        """The error of a job that ended without a result, by the provider's word for how it ended."""
        cancelled = mentions(status, _CANCELLED)
        kind = JobCancelledError if cancelled else JobFailedError
        words = f": {shortened(reason, _LONGEST)}" if reason else ""
        text = escape_controls(f"{self.title}: job {self.id} {status or 'failed'}{words}")
        return kind(text, job_id=self.id, status=status or None, details=details)


def poll(
    job: Job,
    ask: Callable[[], Flow[T | None]],
    *,
    interval: float,
    first: float | None = None,
) -> Flow[T]:
    """The result of a job: `ask` is repeated every `interval` seconds until it returns one.

    With `first`, the pauses begin with so many seconds and double until they are as long.
    Raises what `ask` raises, with the id of the job: `JobTimeoutError` at the time limit of the call,
    `JobNotFoundError` where the provider does not know the job.
    """
    pause = interval if first is None else min(first, interval)
    with job_errors(job):
        while (result := (yield from ask())) is None:
            yield Wait(pause, job.id)
            pause = min(2 * pause, interval)
        return result


@contextmanager
def job_errors(job: Job) -> Iterator[None]:
    """Give each error that is raised inside the id of the job."""
    try:
        yield
    except JobError:
        raise
    except APITimeoutError as error:
        later = f"; it may still run: {job.resume} fetches its result" if job.resume else ""
        text = f"{job.title}: job {job.id} gave no result in time{later}"
        raise _carry(error, JobTimeoutError(text, job_id=job.id)) from error
    except (NotFoundError, GoneError) as error:
        text = f"{job.title}: the provider does not know the job {job.id}, or no longer: {error}"
        raise _carry(error, JobNotFoundError(text, job_id=job.id)) from error
    except PyveniceError as error:
        is_new, error.job_id = error.job_id is None, job.id
        if job.resume and is_new:
            error.add_note(f"job {job.id} was submitted: {job.resume} fetches its result")
        raise


@contextmanager
def result_errors(job: Job) -> Iterator[None]:
    """The same while the result of a job that ended is fetched from the addresses in its response."""
    with job_errors(job):
        try:
            yield
        except APIStatusError as error:
            if error.status not in _LINK_GONE:
                raise
            text = f"{job.title}: the result of job {job.id} is no longer there: {error}"
            raise _carry(error, ResultExpiredError(text, job_id=job.id)) from error


def _carry(cause: PyveniceError, error: JobError) -> JobError:
    """The error, with what the cause had rescued."""
    error.result = cause.result
    error.request_id = getattr(cause, "request_id", None)
    return error
