"""What the fuzzers share: how many cases they try, how long one may take, and how input is damaged.

`FUZZ=100` tries a hundred times as many cases; so does `make fuzz`.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import pairwise
from typing import Any, TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from pyvenice.errors import PyveniceError

T = TypeVar("T")

SCALE = int(os.environ.get("FUZZ", "1"))
_CPU_SECONDS = 5.0
"""Of one case: a thousand times what it takes, and less than a loop without an end."""


def fuzz(cases: int) -> Callable[[T], T]:
    """Let a test of Hypothesis try so many cases, times `FUZZ`."""
    return settings(
        max_examples=cases * SCALE,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )


@contextmanager
def only_own_errors() -> Iterator[None]:
    """Let the errors of the tree pass, and fail for any other one and for what takes too long."""
    began = time.thread_time()
    with suppress(PyveniceError):
        yield
    assert time.thread_time() - began < _CPU_SECONDS


@st.composite
def damaged(draw: st.DrawFn, whole: bytes, bits: st.SearchStrategy[bytes] | None = None) -> bytes:
    """Bytes with a few pieces overwritten, inserted, repeated or cut."""
    data = bytearray(whole)
    pieces = st.binary(max_size=12) | st.sampled_from([b"\0" * 4, b"\xff" * 4])
    if bits is not None:
        pieces |= bits
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(data)))
        piece = draw(pieces)
        match draw(st.integers(0, 3)):
            case 0:
                data[at : at + len(piece)] = piece
            case 1:
                data[at:at] = piece
            case 2:
                data[at:at] = data[max(0, at - 40) : at]
            case _:
                del data[at : at + draw(st.integers(0, len(data)))]
    return bytes(data)


def in_chunks(draw: Callable[[st.SearchStrategy[Any]], Any], data: bytes) -> Iterator[bytes]:
    """The data, cut at any places."""
    cuts = draw(st.lists(st.integers(0, len(data)), max_size=5))
    places = [0, *sorted(cuts), len(data)]
    for start, end in pairwise(places):
        yield data[start:end]


def json_values(names: list[str], leaves: list[Any]) -> st.SearchStrategy[Any]:
    """JSON of these names and leaves, and of others."""
    others = st.none() | st.booleans() | st.floats(allow_nan=False) | st.integers() | st.text()
    keys = st.sampled_from(names) | st.text(max_size=5)
    return st.recursive(
        st.sampled_from(leaves) | others,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=5),
        max_leaves=20,
    )
