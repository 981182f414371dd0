"""Schemas in one normal form, so that two spellings of one meaning compare as equal.

References are inlined (recursive ones end in `#/$defs/…`), `allOf` is merged, nullability is a type among
others, constants are one-value enums, and what makes no difference is left out.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pyvenice.contract.pointer import resolve

Json = Any
Schema = dict[str, Json]

NEVER: Schema = {"not": {}}
TYPES = ("array", "boolean", "integer", "null", "number", "object", "string")

_ANNOTATIONS = frozenset(
    {"title", "description", "summary", "example", "examples", "$comment", "externalDocs", "xml"}
)
_LARGEST = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties")
_SMALLEST = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")
_SUBSCHEMAS = (
    "items",
    "additionalProperties",
    "not",
    "contains",
    "propertyNames",
    "if",
    "then",
    "else",
)
_LISTS = ("anyOf", "oneOf", "prefixItems")


class Normaliser:
    """Brings the schemas of one (upgraded) document to normal form.

    `known` is filled with the targets of references; those who work on the same document may share it.
    """

    def __init__(
        self, document: Mapping[str, Json], known: dict[str, Schema] | None = None
    ) -> None:
        self._document = dict(document)
        self._known = {} if known is None else known
        self._open: list[str] = []
        self._cycles = 0
        self.defs: dict[str, Schema] = {}

    def normal(self, schema: Json) -> Schema:
        """The normal form of a schema; `$ref`s of recursive ones lead to `self.defs`."""
        if schema is True or schema is None:
            return {}
        if schema is False:
            return dict(NEVER)
        if "$ref" in schema:
            return self._reference(schema)
        parts = [self.normal(one) for one in schema.get("allOf", ())]
        own = self._own({key: value for key, value in schema.items() if key != "allOf"})
        merged = own
        for part in parts:
            merged = intersection(merged, part)
        return _tidied(merged)

    def _reference(self, schema: Schema) -> Schema:
        reference = schema["$ref"]
        beside = {key: one for key, one in schema.items() if key not in ("$ref", *_ANNOTATIONS)}
        if reference in self._open:
            name = reference.rsplit("/", 1)[1]
            self.defs.setdefault(name, {})
            self._cycles += 1
            return {"$ref": f"#/$defs/{name}"}
        target = self._target(reference)
        return _tidied(intersection(target, self.normal(beside))) if beside else target

    def _target(self, reference: str) -> Schema:
        """Where a reference leads, kept if it looks the same from everywhere: it is part of no cycle."""
        if reference in self._known:
            return self._known[reference]
        cycles = self._cycles
        self._open.append(reference)
        target = self.normal(resolve(self._document, reference))
        self._open.pop()
        name = reference.rsplit("/", 1)[1]
        if name in self.defs:
            self.defs[name] = target
        if cycles == self._cycles:
            self._known[reference] = target
        return target

    def _own(self, schema: Schema) -> Schema:
        normal = {key: one for key, one in schema.items() if key not in _ANNOTATIONS}
        if "const" in normal:
            only = [normal.pop("const")]
            normal["enum"] = _common_values(only, normal.get("enum", only))
        for key in ("properties", "patternProperties", "dependentSchemas"):
            if key in normal:
                normal[key] = {name: self.normal(one) for name, one in normal[key].items()}
        for key in _SUBSCHEMAS:
            if key in normal:
                normal[key] = self.normal(normal[key])
        for key in _LISTS:
            if key in normal:
                normal[key] = [self.normal(one) for one in normal[key]]
        if "type" in normal:
            types = normal["type"] if isinstance(normal["type"], list) else [normal["type"]]
            # YAML turns an unquoted null into None
            named = {"null" if one is None else one for one in types}
            normal["type"] = sorted(one for one in named if one in TYPES)
        return normal


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
    merged = {key: one for key, one in left.items() if key not in right}
    merged |= {key: one for key, one in right.items() if key not in left}
    for key in left.keys() & right.keys():
        merged |= _both(key, left[key], right[key])
    return _tidied(_with_objects(merged, left, right))


def _both(key: str, left: Json, right: Json) -> Schema:
    """What a keyword says when both schemas have it."""
    if left == right:
        return {key: left}
    if key in ("anyOf", "oneOf", "not", "pattern", "format", "multipleOf", "contains", "if"):
        return {key: left, "allOf": [{key: right}]}
    join = _JOINS.get(key)
    return {key: join(left, right) if join else right}


def _common_types(left: list[str], right: list[str]) -> list[str]:
    common = set(left) & set(right)
    if ("integer" in left and "number" in right) or ("number" in left and "integer" in right):
        common.add("integer")
    return sorted(common)


def _common_values(left: list[Json], right: list[Json]) -> list[Json]:
    """Compared as JSON, where 1 and true are two values."""
    there = {canonical(one) for one in right}
    return [one for one in left if canonical(one) in there]


_JOINS: dict[str, Callable[[Any, Any], Json]] = {
    **dict.fromkeys(_LARGEST, max),
    **dict.fromkeys(_SMALLEST, min),
    "type": _common_types,
    "enum": _common_values,
    "required": lambda left, right: sorted({*left, *right}),
    "items": intersection,
    "propertyNames": intersection,
}


def _with_objects(merged: Schema, left: Schema, right: Schema) -> Schema:
    """Properties of both sides; what one side closes, the other cannot open."""
    if "additionalProperties" in left or "additionalProperties" in right:
        sides = (one.get("additionalProperties", {}) for one in (left, right))
        merged["additionalProperties"] = intersection(*sides)
    names = dict.fromkeys([*left.get("properties", {}), *right.get("properties", {})])
    if names:
        both = {name: intersection(_member(left, name), _member(right, name)) for name in names}
        closed = merged.get("additionalProperties") == NEVER
        merged["properties"] = {
            name: one for name, one in both.items() if not (closed and one == NEVER)
        }
    return merged


def _member(schema: Schema, name: str) -> Schema:
    found: Schema = schema.get("properties", {}).get(name, schema.get("additionalProperties", {}))
    return found


_NOTHING: tuple[tuple[str, Json], ...] = (
    *((key, 0) for key in ("minLength", "minItems", "minProperties")),
    *((key, {}) for key in ("additionalProperties", "items", "propertyNames", "properties")),
    *((key, False) for key in ("uniqueItems", "readOnly", "writeOnly", "deprecated")),
    ("required", []),
)


def _tidied(schema: Schema) -> Schema:
    """Drop what says nothing, and spell unions of types and values one way."""
    tidy = dict(schema)
    for key in ("anyOf", "oneOf"):
        if key in tidy:
            tidy = _tidied_union(tidy, key)
    for key, nothing in _NOTHING:
        if key in tidy and type(tidy[key]) is type(nothing) and tidy[key] == nothing:
            del tidy[key]
    if "required" in tidy:
        tidy["required"] = sorted(set(tidy["required"]))
    if tidy.get("not") == NEVER:
        del tidy["not"]
    tidy = _tidied_bounds(_tidied_enum(tidy))
    return dict(NEVER) if tidy.get("type") == [] or tidy.get("enum") == [] else tidy


def _tidied_union(schema: Schema, key: str) -> Schema:
    branches = [branch for branch in _flat(schema[key], key) if branch != NEVER]
    rest = {name: one for name, one in schema.items() if name != key}
    if not branches:
        return dict(NEVER)
    if key == "oneOf" and not _apart(branches):
        return _one_of(rest, branches)
    key = "anyOf"
    unique = {canonical(branch): branch for branch in branches}
    if any(not _assertions(branch) for branch in unique.values()):
        return rest
    if len(unique) == 1:
        return _tidied(intersection(rest, next(iter(unique.values()))))
    found = _as_types(list(unique.values()))
    if found is not None:
        return _tidied(intersection(rest, found))
    return rest | {key: [unique[one] for one in sorted(unique)]}


def _apart(branches: list[Schema]) -> bool:
    """No value fits two of the branches, so that "exactly one" is "at least one"."""
    seen: set[str] = set()
    for branch in branches:
        types = {one.replace("integer", "number") for one in branch.get("type", ())}
        if not types or types & seen:
            return False
        seen |= types
    return True


def _one_of(rest: Schema, branches: list[Schema]) -> Schema:
    if len(branches) == 1:
        return _tidied(intersection(rest, branches[0]))
    return rest | {"oneOf": sorted(branches, key=canonical)}


def _flat(branches: Iterable[Schema], key: str) -> Iterable[Schema]:
    for branch in branches:
        if key == "anyOf" and set(branch) == {"anyOf"}:
            yield from branch["anyOf"]
        else:
            yield branch


def _as_types(branches: list[Schema]) -> Schema | None:
    """`anyOf` of a schema and null, or of plain types, or of enums, as one schema."""
    others = [one for one in branches if one.get("type") != ["null"]]
    if len(others) == 1 and len(branches) == 2 and "type" in others[0] and "anyOf" not in others[0]:
        one = dict(others[0])
        one["type"] = sorted({*one["type"], "null"})
        if "enum" in one:
            one["enum"] = [*one["enum"], *([] if None in one["enum"] else [None])]
        return one
    if (known := _open_values(branches)) is not None:
        return known
    if all(set(one) == {"type"} for one in branches):
        return {"type": sorted({name for one in branches for name in one["type"]})}
    if all(set(one) == {"type", "enum"} and one["type"] == branches[0]["type"] for one in branches):
        values = [value for one in branches for value in one["enum"]]
        return {"type": branches[0]["type"], "enum": values}
    return None


def _open_values(branches: list[Schema]) -> Schema | None:
    """`anyOf` of a plain type and an enum of it takes any value, and names those that are known."""
    plain = [one for one in branches if set(one) == {"type"}]
    named = [one for one in branches if set(one) == {"type", "enum"}]
    types = sorted({name for one in plain for name in one["type"]})
    if not plain or not named or len(plain) + len(named) < len(branches):
        return None
    if not all(set(one["type"]) <= set(types) for one in named):
        return None
    return {"type": types, "x-known": [value for one in named for value in one["enum"]]}


def _assertions(schema: Schema) -> list[str]:
    return [
        key for key in schema if key not in ("default", "deprecated") and not key.startswith("x-")
    ]


def _tidied_enum(schema: Schema) -> Schema:
    if "enum" in schema:
        values = [one for one in schema["enum"] if _has_type(one, schema.get("type"))]
        schema["enum"] = sorted({canonical(one): one for one in values}.values(), key=canonical)
        if "type" not in schema:
            schema["type"] = sorted({_type_of(one) for one in values})
    return schema


def _tidied_bounds(schema: Schema) -> Schema:
    """Of an inclusive and an exclusive bound, the one that decides."""
    if "minimum" in schema and "exclusiveMinimum" in schema:
        weaker = schema["minimum"] <= schema["exclusiveMinimum"]
        del schema["minimum" if weaker else "exclusiveMinimum"]
    if "maximum" in schema and "exclusiveMaximum" in schema:
        weaker = schema["maximum"] >= schema["exclusiveMaximum"]
        del schema["maximum" if weaker else "exclusiveMaximum"]
    return schema


def _type_of(value: Json) -> str:
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
    kind = _type_of(value)
    return kind in types or (kind == "integer" and "number" in types)


def canonical(tree: Json) -> str:
    """Equal texts for equal values, whatever the order of keys."""
    return _ENCODER.encode(tree)


def same(left: Json, right: Json) -> bool:
    """Whether two trees are equal as JSON, where 1 and true are two values."""
    return left is right or (bool(left == right) and canonical(left) == canonical(right))


_ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=False)
