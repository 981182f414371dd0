"""What single values say in a schema: their types, lists of them, bounds."""

from __future__ import annotations

from typing import Any

from pyvenice.contract.document.json_equality import canonical

Json = Any
Schema = dict[str, Json]


def common_types(left: list[str], right: list[str]) -> list[str]:
    """The types that both lists take; an integer is a number."""
    common = set(left) & set(right)
    if ("integer" in left and "number" in right) or ("number" in left and "integer" in right):
        common.add("integer")
    return sorted(common)


def common_values(left: list[Json], right: list[Json]) -> list[Json]:
    """Compared as JSON, where 1 and true are two values."""
    there = {canonical(value) for value in right}
    return [value for value in left if canonical(value) in there]


def tidied_values(schema: Schema) -> Schema:
    """An enum without values of other types, and with no types but those of its values."""
    if "enum" in schema:
        values = [value for value in schema["enum"] if _has_type(value, schema.get("type"))]
        schema["enum"] = sorted(
            {canonical(value): value for value in values}.values(), key=canonical
        )
        named = schema.get("type", sorted({type_of(value) for value in values}))
        used = [name for name in named if any(_has_type(value, [name]) for value in values)]
        schema["type"] = used
    return schema


def tidied_bounds(schema: Schema) -> Schema:
    """Of an inclusive and an exclusive bound, the one that decides."""
    if "minimum" in schema and "exclusiveMinimum" in schema:
        weaker = schema["minimum"] <= schema["exclusiveMinimum"]
        del schema["minimum" if weaker else "exclusiveMinimum"]
    if "maximum" in schema and "exclusiveMaximum" in schema:
        weaker = schema["maximum"] >= schema["exclusiveMaximum"]
        del schema["maximum" if weaker else "exclusiveMaximum"]
    return schema


def type_of(value: Json) -> str:
    """The JSON type of a value; a whole number is an integer."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int) or (isinstance(value, float) and value.is_integer()):
        return "integer"
    kinds: dict[type, str] = {float: "number", str: "string", list: "array", dict: "object"}
    return kinds[type(value)]


def _has_type(value: Json, types: list[str] | None) -> bool:
    if types is None:
        return True
    kind = type_of(value)
    return kind in types or (kind == "integer" and "number" in types)
