"""What single values say in a schema: their types, lists of them, bounds."""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Callable, Mapping
from typing import Any

import jsonschema_rs

from pyvenice.contract.document.json_equality import canonical
from pyvenice.contract.schema.broken_keywords import REGEX_LIMIT

Json = Any
Schema = dict[str, Json]

NEVER: Schema = {"not": {}}

_ABOUT_PLAIN_VALUES = (
    *("minLength", "maxLength", "pattern"),
    *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
)


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
    """An enum without values that the rest refuses, and with no types but those of its values."""
    if "enum" in schema:
        values = [value for value in schema["enum"] if _has_type(value, schema.get("type"))]
        if bounds := {key: schema.pop(key) for key in _ABOUT_PLAIN_VALUES if key in schema}:
            takes = _plain_validator(json.dumps(bounds, sort_keys=True))
            values = [value for value in values if takes.is_valid(value)]
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


@functools.lru_cache(maxsize=256)
def _plain_validator(bounds: str) -> jsonschema_rs.Validator:
    return jsonschema_rs.Draft202012Validator(json.loads(bounds), pattern_options=REGEX_LIMIT)


def without_impossible_types(schema: Schema) -> Schema:
    """A schema without the types of which its own keywords refuse every value."""
    if "type" not in schema:
        return schema
    refused = schema.get("not", {})
    if refused.keys() == {"type"} and not (
        "integer" in refused["type"] and "number" in {*schema["type"]} - {*refused["type"]}
    ):
        types = [name for name in schema["type"] if not _is_of_types(name, refused["type"])]
        schema = {key: value for key, value in schema.items() if key != "not"} | {"type": types}
    types = [name for name in schema["type"] if not _CONTRADICTIONS.get(name, _never)(schema)]
    return schema if types == schema["type"] else schema | {"type": types}


def _is_of_types(name: str, types: list[str]) -> bool:
    return name in types or (name == "integer" and "number" in types)


def _never(_: Schema) -> bool:
    return False


def _is_above(schema: Schema, low: str, high: str) -> bool:
    return low in schema and high in schema and bool(schema[low] > schema[high])


def _excludes_texts(schema: Schema) -> bool:
    return _is_above(schema, "minLength", "maxLength")


def _excludes_numbers(schema: Schema) -> bool:
    strict = ("exclusiveMinimum", "exclusiveMaximum")
    low = max(schema[key] for key in lows) if (lows := [*schema.keys() & _LOWS]) else -math.inf
    high = min(schema[key] for key in highs) if (highs := [*schema.keys() & _HIGHS]) else math.inf
    is_open = schema.get(strict[0]) == low or schema.get(strict[1]) == high
    return bool(low > high or (low == high and is_open))


_LOWS = frozenset({"minimum", "exclusiveMinimum"})
_HIGHS = frozenset({"maximum", "exclusiveMaximum"})


def _excludes_integers(schema: Schema) -> bool:
    lows = [math.ceil(schema["minimum"])] if "minimum" in schema else []
    lows += [math.floor(schema["exclusiveMinimum"]) + 1] if "exclusiveMinimum" in schema else []
    highs = [math.floor(schema["maximum"])] if "maximum" in schema else []
    highs += [math.ceil(schema["exclusiveMaximum"]) - 1] if "exclusiveMaximum" in schema else []
    if not lows or not highs:
        return False
    step = schema.get("multipleOf", 1)
    first: int = -(-max(lows) // step) * step if isinstance(step, int) else max(lows)
    return first > int(min(highs))


def _excludes_lists(schema: Schema) -> bool:
    least: int = schema.get("minItems", 0)
    slots = [*schema.get("prefixItems", ()), schema.get("items", {})]
    if any(slot == NEVER and least > index for index, slot in enumerate(slots)):
        return True
    counts = _is_above(schema, "minContains", "maxContains") and "contains" in schema
    return counts or _is_above(schema, "minItems", "maxItems")


def _excludes_objects(schema: Schema) -> bool:
    most = schema.get("maxProperties", math.inf)
    return bool(
        len(schema.get("required", ())) > most
        or _is_above(schema, "minProperties", "maxProperties")
    )


_CONTRADICTIONS: Mapping[str, Callable[[Schema], bool]] = {
    "string": _excludes_texts,
    "number": _excludes_numbers,
    "integer": _excludes_integers,
    "array": _excludes_lists,
    "object": _excludes_objects,
}


def with_dependents(schema: Schema) -> Schema:
    """The schema whose fields that always stand there bring those that depend on them."""
    required, dependents = {*schema.get("required", ())}, dict(schema["dependentRequired"])
    while known := required & dependents.keys():
        for name in known:
            required.update(dependents.pop(name))
    dependents = {
        name: others for name, others in dependents.items() if not required.issuperset(others)
    }
    made = {key: value for key, value in schema.items() if key != "dependentRequired"}
    made |= {"required": sorted(required)} if required else {}
    return made | ({"dependentRequired": dependents} if dependents else {})


def takes_nothing(schema: Schema) -> bool:
    """Whether a schema refuses every value, because a part that must be there can never be."""
    if schema == NEVER or any(map(takes_nothing, schema.get("allOf", ()))):
        return True
    if any(all(map(takes_nothing, schema[key])) for key in ("anyOf", "oneOf") if key in schema):
        return True
    if schema.get("type") == ["object"]:
        return any(takes_nothing(_field(schema, name)) for name in schema.get("required", ()))
    if schema.get("type") == ["array"] and schema.get("minItems", 0):
        first: Schema = [*schema.get("prefixItems", ()), schema.get("items", {})][0]
        return takes_nothing(first)
    return False


def _field(schema: Schema, name: str) -> Schema:
    """What is known of a field; one that is matched by a pattern may be anything."""
    rest = {} if "patternProperties" in schema else schema.get("additionalProperties", {})
    found: Schema = schema.get("properties", {}).get(name, rest)
    return found


def is_null(schema: Schema) -> bool:
    """Whether a schema takes null and nothing else."""
    return schema.get("type") == ["null"] and schema.keys() <= {"type", "enum"}


def nullable(schema: Schema) -> Schema:
    """What the schema takes, and null."""
    types = sorted({*schema["type"], "null"})
    if "enum" not in schema or None in schema["enum"]:
        return schema | {"type": types}
    return schema | {"type": types, "enum": [*schema["enum"], None]}


def open_values(branches: list[Schema]) -> Schema | None:
    """`anyOf` of a plain type and an enum of it takes any value, and names those that are known."""
    plain = [branch for branch in branches if set(branch) == {"type"}]
    named = [branch for branch in branches if set(branch) == {"type", "enum"}]
    types = sorted({name for branch in plain for name in branch["type"]})
    if not plain or not named or len(plain) + len(named) < len(branches):
        return None
    if not all(set(branch["type"]) <= set(types) for branch in named):
        return None
    return {"type": types, "x-known": [value for branch in named for value in branch["enum"]]}
