"""Small values that a schema takes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from string import ascii_lowercase
from typing import Any

from pyvenice.contract.document.json_equality import canonical
from pyvenice.contract.schema.broken_keywords import TYPES
from pyvenice.contract.schema.definitions import Definitions
from pyvenice.contract.schema.merge import intersection, slot_of
from pyvenice.contract.schema.recursion import unrolled
from pyvenice.contract.schema.validators import validator
from pyvenice.contract.schema.values import NEVER
from pyvenice.contract.witness.regex_samples import texts
from pyvenice.contract.witness.scalar_samples import multiple_from, scalar

Json = Any
Schema = dict[str, Json]

ORDER = ("string", "integer", "number", "boolean", "object", "array", "null")
_DEEPEST = 12
_FEW = 3
# Lists and objects with more members than this are never built.
LONGEST_LIST = 20_000
_LONGEST_MIXED = 5_000
_LONGEST_UNIQUE = 300
_MOST_FIELDS = 2_000
_CHOICES = frozenset({"not", "if", "anyOf", "oneOf"})
_MOST_DECIDED = 4_096
_NOTHING_FIXED: Mapping[int, Json] = {}


def sample(schema: Schema, defs: Mapping[str, Schema], depth: int = 0) -> Json:
    """A small value that the schema takes, as far as its plain keywords say."""
    if set(schema) == {"$ref"} and isinstance(defs, Definitions):
        return _of_definition(schema, defs, depth)
    schema = unrolled(schema, defs)
    if depth > 2 * _DEEPEST:
        return None
    if "enum" in schema:
        return next((value for value in schema["enum"] if value is not None), None)
    decided = _decided_once(schema, defs)
    if decided is not schema:
        return sample(decided, defs, depth + 1)
    return _plain(main_type(schema), schema, defs, depth)


def _of_definition(schema: Schema, defs: Definitions, depth: int) -> Json:
    """Each definition once at each depth, because rings multiply."""
    key = (schema["$ref"], depth)
    if key not in defs.samples:
        defs.samples[key] = None  # for who comes back here on the way
        defs.samples[key] = sample(unrolled(schema, defs), defs, depth + 1)
    return defs.samples[key]


def _decided_once(schema: Schema, defs: Mapping[str, Schema]) -> Schema:
    """`_without_choice`, once for each schema: a change in a large union tries hundreds of values."""
    if not isinstance(defs, Definitions) or _CHOICES.isdisjoint(schema):
        return _without_choice(schema, defs)
    if id(schema) not in defs.decided:
        if len(defs.decided) == _MOST_DECIDED:
            defs.decided.clear()
        defs.decided[id(schema)] = schema, _without_choice(schema, defs)
    return defs.decided[id(schema)][1]


def _without_choice(schema: Schema, defs: Mapping[str, Schema]) -> Schema:
    """The schema with the first of its choices made; the schema itself where it has none."""
    if "not" in schema and schema != NEVER:
        rest = {key: value for key, value in schema.items() if key != "not"}
        return of_other_type(rest, unrolled(schema["not"], defs))
    if "if" in schema:
        return _decided(schema, defs)
    for keyword in ("anyOf", "oneOf"):
        if keyword in schema:
            rest = {key: value for key, value in schema.items() if key != keyword}
            wholes = (intersection(rest, unrolled(branch, defs)) for branch in schema[keyword])
            return next((whole for whole in wholes if whole != NEVER), NEVER)
    return schema


def _plain(kind: str, schema: Schema, defs: Mapping[str, Schema], depth: int) -> Json:
    if kind == "object":
        return object_of(schema, defs, depth)
    if kind == "array":
        return _array(schema, defs, depth)
    return scalar(kind, schema)


def _decided(schema: Schema, defs: Mapping[str, Schema]) -> Schema:
    """The schema with its condition met, or not met where that cannot be."""
    rest = {key: value for key, value in schema.items() if key not in ("if", "then", "else")}
    met = intersection(rest, unrolled(schema["if"], defs))
    met = intersection(met, schema.get("then", {}))
    return met if "if" not in met and met != NEVER else intersection(rest, schema.get("else", {}))


def main_type(schema: Schema) -> str:
    """The type that a sample has: the declared one, or what the other keywords speak of."""
    types = schema.get("type")
    if types:
        return next(name for name in ORDER if name in types)
    if "properties" in schema or "required" in schema or "additionalProperties" in schema:
        return "object"
    if "items" in schema or "minItems" in schema or "maxItems" in schema:
        return "array"
    if any(key in schema for key in ("minimum", "maximum", "exclusiveMinimum", "multipleOf")):
        return "number"
    return "string"


def object_of(schema: Schema, defs: Mapping[str, Schema], depth: int) -> dict[str, Json]:
    """An object with the fields that it must have, and as many others as it must have."""
    properties = schema.get("properties", {})
    names = _with_dependents(schema.get("required", ()), schema)
    taken = set(names)
    others = [name for name in properties if name not in taken]
    names += others[: _missing(schema, len(names))]
    if depth > _DEEPEST:
        return {}
    made = {name: sample(_member(schema, name), defs, depth + 1) for name in names}
    wanted = min(schema.get("minProperties", 0), _MOST_FIELDS)
    for name in free_names(schema, made):
        if len(made) >= wanted:
            break
        made[name] = sample(_member(schema, name), defs, depth + 1)
    return made


def _member(schema: Schema, name: str) -> Schema:
    """What an object takes as the field of that name, as far as names and simple patterns tell."""
    found: Schema | None = schema.get("properties", {}).get(name)
    if found is None and "patternProperties" in schema:
        found = next(
            (
                part
                for pattern, part in schema["patternProperties"].items()
                if name in texts(pattern)
            ),
            None,
        )
    return schema.get("additionalProperties", {}) if found is None else found


def _with_dependents(names: Iterable[str], schema: Schema) -> list[str]:
    found = dict.fromkeys(names)
    dependents: Mapping[str, list[str]] = schema.get("dependentRequired", {})
    waiting = list(found) if dependents else []
    for name in waiting:  # which grows meanwhile
        more = [other for other in dependents.get(name, ()) if other not in found]
        found |= dict.fromkeys(more)
        waiting += more
    return list(found)


def free_names(schema: Schema, taken: Collection[str] = ()) -> Iterator[str]:
    """Names for fields that the schema does not name."""
    known = {*schema.get("properties", ()), *taken}
    return (name for name in _names(schema) if name not in known)


def free_name(schema: Schema, taken: Collection[str] = ()) -> str:
    """A name for a field that the schema does not name."""
    return next(free_names(schema, taken), "any_name")


def _names(schema: Schema) -> Iterator[str]:
    if wanted := schema.get("propertyNames"):
        takes = validator(wanted, {})
        yield from (name for name in _likely_names(wanted) if takes and takes.is_valid(name))
    if schema.get("additionalProperties") == NEVER:
        for pattern in schema.get("patternProperties", ()):
            yield from texts(pattern)
    yield "any_name"
    yield from (f"any_name{number}" for number in range(1, LONGEST_LIST))


def _likely_names(wanted: Schema) -> Iterator[str]:
    """Names, of which those are for use that the schema of names takes."""
    yield from (str(name) for name in wanted.get("enum", ()))
    found = texts(wanted["pattern"]) if "pattern" in wanted else []
    yield from found
    yield str(sample(wanted, {}))
    yield from (f"{text}{letter}" for text in (*found[:_FEW], "") for letter in ascii_lowercase)


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
        places = _containing(schema, range(min(length, LONGEST_LIST) + _DEEPEST))
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
        length = min(length, LONGEST_LIST)
        alike = [sample(schema.get("items", {}), defs, depth + 1)] * length
        return [fixed.get(index, value) for index, value in enumerate(alike)] if fixed else alike
    length = min(length, _LONGEST_UNIQUE if schema.get("uniqueItems") else _LONGEST_MIXED)
    free = [index for index in range(length) if index not in fixed]
    special = frozenset(_containing(schema, free)[: _least_contained(schema)])
    first = len(schema.get("prefixItems", ()))
    slots: dict[tuple[int, bool], tuple[Schema, Json]] = {}
    taken = set(map(canonical, fixed.values()))
    made: list[Json] = []
    for index in range(length):
        if index in fixed:
            made.append(fixed[index])
            continue
        key = min(index, first), index in special
        if key not in slots:
            slot = _slot(schema, *key)
            slots[key] = slot, sample(slot, defs, depth + 1)
        slot, value = slots[key]
        if schema.get("uniqueItems"):
            value = _unlike(taken, value, slot, defs)
            taken.add(canonical(value))
        made.append(value)
    return made


def _slot(schema: Schema, index: int, is_contained: bool) -> Schema:
    """What the list takes at this index, be it counted by `contains` or not."""
    slot = slot_of(schema, index)
    if is_contained:
        return intersection(slot, schema["contains"])
    if "contains" in schema and "maxContains" in schema:
        return of_other_type(slot, schema["contains"])
    return slot


def _least_contained(schema: Schema) -> int:
    return int(schema.get("minContains", 1)) if "contains" in schema else 0


def _containing(schema: Schema, places: Iterable[int]) -> list[int]:
    """The places that can hold what the list must contain."""
    if "contains" not in schema:
        return []
    first = len(schema.get("prefixItems", ()))
    slots = (slot_of(schema, index) for index in range(first + 1))
    fits = [intersection(slot, schema["contains"]) != NEVER for slot in slots]
    return [place for place in places if fits[min(place, first)]]


def of_other_type(schema: Schema, other: Schema) -> Schema:
    """What the schema takes and `other` does not because of its type, if there is any."""
    taken = {*other.get("type", ()), *(("number",) if "integer" in other.get("type", ()) else ())}
    types = [name for name in TYPES if name not in taken]
    found = intersection(schema, {"type": types}) if "type" in other else schema
    return schema if found == NEVER else found


def _unlike(
    taken: Collection[str], first: Json, schema: Schema, defs: Mapping[str, Schema]
) -> Json:
    """The value, or one that is not taken, as far as a few tries go."""
    tries = [first, *_more(schema, first, len(taken), defs)]
    return next((value for value in tries if canonical(value) not in taken), first)


def _more(schema: Schema, first: Json, start: int, defs: Mapping[str, Schema]) -> Iterator[Json]:
    yield from schema.get("enum", ())
    for number in range(start, start + 9):
        if isinstance(first, bool):
            yield not first
        elif isinstance(first, int | float):
            step = schema.get("multipleOf")
            yield multiple_from(first + number * step, step) if step else first + number
        elif isinstance(first, str):
            yield first + "x" * number
    if isinstance(first, str) and "pattern" in schema:
        yield from texts(schema["pattern"])
    if isinstance(first, dict):
        for name, value in first.items():
            member = unrolled(_member(schema, name), defs)
            yield from (first | {name: other} for other in _more(member, value, start, defs))
        unknown = free_name(schema, first)
        yield from (first | {unknown: number} for number in range(start, start + 9))
    yield from (None, True, 0, "x", [], {}) if "type" not in schema else ()
