"""Equal parts of JSON trees as one object, so that what is found out about one holds for all.

An API describes the same error in every operation, and a new version repeats most of the last one: in two
versions of Venice's document, one in five of the schemas in view differs from all others.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

Json = Any

_CONTAINERS = frozenset({dict, list})
_REFERENCES = frozenset({"$ref", "$dynamicRef", "$recursiveRef", "discriminator"})


class SharedTrees:
    """Trees whose equal parts are one object: nobody may change them."""

    def __init__(self) -> None:
        self._trees: dict[tuple[Any, ...], Json] = {}
        self._referring: set[int] = set()
        self.normal_forms: dict[int, Json] = {}
        """By the id of a tree that refers to nothing: its normal form as a schema, None as long as unknown."""

    def shared(self, tree: Json) -> Json:
        """An equal tree, with the parts of others where they are equal. The order of keys counts."""
        if tree.__class__ is dict:
            made: Json = {
                key: self.shared(value) if value.__class__ in _CONTAINERS else value
                for key, value in tree.items()
            }
            return self._known((dict, *made, *map(_fact, made.values())), made, made.values())
        if tree.__class__ is list:
            made = [
                self.shared(value) if value.__class__ in _CONTAINERS else value for value in tree
            ]
            return self._known((list, *map(_fact, made)), made, made)
        return tree

    def _known(self, facts: tuple[Any, ...], made: Json, parts: Iterable[Json]) -> Json:
        known = self._trees.setdefault(facts, made)
        if known is made:
            refers = made.__class__ is dict and not _REFERENCES.isdisjoint(made)
            if refers or not self._referring.isdisjoint(map(id, parts)):
                self._referring.add(id(made))
            else:
                self.normal_forms[id(made)] = None
        return known


def _fact(value: Json) -> Any:
    """What tells a part of a tree from others: a text, the id of a shared tree, or type and value."""
    kind = value.__class__
    if kind is str:
        return value
    return id(value) if kind in _CONTAINERS else (kind, value)
