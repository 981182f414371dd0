"""Unions: the whole schemas of which a value has to fit one."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from itertools import islice
from typing import Any

from pyvenice.contract.document.json_equality import key_of
from pyvenice.contract.pin.prose_words import BOUNDS, LIFECYCLE
from pyvenice.contract.schema.merge import (
    DEPRECATED_VALUES,
    EXACTLY_ONE,
    SHUT_OUT,
    intersection,
    tidied,
    without_unevaluated,
)
from pyvenice.contract.schema.recursion import unrolled
from pyvenice.contract.schema.values import NEVER
from pyvenice.contract.slicing.unchecked import UNREADABLE_PARTS

Json = Any
Schema = dict[str, Json]
Defs = Mapping[str, Schema]

SHAPES = "$shapes"
"""The shapes that a projection of several objects to one was made of."""
_ABOUT_THE_WHOLE = frozenset(
    {"default", "deprecated", "readOnly", "writeOnly", "discriminator"}
    | {
        "x-prose-limits",
        "x-prose-hash",
        LIFECYCLE,
        BOUNDS,
        "x-known",
        SHAPES,
        UNREADABLE_PARTS,
        EXACTLY_ONE,
        SHUT_OUT,
        DEPRECATED_VALUES,
    }
)
_MOST_SHAPES = 5_000
_MOST_PRODUCTS = 200
_DEEPEST = 10


def has_union(schema: Schema) -> bool:
    """Whether a value has to fit one of several schemas."""
    return "anyOf" in schema or "oneOf" in schema or any(map(has_union, schema.get("allOf", ())))


def shapes(schema: Schema, defs: Defs) -> list[Schema]:
    """The whole schemas of which a value has to fit one, each of one type where it has any.

    A schema without a union is its own only shape, or one for each of its types.
    """
    found = {key_of(shape): shape for shape in islice(_shapes(schema, defs, 0), _MOST_SHAPES)}
    return [shape for shape in found.values() if shape != NEVER]


def has_all_shapes(schema: Schema, defs: Defs) -> bool:
    """Whether a schema has so few shapes that `shapes` returns all of them."""
    schema = unrolled(schema, defs)
    sizes = [len(schema[keyword]) for keyword in ("anyOf", "oneOf") if keyword in schema]
    sizes += [2 for part in schema.get("allOf", ()) if has_union(part)]
    most = _MOST_SHAPES if len(sizes) == 1 else _MOST_PRODUCTS
    return math.prod(sizes) < most


def _shapes(schema: Schema, defs: Defs, depth: int) -> Iterator[Schema]:
    schema = _plain(unrolled(schema, defs))
    unions = [schema[keyword] for keyword in ("anyOf", "oneOf") if keyword in schema]
    unions += [[part] for part in schema.get("allOf", ()) if has_union(part)]
    if not unions or depth > _DEEPEST:
        yield from _by_type(schema)
        return
    rest = {key: value for key, value in schema.items() if key not in ("anyOf", "oneOf", "allOf")}
    if kept := [part for part in schema.get("allOf", ()) if not has_union(part)]:
        rest["allOf"] = kept
    wholes = [rest]
    for union in unions:
        parts = [shape for branch in union for shape in _shapes(branch, defs, depth + 1)]
        pairs = ((whole, part) for whole in wholes for part in parts)
        most = _MOST_SHAPES if len(unions) == 1 else _MOST_PRODUCTS
        wholes = [intersection(whole, part) for whole, part in islice(pairs, most)]
    for whole in wholes:
        yield from _by_type(without_unevaluated(whole))


def _plain(schema: Schema) -> Schema:
    return {key: value for key, value in schema.items() if key not in _ABOUT_THE_WHOLE}


def _by_type(schema: Schema) -> Iterator[Schema]:
    types = schema.get("type", ())
    if len(types) < 2:
        yield of_type(schema, types[0]) if types else schema
        return
    for name in types:
        yield of_type(tidied(intersection(schema, {"type": [name]})), name)


_NUMBERS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")
_BY_TYPE = {
    "string": (
        *("minLength", "maxLength", "pattern"),
        *("contentEncoding", "contentMediaType", "contentSchema"),
    ),
    "number": _NUMBERS,
    "integer": _NUMBERS,
    "array": (
        *("items", "prefixItems", "minItems", "maxItems", "uniqueItems"),
        *("contains", "minContains", "maxContains", "unevaluatedItems"),
    ),
    "object": (
        *("properties", "required", "additionalProperties", "patternProperties", "propertyNames"),
        *("minProperties", "maxProperties", "dependentRequired", "dependentSchemas"),
        "unevaluatedProperties",
    ),
    "boolean": (),
    "null": (),
}
_FOR_SOME = frozenset(keyword for keywords in _BY_TYPE.values() for keyword in keywords)
_WITH_FORMAT = ("string", "number", "integer")


def speaks_of(keyword: str, types: AbstractSet[str]) -> bool:
    """Whether a keyword can refuse a value of one of the types."""
    if keyword == "format":
        return not types.isdisjoint(_WITH_FORMAT)
    return keyword not in _FOR_SOME or any(keyword in _BY_TYPE[name] for name in types)


def common_kinds(old: Schema, new: Schema) -> frozenset[str]:
    """The types of values that both schemas may take."""
    sides = [set(side.get("type", _BY_TYPE)) for side in (old, new)]
    wide = [side | {"integer"} if "number" in side else side for side in sides]
    return frozenset(wide[0] & wide[1])


def of_type(schema: Schema, name: str) -> Schema:
    """The schema of values of one type, without what it says about others."""
    own = _BY_TYPE.get(name, ())
    return {
        key: value
        for key, value in schema.items()
        if (key not in _FOR_SOME or key in own) and (key != "format" or name in _WITH_FORMAT)
    }


_NO_CONSTRAINTS = frozenset({"default", "deprecated", "x-prose-limits", "x-prose-hash"})


def takes_any_field(schema: Schema) -> bool:
    """Whether it takes objects and says nothing about their fields."""
    return schema.keys() <= _NO_CONSTRAINTS | {"type"} and "object" in schema.get(
        "type", ["object"]
    )


def is_typed_on_one_side(old: Schema, new: Schema) -> bool:
    """Whether one of the two is a union of types, and the other takes any value."""
    takes_all = [schema.keys() <= _NO_CONSTRAINTS for schema in (old, new)]
    typed = old if takes_all[1] else new
    return sum(takes_all) == 1 and all("type" in shape for shape in shapes(typed, {}))
