from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyvenice.core.engine.calls import Call, Flow, Reply, StreamCall, Wait, fetch
from pyvenice.core.engine.deadline import Deadline, checked_timeout
from pyvenice.core.engine.retries import Outcome, Step
from pyvenice.core.http import transport
from pyvenice.core.http.request import Request
from pyvenice.core.http.uploads import SyncUpload
from pyvenice.core.response.streams import EditProgress, ImageEvent
from pyvenice.errors import APIStatusError, APITimeoutError, ArgumentError, RateLimitError
from tests.core.driving import Rig
from tests.core.playing import DONE, EDIT, LIST, UNREACHED, Clock, answer, play, steps_of
from tests.loopback import Answer, Handler, Loopback, keeps_silent, says


def dribbles(head: str, piece: bytes) -> Answer:
    """An answer that comes in small pieces until the test is over."""

    def answer(handler: Handler) -> None:
        handler.wfile.write(head.encode())
        while not handler.loopback.over.wait(0.01):
            handler.wfile.write(piece)
        handler.close_connection = True

    return answer


class Slow:
    """A body that moves the clock with each chunk."""

    content_type = "image/png"
    content_length = 3
    replayable = True

    def __init__(self, clock: Clock) -> None:
        self.clock = clock

    def __iter__(self) -> Iterator[bytes]:
        for _ in range(3):
            yield b"x"
            self.clock.now += 5


class Tiny:
    """A body in so many pieces that it takes seconds to send, and how many were sent."""

    content_type = "image/png"
    content_length = 1 << 18
    replayable = True
    sent = 0

    def __iter__(self) -> Iterator[bytes]:
        for _ in range(self.content_length):
            self.sent += 1
            yield b"x"


class Progress:
    """Any chunk is progress."""

    def feed(self, chunk: bytes) -> Iterator[ImageEvent]:
        yield EditProgress(chunk.decode())

    def done(self) -> Iterator[ImageEvent]:
        return iter(())


def once(call: Call) -> Flow[Reply]:
    return (yield from fetch(call))


@pytest.fixture
def hurried(client_mode: str, loopback: Loopback) -> Rig:
    return Rig(client_mode, loopback.url, timeout=0.15)


def test_each_attempt_has_the_time_that_the_ones_before_it_left() -> None:
    clock = Clock()
    steps = steps_of(once(EDIT), timeout=60, clock=clock)
    first = next(steps)
    assert isinstance(first, Request)
    assert first.deadline.left == 60
    clock.now += 20
    pause = steps.send(UNREACHED)
    clock.now += 3
    second = steps.send(None)
    assert isinstance(pause, Wait)
    assert isinstance(second, Request)
    assert second.deadline.left == 37


def test_the_first_call_of_a_flow_says_how_long_all_of_it_may_take() -> None:
    def flow() -> Flow[None]:
        yield from fetch(Call("POST", "/jobs", timeout=10))
        yield from fetch(Call("GET", "/jobs/1"))

    clock = Clock()
    steps = steps_of(flow(), timeout=300, clock=clock)
    next(steps)
    clock.now += 4
    second = steps.send(DONE)
    assert isinstance(second, Request)
    assert second.deadline.left == 6


def test_a_pause_that_would_not_end_in_time_is_not_begun() -> None:
    asks = answer(429, retry_after="30")
    error, pauses, sent = play([asks, DONE], timeout=30)
    assert isinstance(error, RateLimitError)
    assert (error.retry_after, pauses, sent) == (30, [], 1)
    assert "timeout=30 leaves no time" in str(error)
    assert play([asks, DONE], timeout=32)[2] == 2


def test_a_job_is_not_asked_for_when_its_time_is_over() -> None:
    def flow() -> Flow[None]:
        yield from fetch(EDIT)
        while True:
            yield Wait(2)

    clock = Clock()
    steps = steps_of(flow(), timeout=5, clock=clock)
    next(steps)
    assert steps.send(DONE) == Wait(2)
    clock.now += 2
    assert steps.send(None) == Wait(2)
    clock.now += 2
    with pytest.raises(APITimeoutError, match=r"image\.edit: not finished within 5 s") as caught:
        steps.send(None)
    assert caught.value.maybe_executed


