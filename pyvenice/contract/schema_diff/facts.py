"""What two schemas say beside which values they take: defaults, flags, discriminators, broken keywords."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pyvenice.contract.document.json_equality import same
from pyvenice.contract.pin.prose_words import BOUNDS, LIFECYCLE
from pyvenice.contract.schema.broken_keywords import UNREAD
from pyvenice.contract.schema.merge import DEPRECATED_VALUES
from pyvenice.contract.schema_diff.keywords import difference, name_differences
from pyvenice.contract.witness.difference import Difference, Effect, Schema, Steps

Json = Any

_FLAGS = ("default", "deprecated", "readOnly", "writeOnly")
_FACTS = (*_FLAGS, "x-sunset", "x-prose-limits", LIFECYCLE, BOUNDS)


def fact_differences(old: Schema, new: Schema, steps: Steps) -> Iterator[Difference]:
    """Facts that no value can show."""
    for keyword in _FACTS:
        if not same(old.get(keyword), new.get(keyword)) or (keyword in old) != (keyword in new):
            yield difference(keyword, "either", steps, old, new)
    yield from _discriminators(old, new, steps)
    if DEPRECATED_VALUES in old or DEPRECATED_VALUES in new:
        marked = old.get(DEPRECATED_VALUES, []), new.get(DEPRECATED_VALUES, [])
        still = [value for value in marked[0] if value in _listed(new) or value in marked[1]]
        at = difference(DEPRECATED_VALUES, "either", steps, old, new)
        yield from name_differences(DEPRECATED_VALUES, still, marked[1], at)
    if "x-known" in old or "x-known" in new:
        listed, lists = _listed(old), _listed(new)
        at = difference("known-value", "either", steps, old, new)
        yield from name_differences("known-value", listed, lists, at)


def _listed(schema: Schema) -> list[Json]:
    """The known values of an open list; those of a closed one, which may open or close."""
    found: Iterable[Json] = schema.get("x-known", schema.get("enum", ())) or ()
    return list(found)


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
    if any(has.get(tag) != shape and has.get(tag) in had.values() for tag, shape in had.items()):
        yield difference("discriminator", "either", steps, old, new)
    elif had.keys() != has.keys() and not _follows_the_shapes(old, new):
        effect: Effect = "widened" if had.keys() <= has.keys() else "narrowed"
        yield difference("discriminator", effect, steps, old, new)


def _follows_the_shapes(old: Schema, new: Schema) -> bool:
    """As many values came or went as shapes, which are reported."""
    tags = [len(side["discriminator"]["tags"]) for side in (old, new)]
    unions = [len(side.get("oneOf") or side.get("anyOf") or (side,)) for side in (old, new)]
    return tags[0] != tags[1] and tags[1] - tags[0] == unions[1] - unions[0]


def broken_differences(old: Schema, new: Schema, steps: Steps) -> Iterator[Difference]:
    """Keywords that one of the sides has in a form that nobody can read."""
    before, after = old.get(UNREAD, {}), new.get(UNREAD, {})
    for keyword in sorted({*before, *after}):
        sides = before.get(keyword, old.get(keyword)), after.get(keyword, new.get(keyword))
        if not same(*sides):
            found = Difference(keyword, "either", steps, *sides, old, new)
            yield found._replace(undecidable=True)
