"""Values that are likely to show a difference at its own place, the telling ones first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations, islice, product
from typing import Any, Literal

from pyvenice.contract.schema.merge import slot_of
from pyvenice.contract.schema.shapes import shapes
from pyvenice.contract.witness.boundary_values import LARGEST, variants
from pyvenice.contract.witness.difference import Difference
from pyvenice.contract.witness.exhaustive_values import small_objects, small_world
from pyvenice.contract.witness.place import patched
from pyvenice.contract.witness.samples import of_other_type, sample

Json = Any
Schema = dict[str, Json]
Defs = Mapping[str, Schema]
Side = Literal["old", "new"]

_FEW = 8
_MOST_FIELDS = 6
_ABOUT_CONTAINED = ("contains", "minContains", "maxContains")
_ABOUT_THE_WHOLE = ("schema", "shapes", "oneOf", "exactly-one")
_BOUNDS = frozenset({*LARGEST, "minimum", "maximum", "multipleOf"})


def sides(difference: Difference, first: Side) -> tuple[Schema, Schema]:
    """The schemas at the place of the difference, that of `first` before the other."""
    old, new = difference.old_schema, difference.new_schema
    return (old, new) if first == "old" else (new, old)


def candidates(difference: Difference, side: Side, defs: Mapping[Side, Defs]) -> Iterator[Json]:
    """Values for the place itself that `side` may take and the other side not."""
    own, other = sides(difference, side)
    own_defs, other_defs = defs[side], defs["new" if side == "old" else "old"]
    name = difference.name
    if difference.aspect == "alternative":
        yield from variants(name, own_defs)
        yield from variants(other, other_defs)  # just outside of which the shape may reach
    elif difference.aspect in ("enum", "known-value") and difference.named:
        yield name
    elif difference.aspect == "property":
        schema = own.get("properties", {}).get(name, {})
        for value in (sample(schema, own_defs), *variants(schema, own_defs)):
            yield _with_member(sample(own, own_defs), name, value)
    else:
        yield from _about_a_keyword(difference, own, other, (own_defs, other_defs))


def _about_a_keyword(
    difference: Difference, own: Schema, other: Schema, defs: tuple[Defs, Defs]
) -> Iterator[Json]:
    own_defs, other_defs = defs
    if difference.aspect == "required":
        yield from _without_member(sample(own, own_defs), difference.name)
    if difference.aspect in _ABOUT_CONTAINED:
        yield from _mixtures(own, other, own_defs)
    if difference.aspect in _ABOUT_THE_WHOLE:
        yield from _listed_values(own, own_defs)
        yield from _listed_values(other, other_defs)
        yield from _combinations(own, own_defs)
    if difference.aspect == "schema":
        yield from small_objects((own, own_defs), (other, other_defs))
    yield from variants(own, own_defs)
    if difference.aspect in _BOUNDS:  # at the bound of the other side, in what this side takes
        yield from variants(patched(own, other, difference), own_defs)
    if difference.aspect == "shapes":  # what only the other side names, nobody sends yet
        return
    yield from variants(other, other_defs)
    if difference.aspect == "schema":
        yield from small_world(own, other)


def _with_member(whole: Json, name: Json, part: Json) -> Json:
    return (whole if isinstance(whole, dict) else {}) | {str(name): part}


def _without_member(whole: Json, name: Json) -> Iterator[Json]:
    if isinstance(whole, dict):
        yield {key: value for key, value in whole.items() if key != name}


def _listed_values(schema: Schema, defs: Defs) -> Iterator[Json]:
    for shape in shapes(schema, defs):
        yield from shape.get("enum", ())[:_FEW]


def _combinations(own: Schema, defs: Defs) -> Iterator[Json]:
    """Objects with some of the fields that the shapes name, from none to all of them."""
    found = shapes(own, defs)
    fields = {
        name: member for shape in found for name, member in shape.get("properties", {}).items()
    }
    values = {name: sample(member, defs) for name, member in fields.items()}
    named = [set(shape.get("properties", ())) for shape in found]
    wholes = [sample(shape, defs) for shape in found]
    yield from wholes
    for whole, another in combinations(wholes, 2):
        if isinstance(whole, dict) and isinstance(another, dict):
            yield whole | another
    yield values
    names = list(islice(values, _MOST_FIELDS))
    # What one shape names, another may take in any form.
    yield from (
        whole | {name: value}
        for whole, own_names in zip(wholes, named, strict=True)
        if isinstance(whole, dict)
        for name in names
        if name not in own_names
        for value in (0, "x", None)
    )
    for count in range(len(names) + 1):
        for chosen in combinations(names, count):
            yield {name: values[name] for name in chosen}


def _mixtures(own: Schema, other: Schema, defs: Defs) -> Iterator[Json]:
    """Lists of what the one side counts as contained and the other does not, in small numbers."""
    schemas = [side.get("contains", {}) for side in (own, other)]
    schemas += [of_other_type(slot_of(own, 0), contained) for contained in schemas]
    many = [value for schema in schemas for value in islice(variants(schema, defs), 2 * _FEW)]
    yield from ([value] * count for value in many for count in range(1, 4))
    if own.get("uniqueItems"):
        yield from (list(pair) for pair in product(many[: 2 * _FEW], repeat=2))
    pool = [value for schema in schemas for value in islice(variants(schema, defs), 2)]
    for count, rest in product(range(4), range(3)):
        for value, another in product(pool, pool):
            yield [*[value] * count, *[another] * rest]
