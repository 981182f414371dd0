"""What two schemas say beside which values they take: defaults, flags, discriminators, broken keywords."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Any

from pyvenice.contract.document.json_equality import key_of, same
from pyvenice.contract.pin.prose_words import BOUNDS, LIFECYCLE
from pyvenice.contract.schema.broken_keywords import UNREAD
from pyvenice.contract.schema.merge import DEPRECATED_VALUES
from pyvenice.contract.schema.shapes import shapes
from pyvenice.contract.schema_diff.keywords import difference, name_differences
from pyvenice.contract.schema_diff.unions import paired_shapes
from pyvenice.contract.witness.difference import Difference, Effect, Schema, Steps

Json = Any

DEPRECATED_SHAPE = "deprecated shape"
"""The aspect of a shape of a union that is deprecated on one side."""
Defs = Mapping[str, Schema]
_FLAGS = ("default", "deprecated", "readOnly", "writeOnly")
_FACTS = (*_FLAGS, "x-sunset", "x-prose-limits", LIFECYCLE, BOUNDS)
FACTS = frozenset({*_FACTS, "discriminator", DEPRECATED_VALUES, DEPRECATED_SHAPE})
"""The aspects that no value can show."""


def fact_differences(old: Schema, new: Schema, steps: Steps) -> Iterator[Difference]:
    """Facts that no value can show."""
    for keyword in _FACTS:
        if not same(old.get(keyword), new.get(keyword)) or (keyword in old) != (keyword in new):
            yield difference(keyword, "either", steps, old, new)
    yield from _discriminators(old, new, steps)
    if DEPRECATED_VALUES in old or DEPRECATED_VALUES in new:
        marked = old.get(DEPRECATED_VALUES, []), new.get(DEPRECATED_VALUES, [])
        still = [value for value in marked[0] if value in listed_values(new) or value in marked[1]]
        at = difference(DEPRECATED_VALUES, "either", steps, old, new)
        yield from name_differences(DEPRECATED_VALUES, still, marked[1], at)
    if "x-known" in old or "x-known" in new:
        listed, lists = listed_values(old), listed_values(new)
        at = difference("known-value", "either", steps, old, new)
        yield from name_differences("known-value", listed, lists, at)


def listed_values(schema: Schema) -> list[Json]:
    """The known values of an open list; those of a closed one, which may open or close; those of shapes."""
    found: Iterable[Json] = schema.get("x-known", schema.get("enum", ())) or ()
    shapes = (part for keyword in ("anyOf", "oneOf") for part in schema.get(keyword, ()))
    return [*found, *(value for part in shapes for value in listed_values(part))]


def _discriminators(old: Schema, new: Schema, steps: Steps) -> Iterator[Difference]:
    """What selects the shape of a union: the property that is read, and its values."""
    before, after = old.get("discriminator"), new.get("discriminator")
    if same(before, after):
        return
    if not isinstance(before, Mapping) or not isinstance(after, Mapping):
        yield difference("discriminator", "either", steps, old, new)
        return
    if before["propertyName"] != after["propertyName"]:
        yield difference("discriminator", "either", steps, old, new)
        return
    had, has = before["tags"], after["tags"]
    known = [*had.values()]
    moved = any(has.get(tag) != shape and has.get(tag) in known for tag, shape in had.items())
    if moved or _has_another_default(before, after):
        yield difference("discriminator", "either", steps, old, new)
    elif had.keys() != has.keys() and not _follows_the_shapes(old, new):
        effect: Effect = "widened" if had.keys() <= has.keys() else "narrowed"
        yield difference("discriminator", effect, steps, old, new)


def _has_another_default(before: Mapping[str, Json], after: Mapping[str, Json]) -> bool:
    """A value that is not listed selects a shape on one side only, or another one of those that were there."""
    had, has = before.get("default"), after.get("default")
    return had != has and (None in (had, has) or has in before["tags"].values())


def _follows_the_shapes(old: Schema, new: Schema) -> bool:
    """As many values came or went as shapes, which are reported."""
    tags = [len(side["discriminator"]["tags"]) for side in (old, new)]
    unions = [len(side.get("oneOf") or side.get("anyOf") or (side,)) for side in (old, new)]
    return tags[0] != tags[1] and tags[1] - tags[0] == unions[1] - unions[0]


def shape_differences(
    old: Schema, new: Schema, sides: tuple[Defs, Defs], steps: Steps
) -> Iterator[Difference]:
    """The shapes of a union that one side says should no longer be used, where both have them."""
    if not any(map(_is_marked, (*_branches(old), *_branches(new)))):
        return
    had, has = _marks(old, sides[0]), _marks(new, sides[1])
    pairs = [(key, key) for key in had if key in has]
    rest = [
        [shape for key, (shape, _) in own.items() if key not in other]
        for own, other in ((had, has), (has, had))
    ]
    changed = paired_shapes(*rest)
    pairs += ((key_of(gone), key_of(come)) for gone, come in changed if _are_shapes(gone, come))
    for before, after in pairs:
        if had[before][1] != has[after][1]:
            at = Difference(DEPRECATED_SHAPE, "either", steps, None, None, old, new)
            is_new = has[after][1]
            yield at._replace(
                old=None if is_new else had[before][0],
                new=has[after][0] if is_new else None,
                named="come" if is_new else "gone",
            )


def _branches(schema: Schema) -> list[Schema]:
    return [*schema.get("anyOf", ()), *schema.get("oneOf", ())]


def _is_marked(schema: Schema) -> bool:
    return schema.get("deprecated") is True or any(map(_is_marked, _branches(schema)))


def _marks(schema: Schema, defs: Defs) -> dict[Hashable, tuple[Schema, bool]]:
    """Each shape of a union, by its key, with whether it should no longer be used."""
    if "anyOf" not in schema and "oneOf" not in schema:
        return {key_of(shape): (shape, False) for shape in shapes(schema, defs)}
    found: dict[Hashable, tuple[Schema, bool]] = {}
    for branch in _branches(schema):
        is_marked = branch.get("deprecated") is True
        for key, (shape, is_deeper) in _marks(branch, defs).items():
            found.setdefault(key, (shape, is_marked or is_deeper))
    return found


def _are_shapes(gone: Json, come: Json) -> bool:
    return isinstance(gone, dict) and isinstance(come, dict)


def broken_differences(old: Schema, new: Schema, steps: Steps) -> Iterator[Difference]:
    """Keywords that one of the sides has in a form that nobody can read."""
    before, after = old.get(UNREAD, {}), new.get(UNREAD, {})
    for keyword in sorted({*before, *after}):
        sides = before.get(keyword, old.get(keyword)), after.get(keyword, new.get(keyword))
        if not same(*sides):
            found = Difference(keyword, "either", steps, *sides, old, new)
            yield found._replace(undecidable=True)
