"""Where single keywords of two schemas differ: types, values, bounds, formats and the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pyvenice.contract.document.json_equality import canonical, same
from pyvenice.contract.schema.broken_keywords import UNREAD
from pyvenice.contract.schema.content import content_of, is_checked_format, is_hint, is_known_format
from pyvenice.contract.schema.values import type_of
from pyvenice.contract.witness.boundary_values import LARGEST
from pyvenice.contract.witness.difference import Difference, Effect, Schema, Steps

Json = Any

_LOWER = ("minLength", "minItems", "minProperties")
_UPPER = ("maxLength", "maxItems", "maxProperties")
_ADDING = (
    *("pattern", "multipleOf", "uniqueItems", "not", "allOf", "propertyNames"),
    *("dependentRequired", "dependentSchemas", "unevaluatedProperties", "unevaluatedItems"),
)
_OTHER = ("contains", "minContains", "maxContains")
_CONDITION = ("if", "then", "else")


def difference(aspect: str, effect: Effect, steps: Steps, old: Schema, new: Schema) -> Difference:
    """A difference of one keyword."""
    return Difference(aspect, effect, steps, old.get(aspect), new.get(aspect), old, new)


def _is_read(keyword: str, old: Schema, new: Schema) -> bool:
    return keyword not in old.get(UNREAD, {}) and keyword not in new.get(UNREAD, {})


def name_differences(
    aspect: str, before: Iterable[Json], after: Iterable[Json], at: Difference
) -> Iterator[Difference]:
    """Values that came or went, one by one."""
    had = {canonical(value): value for value in before}
    has = {canonical(value): value for value in after}
    for key, value in had.items():
        if key not in has:
            yield at._replace(aspect=aspect, effect="narrowed", old=value, new=None, named="gone")
    for key, value in has.items():
        if key not in had:
            yield at._replace(aspect=aspect, effect="widened", old=None, new=value, named="come")


def type_differences(old: Schema, new: Schema, steps: Steps) -> Iterator[Difference]:
    """Where the types differ."""
    before, after = old.get("type"), new.get("type")
    if before == after or not _is_read("type", old, new):
        return
    if (
        "enum" in old
        and "enum" in new
        and set(before or ()) <= {"integer", "number"} >= set(after or ())
    ):
        return  # the values tell
    yield Difference("type", effect_of_types(before, after), steps, before, after, old, new)


def _is_of(value: Json, types: set[str]) -> bool:
    return _family(type_of(value)) in types


def _family(name: str) -> str:
    return "number" if name == "integer" else name


def effect_of_types(before: list[str] | None, after: list[str] | None) -> Effect:
    """What a change of the types does to the set of values."""
    if _within(before, after):
        return "widened"
    return "narrowed" if _within(after, before) else "either"


def _within(inner: list[str] | None, outer: list[str] | None) -> bool:
    if outer is None or inner is None:
        return outer is None
    return all(name in outer or (name == "integer" and "number" in outer) for name in inner)


def value_differences(old: Schema, new: Schema, steps: Steps) -> Iterator[Difference]:
    """Where the listed values differ."""
    if "enum" in old and "enum" in new:
        at = difference("enum", "either", steps, old, new)
        types = {_family(name) for name in old["type"]} & {_family(name) for name in new["type"]}
        # The types tell about values of a type that only one side has.
        sides = [[value for value in side["enum"] if _is_of(value, types)] for side in (old, new)]
        yield from name_differences("enum", sides[0], sides[1], at)
    elif "enum" in old:
        yield difference("enum", "widened", steps, old, new)
    elif "enum" in new:
        yield difference("enum", "narrowed", steps, old, new)


def bound_differences(old: Schema, new: Schema, steps: Steps) -> Iterator[Difference]:
    """Where the bounds of numbers and sizes differ."""
    for low, high in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        before, after = (old.get(low), old.get(high)), (new.get(low), new.get(high))
        if before != after:
            effect = _effect_of_bound(before, after, is_lower=low == "minimum")
            yield Difference(low, effect, steps, _bound(before), _bound(after), old, new)
    for keyword in (*_LOWER, *_UPPER):
        before, after = (old.get(keyword), None), (new.get(keyword), None)
        if before != after:
            effect = _effect_of_bound(before, after, is_lower=keyword in _LOWER)
            found = difference(keyword, effect, steps, old, new)
            yield found._replace(undecidable=_is_beyond(keyword, before[0], after[0]))


def _is_beyond(keyword: str, before: int | None, after: int | None) -> bool:
    """The smallest value that could tell the bounds apart is too large to be built."""
    least = min(size for size in (before, after) if size is not None)
    return least + (keyword in _UPPER) > LARGEST[keyword]


def _effect_of_bound(
    before: tuple[Json, Json], after: tuple[Json, Json], *, is_lower: bool
) -> Effect:
    sides = [next((value for value in side if value is not None), None) for side in (before, after)]
    if sides[0] is None or sides[1] is None:
        return "narrowed" if sides[0] is None else "widened"
    if sides[0] == sides[1]:
        return "narrowed" if before[1] is None else "widened"
    return "narrowed" if (sides[0] < sides[1]) == is_lower else "widened"


def _bound(bounds: tuple[Json, Json]) -> Json:
    """An inclusive bound as its number, an exclusive one as text."""
    inclusive, exclusive = bounds
    return inclusive if exclusive is None else f"{exclusive} (exclusive)"


def format_differences(old: Schema, new: Schema, steps: Steps) -> Iterator[Difference]:
    """A text format by its values; what is a file, an encoding or a media type by what it is."""
    before, after = content_of(old), content_of(new)
    if before != after and may_be(old, "string") and may_be(new, "string"):
        effect = before.effect_of(after)
        yield Difference("content", effect, steps, before.text, after.text, old, new)
        if effect == "either" or not is_checked_format((old, new)[effect == "widened"]):
            return
    elif before != after or old.get("format") == new.get("format"):
        return
    found = difference("format", effect_of_adding("format", old, new), steps, old, new)
    if {found.old, found.new} == {"float", "double"}:  # alone, each of them only informs
        is_shorter = found.new == "float"
        yield found._replace(effect="narrowed" if is_shorter else "widened", undecidable=True)
        return
    sides = [name for name in (found.old, found.new) if name is not None and not is_hint(name)]
    if sides and (may_be(old, "string") or may_be(new, "string")):
        yield found._replace(undecidable=not all(map(is_known_format, sides)))
    elif any(map(is_known_format, sides)):  # of a number, any other format only informs
        yield found


def may_be(schema: Schema, name: str) -> bool:
    """Whether a value may have the type."""
    return name in schema.get("type", (name,))


def effect_of_adding(keyword: str, old: Schema, new: Schema) -> Effect:
    """What it does to the set of values that a keyword came, went or changed that only ever refuses."""
    if keyword not in old:
        return "narrowed"
    return "widened" if keyword not in new else "either"


def keyword_differences(old: Schema, new: Schema, steps: Steps) -> Iterator[Difference]:
    """Where the other keywords differ."""
    if any(not same(old.get(keyword), new.get(keyword)) for keyword in _CONDITION):
        sides = [{key: side[key] for key in _CONDITION if key in side} for side in (old, new)]
        before, after = (side or None for side in sides)
        yield Difference("if", "either", steps, before, after, old, new)
    if not same(old.get("contentSchema"), new.get("contentSchema")):
        found = difference("contentSchema", "either", steps, old, new)
        yield found._replace(undecidable=True)
    for keyword in (*_ADDING, *_OTHER):
        if _is_read(keyword, old, new) and not same(old.get(keyword), new.get(keyword)):
            adds = keyword in _ADDING
            effect = effect_of_adding(keyword, old, new) if adds else "either"
            yield difference(keyword, effect, steps, old, new)
