"""The schema of a place with one difference taken over from the other side, and without its neighbours."""

from __future__ import annotations

from typing import Any

from pyvenice.contract.schema.values import NEVER
from pyvenice.contract.witness.difference import Difference

Json = Any
Schema = dict[str, Json]

_ABOUT_UNNAMED = (
    *("additionalProperties", "patternProperties", "propertyNames", "unevaluatedProperties"),
    *("maxProperties", "allOf", "anyOf", "oneOf", "not", "if", "dependentSchemas", "$ref"),
)
_TOGETHER = {
    "minimum": ("minimum", "exclusiveMinimum"),
    "maximum": ("maximum", "exclusiveMaximum"),
    "if": ("if", "then", "else"),
    "then": ("if", "then", "else"),
    "else": ("if", "then", "else"),
}


def is_open(schema: Schema) -> bool:
    """Whether it takes any field that it does not name."""
    return not any(key in schema for key in _ABOUT_UNNAMED)


def relaxed(schema: Schema) -> Schema:
    """Which fields an object has, and nothing about what they hold: a neighbour must not be in the way."""
    made: Schema = {key: schema[key] for key in ("type", "required") if key in schema}
    if "properties" in schema:
        made["properties"] = {name: {} for name in schema["properties"]}
    if schema.get("additionalProperties") == NEVER and "patternProperties" not in schema:
        made["additionalProperties"] = NEVER
    return made


def patched(own: Schema, other: Schema, difference: Difference) -> Schema:
    """`own` with only this difference taken over from `other`."""
    aspect, name = difference.aspect, difference.name
    if aspect == "property":
        return _with_property(own, other, name)
    if aspect == "required":
        names = set(own.get("required", ())) ^ {name}
        return {**own, "required": sorted(names)}
    made = dict(own)
    if aspect == "type":  # of a union, whose types stand in its shapes
        types = difference.new if own is difference.old_schema else difference.old
        made.pop("type", None)
        return made if types is None else made | {"type": types}
    for keyword in _TOGETHER.get(aspect, (aspect,)):
        made.pop(keyword, None)
        if keyword in other:
            made[keyword] = other[keyword]
    return made


def _with_property(own: Schema, other: Schema, name: str) -> Schema:
    properties = {key: member for key, member in own.get("properties", {}).items() if key != name}
    if name in other.get("properties", {}):
        properties[name] = other["properties"][name]
    required = [key for key in own.get("required", ()) if key != name]
    closed = {key: other[key] for key in ("additionalProperties",) if key in other}
    return {**own, **closed, "properties": properties, "required": required}
