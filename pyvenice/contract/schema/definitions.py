"""Definitions: the recursive schemas of a document by name, and which of its references are recursive."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from typing import Any

from pyvenice.contract.document.pointer import unescape
from pyvenice.contract.document.shared_trees import SharedTrees
from pyvenice.contract.schema.direction import in_direction

Json = Any
Schema = dict[str, Json]


class Definitions(dict[str, Schema]):
    """Schemas that `#/$defs/…` leads to, with what is kept about them."""

    def __init__(self) -> None:
        super().__init__()
        self.samples: dict[tuple[str, int], Json] = {}
        """Values that were made for a definition at a depth."""
        self.decided: dict[int, tuple[Schema, Schema]] = {}
        """By the id of a schema with choices: the schema itself, and with its first choices made."""
        self._directed: dict[str, Definitions] = {}

    def in_direction(self, direction: str) -> Definitions:
        """The definitions as they are in `request` or `response`."""
        if direction not in self._directed:
            made = Definitions()
            made.update({name: in_direction(schema, direction) for name, schema in self.items()})
            self._directed[direction] = made
        return self._directed[direction]


class SharedSchemas:
    """What the operations of one document share: targets of references, recursive ones by name."""

    def __init__(self, document: Mapping[str, Json], trees: SharedTrees | None = None) -> None:
        self._document = document
        self.trees = trees or SharedTrees()
        self._recursive: dict[str, bool] = {}
        self.known: dict[str, Schema] = {}
        """The normal forms of what references lead to that are not recursive."""
        self.definitions = Definitions()

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


def definition_name(reference: str) -> str:
    """A name for what a recursive reference leads to, fit for a JSON pointer."""
    last = reference.removeprefix("#/components/schemas/")
    name = re.sub(r"[^\w.-]", "_", last)
    if name == last:
        return name
    return f"{name}-{hashlib.sha256(reference.encode('utf-8', 'surrogatepass')).hexdigest()[:6]}"
