"""Pace: how fast requests may go to one provider. Pure: whoever asks gives the time.

Windows that slide hold the documented rates. The number in flight doubles with each round of
successes until it is cut for the first time, and grows by one a round from then on. It is halved
when the server asks for less, and cut when the server becomes slow. A breaker pauses before the
number of failures at which the provider itself would block the key.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from pyvenice.core.provider_rules import RateLimit

_FIRST_IN_FLIGHT = 2
_CUT_EVERY = 5.0
"""Seconds in which the number in flight is cut once: answers to one burst are one message."""
_SLOW = 2.0
"""Times the best usual duration: the server is busy."""
_SAFE_SHARE = 0.75
"""Of the provider's ceiling of failures, at which the breaker opens: 15 of Venice's 20."""
_SAMPLE = 16
_LONGEST_PAUSE = 60.0
"""Seconds that the headers of a success are believed; a limit that is still there answers with 429."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a provider allows for one key; `None` is no documented limit."""

    rates: tuple[RateLimit, ...] = ()
    in_flight: int | None = None
    failures: RateLimit | None = None
    """More failed requests than this block the key."""
    ramp: bool = True
    """Whether the number in flight adapts to the provider: from 2 up, and down when it is slow."""

    @property
    def per_minute(self) -> float | None:
        """The requests a minute that the tightest of the rates allows in the long run."""
        return min((60 * rate.requests / rate.seconds for rate in self.rates), default=None)


class Pace:
    """The pace of one provider. All times are seconds of one clock that never goes back."""

    def __init__(self, limits: Limits, *, most_in_flight: int) -> None:
        self.limits = limits
        self.most = max(1, min(most_in_flight, limits.in_flight or most_in_flight))
        self.allowed: float = min(_FIRST_IN_FLIGHT, self.most) if limits.ramp else self.most
        self.in_flight = 0
        self._sent = [(rate, deque[float](maxlen=rate.requests)) for rate in limits.rates]
        self._failures: deque[float] = deque()
        self._paused_until = 0.0
        self._cut_at: float | None = None
        self._durations: deque[float] = deque(maxlen=_SAMPLE)
        self._best: float | None = None

    def wait(self, now: float) -> float | None:
        """Seconds until a request may start; 0 is now, `None`: when one in flight has ended."""
        if self.in_flight >= int(self.allowed):
            return None
        return max(0.0, self._paused_until - now, self._rate_wait(now), self._breaker_wait(now))

    def start(self, now: float) -> None:
        """A request starts."""
        self.in_flight += 1
        for _, times in self._sent:
            times.append(now)

    def cancel(self) -> None:
        """A request that had started was not sent after all."""
        self.in_flight -= 1
        for _, times in self._sent:
            times.pop()

    def succeed(self, now: float, seconds: float, pause: float = 0.0) -> None:
        """A request gave a picture after so many seconds; `pause`: none may follow for so many."""
        self.in_flight -= 1
        self._paused_until = max(self._paused_until, now + min(pause, _LONGEST_PAUSE))
        if not self.limits.ramp:
            return None
        self._durations.append(seconds)
        if len(self._durations) == _SAMPLE:
            usual = sorted(self._durations)[_SAMPLE // 2]
            self._best = usual if self._best is None else min(self._best, usual)
            if usual > _SLOW * self._best:
                # As many as a server of this speed answers in time: fewer would leave it idle.
                return self._cut(now, _SLOW * self._best / usual)
        growth = 1.0 if self._cut_at is None else 1 / max(1.0, self.allowed)
        self.allowed = min(self.most, self.allowed + growth)
        return None

    def refuse(self, now: float, retry_after: float | None) -> None:
        """The server asked for fewer requests: a failure by its count, too."""
        self.in_flight -= 1
        self._failures.append(now)
        self._cut(now)
        pauses = (rate.pause for rate in self.limits.rates)
        pause = max(retry_after or 0.0, *pauses, 0.0)
        self._paused_until = max(self._paused_until, now + pause)

    def fail(self, now: float) -> None:
        """A request failed for another reason."""
        self.in_flight -= 1
        self._failures.append(now)

    def _cut(self, now: float, share: float = 0.5) -> None:
        if self._cut_at is None or now - self._cut_at >= _CUT_EVERY:
            self._cut_at = now
            self._durations.clear()
            self.allowed = max(1.0, self.allowed * max(share, 0.5))

    def _rate_wait(self, now: float) -> float:
        """The windows slide: the provider's own may begin at any time."""
        waits = (
            times[0] + rate.seconds - now
            for rate, times in self._sent
            if len(times) == rate.requests
        )
        return max(waits, default=0.0)

    def _breaker_wait(self, now: float) -> float:
        ceiling = self.limits.failures
        if ceiling is None:
            return 0.0
        while self._failures and self._failures[0] <= now - ceiling.seconds:
            self._failures.popleft()
        # What is in flight may fail as well.
        if len(self._failures) + self.in_flight < max(1, int(ceiling.requests * _SAFE_SHARE)):
            return 0.0
        return self._failures[0] + ceiling.seconds - now if self._failures else 0.0
