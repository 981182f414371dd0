"""When two JSON trees are the same."""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

Json = Any

_ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=False)


def canonical(tree: Json) -> str:
    """Equal texts for equal values, whatever the order of keys."""
    return _ENCODER.encode(tree)


def same(left: Json, right: Json) -> bool:
    """Whether two trees are equal as JSON, where 1 and true are two values."""
    return left is right or (bool(left == right) and _have_same_types(left, right))


def _have_same_types(left: Json, right: Json) -> bool:
    """Whether no number stands for a boolean in two trees that Python takes for equal."""
    if left is right:
        return True
    if isinstance(left, dict):
        return all(_have_same_types(value, right[key]) for key, value in left.items())
    if isinstance(left, list):
        return all(map(_have_same_types, left, right))
    return type(left) is type(right)


def key_of(tree: Json) -> Hashable:
    """Equal keys for equal values: within `kept_keys` a number, and else the canonical text."""
    keys = _KEYS.get()
    return canonical(tree) if keys is None else keys.key(tree)


@contextmanager
def kept_keys() -> Iterator[None]:
    """Read each object once for all keys that are asked for inside, where no tree may change.

    The shapes of a union share nearly all that they are made of: for an operation with many item types, the
    canonical texts were 16 MB, and took a third of the time of its comparison.
    """
    token = _KEYS.set(_Keys())
    try:
        yield
    finally:
        _KEYS.reset(token)


class _Keys:
    """A number for each value; the objects are kept, so that no id is used again."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[Any, ...], int] = {}
        self._known: dict[int, tuple[Json, int]] = {}

    def key(self, tree: Json) -> int:
        if known := self._known.get(id(tree)):
            return known[1]
        facts: tuple[Any, ...]
        if isinstance(tree, dict):
            facts = (dict, *((name, self._fact(tree[name])) for name in sorted(tree)))
        elif isinstance(tree, list | tuple):
            facts = (list, *map(self._fact, tree))
        else:
            facts = (self._fact(tree),)
        number = self._numbers.setdefault(facts, len(self._numbers))
        self._known[id(tree)] = tree, number
        return number

    def _fact(self, value: Json) -> Any:
        if isinstance(value, str):
            return value
        if isinstance(value, dict | list | tuple):
            return self.key(value)
        return type(value), repr(value)


_KEYS: ContextVar[_Keys | None] = ContextVar("the keys of trees", default=None)
