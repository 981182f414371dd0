"""Values within and just outside of a schema: where two schemas differ, one of them often shows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, combinations, islice
from typing import Any

from pyvenice.contract.schema.merge import EXACTLY_ONE, intersection, slot_of
from pyvenice.contract.schema.recursion import unrolled
from pyvenice.contract.witness.regex_samples import texts
from pyvenice.contract.witness.samples import (
    LONGEST_LIST,
    ORDER,
    array_of,
    free_name,
    free_names,
    main_type,
    object_of,
    of_other_type,
    sample,
    shortest,
)
from pyvenice.contract.witness.scalar_samples import (
    FORMATS,
    LONGEST_TEXT,
    lengths_of,
    padded,
    string_of,
)

Json = Any
Schema = dict[str, Json]
Defs = Mapping[str, Schema]

_FEW = 8
_DEEPEST = 4
_MOST_PLACES = 20
_MOST_FIELDS = 2_000


LARGEST = {
    **dict.fromkeys(("minLength", "maxLength"), LONGEST_TEXT),
    **dict.fromkeys(("minItems", "maxItems"), LONGEST_LIST),
    **dict.fromkeys(("minProperties", "maxProperties"), _MOST_FIELDS),
}
"""The sizes up to which values are built, by the keyword that asks for them."""


def variants(schema: Schema, defs: Defs, depth: int = 0) -> Iterator[Json]:
    """Values near the edges of what the schema takes, the small ones first."""
    schema = unrolled(schema, defs)
    yield from schema.get("enum", ())
    yield sample(schema, defs)
    if depth > _DEEPEST:
        return
    for narrower in _narrower(schema, defs):
        yield from variants(narrower, defs, depth + 1)
    first = main_type(schema)
    kinds = schema.get("type") or sorted(ORDER, key=lambda kind: kind != first)
    if "enum" not in schema:
        yield from (sample(schema | {"type": [kind]}, defs) for kind in kinds)
    for kind in kinds:
        yield from _of_type(kind, schema | {"type": [kind]}, defs, depth)


def _narrower(schema: Schema, defs: Defs) -> Iterator[Schema]:
    """The schema with one of its branches, and with what it is about to refuse."""
    for keyword in ("anyOf", "oneOf", EXACTLY_ONE):
        rest = _without(schema, keyword)
        branches = [intersection(rest, unrolled(part, defs)) for part in schema.get(keyword, ())]
        yield from branches
        if keyword != "anyOf":
            yield from (intersection(*pair) for pair in combinations(branches, 2))
    if "not" in schema:
        yield intersection(_without(schema, "not"), unrolled(schema["not"], defs))
    if "if" in schema:
        rest = _without(schema, "if", "then", "else")
        met = intersection(rest, unrolled(schema["if"], defs))
        yield from (met, intersection(met, schema.get("then", {})))
        yield from (rest, intersection(rest, schema.get("else", {})))
    for part in schema.get("allOf", ()):
        yield intersection(unrolled(part, defs), _without(schema, "allOf", *part))


def _without(schema: Schema, *keywords: str) -> Schema:
    return {key: value for key, value in schema.items() if key not in keywords}


def _of_type(kind: str, schema: Schema, defs: Defs, depth: int) -> Iterator[Json]:
    if kind == "string":
        yield from _strings(schema)
    elif kind in ("integer", "number"):
        yield from _numbers(kind, schema)
    elif kind == "array":
        yield from _arrays(schema, defs, depth)
    elif kind == "object":
        yield from _objects(schema, defs, depth)
    elif kind == "boolean":
        yield from (True, False)
    elif kind == "null":
        yield None


def _arrays(schema: Schema, defs: Defs, depth: int) -> Iterator[Json]:
    lengths = [schema[key] + step for key, step in _AROUND_LENGTHS if key in schema]
    least = min(shortest(schema), LONGEST_LIST)
    # A list of one goes out in a query like its item: two tell them apart.
    for length in dict.fromkeys((*lengths, max(1, least), least, max(2, least))):
        if 0 <= length <= LONGEST_LIST:
            yield array_of(schema, length, defs)
    if schema.get("uniqueItems"):
        for value in islice(variants(slot_of(schema, 0), defs, depth + 1), _FEW):
            yield array_of(schema, max(2, least), defs, fixed={0: value, 1: value})
    yield []
    is_plain = not any(key in schema for key in ("prefixItems", "contains", "uniqueItems"))
    if is_plain and not depth:  # what its items take is compared by itself
        return
    for length in dict.fromkeys((least, least + 1, max(2, least))):
        for index in range(min(length, _MOST_PLACES)):
            for value in islice(variants(slot_of(schema, index), defs, depth + 1), _FEW):
                yield array_of(schema, length, defs, fixed={index: value})
    if "contains" in schema:
        yield from _around_contained(schema, defs, depth)


_AROUND_LENGTHS = (("minItems", -1), ("minItems", 0), ("maxItems", 0), ("maxItems", 1))


def _around_contained(schema: Schema, defs: Defs, depth: int) -> Iterator[Json]:
    """Lists that hold one too few or too many of what they must contain."""
    bare = _without(schema, "contains", "minContains", "maxContains")
    counts = [schema.get("minContains", 1) - 1, schema.get("minContains", 1)]
    counts += [schema["maxContains"], schema["maxContains"] + 1] if "maxContains" in schema else []
    counts = [count for count in counts if count < _MOST_FIELDS]
    shape = unrolled(schema["contains"], defs)
    fillers = [of_other_type(slot_of(bare, 0), shape), slot_of(bare, len(counts)), {}]
    fillings = chain.from_iterable(
        islice(variants(filler, defs, depth + 1), _FEW) for filler in fillers
    )
    for value in fillings:
        for count in dict.fromkeys(max(0, count) for count in counts):
            wanted = bare | {"contains": shape, "minContains": count}
            length = max(min(int(schema.get("minItems", 0)), LONGEST_LIST), count, 1)
            for total in (length, length + 1):
                rest = dict.fromkeys(range(count, total), value)
                yield array_of(wanted, total, defs, fixed=rest)
    for value in islice(variants(shape, defs, depth + 1), _FEW):
        yield array_of(schema, max(1, shortest(schema)), defs, fixed={shortest(schema) or 0: value})


def _objects(schema: Schema, defs: Defs, depth: int) -> Iterator[Json]:
    least = object_of(schema, defs, 0)
    properties = schema.get("properties", {})
    yield least
    for name, member in properties.items():
        for value in islice(variants(member, defs, depth + 1), _FEW if depth else 1):
            yield least | {name: value}
    for name in least:
        yield {key: value for key, value in least.items() if key != name}
    unknown = free_name(schema, least)
    rest = schema.get("additionalProperties", {})
    for value in ("x", *islice(variants(rest, defs, depth + 1), _FEW)):
        yield least | {unknown: value}
    everything = {name: sample(member, defs) for name, member in properties.items()}
    yield everything
    most = min(schema.get("maxProperties", 0), _MOST_FIELDS)
    others = islice(free_names(schema, least), most + 1)
    yield least | dict.fromkeys(others, sample(rest, defs) if rest else "x")
    for name, member in _by_pattern(schema):
        for value in (*_OF_EVERY_TYPE, *islice(variants(member, defs, depth + 1), _FEW)):
            yield least | {name: value}
    for name in islice(variants(schema.get("propertyNames", {}), defs, depth + 1), _FEW):
        yield least | {str(name): "x"}
    yield from _dependents(schema, everything, defs, depth)


def _dependents(
    schema: Schema, everything: dict[str, Json], defs: Defs, depth: int
) -> Iterator[Json]:
    """Objects with a field on which others depend, without those others."""
    properties = schema.get("properties", {})
    for name, others in schema.get("dependentRequired", {}).items():
        for missing in (others, *([other] for other in others[:_FEW] if len(others) > 1)):
            kept = {key: value for key, value in everything.items() if key not in missing}
            yield kept | {name: sample(properties.get(name, {}), defs)}
    rest = _without(schema, "dependentSchemas")
    for name, part in schema.get("dependentSchemas", {}).items():
        with_name = {"required": sorted({*schema.get("required", ()), name})}
        yield from variants(intersection(rest | with_name, part), defs, depth + 1)
        whole = everything | {name: sample(properties.get(name, {}), defs)}
        yield whole
        inner = [*part.get("properties", ())][:_FEW]
        yield from (whole | {key: value} for key in inner for value in _OF_EVERY_TYPE)


_OF_EVERY_TYPE: tuple[Json, ...] = ("x", 0, None, [], {}, True)


def _by_pattern(schema: Schema) -> Iterable[tuple[str, Schema]]:
    for pattern, member in schema.get("patternProperties", {}).items():
        names = texts(pattern)[:2] or (pattern,)
        for name in (*names, f"x{names[0]}"):  # the shortest may mean something else, too
            yield name, member


def _strings(schema: Schema) -> Iterator[str]:
    text = string_of(schema)
    for key, steps in (("minLength", (-1, 0)), ("maxLength", (0, 1))):
        for step in steps if key in schema else ():
            length = max(0, schema[key] + step)
            if length <= LONGEST_TEXT:
                yield padded(text, length)[:length]
    if "pattern" in schema:
        yield from texts(schema["pattern"], lengths_of(schema))
        yield from _lengthened(texts(schema["pattern"])[:_FEW], schema)
    yield from ("", "x", "X", "0", "a b", "é", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")
    yield from ("1.5", "true", "null", "aGVsbG8=")
    yield from FORMATS.get(str(schema.get("format")), ())
    yield from (examples[0] for examples in FORMATS.values())


def _lengthened(found: Iterable[str], schema: Schema) -> Iterator[str]:
    """Longer texts for a pattern that is not anchored at both ends, up to the bounds of length."""
    lengths = {schema[key] + step for key, step in _AROUND_TEXTS if key in schema}
    for text in found:
        for length in lengths:
            if len(text) < length <= LONGEST_TEXT:
                yield from (text.rjust(length, "x"), text.ljust(length, "x"))


_AROUND_TEXTS = (("minLength", -1), ("minLength", 0), ("maxLength", 0), ("maxLength", 1))
_AROUND_INTEGERS = tuple(
    sign * 2**bits + step for bits in (7, 15, 31) for sign in (1, -1) for step in (0, -1, 1)
)


def _numbers(kind: str, schema: Schema) -> Iterator[float | int]:
    step = 1 if kind == "integer" else 0.5
    for key in ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"):
        if key in schema:
            yield from (schema[key], schema[key] - step, schema[key] + step)
            yield from (schema[key] - 0.001, schema[key] + 0.001) if kind == "number" else ()
    if multiple := schema.get("multipleOf"):
        yield from (multiple, multiple * 2, multiple / 2, multiple + 1)
        yield sample(schema, {})
    yield from (0, 1, -1, 2, 3, 7, 10, 1000, -1000)
    yield from _AROUND_INTEGERS if schema.get("format") else ()
    yield from (0.5, 1.5, 1e9) if kind == "number" else ()
