"""Pause the cyclic garbage collector while a large tree is built."""

from __future__ import annotations

import atexit
import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def pause_gc() -> Iterator[None]:
    """Disable the cyclic collector for a while.

    A growing tree holds no garbage, and scanning it takes most of the time: a document of 2.9 MB
    is parsed 2.5 to 4 times as fast without (`benchmarks/contract.py`).
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


@contextmanager
def pause_gc_to_the_end() -> Iterator[None]:
    """The same for a process that ends with its trees: the collector does not walk them at its end either."""
    atexit.register(gc.freeze)
    with pause_gc():
        yield
