"""Recursive references and what is joined with them, unrolled by one level."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pyvenice.contract.schema.merge import intersection

Json = Any
Schema = dict[str, Json]

_MOST_LEVELS = 20


def references(schema: Json) -> set[str]:
    """The names of the definitions that a schema refers to."""
    found: set[str] = set()
    stack = [schema]
    while stack:
        node = stack.pop()
        if isinstance(node, dict):
            if isinstance(node.get("$ref"), str):
                found.add(node["$ref"].rsplit("/", 1)[1])
            stack += node.values()
        elif isinstance(node, list):
            stack += node
    return found


def unrolled(schema: Schema, defs: Mapping[str, Schema], level: int = 0) -> Schema:
    """The schema with the target of its own `$ref` in its place, and `allOf` merged where that can be."""
    while "$ref" in schema and level < _MOST_LEVELS:
        level += 1
        rest = {key: value for key, value in schema.items() if key != "$ref"}
        target = defs.get(schema["$ref"].rsplit("/", 1)[1], {})
        schema = intersection(target, rest) if rest else target
    if "allOf" not in schema or level >= _MOST_LEVELS:
        return schema
    merged = {key: value for key, value in schema.items() if key != "allOf"}
    apart: list[Schema] = []
    for part in schema["allOf"]:
        joined = intersection(merged, unrolled(part, defs, level + 1))
        if "allOf" in joined:
            apart.append(part)
        else:
            merged = joined
    return merged | ({"allOf": apart} if apart else {})
