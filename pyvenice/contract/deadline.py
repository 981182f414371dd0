"""Deadline: the time at which a comparison has to stop, whatever it is doing.

It holds for the running thread. Who compares asks `is_over` between pieces of work, and says what it left
out.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

OUT_OF_TIME = "the time is over; allow more with --timeout"
_END: ContextVar[float] = ContextVar("end of the comparison", default=float("inf"))


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Let what runs inside end after so many seconds."""
    token = _END.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _END.reset(token)


def is_over() -> bool:
    """Whether the deadline has passed; never without one."""
    return time.monotonic() > _END.get()
