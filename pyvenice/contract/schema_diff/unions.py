"""Which shape of a union on one side is which of the other, and which came or went."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from pyvenice.contract.document.json_equality import canonical, key_of
from pyvenice.contract.schema.content import content_of
from pyvenice.contract.schema.merge import tidied
from pyvenice.contract.schema.shapes import SHAPES, shapes
from pyvenice.contract.schema.values import NEVER
from pyvenice.contract.witness.difference import Difference

Json = Any
Schema = dict[str, Json]

_ALIKE = 0.5


class Projection(NamedTuple):
    """Several shapes of objects as one: for each field what any of them takes there."""

    schema: Schema


Pair = tuple[Any, Any]


def paired_shapes(had: list[Schema], has: list[Schema]) -> Iterator[Pair]:
    """Shapes that are likely one and the same, changed; what has no partner comes with None.

    Objects whose fields are spread over another number of shapes come as two projections. Shapes of
    types that no shape of the other side takes are left out: the types tell about them.
    """
    before = {key_of(shape): shape for shape in had}
    after = {key_of(shape): shape for shape in has}
    gone = [shape for key, shape in before.items() if key not in after]
    come = [shape for key, shape in after.items() if key not in before]
    kinds_before, kinds_after = set(map(_kind, had)), set(map(_kind, has))
    for kind in dict.fromkeys(map(_kind, (*gone, *come))):
        if not all({kind, "any"} & side for side in (kinds_before, kinds_after)):
            continue
        sides = [[shape for shape in side if _kind(shape) == kind] for side in (gone, come)]
        wholes = [[shape for shape in side if _kind(shape) == kind] for side in (had, has)]
        if kind == "object":
            yield from _objects(*sides, *wholes)
        else:
            yield from _others(*sides)


def lost_fields(difference: Difference) -> list[str]:
    """The fields that every value had on the old side, and that a shape which came may lack."""
    if difference.named != "come" or _kind(difference.name) != "object":
        return []
    objects = [shape for shape in shapes(difference.old_schema, {}) if _kind(shape) == "object"]
    always = [frozenset(shape.get("required", ())) for shape in objects]
    kept = difference.name.get("required", ())
    return sorted(frozenset.intersection(*always).difference(kept)) if always else []


def _kind(shape: Schema) -> str:
    types = shape.get("type", ["any"])
    return "number" if types == ["integer"] else types[0] if types else "any"


def _others(gone: list[Schema], come: list[Schema]) -> Iterator[Pair]:
    if len(gone) == len(come) == 1 and content_of(gone[0]) == content_of(come[0]):
        yield gone[0], come[0]
        return
    waiting = list(come)
    for shape in gone:
        partner = next((other for other in waiting if _mark(other) == _mark(shape)), None)
        if partner is not None:
            waiting.remove(partner)
        yield shape, partner
    yield from ((None, shape) for shape in waiting)


def _mark(shape: Schema) -> tuple[Json, ...]:
    """What a scalar or a list says about itself, roughly."""
    items = shape.get("items", {})
    inner = canonical(items.get("type")), items.get("format"), sorted(items.get("properties", ()))
    kinds = tuple(key in shape for key in ("enum", "pattern"))
    return (shape.get("format"), content_of(shape), kinds, canonical(inner))


def _objects(
    gone: list[Schema], come: list[Schema], had: list[Schema], has: list[Schema]
) -> Iterator[Pair]:
    pairs = list(_alike(gone, come))
    if _are_spread(pairs, had, has):
        yield Projection(_projected(had)), Projection(_projected(has))
    else:
        yield from pairs


def _alike(gone: list[Schema], come: list[Schema]) -> Iterator[Pair]:
    waiting = list(come)
    for shape in gone:
        likeness = {number: _likeness(shape, other) for number, other in enumerate(waiting)}
        best = max(likeness, key=lambda number: likeness[number], default=None)
        if best is None or likeness[best] < _ALIKE:
            yield shape, None
        else:
            yield shape, waiting.pop(best)
    yield from ((None, shape) for shape in waiting)


def _likeness(shape: Schema, other: Schema) -> float:
    """More than 1 where both have the same tag, 0 where their tags differ."""
    tags, others = _tags(shape), _tags(other)
    shared = tags.keys() & others.keys()
    if shared:
        return 2.0 if all(tags[name] == others[name] for name in shared) else 0.0
    names, known = set(shape.get("properties", ())), set(other.get("properties", ()))
    return len(names & known) / len(names | known) if names | known else 1.0


def _tags(shape: Schema) -> dict[str, str]:
    """The fields that can have a single value only."""
    return {
        name: canonical(schema["enum"])
        for name, schema in shape.get("properties", {}).items()
        if len(schema.get("enum", ())) == 1 and schema["enum"] != [None]
    }


def _are_spread(pairs: list[Pair], had: list[Schema], has: list[Schema]) -> bool:
    """A shape without a partner shares its fields with shapes of the other side: they moved."""
    return any(
        (come is None and gone is not None and _is_fragment(gone, has))
        or (gone is None and come is not None and _is_fragment(come, had))
        for gone, come in pairs
    )


def _is_fragment(shape: Schema, others: list[Schema]) -> bool:
    names = set(shape.get("properties", ()))
    known = {name for other in others for name in other.get("properties", ())}
    return len(names & known) * 2 > len(names) and not _tags(shape)


def _projected(found: list[Schema]) -> Schema:
    if len(found) == 1:
        return found[0] | {SHAPES: found}
    fields: dict[str, list[Schema]] = {}
    for shape in found:
        for name, schema in shape.get("properties", {}).items():
            fields.setdefault(name, []).append(schema)
    required = set.intersection(*(set(shape.get("required", ())) for shape in found))
    whole: Schema = {
        "type": ["object"],
        "properties": {name: _any_of(schemas) for name, schemas in fields.items()},
        "required": sorted(required),
        SHAPES: found,
    }
    if all(shape.get("additionalProperties") == NEVER for shape in found):
        whole["additionalProperties"] = NEVER
    return tidied(whole)


def _any_of(schemas: list[Schema]) -> Schema:
    unique = list({canonical(schema): schema for schema in schemas}.values())
    return unique[0] if len(unique) == 1 else tidied({"anyOf": unique})