def test_a_flow_may_catch_that_its_time_is_over() -> None:
    def flow() -> Flow[str]:
        try:
            yield Wait(10)
        except APITimeoutError as error:
            return str(error.maybe_executed)
        return "on time"

    with pytest.raises(StopIteration) as stop:
        next(steps_of(flow(), timeout=9))
    assert stop.value.value == "False"


@given(
    st.lists(
        st.tuples(
            st.floats(0, 50),
            st.sampled_from(["", "0", "3", "40"]),
            st.sampled_from([408, 429, 500, 503]),
        ),
        min_size=8,
        max_size=8,
    ),
    st.floats(1, 100),
    st.floats(0, 1, exclude_max=True),
)
def test_pauses_and_attempts_never_outlast_the_time_limit(
    outcomes: list[tuple[float, str, int]], limit: float, draw: float
) -> None:
    clock = Clock()
    end = clock.now + limit + 1e-6
    steps = steps_of(once(LIST), draw=draw, clock=clock, timeout=limit, max_retries=7)
    moments = list(_moments(steps, clock, outcomes))
    assert moments
    assert all(moment <= end for moment in moments)


def _moments(
    steps: Generator[Step, Outcome, Reply], clock: Clock, outcomes: list[tuple[float, str, int]]
) -> Iterator[float]:
    """When each attempt and each pause ended, until the last error is raised."""
    remaining = iter(outcomes)
    step = next(steps)
    with suppress(APIStatusError, APITimeoutError):
        while True:
            if isinstance(step, Wait):
                clock.now += step.seconds
                step = steps.send(None)
            else:
                seconds, asked, status = next(remaining)
                clock.now += min(seconds, step.deadline.left)
                yield clock.now
                step = steps.send(answer(status, retry_after=asked))
            yield clock.now


@pytest.mark.parametrize(
    ("status", "head", "piece"),
    [
        (200, "content-length: 1000000", b"x"),
        (200, "transfer-encoding: chunked", b"1\r\nx\r\n"),
        (500, "content-length: 1000000", b"x"),
    ],
    ids=["body", "chunks", "error"],
)
def test_a_server_that_dribbles_does_not_outlive_the_time_limit(
    hurried: Rig, loopback: Loopback, status: int, head: str, piece: bytes
) -> None:
    loopback.answers(dribbles(f"HTTP/1.1 {status} Well\r\n{head}\r\n\r\n", piece))
    with pytest.raises(APITimeoutError, match="no complete answer from http://127") as caught:
        hurried.run(once(EDIT))
    assert caught.value.maybe_executed
    assert len(loopback.seen) == 1


