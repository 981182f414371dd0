"""Every value of a small world: what tells two schemas apart is nearly always small."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, islice, product
from typing import Any

Json = Any
Schema = dict[str, Json]

_SCALARS: tuple[Json, ...] = (None, True, False, 0, 1, 2, 3, -1, 1.5, 7, "", "a", "abc", "abcdefg")
_FEW: tuple[Json, ...] = (None, 0, 1, 1.5, "a", "abc")
_MOST_NAMES = 4


def small_world(*schemas: Schema) -> Iterator[Json]:
    """Scalars, short lists of them, and objects with one or two of the fields that the schemas name."""
    yield from _SCALARS
    yield from ([*items] for length in range(3) for items in product(_FEW, repeat=length))
    yield from ([*items] for items in product((1, "a", None), repeat=3))
    yield from ([[]], [{}], ["a"] * 4, [1] * 4, {})
    every = dict.fromkeys(name for schema in schemas for name in schema.get("properties", ()))
    names = list(islice(every, _MOST_NAMES))
    yield from ({name: value} for name in names for value in _SCALARS)
    for name, other in combinations(sorted(names), 2):
        yield from ({name: first, other: second} for first, second in product(_FEW, repeat=2))
