"""What is wrong with a document that can be read all the same, and the limits past which none is.

The deadline is the time at which reading and comparing stop. It holds for the running thread: who works
asks `is_over` between pieces of work, and says what was left out.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from pyvenice.contract.errors import DocumentError

Json = Any

MAX_BYTES = 64 * 1024 * 1024
MAX_DEPTH = 200
MAX_ALIASED_NODES = 1_000_000
MAX_CONTAINERS = 250_000
"""Mappings and sequences of a parsed document: providers' have 9,000 in a megabyte at most."""
MAX_VALUES = 1_000_000
"""All values of a parsed document."""
MAX_SCHEMAS = 20_000
"""Schemas that operations reach: the largest document that is known has 1,422."""
MAX_MEMBERS = 20_000
"""Members of one list or mapping in a schema: the longest enum that is known has 145."""
OUT_OF_TIME = "the time is over; allow more with --timeout"
_END: ContextVar[float] = ContextVar("end of the comparison", default=float("inf"))
TOO_MANY = (
    f"it holds more than {MAX_CONTAINERS:,} mappings and sequences, or {MAX_VALUES:,} values: "
    "too many for the memory that a comparison may take"
)
TOO_DEEP = f"it is nested deeper than {MAX_DEPTH} levels"


class RepeatedKeys:
    """Where mappings of a tree repeat a key. They are known by identity: keep the tree alive."""

    def __init__(self) -> None:
        self._places: dict[int, dict[str, str]] = {}

    def __bool__(self) -> bool:
        return bool(self._places)

    def note(self, mapping: dict[str, Json], key: str, place: str = "") -> None:
        """Remember that `key` stands again in `mapping`."""
        self._places.setdefault(id(mapping), {}).setdefault(key, place)

    def reason(self, mapping: dict[str, Json], key: str | None = None) -> str | None:
        """Which key of a mapping stands twice, `key` if one is asked about; None where none does."""
        for noted, place in self._places.get(id(mapping), {}).items():
            if key in (None, noted):
                return f"{place}the key {noted!r} stands twice"
        return None

    def refuse_any(self, name: str) -> None:
        """Raise `DocumentError` for the first one noted."""
        for keys in self._places.values():
            _refuse(name, keys)

    def refuse_within(self, part: Json, whole: Json, name: str) -> None:
        """Raise `DocumentError` for one that `part`, cut out of `whole`, holds or was reached through."""
        if not self._places or not isinstance(part, dict | list):
            return
        if part is whole or whole is None:
            self._refuse_below(part, name)
        elif isinstance(part, dict) and isinstance(whole, dict):
            noted = self._places.get(id(whole), {})
            _refuse(name, {key: noted[key] for key in part if key in noted})
            for key in part:
                self.refuse_within(part[key], whole.get(key), name)

    def _refuse_below(self, tree: Json, name: str) -> None:
        for level in levels(tree):
            for node in level:
                _refuse(name, self._places.get(id(node), {}))


def _refuse(name: str, keys: dict[str, str]) -> None:
    for key, place in keys.items():
        raise DocumentError(f"{name}: {place}the key {key!r} stands twice")


def levels(tree: Json) -> Iterator[list[Json]]:
    """The mappings and sequences of a tree, those of one depth at a time."""
    level = [tree] if isinstance(tree, dict | list) else []
    while level:
        yield level
        level = [
            child
            for node in level
            for child in (node.values() if isinstance(node, dict) else node)
            if isinstance(child, dict | list)
        ]


def refuse_too_deep(tree: Json, name: str) -> None:
    """Raise `DocumentError` for a tree that is nested deeper than any description needs."""
    for depth, _ in enumerate(levels(tree), 1):
        if depth > MAX_DEPTH:
            raise DocumentError(f"{name}: {TOO_DEEP}")


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
