"""Schemas joined, and spelt one way: what several say together, without what says nothing."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from itertools import combinations
from typing import Any

from pyvenice.contract.document.json_equality import canonical, same
from pyvenice.contract.schema.broken_keywords import UNREAD
from pyvenice.contract.schema.values import (
    NEVER,
    common_types,
    common_values,
    is_null,
    nullable,
    open_values,
    tidied_bounds,
    tidied_values,
    with_dependents,
    without_impossible_types,
)
from pyvenice.contract.slicing.unchecked import UNREADABLE_PARTS

Json = Any
Schema = dict[str, Json]

EXACTLY_ONE = "$exactlyOne"
"""The branches of a `oneOf` of plain values that overlap: nearly everybody means `anyOf`, and it is
one in the normal form. Two schemas that differ in nothing else still take other values, to the letter.
"""

DEPRECATED_VALUES = "x-deprecated-values"
"""The values of an enum that should not be used any more: what documents say of single constants."""

SHUT_OUT = "$shutOut"
"""Fields that a part of an `allOf` names and that another part, which is closed, does not take.

To the letter nobody can send them. Who writes an inheritance this way means them, and they are compared.
"""

_LARGEST = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties")
_SMALLEST = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")


def intersection(left: Schema, right: Schema) -> Schema:
    """A schema that takes what both take."""
    if NEVER in (left, right):
        return dict(NEVER)
    if not right or left == right:
        return left
    if not left:
        return right
    if "$ref" in left or "$ref" in right:
        return {"allOf": [left, right]}
    apart = _apart_from(left, right)
    second = {key: value for key, value in right.items() if key in apart}
    right = {key: value for key, value in right.items() if key not in apart}
    merged = left | right
    for key in left.keys() & right.keys() & _JOINS.keys():
        merged[key] = _JOINS[key](left[key], right[key])
    merged |= _with_slots(left, right)
    if parts := [*left.get("allOf", ()), *right.get("allOf", ()), *([second] if second else [])]:
        merged["allOf"] = list({canonical(part): part for part in parts}.values())
    return tidied(_with_objects(merged, left, right))


def _apart_from(left: Schema, right: Schema) -> set[str]:
    """The keywords of `right` that cannot be said in one schema with those of `left`."""
    shared = left.keys() & right.keys() - _MERGED
    groups = [*_GROUPS, *((key,) for key in shared if not key.startswith("x-"))]
    both = left.keys() | right.keys()
    if {"patternProperties", "additionalProperties"} <= both:  # which of them a field is one of
        groups.append(("patternProperties", "properties", "additionalProperties"))
    return {
        key
        for group in groups
        for key in group
        if key in right and any(name in left for name in group) and not _agree(group, left, right)
    }


def _agree(group: Iterable[str], left: Schema, right: Schema) -> bool:
    return all(same(left.get(key), right.get(key)) for key in group)


def _with_slots(left: Schema, right: Schema) -> Schema:
    """Each place of a list takes what both sides take there."""
    if not any(key in side for key in ("items", "prefixItems") for side in (left, right)):
        return {}
    length = max(len(side.get("prefixItems", ())) for side in (left, right))
    slots = [intersection(slot_of(left, n), slot_of(right, n)) for n in range(length)]
    items = intersection(left.get("items", {}), right.get("items", {}))
    return {"items": items} | ({"prefixItems": slots} if slots else {})


def slot_of(schema: Schema, index: int) -> Schema:
    """What a list holds at a place."""
    first: list[Schema] = schema.get("prefixItems", [])
    rest: Schema = schema.get("items", {})
    return first[index] if index < len(first) else rest


_JOINS: dict[str, Callable[[Any, Any], Json]] = {
    **dict.fromkeys(_LARGEST, max),
    **dict.fromkeys(_SMALLEST, min),
    "type": common_types,
    "enum": common_values,
    "required": lambda left, right: sorted({*left, *right}),
    "propertyNames": intersection,
    "patternProperties": lambda left, right: {
        pattern: intersection(left.get(pattern, {}), right.get(pattern, {}))
        for pattern in {**left, **right}
    },
    "uniqueItems": lambda left, right: left or right,
    **dict.fromkeys((UNREAD, UNREADABLE_PARTS, SHUT_OUT), lambda left, right: left | right),
}
_GROUPS = (
    ("if", "then", "else"),
    ("contains", "minContains", "maxContains"),
)
_MERGED = {
    *_JOINS,
    *("items", "prefixItems", "properties", "additionalProperties", "allOf"),
    *("default", "deprecated", "readOnly", "writeOnly", "discriminator"),
    *("contentMediaType", "contentEncoding", "contentSchema"),
}


def _with_objects(merged: Schema, left: Schema, right: Schema) -> Schema:
    """Properties of both sides; what one side closes, the other cannot open."""
    if "additionalProperties" in left or "additionalProperties" in right:
        sides = (side.get("additionalProperties", {}) for side in (left, right))
        merged["additionalProperties"] = intersection(*sides)
    names = dict.fromkeys([*left.get("properties", {}), *right.get("properties", {})])
    if names:
        both = {name: intersection(_member(left, name), _member(right, name)) for name in names}
        closed = merged.get("additionalProperties") == NEVER
        merged["properties"] = {
            name: member for name, member in both.items() if not (closed and member == NEVER)
        }
        if out := _shut_out(names.keys() - merged["properties"].keys(), left, right):
            merged[SHUT_OUT] = merged.get(SHUT_OUT, {}) | out
    return merged


def _shut_out(names: Iterable[str], left: Schema, right: Schema) -> dict[str, Schema]:
    """The schemas of fields that one side names and the other does not take."""
    written = (
        (name, side["properties"].get(name, NEVER))
        for name in sorted(names)
        for side in (left, right)
        if "properties" in side
    )
    return {name: member for name, member in written if member != NEVER}


def _member(schema: Schema, name: str) -> Schema:
    found: Schema = schema.get("properties", {}).get(name, schema.get("additionalProperties", {}))
    return found


_NOTHING: tuple[tuple[str, Json], ...] = (
    *((key, 0) for key in ("minLength", "minItems", "minProperties")),
    *((key, {}) for key in ("additionalProperties", "items", "propertyNames", "properties")),
    *((key, False) for key in ("uniqueItems", "readOnly", "writeOnly", "deprecated")),
    ("required", []),
)


def tidied(schema: Schema) -> Schema:
    """Drop what says nothing, and spell unions of types and values one way."""
    tidy = _in_one_spelling(dict(schema))
    for key, nothing in _NOTHING:
        if key in tidy and type(tidy[key]) is type(nothing) and tidy[key] == nothing:
            del tidy[key]
    if "required" in tidy:
        tidy["required"] = sorted(set(tidy["required"]))
    if tidy.get("not") == NEVER:
        del tidy["not"]
    tidy = without_impossible_types(tidied_bounds(tidied_values(tidy)))
    if tidy.get("not") == {}:
        return dict(NEVER)
    return dict(NEVER) if tidy.get("type") == [] or tidy.get("enum") == [] else tidy


def _in_one_spelling(schema: Schema) -> Schema:
    for write in (_with_inner_union, _tidied_union):
        for key in ("anyOf", "oneOf"):
            if key in schema:
                schema = write(schema, key)
    if "patternProperties" in schema:
        schema = _with_every_name(schema)
    return with_dependents(schema) if "dependentRequired" in schema else schema


def _with_every_name(schema: Schema) -> Schema:
    """What a pattern that matches each name says, as what the schema says of its fields and all others."""
    patterns = schema["patternProperties"]
    of_all = [patterns[pattern] for pattern in patterns if pattern in _EVERY_NAME]
    if not of_all:
        return schema
    whole = functools.reduce(intersection, of_all)
    made = {key: value for key, value in schema.items() if key != "patternProperties"}
    others = {key: part for key, part in patterns.items() if key not in _EVERY_NAME}
    for key, parts in (("properties", schema.get("properties")), ("patternProperties", others)):
        if parts:
            made[key] = {name: intersection(part, whole) for name, part in parts.items()}
    return made | {"additionalProperties": whole}


_EVERY_NAME = frozenset({"", ".*", "^.*$", "^.*", ".*$", "^", "$", "^[\\s\\S]*$"})


def without_unevaluated(schema: Schema) -> Schema:
    """`unevaluated…` as `additionalProperties` and `items`, where no other part of the schema speaks of them."""
    for keyword, other in _UNEVALUATED.items():
        if keyword in schema and schema.keys().isdisjoint(_PARTS):
            rest = {key: value for key, value in schema.items() if key != keyword}
            schema = tidied({other: schema[keyword]} | rest)
    return schema


_UNEVALUATED = {"unevaluatedProperties": "additionalProperties", "unevaluatedItems": "items"}


_PARTS = frozenset(
    {"allOf", "anyOf", "oneOf", "if", "then", "else", "dependentSchemas", "contains", "$ref"}
)


def _tidied_union(schema: Schema, key: str) -> Schema:
    branches = [branch for branch in _flat(schema[key], key) if branch != NEVER]
    rest = {name: value for name, value in schema.items() if name != key}
    if not branches:
        return dict(NEVER)
    if any(map(_is_deprecated_value, branches)):
        rest[DEPRECATED_VALUES] = [
            value for part in branches if _is_deprecated_value(part) for value in part["enum"]
        ]
        branches = [
            _without_mark(part) if _is_deprecated_value(part) else part for part in branches
        ]
    if key == "oneOf" and not _means_any_of(branches):
        return _one_of(rest, branches)
    if key == "oneOf" and _may_overlap(branches):
        rest[EXACTLY_ONE] = sorted(branches, key=canonical)
    key = "anyOf"
    unique = {canonical(branch): branch for branch in branches}
    if any(not _assertions(branch) for branch in unique.values()):
        return rest
    if len(unique) == 1:
        return tidied(intersection(rest, next(iter(unique.values()))))
    merged = _as_types(list(unique.values()))
    if merged is not None:
        return tidied(intersection(rest, merged))
    return rest | {key: [unique[text] for text in sorted(unique)]}


def _with_inner_union(schema: Schema, key: str) -> Schema:
    """A union of null, or of other types, and of one union, as that union: its discriminator is that of the whole."""
    branches = schema[key]
    inner = [branch for branch in branches if len({"anyOf", "oneOf"} & branch.keys()) == 1]
    if len(inner) != 1 or len(branches) < 2 or not inner[0].keys() <= _UNION:
        return schema
    within = "oneOf" if "oneOf" in inner[0] else "anyOf"
    others = [branch for branch in branches if branch is not inner[0]]
    kinds = [_kinds(inner[0][within]), *(_kinds([other]) for other in others)]
    every = frozenset.union(*kinds)
    if "any" in every or len(every) < sum(map(len, kinds)):
        return schema
    rest = {name: value for name, value in schema.items() if name != key}
    joined = {
        name: [*inner[0][name], *others] for name in (within, EXACTLY_ONE) if name in inner[0]
    }
    return intersection(rest, inner[0] | joined)


def _kinds(parts: Iterable[Schema]) -> frozenset[str]:
    """The types of values that any of the parts takes; an integer is a number."""
    names = (name for part in parts for name in part.get("type", ("any",)))
    return frozenset("number" if name == "integer" else name for name in names)


_UNION = frozenset({"anyOf", "oneOf", "discriminator", EXACTLY_ONE})


def _is_deprecated_value(branch: Schema) -> bool:
    return branch.keys() == {"type", "enum", "deprecated"} and branch["deprecated"] is True


def _without_mark(branch: Schema) -> Schema:
    return {name: value for name, value in branch.items() if name != "deprecated"}


def _means_any_of(branches: list[Schema]) -> bool:
    """No value fits two of the branches, or only plain values do, which nobody means to refuse."""
    if not all("type" in branch for branch in branches):
        return False
    objects = [branch for branch in branches if "object" in branch["type"]]
    return sum("array" in branch["type"] for branch in branches) < 2 and _are_apart(objects)


def _are_apart(objects: list[Schema]) -> bool:
    """No object fits two of the shapes: of each two, a field that both must have has no common value."""
    if len(objects) < 2:
        return True
    tags = [_tags(shape) for shape in objects]
    for name in tags[0]:
        known = [found[name] for found in tags if name in found]
        if len(known) == len(tags) and len(frozenset.union(*known)) == sum(map(len, known)):
            return True
    return all(
        any(found[name].isdisjoint(other[name]) for name in found.keys() & other.keys())
        for found, other in combinations(tags, 2)
    )


def _tags(shape: Schema) -> dict[str, frozenset[str]]:
    """The values of the fields that an object must have and that are enums."""
    members = {name: _member(shape, name) for name in shape.get("required", ())}
    return {
        name: frozenset(map(canonical, member["enum"]))
        for name, member in members.items()
        if "enum" in member
    }


_NOT_PLAIN = {"object", "array", "null"}


def _may_overlap(branches: list[Schema]) -> bool:
    """Whether a plain value, or null, may fit two of the branches, as far as types and enums tell."""
    if sum("null" in branch["type"] for branch in branches) > 1:
        return True
    plain = [branch for branch in branches if not set(branch["type"]) <= _NOT_PLAIN]
    listed = [branch for branch in plain if "enum" in branch]
    values = [set(map(canonical, branch["enum"])) for branch in listed]
    if len(set().union(*values)) < sum(map(len, values)):
        return True
    return any(
        {*common_types(branch["type"], other["type"])} - _NOT_PLAIN
        and intersection(branch, other) != NEVER
        for number, branch in enumerate(plain)
        if "enum" not in branch
        for other in (*plain[:number], *plain[number + 1 :])
    )


def _one_of(rest: Schema, branches: list[Schema]) -> Schema:
    if len(branches) == 1:
        return tidied(intersection(rest, branches[0]))
    return rest | {"oneOf": sorted(branches, key=canonical)}


def _flat(branches: Iterable[Schema], key: str) -> Iterable[Schema]:
    for branch in branches:
        if key == "anyOf" and set(branch) == {"anyOf"}:
            yield from branch["anyOf"]
        else:
            yield branch


def _as_types(branches: list[Schema]) -> Schema | None:
    """`anyOf` of a schema and null, or of plain types, or of enums, as one schema."""
    others = [branch for branch in branches if not is_null(branch)]
    if (
        len(others) == 1
        and len(branches) == 2
        and "type" in others[0]
        and others[0].keys().isdisjoint(_OF_ANY_TYPE)
    ):
        return nullable(others[0])
    if (known := open_values(branches)) is not None:
        return known
    if all(set(branch) == {"type"} for branch in branches):
        return {"type": sorted({name for branch in branches for name in branch["type"]})}
    if all(set(branch) == {"type", "enum"} for branch in branches):
        names = sorted({name for branch in branches for name in branch["type"]})
        return {"type": names, "enum": [value for branch in branches for value in branch["enum"]]}
    return None


_OF_ANY_TYPE = ("anyOf", "oneOf", "allOf", "not", "if", "$ref", EXACTLY_ONE)


def _assertions(schema: Schema) -> list[str]:
    return [
        key
        for key in schema
        if key not in ("default", "deprecated") and (key == UNREAD or not key.startswith("x-"))
    ]
