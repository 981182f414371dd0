"""Where two schemas in normal form differ, place by place, and which way: narrower or wider.

What is found here are suspicions. `witness/prove.py` proves them, drops those that make no difference, and
says of the rest that nothing proves them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pyvenice.contract.document.json_equality import canonical, same
from pyvenice.contract.schema.broken_keywords import UNREAD
from pyvenice.contract.schema.content import content_of, is_hint, is_known_format
from pyvenice.contract.schema.merge import NEVER, slot_of
from pyvenice.contract.schema.recursion import unrolled
from pyvenice.contract.schema.shapes import common_kinds, has_union, shapes, speaks_of
from pyvenice.contract.schema.values import type_of
from pyvenice.contract.schema_diff.unions import Projection, paired_shapes
from pyvenice.contract.witness.difference import Difference, Effect, Schema, Step, Steps

Json = Any

_LOWER = ("minLength", "minItems", "minProperties")
_UPPER = ("maxLength", "maxItems", "maxProperties")
_ADDING = (
    *("pattern", "multipleOf", "uniqueItems", "not", "allOf", "propertyNames"),
    *("dependentRequired", "dependentSchemas", "unevaluatedProperties", "unevaluatedItems"),
)
_OTHER = ("contains", "minContains", "maxContains", "patternProperties")
_CONDITION = ("if", "then", "else")
_FACTS = ("default", "deprecated", "readOnly", "writeOnly", "x-prose-limits")
_DEEPEST = 40


class Comparison:
    """Compares schemas of two documents, whose recursive references lead to `old_defs` and `new_defs`."""

    def __init__(
        self,
        old_defs: Mapping[str, Schema] | None = None,
        new_defs: Mapping[str, Schema] | None = None,
    ) -> None:
        self._old_defs = old_defs or {}
        self._new_defs = new_defs or {}
        self._open: set[tuple[str, str]] = set()

    def differences(self, old: Schema, new: Schema, steps: Steps = ()) -> Iterator[Difference]:
        """All places at which two schemas differ."""
        if same(old, new) or len(steps) > _DEEPEST:
            return
        if not any(key in side for key in ("$ref", "allOf") for side in (old, new)):
            yield from self._differences(old, new, steps)
            return
        key = canonical(old), canonical(new)
        if key in self._open:
            return
        self._open.add(key)
        yield from self._differences(
            unrolled(old, self._old_defs), unrolled(new, self._new_defs), steps
        )
        self._open.discard(key)

    def _differences(self, old: Schema, new: Schema, steps: Steps) -> Iterator[Difference]:
        if same(old, new):
            return
        yield from _facts(old, new, steps)
        if _is_hidden(old) or _is_hidden(new):
            return
        if NEVER in (old, new):  # where nothing fits, no keyword tells anything
            effect: Effect = "widened" if old == NEVER else "narrowed"
            yield _difference("not", effect, steps, old, new)
            return
        yield from _broken(old, new, steps)
        if has_union(old) or has_union(new):
            yield from self._shapes(old, new, steps)
            return
        yield from _types(old, new, steps)
        kinds = common_kinds(old, new)
        yield from (
            difference
            for difference in self._about_values(old, new, steps)
            if len(difference.steps) > len(steps) or speaks_of(difference.aspect, kinds)
        )

    def _about_values(self, old: Schema, new: Schema, steps: Steps) -> Iterator[Difference]:
        """What differs beside the types."""
        yield from _values(old, new, steps)
        yield from _bounds(old, new, steps)
        yield from _formats(old, new, steps)
        if _may_be(old, "object") and _may_be(new, "object"):
            yield from self._objects(old, new, steps)
        if _may_be(old, "array") and _may_be(new, "array"):
            yield from self._items(old, new, steps)
        yield from _keywords(old, new, steps)

    def _objects(self, old: Schema, new: Schema, steps: Steps) -> Iterator[Difference]:
        had, has = old.get("properties", {}), new.get("properties", {})
        for name in had:
            if name not in has and not _is_hidden(had[name]):
                yield Difference("property", "either", steps, name, None, old, new, "gone")
        for name in has:
            if name not in had and not _is_hidden(has[name]):
                yield Difference("property", "either", steps, None, name, old, new, "come")
        hidden = {name for side in (had, has) for name in side if _is_hidden(side[name])}
        was, now = ({*side.get("required", ())} - hidden for side in (old, new))
        for name in sorted(was - now):
            yield Difference("required", "widened", steps, name, None, old, new, "gone")
        for name in sorted(now - was):
            yield Difference("required", "narrowed", steps, None, name, old, new, "come")
        for name in had:
            if name in has:
                step = Step("property", name, old, new)
                yield from self.differences(had[name], has[name], (*steps, step))
        yield from self._rest(old, new, steps)

    def _rest(self, old: Schema, new: Schema, steps: Steps) -> Iterator[Difference]:
        before, after = old.get("additionalProperties", {}), new.get("additionalProperties", {})
        if same(before, after):
            return
        if before in ({}, NEVER) or after in ({}, NEVER):
            opens, closes = before == NEVER or after == {}, after == NEVER or before == {}
            effect: Effect = "widened" if opens else "narrowed" if closes else "either"
            yield Difference("additionalProperties", effect, steps, before, after, old, new)
        else:
            yield from self.differences(before, after, (*steps, Step("rest", "**", old, new)))

    def _items(self, old: Schema, new: Schema, steps: Steps) -> Iterator[Difference]:
        slots = max(len(side.get("prefixItems", ())) for side in (old, new))
        for index in range(slots):
            step = Step("slot", str(index), old, new)
            yield from self.differences(slot_of(old, index), slot_of(new, index), (*steps, step))
        before, after = old.get("items", {}), new.get("items", {})
        if before or after:
            yield from self.differences(before, after, (*steps, Step("item", "*", old, new)))

    def _shapes(self, old: Schema, new: Schema, steps: Steps) -> Iterator[Difference]:
        """What differs in the shapes of which a value has to fit one, judged over the whole union."""
        had, has = shapes(old, self._old_defs), shapes(new, self._new_defs)
        before, after = _type_names(had), _type_names(has)
        dropped = _dropped_containers(had, after)
        for shape in dropped:
            yield Difference("alternative", "narrowed", steps, shape, None, old, new, "gone")
        if dropped and before is not None:
            before = _type_names([shape for shape in had if shape not in dropped])
        if before != after:
            effect = _effect_of_types(before, after)
            yield Difference("type", effect, steps, before, after, old, new)
        inside = (*steps, Step("branch", "anyOf", old, new))
        for gone, come in paired_shapes(had, has):
            if isinstance(gone, Projection) and isinstance(come, Projection):
                yield Difference("shapes", "either", steps, None, None, old, new)
            if isinstance(gone, Projection) and isinstance(come, Projection):
                yield from self.differences(gone.schema, come.schema, inside)
            elif come is None:
                yield Difference("alternative", "narrowed", steps, gone, None, old, new, "gone")
            elif gone is None:
                yield Difference("alternative", "widened", steps, None, come, old, new, "come")
            else:
                yield from self.differences(gone, come, inside)
        if ("oneOf" in old) != ("oneOf" in new) and not _only_adds_shapes(had, has):
            aspect = "exactly-one" if _same_set(had, has) else "oneOf"
            effect = "narrowed" if "oneOf" in new else "widened"
            yield Difference(aspect, effect, steps, None, None, old, new)


def differences(old: Schema, new: Schema) -> Iterator[Difference]:
    """All places at which two schemas without recursive references differ."""
    return Comparison().differences(old, new)


def _difference(aspect: str, effect: Effect, steps: Steps, old: Schema, new: Schema) -> Difference:
    return Difference(aspect, effect, steps, old.get(aspect), new.get(aspect), old, new)


def _facts(old: Schema, new: Schema, steps: Steps) -> Iterator[Difference]:
    for keyword in _FACTS:
        if not same(old.get(keyword), new.get(keyword)) or (keyword in old) != (keyword in new):
            yield _difference(keyword, "either", steps, old, new)
    yield from _discriminators(old, new, steps)
    if "x-known" in old or "x-known" in new:
        listed, lists = _listed(old), _listed(new)
        at = _difference("known-value", "either", steps, old, new)
        yield from _names("known-value", listed, lists, at)


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
        yield _difference("discriminator", "either", steps, old, new)
        return
    if before["propertyName"] != after["propertyName"]:
        yield _difference("discriminator", "either", steps, old, new)
        return
    had, has = before["tags"], after["tags"]
    if any(has.get(tag) != shape and has.get(tag) in had.values() for tag, shape in had.items()):
        yield _difference("discriminator", "either", steps, old, new)
    elif had.keys() != has.keys() and not _follows_the_shapes(old, new):
        effect: Effect = "widened" if had.keys() <= has.keys() else "narrowed"
        yield _difference("discriminator", effect, steps, old, new)


def _follows_the_shapes(old: Schema, new: Schema) -> bool:
    """As many values came or went as shapes, which are reported."""
    tags = [len(side["discriminator"]["tags"]) for side in (old, new)]
    unions = [len(side.get("oneOf") or side.get("anyOf") or ()) for side in (old, new)]
    return tags[0] != tags[1] and tags[1] - tags[0] == unions[1] - unions[0]


def _broken(old: Schema, new: Schema, steps: Steps) -> Iterator[Difference]:
    """Keywords that one of the sides has in a form that nobody can read."""
    before, after = old.get(UNREAD, {}), new.get(UNREAD, {})
    for keyword in sorted(before.keys() | after.keys()):
        sides = before.get(keyword, old.get(keyword)), after.get(keyword, new.get(keyword))
        if not same(*sides):
            found = Difference(keyword, "either", steps, *sides, old, new)
            yield found._replace(undecidable=True)


def _is_read(keyword: str, old: Schema, new: Schema) -> bool:
    return keyword not in old.get(UNREAD, {}) and keyword not in new.get(UNREAD, {})


def _names(
    aspect: str, before: Iterable[Json], after: Iterable[Json], at: Difference
) -> Iterator[Difference]:
    had = {canonical(value): value for value in before}
    has = {canonical(value): value for value in after}
    for key, value in had.items():
        if key not in has:
            yield at._replace(aspect=aspect, effect="narrowed", old=value, new=None, named="gone")
    for key, value in has.items():
        if key not in had:
            yield at._replace(aspect=aspect, effect="widened", old=None, new=value, named="come")


def _dropped_containers(had: list[Schema], types: list[str] | None) -> list[Schema]:
    """Shapes of objects and lists where the other side takes none at all."""
    if types is None:
        return []
    kinds = {"object", "array"} - set(types)
    return [shape for shape in had if kinds.intersection(shape.get("type", ())[:1])]


def _same_set(had: list[Schema], has: list[Schema]) -> bool:
    return {canonical(shape) for shape in had} == {canonical(shape) for shape in has}


def _only_adds_shapes(had: list[Schema], has: list[Schema]) -> bool:
    """One side has all shapes of the other and more: they are plainly meant as "one of"."""
    before, after = ({canonical(shape) for shape in side} for side in (had, has))
    return before < after or after < before


def _types(old: Schema, new: Schema, steps: Steps) -> Iterator[Difference]:
    before, after = old.get("type"), new.get("type")
    if before == after or not _is_read("type", old, new):
        return
    if (
        "enum" in old
        and "enum" in new
        and set(before or ()) <= {"integer", "number"} >= set(after or ())
    ):
        return  # the values tell
    yield Difference("type", _effect_of_types(before, after), steps, before, after, old, new)


def _is_of(value: Json, types: set[str]) -> bool:
    return _family(type_of(value)) in types


def _family(name: str) -> str:
    return "number" if name == "integer" else name


def _effect_of_types(before: list[str] | None, after: list[str] | None) -> Effect:
    if _within(before, after):
        return "widened"
    return "narrowed" if _within(after, before) else "either"


def _within(inner: list[str] | None, outer: list[str] | None) -> bool:
    if outer is None or inner is None:
        return outer is None
    return all(name in outer or (name == "integer" and "number" in outer) for name in inner)


def _type_names(had: list[Schema]) -> list[str] | None:
    """The types of several shapes together; None where one of them takes any."""
    if not all("type" in shape for shape in had):
        return None
    return sorted({name for shape in had for name in shape["type"]})


def _values(old: Schema, new: Schema, steps: Steps) -> Iterator[Difference]:
    if "enum" in old and "enum" in new:
        at = _difference("enum", "either", steps, old, new)
        types = {_family(name) for name in old["type"]} & {_family(name) for name in new["type"]}
        # The types tell about values of a type that only one side has.
        sides = [[value for value in side["enum"] if _is_of(value, types)] for side in (old, new)]
        yield from _names("enum", sides[0], sides[1], at)
    elif "enum" in old:
        yield _difference("enum", "widened", steps, old, new)
    elif "enum" in new:
        yield _difference("enum", "narrowed", steps, old, new)


def _bounds(old: Schema, new: Schema, steps: Steps) -> Iterator[Difference]:
    for low, high in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        before, after = (old.get(low), old.get(high)), (new.get(low), new.get(high))
        if before != after:
            effect = _effect_of_bound(before, after, is_lower=low == "minimum")
            yield Difference(low, effect, steps, _bound(before), _bound(after), old, new)
    for keyword in (*_LOWER, *_UPPER):
        before, after = (old.get(keyword), None), (new.get(keyword), None)
        if before != after:
            effect = _effect_of_bound(before, after, is_lower=keyword in _LOWER)
            yield _difference(keyword, effect, steps, old, new)


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


def _formats(old: Schema, new: Schema, steps: Steps) -> Iterator[Difference]:
    """A text format by its values; what is a file, an encoding or a media type by what it is."""
    before, after = content_of(old), content_of(new)
    if before != after and _may_be(old, "string") and _may_be(new, "string"):
        effect = before.effect_of(after)
        yield Difference("content", effect, steps, before.text, after.text, old, new)
        return
    if before != after or old.get("format") == new.get("format"):
        return
    found = _difference("format", _effect_of_adding("format", old, new), steps, old, new)
    sides = [name for name in (found.old, found.new) if name is not None and not is_hint(name)]
    if sides:
        yield found._replace(undecidable=not all(map(is_known_format, sides)))


def _may_be(schema: Schema, name: str) -> bool:
    return name in schema.get("type", (name,))


def _is_hidden(schema: Schema) -> bool:
    """A field that never goes this way: nothing but that is known of it."""
    return schema in ({"readOnly": True}, {"writeOnly": True})


def _effect_of_adding(keyword: str, old: Schema, new: Schema) -> Effect:
    if keyword not in old:
        return "narrowed"
    return "widened" if keyword not in new else "either"


def _keywords(old: Schema, new: Schema, steps: Steps) -> Iterator[Difference]:
    if any(not same(old.get(keyword), new.get(keyword)) for keyword in _CONDITION):
        sides = [{key: side[key] for key in _CONDITION if key in side} for side in (old, new)]
        before, after = (side or None for side in sides)
        yield Difference("if", "either", steps, before, after, old, new)
    if not same(old.get("contentSchema"), new.get("contentSchema")):
        found = _difference("contentSchema", "either", steps, old, new)
        yield found._replace(undecidable=True)
    for keyword in (*_ADDING, *_OTHER):
        if _is_read(keyword, old, new) and not same(old.get(keyword), new.get(keyword)):
            adds = keyword in _ADDING
            effect = _effect_of_adding(keyword, old, new) if adds else "either"
            yield _difference(keyword, effect, steps, old, new)
