"""Every value of a small world: what tells two schemas apart is nearly always small."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, combinations, islice, product
from typing import Any

from pyvenice.contract.document.json_equality import canonical, key_of
from pyvenice.contract.schema.recursion import unrolled
from pyvenice.contract.schema.shapes import shapes
from pyvenice.contract.schema.validators import validator
from pyvenice.contract.witness.boundary_values import variants

Json = Any
Schema = dict[str, Json]
Side = tuple[Schema, Mapping[str, Schema]]
"""A schema and the definitions that its references lead to."""

_SCALARS: tuple[Json, ...] = (None, True, False, 0, 1, 2, 3, -1, 1.5, 7, "", "a", "abc", "abcdefg")
_FEW: tuple[Json, ...] = (None, 0, 1, 1.5, "a", "abc")
_MOST_NAMES = 4
# A field has a value for each way in which its schemas tell values apart, and five fields have all objects.
_MOST_FIELDS = 5
_MOST_VALUES = 5
_MOST_TRIED = 12
_MOST_OBJECTS = 800
_MOST_SHAPES = 200
_DEEPEST = 4
_APPLIED = ("allOf", "anyOf", "oneOf", "not", "if", "then", "else")


def small_world(*schemas: Schema) -> Iterator[Json]:
    """Scalars, short lists of them, and objects with one or two of the fields that the schemas name."""
    yield from _SCALARS
    yield from ([*items] for length in range(3) for items in product(_FEW, repeat=length))
    yield from ([*items] for items in product((1, "a", None), repeat=3))
    yield from ([[]], [{}], ["a"] * 4, [1] * 4, {})
    every = dict.fromkeys(name for schema in schemas for name in schema.get("properties", ()))
    names = list(islice(every, _MOST_NAMES))
    yield from ({name: value} for name in names for value in _SCALARS)
    for name, other in combinations(sorted(names), 2):
        yield from ({name: first, other: second} for first, second in product(_FEW, repeat=2))


def small_objects(*sides: Side) -> Iterator[dict[str, Json]]:
    """Objects with every combination of a few fields, each with values that its schemas tell apart.

    What several open shapes refuse together often takes three fields to show.
    """
    members: dict[str, list[Side]] = {}
    for schema, defs in sides:
        for name, member in _fields(schema, defs, 0):
            members.setdefault(name, []).append((member, defs))
    if not members:
        return
    named = sorted(_by_weight(members, sides)[:_MOST_FIELDS])
    values = {name: [*_telling(members[name])] for name in named} | {"any_name": ["x"]}
    chosen = chain.from_iterable(combinations(values, count) for count in range(len(values) + 1))
    objects = (
        dict(zip(names, parts, strict=True))
        for names in chosen
        for parts in product(*(values[name] for name in names))
    )
    yield from islice(objects, _MOST_OBJECTS)


def _fields(schema: Schema, defs: Mapping[str, Schema], depth: int) -> Iterator[tuple[str, Schema]]:
    """The fields that a schema names, in whichever of its parts."""
    schema = unrolled(schema, defs)
    yield from schema.get("properties", {}).items()
    names = [*schema.get("required", ()), *schema.get("dependentRequired", ())]
    names += chain.from_iterable(schema.get("dependentRequired", {}).values())
    yield from ((str(name), {}) for name in (*names, *schema.get("dependentSchemas", ())))
    parts = [schema[keyword] for keyword in _APPLIED if keyword in schema]
    parts += schema.get("dependentSchemas", {}).values()
    for part in chain.from_iterable(part if isinstance(part, list) else [part] for part in parts):
        if depth < _DEEPEST:
            yield from _fields(part, defs, depth + 1)


def _by_weight(members: Mapping[str, list[Side]], sides: Iterable[Side]) -> list[str]:
    """The names, first those about which the shapes of the sides differ, then those of changed shapes."""
    every = [{key_of(shape): shape for shape in _some_shapes(*side)} for side in sides]
    changed = [
        [shape for key, shape in own.items() if key not in other]
        for own, other in zip(every, reversed(every), strict=True)
    ]
    facts = [
        Counter(chain.from_iterable(map(_facts, shapes_of_side))) for shapes_of_side in changed
    ]
    moved = {name for name, *_ in (facts[0] - facts[-1]) + (facts[-1] - facts[0])}
    known = {name for found in facts for name, *_ in found}
    return sorted(
        members, key=lambda name: (name not in moved, name not in known, -len(members[name]))
    )


def _some_shapes(schema: Schema, defs: Mapping[str, Schema]) -> list[Schema]:
    return shapes(schema, defs)[:_MOST_SHAPES]


def _facts(shape: Schema) -> Iterator[tuple[str, str, bool]]:
    required, properties = shape.get("required", ()), shape.get("properties", {})
    for name in dict.fromkeys([*properties, *required]):
        yield name, canonical(properties.get(name)), name in required


def _telling(members: Iterable[Side]) -> Iterator[Json]:
    """Values for a field, one for each choice of the schemas that take it."""
    unique = list({canonical(member): (member, defs) for member, defs in members}.values())
    checks = [found for side in unique if (found := validator(*side)) is not None]
    tried = chain(
        ("x", 0), *(islice(variants(member, defs), _MOST_TRIED) for member, defs in unique), _FEW
    )
    known: set[tuple[bool, ...]] = set()
    for value in tried:
        takers = tuple(takes.is_valid(value) for takes in checks)
        if takers not in known and len(known) < _MOST_VALUES:
            known.add(takers)
            yield value
