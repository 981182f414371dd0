"""Operations of a contract: their schemas and responses, and which one a request is for."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlsplit

from pyvenice.contract.document.operation_key import METHODS, methods_of, operation_name
from pyvenice.contract.document.pointer import resolve
from pyvenice.contract.operation.security import BEARER_HEADER, key_header
from pyvenice.core.json_types import Schema

Document = Mapping[str, Any]
"""An OpenAPI document; see `Schema` on its type."""

_IN_PATH = re.compile(r"(\{[^}]*\})")
# A process works with a handful of documents; the limit only keeps tests that make many from growing.
_MOST_CACHED = 32
_CACHE: dict[int, Contract] = {}


class ContractOperation:
    """One operation of a document, with its references resolved on demand."""

    def __init__(self, document: Document, method: str, path: str) -> None:
        self.document = document
        self.method = method.upper()
        self.path = path
        self.name = operation_name(method, path)
        definition: Any = methods_of(document["paths"][path])[method]
        self._definition: Schema = definition

    def __repr__(self) -> str:
        return f"ContractOperation({self.name!r})"

    @functools.cached_property
    def bodies(self) -> Mapping[str, Schema]:
        """The schema of the request body by media type, but for bodies that are an image."""
        return {
            name: schema for name, schema in self._contents.items() if not name.startswith("image/")
        }

    def raw_body(self, media_type: str) -> Schema | None:
        """The schema of a body that is an image of this type; `None` where it is none."""
        return self._contents.get(media_type) or (
            self._contents.get("image/*") if media_type.startswith("image/") else None
        )

    @functools.cached_property
    def _contents(self) -> Mapping[str, Schema]:
        body = self.resolve(self._definition.get("requestBody", {}))
        return {name: node.get("schema", {}) for name, node in body.get("content", {}).items()}

    @functools.cached_property
    def parameters(self) -> tuple[Schema, ...]:
        """The parameters in path, query, headers and cookies."""
        shared = self.document["paths"][self.path].get("parameters", ())
        return tuple(map(self.resolve, (*shared, *self._definition.get("parameters", ()))))

    @functools.cached_property
    def needs_key(self) -> bool:
        """Whether there is no way to call it without credentials."""
        alternatives = self._definition.get("security", self.document.get("security", ()))
        return bool(alternatives) and all(alternatives)

    def key_headers(self, key: str) -> dict[str, str]:
        """The header with which a client shows this key."""
        name = key_header(self.document)
        return {name: f"Bearer {key}" if name == BEARER_HEADER else key}

    @functools.cached_property
    def sample_path(self) -> str:
        """The path with a value that the contract names for each of its parameters."""
        path = self.path
        for parameter in self.parameters:
            if parameter.get("in") == "path":
                value = _sample_value(parameter.get("schema", {}))
                path = path.replace(f"{{{parameter['name']}}}", quote(value, safe="/"))
        return path

    def response(self, status: int) -> Schema | None:
        """The response object for a status: by its number, its class (`4XX`), or by default."""
        responses = self._definition.get("responses", {})
        for name in (str(status), f"{status // 100}XX", "default"):
            if name in responses:
                return self.resolve(responses[name])
        return None

    def statuses(self) -> tuple[str, ...]:
        """The documented statuses."""
        return tuple(self._definition.get("responses", {}))

    def resolve(self, node: Schema) -> Schema:
        """A node, or the node that its `$ref` points to."""
        while isinstance(node, Mapping) and "$ref" in node:
            node = resolve(self.document, node["$ref"])  # type: ignore[arg-type]  # it only reads
        return node

    @functools.cached_property
    def _pattern(self) -> re.Pattern[str]:
        whole = {parameter["name"] for parameter in self.parameters if parameter.get("x-slashes")}
        pattern = "".join(
            (".+" if part[1:-1] in whole else "[^/]+")
            if _IN_PATH.fullmatch(part)
            else re.escape(part)
            for part in _IN_PATH.split(self.path)
        )
        return re.compile(f"(?:{pattern})$")

    def is_at(self, path: str) -> bool:
        """Whether the path of a URL ends with that of the operation."""
        return (
            path.endswith(self.path) if "{" not in self.path else bool(self._pattern.search(path))
        )


def _sample_value(schema: Schema) -> str:
    listed = schema.get("x-certain", schema).get("enum") or schema.get("enum") or ["1"]
    return str(listed[0])


class Contract:
    """The operations of a document; `contract_of` caches them."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.operations: Mapping[str, ContractOperation] = {
            operation.name: operation for operation in _operations(document)
        }

    def find(self, method: str, url: str) -> ContractOperation | None:
        """The operation that a request is for; of several, the one with the longest path."""
        path = urlsplit(url).path.rstrip("/")
        matching = [
            operation
            for operation in self.operations.values()
            if operation.method == method.upper() and operation.is_at(path)
        ]
        return max(matching, key=lambda operation: len(operation.path), default=None)


def contract_of(document: Document) -> Contract:
    """The operations of a document, read once for each document object."""
    cached = _CACHE.get(id(document))
    if cached is None or cached.document is not document:
        if len(_CACHE) >= _MOST_CACHED:
            _CACHE.clear()
        cached = _CACHE[id(document)] = Contract(document)
    return cached


def _operations(document: Document) -> Iterator[ContractOperation]:
    for path, item in document.get("paths", {}).items():
        there = methods_of(item)
        for method in METHODS:
            if method in there:
                yield ContractOperation(document, method, path)
