"""Jobs: polled until they end, and no error after their submission loses their id."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable

import pytest

from pyvenice.core.client.jobs import Job, poll, result_errors
from pyvenice.core.engine.calls import Call, Flow, fetch
from pyvenice.core.engine.events import ClientEvent, JobSubmitted
from pyvenice.core.engine.retry_policy import RetryPolicy
from pyvenice.errors import (
    APIConnectionError,
    APITimeoutError,
    AuthenticationError,
    JobCancelledError,
    JobError,
    JobFailedError,
    JobNotFoundError,
    JobTimeoutError,
    PyveniceError,
    ResultExpiredError,
    ServerError,
)
from tests.core.driving import Rig
from tests.loopback import Answer, Loopback, resets, says

JOB = Job("test image.edit", "j1", "client.image.resume(job_id='j1')")


def ask() -> Flow[str | None]:
    reply = yield from fetch(Call("GET", "/jobs/j1"))
    state = reply.json()
    if state["status"] in ("failed", "cancelled", "deleted"):
        raise JOB.end_error(state["status"], state.get("error", ""), details=state)
    return state["url"] if state["status"] == "done" else None


def edit(interval: float = 2.0) -> Flow[bytes]:
    yield from fetch(Call("POST", "/jobs", billed=True, operation="image.edit", model="paint-1"))
    url = yield from poll(JOB, ask, interval=interval)
    with result_errors(JOB):
        return (yield from fetch(Call("GET", url, authorized=False))).content


def state(status: str, **facts: str) -> Answer:
    return says(200, json.dumps({"status": status, **facts}).encode())


TAKEN = says(200, b'{"id": "j1"}')


@pytest.fixture
def rig(client_mode: str, loopback: Loopback) -> Rig:
    return Rig(client_mode, f"{loopback.url}/v3", retry=RetryPolicy(max_retries=1))


def test_a_job_is_asked_for_until_it_has_ended(rig: Rig, loopback: Loopback) -> None:
    done = state("done", url=f"{loopback.url}/out.png")
    loopback.answers(TAKEN, state("running"), state("running"), done, says(200, b"picture"))
    assert rig.run(edit()) == b"picture"
    assert rig.pauses == [2.0, 2.0]


def test_a_listener_learns_of_the_job_once_and_before_the_first_pause(
    rig: Rig, loopback: Loopback
) -> None:
    seen: list[ClientEvent] = []
    paused_before: list[int] = []

    def listen(event: ClientEvent) -> None:
        if isinstance(event, JobSubmitted):
            seen.append(event)
            paused_before.append(len(rig.pauses))

    rig.on_event = listen
    done = state("done", url=f"{loopback.url}/out.png")
    loopback.answers(TAKEN, state("running"), state("running"), done, says(200, b"picture"))
    rig.run(edit())
    assert [
        (event.job_id, event.provider) for event in seen if isinstance(event, JobSubmitted)
    ] == [("j1", "Test")]
    assert paused_before == [0]


@pytest.mark.parametrize(
    ("answers", "kind", "words"),
    [
        ([state("failed", error="no teal left")], JobFailedError, "job j1 failed: no teal left"),
        ([state("cancelled")], JobCancelledError, "job j1 cancelled"),
        ([state("deleted")], JobCancelledError, "job j1 deleted"),
        ([says(404, b'{"error": "no such job"}')], JobNotFoundError, "does not know the job j1"),
        ([says(410, b"{}")], JobNotFoundError, "does not know the job j1"),
        ([state("running")] * 9, JobTimeoutError, r"in time.*client\.image\.resume\(job_id='j1'\)"),
        ([says(500, b"{}")] * 2, ServerError, "500"),
        ([resets] * 2, APIConnectionError, "2 attempts failed"),
        ([says(401, b"{}")], AuthenticationError, "401"),
    ],
)
def test_each_end_of_a_poll_is_a_typed_error_with_the_id_of_the_job(
    rig: Rig,
    loopback: Loopback,
    answers: list[Answer],
    kind: type[PyveniceError],
    words: str,
) -> None:
    rig.timeout = 5.0
    loopback.answers(TAKEN, *answers)
    with pytest.raises(kind, match=words) as caught:
        rig.run(edit(1.5) if kind is not JobTimeoutError else edit(9.0))
    assert caught.value.job_id == "j1"
    assert [request.method for request in loopback.seen].count("POST") == 1


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_a_link_that_is_gone_is_a_result_that_expired(
    rig: Rig, loopback: Loopback, status: int
) -> None:
    done = state("done", url=f"{loopback.url}/out.png?signature=secret")
    loopback.answers(TAKEN, done, says(status, b"<Error/>"))
    with pytest.raises(
        ResultExpiredError, match="the result of job j1 is no longer there"
    ) as caught:
        rig.run(edit())
    assert caught.value.job_id == "j1"
    assert "secret" not in str(caught.value)


def test_a_download_that_fails_otherwise_keeps_its_error_and_has_the_id(
    rig: Rig, loopback: Loopback
) -> None:
    done = state("done", url=f"{loopback.url}/out.png")
    loopback.answers(TAKEN, done, says(500, b""), says(500, b""))
    with pytest.raises(ServerError) as caught:
        rig.run(edit())
    assert caught.value.job_id == "j1"


def test_an_error_before_the_job_was_taken_has_no_id(rig: Rig, loopback: Loopback) -> None:
    loopback.answers(says(500, b"{}"))
    with pytest.raises(ServerError) as caught:
        rig.run(edit())
    assert caught.value.job_id is None


def test_a_job_out_of_time_is_a_timeout_for_who_catches_these() -> None:
    error = JobTimeoutError("late", job_id="j1")
    assert isinstance(error, APITimeoutError)
    assert isinstance(error, TimeoutError)
    assert error.maybe_executed
    copied = pickle.loads(pickle.dumps(error))  # noqa: S301
    assert (str(copied), copied.job_id) == ("late", "j1")


@pytest.mark.parametrize("make", [JobError, JobFailedError, ResultExpiredError])
def test_job_errors_survive_pickling(make: Callable[..., JobError]) -> None:
    copied = pickle.loads(pickle.dumps(make("it failed", job_id="j1", status="failed")))  # noqa: S301
    assert (str(copied), copied.job_id, copied.status) == ("it failed", "j1", "failed")
