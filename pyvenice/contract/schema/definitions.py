"""Definitions: the recursive schemas of a document by name, and which of its references are recursive."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pyvenice.contract.document.pointer import escape, unescape
from pyvenice.contract.schema.direction import in_direction

Json = Any
Schema = dict[str, Json]

_CONTAINERS = frozenset({dict, list})
_REFERENCES = frozenset({"$ref", "$dynamicRef", "$recursiveRef", "discriminator"})
_SCHEMAS = "#/components/schemas/"
SCOPE = " in "
"""Between a reference and the outermost around it, where what is meant depends on that."""


class Definitions(dict[str, Schema]):
    """Schemas that `#/$defs/…` leads to, with what is kept about them."""

    def __init__(self) -> None:
        super().__init__()
        self.samples: dict[tuple[str, int], Json] = {}
        """Values that were made for a definition at a depth."""
        self.decided: dict[int, tuple[Schema, Schema]] = {}
        """By the id of a schema with choices: the schema itself, and with its first choices made."""
        self.compared: dict[Any, Any] = {}
        """What was found out about two schemas of which these are the old side's definitions."""
        self._directed: dict[str, Definitions] = {}

    def in_direction(self, direction: str) -> Definitions:
        """The definitions as they are in `request` or `response`."""
        if direction not in self._directed:
            made = Definitions()
            made.update({name: in_direction(schema, direction) for name, schema in self.items()})
            self._directed[direction] = made
        return self._directed[direction]


class SharedTrees:
    """Trees whose equal parts are one object, so that what is found out about one holds for all.

    An API describes the same error in every operation, and a new version repeats most of the last one: in two
    versions of a large document, one in five of the schemas in view differed from all others. Nobody may
    change these trees.
    """

    def __init__(self) -> None:
        self._trees: dict[tuple[Any, ...], Json] = {}
        self._referring: set[int] = set()
        self.normal_forms: dict[int, Json] = {}
        """By the id of a tree that refers to nothing: its normal form as a schema, None as long as unknown."""
        self.last: SharedSchemas | None = None
        """The schemas of the document that was read last."""

    def shared(self, tree: Json) -> Json:
        """An equal tree, with the parts of others where they are equal. The order of keys counts."""
        if tree.__class__ is dict:
            made: Json = {
                key: self.shared(value) if value.__class__ in _CONTAINERS else value
                for key, value in tree.items()
            }
            return self._first_equal((dict, *made, *map(_fact, made.values())), made, made.values())
        if tree.__class__ is list:
            made = [
                self.shared(value) if value.__class__ in _CONTAINERS else value for value in tree
            ]
            return self._first_equal((list, *map(_fact, made)), made, made)
        return tree

    def refers(self, tree: Json) -> bool:
        """Whether it is one of these trees, and refers to something."""
        return id(tree) in self._referring

    def _first_equal(self, facts: tuple[Any, ...], made: Json, parts: Iterable[Json]) -> Json:
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


