"""Where two schemas in normal form differ, place by place, and which way: narrower or wider.

What is found here are suspicions. `witness.py` proves them, and drops those that make no difference.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal, NamedTuple

from pyvenice.contract.document.json_equality import canonical, same
from pyvenice.contract.schema.merge import intersection, slot_of

Json = Any
Schema = dict[str, Json]
Effect = Literal["narrowed", "widened", "either"]

_LOWER = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties")
_UPPER = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")
_OTHER = (
    "pattern",
    "format",
    "multipleOf",
    "uniqueItems",
    "contentMediaType",
    "contentEncoding",
    "not",
    "allOf",
    "contains",
    "minContains",
    "maxContains",
    "propertyNames",
    "patternProperties",
    "dependentRequired",
    "dependentSchemas",
    "unevaluatedProperties",
    "unevaluatedItems",
    "if",
    "then",
    "else",
    "$ref",
)
_FACTS = ("default", "deprecated", "readOnly", "writeOnly", "x-prose-limits")


class Step(NamedTuple):
    """One step from a value to a part of it, with the schemas of the whole on both sides."""

    kind: Literal["property", "slot", "item", "rest", "branch"]
    name: str
    """Of the property; of a slot its number."""
    old: Schema
    new: Schema


class Difference(NamedTuple):
    """A keyword that differs at one place. `names` are those that came or went."""

    aspect: str
    """`enum`, `property`, `required`, `minimum`, … ."""
    effect: Effect
    steps: tuple[Step, ...]
    old: Json
    new: Json
    old_schema: Schema
    new_schema: Schema

    @property
    def path(self) -> tuple[str, ...]:
        """The names on the way to the place: `("style_references", "*", "strength")`."""
        marks = {"item": "*", "rest": "**"}
        return tuple(marks.get(one.kind, one.name) for one in self.steps if one.kind != "branch")


def differences(old: Schema, new: Schema, steps: tuple[Step, ...] = ()) -> Iterator[Difference]:
    """All places at which two schemas differ."""
    if same(old, new) or len(steps) > 40:
        return
    yield from _facts(old, new, steps)
    if _union(old) or _union(new):
        yield from _alternatives(old, new, steps)
        return
    yield from _types(old, new, steps)
    yield from _values(old, new, steps)
    yield from _bounds(old, new, steps)
    yield from _objects(old, new, steps)
    yield from _items(old, new, steps)
    for keyword in _OTHER:
        if not same(old.get(keyword), new.get(keyword)):
            yield _difference(keyword, "either", steps, old, new)


def _difference(
    aspect: str, effect: Effect, steps: tuple[Step, ...], old: Schema, new: Schema
) -> Difference:
    return Difference(aspect, effect, steps, old.get(aspect), new.get(aspect), old, new)


def _facts(old: Schema, new: Schema, steps: tuple[Step, ...]) -> Iterator[Difference]:
    for keyword in _FACTS:
        if old.get(keyword) != new.get(keyword) or (keyword in old) != (keyword in new):
            yield _difference(keyword, "either", steps, old, new)
    if "discriminator" in old and "discriminator" in new and _tags(old) != _tags(new):
        yield _difference("discriminator", "either", steps, old, new)
    known_old, known_new = old.get("x-known", ()), new.get("x-known", ())
    at = _difference("known-value", "either", steps, old, new)
    yield from _names("known-value", known_old, known_new, at)


def _tags(schema: Schema) -> tuple[Json, list[str]]:
    """What a discriminator asks for; where its mapping leads is a name that anybody may change."""
    found = schema["discriminator"]
    return found.get("propertyName"), sorted(found.get("mapping", ()))


def _names(
    aspect: str, before: Iterable[Json], after: Iterable[Json], at: Difference
) -> Iterator[Difference]:
    had, has = {canonical(one): one for one in before}, {canonical(one): one for one in after}
    for key, one in had.items():
        if key not in has:
            yield at._replace(aspect=aspect, effect="narrowed", old=one, new=None)
    for key, one in has.items():
        if key not in had:
            yield at._replace(aspect=aspect, effect="widened", old=None, new=one)


def _types(old: Schema, new: Schema, steps: tuple[Step, ...]) -> Iterator[Difference]:
    before, after = old.get("type"), new.get("type")
    if before == after or ("enum" in old and "enum" in new):
        return
    yield _difference("type", "either", steps, old, new)


def _values(old: Schema, new: Schema, steps: tuple[Step, ...]) -> Iterator[Difference]:
    if "enum" in old and "enum" in new:
        at = _difference("enum", "either", steps, old, new)
        yield from _names("enum", old["enum"], new["enum"], at)
    elif "enum" in old:
        yield _difference("enum", "widened", steps, old, new)
    elif "enum" in new:
        yield _difference("enum", "narrowed", steps, old, new)


def _bounds(old: Schema, new: Schema, steps: tuple[Step, ...]) -> Iterator[Difference]:
    for low, high in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        before = (old.get(low), old.get(high))
        if before != (after := (new.get(low), new.get(high))):
            old_value, new_value = _one(before), _one(after)
            yield Difference(low, "either", steps, old_value, new_value, old, new)
    for keyword in (*_LOWER[2:], *_UPPER[2:]):
        if old.get(keyword) != new.get(keyword):
            yield _difference(keyword, "either", steps, old, new)


def _one(bounds: tuple[Json, Json]) -> Json:
    """An inclusive bound as its number, an exclusive one as text."""
    inclusive, exclusive = bounds
    return inclusive if exclusive is None else f"{exclusive} (exclusive)"


def _objects(old: Schema, new: Schema, steps: tuple[Step, ...]) -> Iterator[Difference]:
    had, has = old.get("properties", {}), new.get("properties", {})
    for name in had:
        if name not in has:
            yield Difference("property", "narrowed", steps, name, None, old, new)
    for name in has:
        if name not in had:
            yield Difference("property", "widened", steps, None, name, old, new)
    was, now = set(old.get("required", ())), set(new.get("required", ()))
    for name in sorted(was - now):
        yield Difference("required", "widened", steps, name, None, old, new)
    for name in sorted(now - was):
        yield Difference("required", "narrowed", steps, None, name, old, new)
    for name in had.keys() & has.keys():
        yield from differences(had[name], has[name], (*steps, Step("property", name, old, new)))
    yield from _rest(old, new, steps)


def _rest(old: Schema, new: Schema, steps: tuple[Step, ...]) -> Iterator[Difference]:
    before, after = old.get("additionalProperties", {}), new.get("additionalProperties", {})
    if same(before, after):
        return
    if before in ({}, {"not": {}}) or after in ({}, {"not": {}}):
        yield Difference("additionalProperties", "either", steps, before, after, old, new)
    else:
        yield from differences(before, after, (*steps, Step("rest", "**", old, new)))


def _items(old: Schema, new: Schema, steps: tuple[Step, ...]) -> Iterator[Difference]:
    slots = max(len(one.get("prefixItems", ())) for one in (old, new))
    for index in range(slots):
        step = Step("slot", str(index), old, new)
        yield from differences(slot_of(old, index), slot_of(new, index), (*steps, step))
    before, after = old.get("items", {}), new.get("items", {})
    if before or after:
        yield from differences(before, after, (*steps, Step("item", "*", old, new)))


def _union(schema: Schema) -> str | None:
    return next((one for one in ("anyOf", "oneOf") if one in schema), None)


def alternatives(schema: Schema) -> list[Schema]:
    """The whole schemas of which a value has to fit one; the schema itself where it has no union."""
    keyword = _union(schema)
    if keyword is None:
        return [_plain(schema)]
    rest = _plain({key: one for key, one in schema.items() if key != keyword})
    return [intersection(rest, _plain(one)) for one in schema[keyword]]


def _plain(schema: Schema) -> Schema:
    return {
        key: one
        for key, one in schema.items()
        if key not in (*_FACTS, "discriminator", "x-prose-hash")
    }


def _alternatives(old: Schema, new: Schema, steps: tuple[Step, ...]) -> Iterator[Difference]:
    had = {canonical(one): one for one in alternatives(old)}
    has = {canonical(one): one for one in alternatives(new)}
    gone = [one for key, one in had.items() if key not in has]
    come = [one for key, one in has.items() if key not in had]
    for before, after in _paired(gone, come):
        if before is None:
            yield Difference("alternative", "widened", steps, None, after, old, new)
        elif after is None:
            yield Difference("alternative", "narrowed", steps, before, None, old, new)
        else:
            step = Step("branch", "anyOf", old, new)
            yield from differences(before, after, (*steps, step))
    if old.get("oneOf") != new.get("oneOf"):
        yield _difference("oneOf", "either", steps, old, new)


def _paired(
    gone: list[Schema], come: list[Schema]
) -> Iterator[tuple[Schema | None, Schema | None]]:
    """Alternatives that are likely one and the same, changed; what has no partner comes alone."""
    waiting = list(come)
    for one in gone:
        likeness = {number: _likeness(one, other) for number, other in enumerate(waiting)}
        best = max(likeness, key=lambda number: likeness[number], default=None)
        if best is None or likeness[best] < 0.5:
            yield one, None
        else:
            yield one, waiting.pop(best)
    for other in waiting:
        yield None, other


def _likeness(one: Schema, other: Schema) -> float:
    if one.get("type") != other.get("type"):
        return 0.0
    names, others = set(_shape(one)), set(_shape(other))
    return len(names & others) / len(names | others) if names | others else 1.0


def _shape(schema: Mapping[str, Json]) -> list[str]:
    return [*schema.get("properties", ()), *(canonical(one) for one in schema.get("enum", ()))]
