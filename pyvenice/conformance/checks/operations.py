"""What a document says of its operations, and which of them a request is for."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from pyvenice.contract.document.operation_key import METHODS, operation_name
from pyvenice.contract.document.pointer import resolve

Json = Any
Document = Mapping[str, Json]

_IN_PATH = re.compile(r"\{[^}]*\}")
_MOST_KNOWN = 32
_KNOWN: dict[int, Contract] = {}


class Operation:
    """One operation of a document, with its references followed where they are asked for."""

    def __init__(self, document: Document, method: str, path: str) -> None:
        self.document = document
        self.method = method.upper()
        self.path = path
        self.name = operation_name(method, path)
        self._definition: Mapping[str, Json] = document["paths"][path][method]

    def __repr__(self) -> str:
        return f"Operation({self.name!r})"

    @functools.cached_property
    def bodies(self) -> Mapping[str, Json]:
        """The schema of the request body by media type."""
        body = self.resolved(self._definition.get("requestBody", {}))
        return {name: one.get("schema", {}) for name, one in body.get("content", {}).items()}

    @functools.cached_property
    def parameters(self) -> tuple[Mapping[str, Json], ...]:
        """The parameters in the path, the query, headers and cookies."""
        above = self.document["paths"][self.path].get("parameters", ())
        return tuple(map(self.resolved, (*above, *self._definition.get("parameters", ()))))

    @functools.cached_property
    def needs_key(self) -> bool:
        """Whether there is no way to call it without credentials."""
        ways = self._definition.get("security", self.document.get("security", ()))
        return bool(ways) and all(ways)

    def answer(self, status: int) -> Mapping[str, Json] | None:
        """What is said of answers with this status: by its number, its class, or by default."""
        answers = self._definition.get("responses", {})
        for name in (str(status), f"{status // 100}XX", "default"):
            if name in answers:
                found: Mapping[str, Json] = self.resolved(answers[name])
                return found
        return None

    def statuses(self) -> tuple[str, ...]:
        """The statuses that are said to be answered."""
        return tuple(self._definition.get("responses", {}))

    def resolved(self, node: Json) -> Json:
        """A node, or what it refers to."""
        while isinstance(node, Mapping) and "$ref" in node:
            node = resolve(self.document, node["$ref"])  # type: ignore[arg-type]  # it only reads
        return node

    @functools.cached_property
    def _pattern(self) -> re.Pattern[str]:
        parts = _IN_PATH.split(self.path)
        return re.compile("[^/]+".join(map(re.escape, parts)))

    def is_at(self, path: str) -> bool:
        """Whether the path of a URL ends with that of the operation."""
        start = len(path) - len(self.path)
        if "{" not in self.path:
            return start >= 0 and path.endswith(self.path)
        return re.search(f"(?:{self._pattern.pattern})$", path) is not None


class Contract:
    """The operations of a document. `contract_of` gives the one that is known already."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.operations: Mapping[str, Operation] = {one.name: one for one in _operations(document)}

    def find(self, method: str, url: str) -> Operation | None:
        """The operation that a request is for; of several the one with the longest path."""
        path = urlsplit(url).path.rstrip("/")
        fitting = [
            one
            for one in self.operations.values()
            if one.method == method.upper() and one.is_at(path)
        ]
        return max(fitting, key=lambda one: len(one.path), default=None)


def contract_of(document: Document) -> Contract:
    """The operations of a document, read once for each document object."""
    known = _KNOWN.get(id(document))
    if known is None or known.document is not document:
        if len(_KNOWN) >= _MOST_KNOWN:
            _KNOWN.clear()
        known = _KNOWN[id(document)] = Contract(document)
    return known


def _operations(document: Document) -> Iterator[Operation]:
    for path, item in document.get("paths", {}).items():
        for method in METHODS:
            if method in item:
                yield Operation(document, method, path)
