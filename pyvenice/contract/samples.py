"""Small values that a schema takes."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from pyvenice.contract.intersection import NEVER, TYPES, intersection, slot_of
from pyvenice.contract.pattern_text import from_pattern
from pyvenice.contract.same import canonical

Json = Any
Schema = dict[str, Json]

FORMATS = {
    "uri": "https://a.example/b",
    "url": "https://a.example/b",
    "email": "a@a.example",
    "date": "2025-01-31",
    "date-time": "2025-01-31T00:00:00Z",
    "time": "00:00:00Z",
    "uuid": "00000000-0000-4000-8000-000000000000",
    "ipv4": "127.0.0.1",
    "ipv6": "::1",
    "hostname": "a.example",
}
ORDER = ("string", "integer", "number", "boolean", "object", "array", "null")
_DEEPEST = 12
_NOTHING_FIXED: Mapping[int, Json] = {}


def sample(schema: Schema, defs: Mapping[str, Schema], depth: int = 0) -> Json:
    """A small value that the schema takes, as far as its plain keywords say."""
    schema = resolved(schema, defs)
    if depth > 2 * _DEEPEST:
        return None
    if "enum" in schema:
        return next((one for one in schema["enum"] if one is not None), None)
    if "not" in schema and schema != NEVER:
        rest = {key: one for key, one in schema.items() if key != "not"}
        return sample(of_other_type(rest, resolved(schema["not"], defs)), defs, depth + 1)
    if "if" in schema:
        return sample(_decided(schema, defs), defs, depth + 1)
    for keyword in ("anyOf", "oneOf"):
        if keyword in schema:
            rest = {key: one for key, one in schema.items() if key != keyword}
            whole = [intersection(rest, resolved(one, defs)) for one in schema[keyword]]
            return sample(next((one for one in whole if one != NEVER), whole[0]), defs, depth + 1)
    return _plain(main_type(schema), schema, defs, depth)


def _plain(kind: str, schema: Schema, defs: Mapping[str, Schema], depth: int) -> Json:
    if kind == "object":
        return object_of(schema, defs, depth)
    if kind == "array":
        return _array(schema, defs, depth)
    return _scalar(kind, schema)


def _decided(schema: Schema, defs: Mapping[str, Schema]) -> Schema:
    """The schema with its condition met, or not met where that cannot be."""
    rest = {key: one for key, one in schema.items() if key not in ("if", "then", "else")}
    met = intersection(rest, resolved(schema["if"], defs))
    met = intersection(met, schema.get("then", {}))
    return met if "if" not in met and met != NEVER else intersection(rest, schema.get("else", {}))


def main_type(schema: Schema) -> str:
    """The type that a sample has: the declared one, or what the other keywords speak of."""
    types = schema.get("type")
    if types:
        return next(one for one in ORDER if one in types)
    if "properties" in schema or "required" in schema or "additionalProperties" in schema:
        return "object"
    if "items" in schema or "minItems" in schema or "maxItems" in schema:
        return "array"
    if any(one in schema for one in ("minimum", "maximum", "exclusiveMinimum", "multipleOf")):
        return "number"
    return "string"


def resolved(schema: Schema, defs: Mapping[str, Schema]) -> Schema:
    while "$ref" in schema:
        schema = defs.get(schema["$ref"].rsplit("/", 1)[1], {})
    if "allOf" in schema:
        rest = {key: one for key, one in schema.items() if key != "allOf"}
        for one in schema["allOf"]:
            found = resolved(one, defs)
            if "allOf" not in (merged := intersection(rest, found)):
                rest = merged
        return rest
    return schema


def object_of(schema: Schema, defs: Mapping[str, Schema], depth: int) -> dict[str, Json]:
    properties = schema.get("properties", {})
    names = _with_dependents(schema.get("required", ()), schema)
    names += [one for one in properties if one not in names][: _missing(schema, len(names))]
    if depth > _DEEPEST:
        return {}
    made = {name: sample(properties.get(name, {}), defs, depth + 1) for name in names}
    while len(made) < schema.get("minProperties", 0):
        name = free_name(schema, made)
        made[name] = sample(schema.get("additionalProperties", {}), defs, depth + 1)
    return made


def _with_dependents(names: Iterable[str], schema: Schema) -> list[str]:
    found = list(names)
    dependents: Mapping[str, list[str]] = schema.get("dependentRequired", {})
    for name in found:  # which grows meanwhile
        found += [one for one in dependents.get(name, ()) if one not in found]
    return found


def free_name(schema: Schema, taken: Collection[str] = ()) -> str:
    """A name for a field that the schema does not name."""
    wanted = schema.get("propertyNames", {})
    first = str(sample(wanted, {})) if wanted else "any_name"
    more = (f"{first}{number}" for number in range(1, 99))
    names = [*wanted.get("enum", ()), first, *("x", "y", "z") * bool(wanted), *more]
    known = {*schema.get("properties", ()), *taken}
    return next((str(one) for one in names if one not in known), first)


def _missing(schema: Schema, have: int) -> int:
    return max(0, int(schema.get("minProperties", 0)) - have)


def _array(schema: Schema, defs: Mapping[str, Schema], depth: int) -> list[Json]:
    if depth > _DEEPEST:
        return []
    return array_of(schema, shortest(schema), defs, depth)


def shortest(schema: Schema) -> int:
    """How many items a list of this schema has at least."""
    least = _least_contained(schema)
    length = max(int(schema.get("minItems", 0)), least)
    if least:
        places = _containing(schema, range(length + _DEEPEST))
        length = max(length, places[least - 1] + 1 if len(places) >= least else 0)
    return length


def array_of(
    schema: Schema,
    length: int,
    defs: Mapping[str, Schema],
    depth: int = 0,
    *,
    fixed: Mapping[int, Json] = _NOTHING_FIXED,
) -> list[Json]:
    """A list of so many items that the schema takes, with what is `fixed` at its place.

    The others are different if they must be, and among them are those that the list must contain.
    """
    free = [index for index in range(length) if index not in fixed]
    special = _containing(schema, free)[: _least_contained(schema)]
    made: list[Json] = []
    for index in range(length):
        slot = slot_of(schema, index)
        if index in special:
            slot = intersection(slot, schema["contains"])
        elif "contains" in schema and "maxContains" in schema:
            slot = of_other_type(slot, schema["contains"])
        others = [*made, *fixed.values()] if schema.get("uniqueItems") else []
        made.append(fixed[index] if index in fixed else _unlike(others, slot, defs, depth + 1))
    return made


def _least_contained(schema: Schema) -> int:
    return int(schema.get("minContains", 1)) if "contains" in schema else 0


def _containing(schema: Schema, places: Iterable[int]) -> list[int]:
    """The places that can hold what the list must contain."""
    if "contains" not in schema:
        return []
    first = len(schema.get("prefixItems", ()))
    slots = (slot_of(schema, index) for index in range(first + 1))
    fits = [intersection(slot, schema["contains"]) != NEVER for slot in slots]
    return [one for one in places if fits[min(one, first)]]


def of_other_type(schema: Schema, other: Schema) -> Schema:
    """What the schema takes and `other` does not because of its type, if there is any."""
    taken = {*other.get("type", ()), *(("number",) if "integer" in other.get("type", ()) else ())}
    types = [one for one in TYPES if one not in taken]
    found = intersection(schema, {"type": types}) if "type" in other else schema
    return schema if found == NEVER else found


def _unlike(others: list[Json], schema: Schema, defs: Mapping[str, Schema], depth: int) -> Json:
    """A sample that is none of the others, as far as a few tries go."""
    first = sample(schema, defs, depth)
    known = {canonical(one) for one in others}
    if canonical(first) not in known:
        return first
    return next((one for one in _more(schema, first) if canonical(one) not in known), first)


def _more(schema: Schema, first: Json) -> Iterator[Json]:
    yield from schema.get("enum", ())
    for number in range(1, 9):
        if isinstance(first, bool):
            yield not first
        elif isinstance(first, int | float):
            yield first + number * (schema.get("multipleOf") or 1)
        elif isinstance(first, str):
            yield first + "x" * number
    yield from (None, True, 0, "x", [], {}) if "type" not in schema else ()


def _scalar(kind: str, schema: Schema) -> Json:
    if kind == "string":
        return string_of(schema)
    if kind in ("integer", "number"):
        return _number(kind, schema)
    return {"boolean": True, "null": None}[kind]


def string_of(schema: Schema) -> str:
    text = FORMATS.get(schema.get("format", ""), "" if schema.get("maxLength") == 0 else "x")
    if "pattern" in schema and text == "x":
        text = from_pattern(schema["pattern"])
    least = int(schema.get("minLength", 0))
    return text if len(text) >= least else text + "x" * (least - len(text))


def _number(kind: str, schema: Schema) -> float | int:
    step = schema.get("multipleOf") or (1 if kind == "integer" else None)
    low, high = _lowest(schema, step), schema.get("maximum", schema.get("exclusiveMaximum"))
    value: float = 1 if low is None else low
    if low is None and high is not None and value > high:
        value = high if "maximum" in schema else high - (step or 1)
    if step:
        value = math.ceil(value / step) * step
    return int(value) if float(value).is_integer() else value


def _lowest(schema: Schema, step: float | None) -> float | None:
    if "minimum" in schema:
        return float(schema["minimum"])
    if "exclusiveMinimum" not in schema:
        return None
    low = float(schema["exclusiveMinimum"])
    if step:
        return low + step
    high = schema.get("maximum", schema.get("exclusiveMaximum"))
    return low + 1 if high is None or low + 1 < high else (low + high) / 2