def test_a_server_that_falls_silent_in_the_middle_does_not_either(
    hurried: Rig, loopback: Loopback
) -> None:
    def silent_in_the_middle(handler: Handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf")
        keeps_silent(handler)

    loopback.answers(silent_in_the_middle)
    with pytest.raises(APITimeoutError):
        hurried.run(once(EDIT))


def test_a_head_that_dribbles_ends_in_time_where_the_call_can_be_cancelled(
    loopback: Loopback,
) -> None:
    loopback.answers(dribbles("HTTP/1.1 200 OK\r\n", b"x-more: 1\r\n"))
    with pytest.raises(APITimeoutError, match="no complete answer from http://127"):
        Rig("async", loopback.url, timeout=0.15).run(once(EDIT))


def test_a_stream_has_the_same_time_limit_as_a_call(hurried: Rig, loopback: Loopback) -> None:
    head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n"
    loopback.answers(dribbles(head, b"x"))
    with pytest.raises(APITimeoutError, match="no complete answer"):
        hurried.events(StreamCall(EDIT, Progress))


def test_a_stream_that_falls_silent_ends_in_time(hurried: Rig, loopback: Loopback) -> None:
    def silent(handler: Handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\nx")
        keeps_silent(handler)

    loopback.answers(silent)
    with pytest.raises(APITimeoutError):
        hurried.events(StreamCall(EDIT, Progress))


def limits_of(client_mode: str, call: Call, media_type: str = "image/png") -> list[float]:
    """The longest read before the answer of a call begins, and after that, in seconds."""
    library: Any = transport.http_library()
    reads: list[dict[str, float]] = []

    def answered(request: Any) -> Any:
        limits = request.extensions["timeout"]
        reads.extend([dict(limits), limits])
        return library.Response(200, headers={"content-type": media_type}, content=b"x")

    kind = library.AsyncClient if client_mode == "async" else library.Client
    client = kind(transport=library.MockTransport(answered))
    Rig(client_mode, "http://local", http_client=lambda: client, timeout=200).run(once(call))
    assert reads[0]["connect"] == 10
    return [limits["read"] for limits in reads]


@pytest.mark.parametrize(("call", "first"), [(EDIT, 200), (LIST, 60)], ids=["billed", "free"])
def test_a_billed_call_is_waited_for_and_a_free_one_asked_for_again(
    client_mode: str, call: Call, first: float
) -> None:
    assert limits_of(client_mode, call)[0] == pytest.approx(first, abs=5)


@pytest.mark.parametrize(
    ("media_type", "most"), [("image/png", 30), ("text/event-stream; charset=utf-8", 200)]
)
def test_an_answer_that_has_begun_may_pause_for_half_a_minute_unless_it_is_events(
    client_mode: str, media_type: str, most: float
) -> None:
    assert limits_of(client_mode, EDIT, media_type)[1] == pytest.approx(most, abs=5)


def test_a_body_that_takes_too_long_is_not_sent_to_its_end(
    hurried: Rig, loopback: Loopback
) -> None:
    loopback.answers(says(200))
    body = Tiny()
    with pytest.raises(APITimeoutError):
        hurried.run(once(Call("POST", "/edit", body=body)))
    assert body.sent < body.content_length


def test_a_call_s_own_time_limit_goes_before_the_client_s(
    client_mode: str, loopback: Loopback
) -> None:
    loopback.answers(keeps_silent)
    with pytest.raises(APITimeoutError):
        Rig(client_mode, loopback.url, timeout=300).run(once(Call("POST", "/edit", timeout=0.1)))


def test_a_download_that_hangs_is_not_asked_for_again_without_time(
    hurried: Rig, loopback: Loopback
) -> None:
    loopback.answers(keeps_silent, says(200, b"done"))
    with pytest.raises(APITimeoutError) as caught:
        hurried.run(once(LIST))
    assert caught.value.attempts == 1


def test_a_body_stops_when_the_time_is_over() -> None:
    clock = Clock()
    chunks = iter(SyncUpload(Slow(clock), Deadline(8, clock), "http://local"))
    assert [next(chunks), next(chunks)] == [b"x", b"x"]
    with pytest.raises(APITimeoutError, match="no complete answer from http://local in time"):
        next(chunks)


def test_a_deadline_leaves_nothing_less_than_nothing() -> None:
    clock = Clock()
    deadline = Deadline(3, clock)
    clock.now += 10
    assert deadline.left == 0


@pytest.mark.parametrize("wrong", [0, -1, float("nan"), float("inf"), "10", None, True])
def test_what_is_no_time_limit_is_refused(wrong: Any) -> None:
    with pytest.raises(ArgumentError, match="timeout must be a number of seconds above 0"):
        checked_timeout(wrong)


@pytest.mark.parametrize("right", [1, 0.5])
def test_what_is_a_time_limit_is_taken(right: float) -> None:
    assert checked_timeout(right) == right


def test_a_limit_that_is_none_is_no_mistake(client_mode: str, loopback: Loopback) -> None:
    loopback.answers(says(200, b"done"))
    rig = Rig(client_mode, loopback.url, timeout=checked_timeout(1e300))
    assert rig.run(fetch(Call("POST", "/edit"))).content == b"done"
