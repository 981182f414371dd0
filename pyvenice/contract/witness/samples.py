"""Small values that a schema takes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from pyvenice.contract.document.json_equality import canonical
from pyvenice.contract.schema.merge import NEVER, TYPES, intersection, slot_of
from pyvenice.contract.witness.scalar_samples import scalar

Json = Any
Schema = dict[str, Json]

ORDER = ("string", "integer", "number", "boolean", "object", "array", "null")
_DEEPEST = 12
_LONGEST_MIXED = 5_000
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
    return scalar(kind, schema)


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
    if not any(key in schema for key in ("prefixItems", "contains", "uniqueItems")):
        alike = [sample(schema.get("items", {}), defs, depth + 1)] * length
        return [fixed.get(index, one) for index, one in enumerate(alike)] if fixed else alike
    length = min(length, _LONGEST_MIXED)
    free = [index for index in range(length) if index not in fixed]
    special = _containing(schema, free)[: _least_contained(schema)]
    taken = set(map(canonical, fixed.values()))
    made: list[Json] = []
    for index in range(length):
        slot = slot_of(schema, index)
        if index in special:
            slot = intersection(slot, schema["contains"])
        elif "contains" in schema and "maxContains" in schema:
            slot = of_other_type(slot, schema["contains"])
        one = fixed[index] if index in fixed else sample(slot, defs, depth + 1)
        if schema.get("uniqueItems") and index not in fixed:
            one = _unlike(taken, one, slot)
            taken.add(canonical(one))
        made.append(one)
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


def _unlike(taken: Collection[str], first: Json, schema: Schema) -> Json:
    """The value, or one that is not taken, as far as a few tries go."""
    tries = [first, *_more(schema, first, len(taken))]
    return next((one for one in tries if canonical(one) not in taken), first)


def _more(schema: Schema, first: Json, start: int) -> Iterator[Json]:
    yield from schema.get("enum", ())
    for number in range(start, start + 9):
        if isinstance(first, bool):
            yield not first
        elif isinstance(first, int | float):
            yield first + number * (schema.get("multipleOf") or 1)
        elif isinstance(first, str):
            yield first + "x" * number
    yield from (None, True, 0, "x", [], {}) if "type" not in schema else ()
