"""Rate limits: no span of time holds more requests than the provider documents."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyvenice import (
    ArgumentError,
    AsyncStabilityClient,
    AsyncWaveSpeedClient,
    StabilityClient,
    WaveSpeedClient,
)
from pyvenice.core.engine.calls import Call, Reply, Wait, fetch
from pyvenice.core.engine.pace import Pace
from pyvenice.core.engine.retries import Outcome, resilient
from pyvenice.core.engine.settings import Settings
from pyvenice.core.provider_rules import RateLimit
from pyvenice.errors import APITimeoutError
from tests.core.playing import Clock

LIMITS = st.lists(
    st.builds(RateLimit, st.integers(1, 5), st.floats(0.5, 20, allow_nan=False)),
    min_size=1,
    max_size=3,
)


def times(pace: Pace, pauses: Sequence[float]) -> list[float]:
    """When requests are sent whose caller waits so long between them."""
    now, sent = 0.0, []
    for pause in pauses:
        now += pause
        now += pace.reserve(now)
        sent.append(now)
    return sent


@given(LIMITS, st.lists(st.floats(0, 8, allow_nan=False), max_size=40))
def test_no_span_of_time_holds_more_than_the_limit(
    limits: list[RateLimit], pauses: list[float]
) -> None:
    sent = times(Pace(limits), pauses)
    assert all(earlier <= later for earlier, later in pairwise(sent))
    for limit in limits:
        spans = zip(sent, sent[limit.requests :], strict=False)
        assert all(last - first >= limit.seconds - 1e-6 for first, last in spans)


@given(LIMITS)
def test_within_the_limits_nothing_waits(limits: list[RateLimit]) -> None:
    fewest = min(limit.requests for limit in limits)
    assert times(Pace(limits), [0.0] * fewest) == [0.0] * fewest


def test_threads_that_ask_at_once_get_places_one_after_another() -> None:
    pace = Pace([RateLimit(2, 10.0)])
    assert [pace.reserve(0.0) for _ in range(6)] == [0, 0, 10, 10, 20, 20]


def test_after_a_refusal_everything_waits_as_long_as_the_provider_refuses() -> None:
    pace = Pace([RateLimit(150, 10.0, pause=60.0)])
    pace.reserve(0.0)
    pace.hold(1.0)
    assert pace.reserve(2.0) == 59.0
    assert pace.reserve(70.0) == 0.0


def play(settings: Settings, clock: Clock, outcomes: list[Outcome], calls: int) -> list[float]:
    """The pauses of some calls in a row, answered by these outcomes."""
    pauses: list[float] = []
    for _ in range(calls):
        flow = resilient(fetch(Call("GET", "/x")), settings, random=lambda: 0.0, clock=clock)
        step = next(flow)
        try:
            while True:
                if isinstance(step, Wait):
                    pauses.append(step.seconds)
                    clock.now += step.seconds
                    step = flow.send(None)
                else:
                    step = flow.send(outcomes.pop(0))
        except StopIteration:
            continue
    return pauses


def test_calls_wait_for_their_place() -> None:
    settings = Settings("Test", "http://x.test", pace=Pace([RateLimit(1, 4.0)]))
    done: list[Outcome] = [Reply(200, {}, b"") for _ in range(3)]
    assert play(settings, Clock(), done, 3) == [4.0, 4.0]


def test_a_429_holds_the_calls_that_follow() -> None:
    settings = Settings("Test", "http://x.test", pace=Pace([RateLimit(9, 1.0, pause=60.0)]))
    outcomes: list[Outcome] = [Reply(429, {}, b"{}"), Reply(200, {}, b""), Reply(200, {}, b"")]
    clock = Clock()
    assert sum(play(settings, clock, outcomes, 2)) == pytest.approx(60.0)


def test_a_place_after_the_time_limit_is_not_waited_for() -> None:
    settings = Settings("Test", "http://x.test", timeout=3.0, pace=Pace([RateLimit(1, 4.0)]))
    with pytest.raises(APITimeoutError):
        play(settings, Clock(), [Reply(200, {}, b"")], 2)


@pytest.mark.parametrize("kind", [StabilityClient, AsyncStabilityClient])
def test_a_client_obeys_when_asked_to(kind: type[StabilityClient | AsyncStabilityClient]) -> None:
    assert kind("key", respect_limits=True)._settings.pace is not None
    assert kind("key")._settings.pace is None


def test_the_polls_of_a_job_take_no_places_of_a_limit_on_jobs() -> None:
    pace = Pace([RateLimit(1, 60.0, billed_only=True), RateLimit(3, 1.0)])
    assert [pace.reserve(0.0), pace.reserve(0.0, billed=False), pace.reserve(2.0)] == [0, 0, 58]


@pytest.mark.parametrize("kind", [WaveSpeedClient, AsyncWaveSpeedClient])
def test_a_client_obeys_the_tier_of_its_account(
    kind: type[WaveSpeedClient | AsyncWaveSpeedClient],
) -> None:
    paces = [kind("key", respect_limits=tier)._settings.pace for tier in (True, "silver")]
    waits = [[pace.reserve(0.0) for _ in range(3)][-1] for pace in paces if pace is not None]
    assert waits == [60.0, 0.0]
    with pytest.raises(ArgumentError, match="there is bronze, silver, gold, ultra; True takes"):
        kind("key", respect_limits="platinum")
    with pytest.raises(ArgumentError, match="a bool or the name of a tier"):
        kind("key", respect_limits=2)  # type: ignore[arg-type]  # the point
