"""Values that are likely to show a difference at its own place, the telling ones first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice, product
from typing import Any, Literal

from pyvenice.contract.diff.schema_diff import Difference
from pyvenice.contract.schema.merge import slot_of
from pyvenice.contract.witness.boundary_values import variants
from pyvenice.contract.witness.samples import of_other_type, sample

Json = Any
Schema = dict[str, Json]
Defs = Mapping[str, Schema]
Side = Literal["old", "new"]

_FEW = 8
_ABOUT_CONTAINED = ("contains", "minContains", "maxContains")


def sides(difference: Difference, first: Side) -> tuple[Schema, Schema]:
    """The schemas at the place of the difference, that of `first` before the other."""
    old, new = difference.old_schema, difference.new_schema
    return (old, new) if first == "old" else (new, old)


def telling(difference: Difference, side: Side, defs: Defs) -> Iterator[Json]:
    """Values for the place itself that `side` may take and the other side not."""
    own, other = sides(difference, side)
    name = difference.old if difference.old is not None else difference.new
    if difference.aspect == "alternative":
        yield from variants(name, defs)
        return
    if difference.aspect in ("enum", "known-value") and not isinstance(name, list):
        yield name
        return
    if difference.aspect == "property":
        schema = own.get("properties", {}).get(name, {})
        for value in (sample(schema, defs), *variants(schema, defs)):
            yield _with_member(sample(own, defs), name, value)
        return
    if difference.aspect == "required":
        whole = sample(own, defs)
        if isinstance(whole, dict):
            yield {key: one for key, one in whole.items() if key != name}
    if difference.aspect in _ABOUT_CONTAINED:
        yield from _mixtures(own, other, defs)
    yield from variants(own, defs)
    yield from variants(other, defs)
    if difference.aspect == "schema":
        from pyvenice.contract.witness.exhaustive_values import small_world

        yield from small_world(own, other)


def _with_member(whole: Json, name: Json, part: Json) -> Json:
    return (whole if isinstance(whole, dict) else {}) | {str(name): part}


def _mixtures(own: Schema, other: Schema, defs: Defs) -> Iterator[Json]:
    """Lists of what the one side counts as contained and the other does not, in small numbers."""
    schemas = [one.get("contains", {}) for one in (own, other)]
    schemas += [of_other_type(slot_of(own, 0), one) for one in schemas]
    many = [value for one in schemas for value in islice(variants(one, defs), 2 * _FEW)]
    yield from ([value] * count for value in many for count in range(1, 4))
    if own.get("uniqueItems"):
        yield from (list(pair) for pair in product(many[: 2 * _FEW], repeat=2))
    pool = [value for one in schemas for value in islice(variants(one, defs), 2)]
    for count, rest in product(range(4), range(3)):
        for one, another in product(pool, pool):
            yield [*[one] * count, *[another] * rest]
