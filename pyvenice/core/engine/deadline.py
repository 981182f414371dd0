"""Deadlines: the moment at which a call has to be over, whatever it is doing then."""

from __future__ import annotations

import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from pyvenice.core.recording.short_repr import short_repr
from pyvenice.errors import APITimeoutError, ArgumentError

_GRACE_SECONDS = 0.05
"""The HTTP library's own limits come first: they know whether anything was sent."""
_MAX_SECONDS = 1e9
"""More than any call needs, and less than what the operating system counts to."""


class Deadline:
    """So many seconds from now."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._end = clock() + min(seconds, _MAX_SECONDS)

    @property
    def left(self) -> float:
        """Seconds until then, at least 0."""
        return max(0.0, self._end - self._clock())

    def check(self, place: str) -> None:
        """Raises `APITimeoutError` when it has passed."""
        if self._clock() >= self._end:
            raise self.error(place)

    def error(self, place: str) -> APITimeoutError:
        """What is raised when it passes during an exchange with `place`."""
        return APITimeoutError(f"no complete answer from {place} in time", maybe_executed=True)


@asynccontextmanager
async def in_time(deadline: Deadline, place: str) -> AsyncIterator[None]:
    """Cancel what is awaited inside at the deadline. Raises `APITimeoutError` then."""
    import asyncio

    try:
        async with asyncio.timeout(deadline.left + _GRACE_SECONDS):
            yield
    except APITimeoutError:
        raise
    except TimeoutError:
        raise deadline.error(place) from None


def checked_timeout(seconds: object) -> float:
    """The time limit, if it is one. Raises `ArgumentError`."""
    if (
        not isinstance(seconds, int | float)
        or isinstance(seconds, bool)
        or not 0 < seconds <= sys.float_info.max
    ):
        raise ArgumentError(
            f"timeout must be a number of seconds above 0, not {short_repr(seconds)}",
            argument="timeout",
            value=seconds,
            allowed="more than 0",
        )
    return float(seconds)