class SharedSchemas:
    """What the operations of one document share: targets of references, recursive ones by name."""

    def __init__(self, document: Mapping[str, Json], trees: SharedTrees | None = None) -> None:
        self._document = document
        self.trees = trees or SharedTrees()
        self._recursive: dict[str, bool] = {}
        self.known: dict[str, Schema] = {}
        """The normal forms of what references lead to that are not recursive."""
        self.outermost: dict[int, Schema] = {}
        """By the id of a shared tree that refers to others, and that no reference leads to: its normal form."""
        self.definitions = Definitions()
        if self.trees.last is not None:
            self._take_over(self.trees.last)
        self.trees.last = self

    def _take_over(self, last: SharedSchemas) -> None:
        """What the last document told about schemas that are the same here, with all that they reach."""
        if any(SCOPE in reference for reference in last.known):
            return  # what some schemas mean depends on others around them
        there, here = last.components(), self.components()
        moved = {name for name, tree in here.items() if there.get(name) is not tree}
        holders: dict[str, list[str]] = {}
        for name, tree in here.items():
            for target in _targets(tree):
                holders.setdefault(target, []).append(name)
        waiting = [*moved, *(holders.keys() - here.keys())]
        while waiting:
            more = [name for name in holders.get(waiting.pop(), ()) if name not in moved]
            moved.update(more)
            waiting += more
        kept = {f"{_SCHEMAS}{escape(name)}" for name in here.keys() - moved}
        names = {definition_name(reference) for reference in kept}
        self.known |= {key: form for key, form in last.known.items() if key in kept}
        self._recursive |= {key: flag for key, flag in last._recursive.items() if key in kept}
        self.definitions |= {key: form for key, form in last.definitions.items() if key in names}

    def components(self) -> Mapping[str, Json]:
        """The schemas of the document by name."""
        components = self._document.get("components")
        schemas = components.get("schemas") if isinstance(components, Mapping) else None
        return schemas if isinstance(schemas, Mapping) else {}

    def is_recursive(self, reference: str) -> bool:
        """Whether what a reference leads to leads back to it."""
        if reference not in self._recursive:
            self._note(reference)
        return self._recursive[reference]

    def note_recursive(self, reference: str) -> None:
        """That what a reference leads to leads back to it by a name that depends on who refers to it."""
        self._recursive[reference] = True

    def _note(self, start: str) -> None:
        """Tarjan's algorithm: which references lie on a ring, for all that `start` reaches."""
        index: dict[str, int] = {}
        low: dict[str, int] = {}
        path: list[str] = []
        on_path: set[str] = set()
        work: list[tuple[str, Iterator[str]]] = []

        def enter(reference: str) -> None:
            index[reference] = low[reference] = len(index)
            path.append(reference)
            on_path.add(reference)
            work.append((reference, iter(self._next(reference))))

        enter(start)
        while work:
            reference, following = work[-1]
            child = next(following, None)
            if child is None:
                work.pop()
                if work:
                    parent = work[-1][0]
                    low[parent] = min(low[parent], low[reference])
                if low[reference] == index[reference]:
                    self._close(reference, path, on_path)
            elif child in on_path:
                low[reference] = min(low[reference], index[child])
            elif child not in index and child not in self._recursive:
                enter(child)

    def _close(self, root: str, path: list[str], on_path: set[str]) -> None:
        ring = [path.pop()]
        while ring[-1] != root:
            ring.append(path.pop())
        on_path.difference_update(ring)
        for member in ring:
            self._recursive[member] = len(ring) > 1 or member in self._next(member)

    def _next(self, reference: str) -> list[str]:
        """The references that stand in what a reference leads to."""
        node: Json = self._document
        for part in map(unescape, reference.removeprefix("#/").split("/")):
            node = node.get(part) if isinstance(node, Mapping) else None
        return list(dict.fromkeys(_references(node)))


def _references(node: Json) -> Iterator[str]:
    stack = [node]
    while stack:
        node = stack.pop()
        if isinstance(node, Mapping):
            if isinstance(node.get("$ref"), str):
                yield node["$ref"]
            stack += node.values()
        elif isinstance(node, list):
            stack += node


def _targets(tree: Json) -> Iterator[str]:
    """The names of the schemas that a tree refers to, be it as values of a discriminator."""
    stack = [tree]
    while stack:
        node = stack.pop()
        if isinstance(node, Mapping):
            named = [node.get("$ref"), *_mapped(node.get("discriminator"))]
            yield from (
                unescape(name.removeprefix(_SCHEMAS)) for name in named if isinstance(name, str)
            )
            stack += node.values()
        elif isinstance(node, list):
            stack += node


def _mapped(discriminator: Json) -> Iterable[Json]:
    mapping = discriminator.get("mapping") if isinstance(discriminator, Mapping) else None
    return mapping.values() if isinstance(mapping, Mapping) else ()


def definition_name(reference: str) -> str:
    """A name for what a recursive reference leads to, fit for a JSON pointer."""
    last = reference.removeprefix("#/components/schemas/")
    name = re.sub(r"[^\w.-]", "_", last)
    if name == last:
        return name
    return f"{name}-{hashlib.sha256(reference.encode('utf-8', 'surrogatepass')).hexdigest()[:6]}"
