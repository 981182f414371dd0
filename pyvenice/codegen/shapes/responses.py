"""Canonical schemas of responses: open, without bounds, because a client must not fail on news."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pyvenice.codegen.shapes.names import singular
from pyvenice.codegen.shapes.reading import (
    ALTERNATIVES,
    alternatives,
    flattened,
    is_object,
    mapping,
    members,
    types_of,
)
from pyvenice.codegen.shapes.shape import Schema, takes_null
from pyvenice.codegen.shapes.unions import label, one_or_list, union_of, with_null, without_null
from pyvenice.contract.document.pointer import resolve


class ResponseReader:
    """Reads the schemas of one document as what may come back."""

    def __init__(self, document: Schema) -> None:
        self.document = document
        self.components: dict[str, Schema] = {}
        """Objects that a reference names, by the reference."""
        self._open: list[str] = []

    def value(self, schema: Any, name: str) -> Schema:
        """The canonical schema of a value; `name` is what it is called."""
        node = mapping(schema)
        flat = flattened(self.document, node)
        if "$ref" not in node:
            return self._flat_value(flat, name)
        reference = str(node["$ref"])
        if is_object(flat) and "x-opaque" not in flat:
            self._add_component(reference)
            return _nullable({"$ref": reference}, types_of(flat))
        if reference in self._open:
            return {}
        self._open.append(reference)
        try:
            return self._flat_value(flat, name)
        finally:
            self._open.pop()

    def object(self, flat: Schema, name: str) -> Schema:
        """A flattened object with its properties, as canonical schema."""
        properties = members(flat, "writeOnly")
        return {
            "type": "object",
            "properties": {wire: self.value(value, wire) for wire, value in properties.items()},
            "required": [wire for wire in flat.get("required", ()) if wire in properties],
            "x-name": str(flat.get("x-class") or name),
        }

    def _add_component(self, reference: str) -> None:
        if reference not in self.components:
            self.components[reference] = {}
            flat = flattened(self.document, resolve(self.document, reference))
            self.components[reference] = self.object(flat, reference.rsplit("/", 1)[1])

    def _flat_value(self, flat: Schema, name: str) -> Schema:
        if "x-opaque" in flat:
            types = types_of(flat)
            kind = "array" if "array" in types and "object" not in types else "object"
            return _nullable({"type": kind, "x-opaque": True}, types)
        if any(key in flat for key in ALTERNATIVES) and not is_object(flat):
            return self._union(flat, name)
        types = types_of(flat)
        if is_object(flat):
            return _nullable(self.object(flat, name), types)
        value: Schema = {"type": one_or_list(types)} if types else {}
        if flat.get("x-secret"):
            value["x-secret"] = True
        if "array" in types and isinstance(flat.get("items"), Mapping):
            value["items"] = self.value(flat["items"], singular(name))
        if "object" in types and isinstance(flat.get("additionalProperties"), Mapping):
            value["additionalProperties"] = self.value(flat["additionalProperties"], name)
        return value

    def _union(self, flat: Schema, name: str) -> Schema:
        branches = sorted(alternatives(flat), key=lambda branch: "x-opaque" in branch)
        values = [self._branch(branch, name) for branch in branches]
        union = union_of(without_null(value) for value in values if value != {"type": "null"})
        return with_null(union) if any(map(takes_null, values)) else union

    def _branch(self, branch: Schema, name: str) -> Schema:
        word = label(flattened(self.document, branch))
        return self.value(branch, f"{name}_{word}" if word else name)


def _nullable(schema: Schema, types: list[str]) -> Schema:
    return with_null(schema) if "null" in types else schema
