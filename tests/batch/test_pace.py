"""Pace: simulated providers with windows, ceilings of failures and errors lose nothing."""

from __future__ import annotations

import heapq
import random
from dataclasses import dataclass, field

import pytest

from pyvenice.batch.pace import Limits, Pace
from pyvenice.core.provider_rules import RateLimit


@dataclass
class Provider:
    """A provider as documented: requests a window, and a block after too many failures."""

    per_minute: int
    most_failures: int
    seconds: float
    failing: float
    random: random.Random
    blocked_until: float = 0.0
    blocks: int = 0
    rejected: int = 0
    window: int = -1
    used: int = 0
    failures: list[float] = field(default_factory=list)

    def answer(self, now: float) -> tuple[int, float, float | None]:
        """Status, seconds until the answer, and Retry-After."""
        self.failures = [at for at in self.failures if at > now - 30]
        if now < self.blocked_until:
            return self._refuse(now, self.blocked_until - now)
        if int(now // 60) != self.window:
            self.window, self.used = int(now // 60), 0
        if self.used >= self.per_minute:
            return self._refuse(now, (self.window + 1) * 60 - now)
        self.used += 1
        if self.random.random() < self.failing:
            self._count_failure(now)
            return 500, self.seconds, None
        return 200, self.seconds, None

    def _refuse(self, now: float, wait: float) -> tuple[int, float, float]:
        self.rejected += 1
        self._count_failure(now)
        return 429, 0.1, wait

    def _count_failure(self, now: float) -> None:
        self.failures.append(now)
        if len(self.failures) > self.most_failures and now >= self.blocked_until:
            self.blocked_until = now + 30
            self.blocks += 1


def simulate(provider: Provider, pace: Pace, items: int) -> tuple[float, int]:
    """Minutes until all items are bought, and how many attempts there were."""
    now, left, attempts = 0.0, items, 0
    ends: list[tuple[float, int, int, float, float | None]] = []
    in_flight = 0
    while left or in_flight:
        wait = pace.wait(now) if left > in_flight else None
        if wait == 0.0:
            pace.start(now)
            status, seconds, retry_after = provider.answer(now)
            attempts += 1
            in_flight += 1
            heapq.heappush(ends, (now + seconds, attempts, status, seconds, retry_after))
            continue
        next_end = ends[0][0] if ends else float("inf")
        now = min(next_end, now + wait if wait is not None else float("inf"))
        if ends and ends[0][0] <= now:
            _, _, status, seconds, retry_after = heapq.heappop(ends)
            in_flight -= 1
            if status == 200:
                left -= 1
                pace.succeed(now, seconds)
            elif status == 429:
                pace.refuse(now, retry_after)
            else:
                pace.fail(now)
    return now / 60, attempts


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("known", [20, 60, None], ids=["right rate", "wrong rate", "no rate"])
def test_four_hundred_images_at_twenty_a_minute_lose_nothing(seed: int, known: int | None) -> None:
    provider = Provider(20, 20, 8.0, 0.02, random.Random(seed))  # noqa: S311
    pace = Pace(
        Limits(
            rates=() if known is None else (RateLimit(known, 60.0),), failures=RateLimit(20, 30.0)
        ),
        most_in_flight=64,
    )
    minutes, attempts = simulate(provider, pace, 400)
    assert provider.blocks == 0
    assert attempts - provider.rejected <= 400 * 1.06
    # 400 images and 2 % of repeats at 20 a minute: the last window need not be waited for.
    ideal = (attempts - provider.rejected) / 20
    assert minutes <= ideal * 1.05 + 8 / 60
    if known == 20:
        assert provider.rejected <= 1


def test_the_number_in_flight_halves_once_for_one_burst_of_refusals() -> None:
    pace = Pace(Limits(), most_in_flight=64)
    pace.allowed = 64
    for _ in range(32):
        pace.start(0.0)
    for _ in range(32):
        pace.refuse(1.0, None)
    assert pace.allowed == 32
    assert pace.in_flight == 0


def test_the_number_in_flight_doubles_with_each_round_until_the_first_cut() -> None:
    pace = Pace(Limits(), most_in_flight=1000)
    sizes = []
    for _ in range(4):
        sizes.append(int(pace.allowed))
        run_round(pace, 0.0, 1.0)
    pace.start(0.0)
    pace.refuse(0.0, None)
    sizes.append(int(pace.allowed))
    run_round(pace, 0.0, 1.0)
    sizes.append(round(pace.allowed))
    assert sizes == [2, 4, 8, 16, 16, 17]


def test_a_server_that_becomes_slow_gets_as_many_as_it_answers_in_time() -> None:
    pace = Pace(Limits(), most_in_flight=64)
    pace.allowed = 64
    run_round(pace, 0.0, 1.0)
    run_round(pace, 10.0, 2.5)
    assert pace.allowed == pytest.approx(64 * 2 / 2.5, abs=1)


def run_round(pace: Pace, now: float, seconds: float) -> None:
    count = int(pace.allowed)
    for _ in range(count):
        pace.start(now)
    for _ in range(count):
        pace.succeed(now, seconds)


def test_nothing_starts_until_the_server_lets_it() -> None:
    pace = Pace(Limits(), most_in_flight=4)
    pace.start(0.0)
    pace.refuse(0.0, 12.5)
    assert pace.wait(2.5) == 10.0
    assert pace.wait(12.5) == 0.0


@pytest.mark.parametrize(("asked", "wait"), [(12.5, 12.5), (86_400.0, 60.0), (0.0, 0.0)])
def test_a_success_that_used_up_the_limit_pauses_what_follows(asked: float, wait: float) -> None:
    pace = Pace(Limits(), most_in_flight=4)
    pace.start(0.0)
    pace.succeed(0.0, 1.0, asked)
    assert pace.wait(0.0) == wait


def test_a_documented_number_in_flight_is_never_exceeded() -> None:
    pace = Pace(Limits(in_flight=3), most_in_flight=64)
    for _ in range(100):
        pace.start(0.0)
        pace.succeed(0.0, 1.0)
    assert pace.allowed == 3
    for _ in range(3):
        assert pace.wait(0.0) == 0.0
        pace.start(0.0)
    assert pace.wait(0.0) is None
