"""Pace: when the next request may be sent, so that the documented rate limits are kept."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from threading import Lock

from pyvenice.core.provider_rules import RateLimit


class Pace:
    """The requests of a client against its limits, also from several threads.

    Exact for every span of time, unlike a token bucket, which lets twice the number pass around the
    moment when it is full: a provider may answer that with a pause. Times are those of any clock.
    """

    def __init__(self, limits: Iterable[RateLimit]) -> None:
        self._sent = [(limit, deque[float](maxlen=limit.requests)) for limit in limits]
        self._held_until = float("-inf")
        self._lock = Lock()

    def reserve(self, now: float, *, billed: bool = True) -> float:
        """Seconds until a request may be sent; its place is taken."""
        with self._lock:
            at = max(now, self._held_until)
            counted = [sent for sent in self._sent if billed or not sent[0].billed_only]
            for limit, times in counted:
                if len(times) == limit.requests:
                    at = max(at, times[0] + limit.seconds)
            for _, times in counted:
                times.append(at)
            return at - now

    def hold(self, now: float) -> None:
        """Note that the provider refused a request for its limits: some then refuse all for a while."""
        pause = max((limit.pause for limit, _ in self._sent), default=0.0)
        with self._lock:
            self._held_until = max(self._held_until, now + pause)
