"""Where two schemas in normal form differ, place by place, and which way: narrower or wider.

What is found here are suspicions. `witness/prove.py` proves them, drops those that make no difference, and
says of the rest that nothing proves them.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from itertools import islice, product
from typing import Any

from pyvenice.contract.document.json_equality import key_of, same
from pyvenice.contract.document.openapi31 import SCHEMA_MAPS
from pyvenice.contract.document.pointer import escape
from pyvenice.contract.schema.direction import HIDDEN
from pyvenice.contract.schema.merge import EXACTLY_ONE, SHUT_OUT, intersection, slot_of
from pyvenice.contract.schema.recursion import references, unrolled
from pyvenice.contract.schema.shapes import (
    common_kinds,
    has_all_shapes,
    has_union,
    is_typed_on_one_side,
    shapes,
    speaks_of,
)
from pyvenice.contract.schema.values import NEVER
from pyvenice.contract.schema_diff.facts import (
    FACTS,
    broken_differences,
    fact_differences,
    shape_differences,
)
from pyvenice.contract.schema_diff.keywords import (
    bound_differences,
    difference,
    effect_of_adding,
    effect_of_types,
    format_differences,
    keyword_differences,
    may_be,
    type_differences,
    value_differences,
)
from pyvenice.contract.schema_diff.unions import Projection, paired_shapes
from pyvenice.contract.slicing.unchecked import UNREADABLE, UNREADABLE_PARTS
from pyvenice.contract.witness.difference import Difference, Effect, Schema, Step, Steps

Json = Any

LETTER = "letter"
"""The aspect of unions of which a value must fit exactly one shape, where nothing else may tell them apart."""
_WHOLES = frozenset({"dependentSchemas", "contains", "then", "else"})
_UNIONS = ("anyOf", "oneOf", "allOf")
_PATTERNS = "patternProperties"
_DEEPEST = 90
_MOST_NESTED = 2_000


class Comparison:
    """Compares schemas of two documents, whose recursive references lead to `old_defs` and `new_defs`.

    Two definitions are compared once, at the first place that reaches them: a ring has no end.
    """

    def __init__(
        self,
        old_defs: Mapping[str, Schema] | None = None,
        new_defs: Mapping[str, Schema] | None = None,
    ) -> None:
        self._old_defs = old_defs or {}
        self._new_defs = new_defs or {}
        self._seen: set[tuple[Hashable, Hashable]] = set()
        self._moved = _moved_definitions(self._old_defs, self._new_defs)

    def differences(self, old: Schema, new: Schema, steps: Steps = ()) -> Iterator[Difference]:
        """All places at which two schemas differ."""
        if self._is_same(old, new):
            return
        if len(steps) > _DEEPEST:
            found = Difference("depth", "either", steps, None, None, old, new)
            yield found._replace(undecidable=True)
            return
        refers = any(key in side for key in ("$ref", "allOf") for side in (old, new))
        if refers:
            old, new = unrolled(old, self._old_defs), unrolled(new, self._new_defs)
            if (_still_refers(old) or _still_refers(new)) and not self._is_same(old, new):
                found = Difference("depth", "either", steps, None, None, old, new)
                yield found._replace(undecidable=True)
                return
        # A shape of a union had its references followed when the shapes were told apart.
        refers = refers or not steps or steps[-1].kind == "branch"
        if self._old_defs and refers:
            key = key_of(old), key_of(new)
            if key in self._seen:
                return
            self._seen.add(key)
        yield from self._differences(old, new, steps)

    def _is_same(self, old: Schema, new: Schema) -> bool:
        """Whether two schemas are equal, with all that their references lead to."""
        return same(old, new) and (not self._moved or self._moved.isdisjoint(references(old)))

    def _differences(self, old: Schema, new: Schema, steps: Steps) -> Iterator[Difference]:
        if self._is_same(old, new):
            return
        yield from fact_differences(old, new, steps)
        if _is_hidden(old) or _is_hidden(new) or not _are_readable(old, new):
            return
        if NEVER in (old, new):  # where nothing fits, no keyword tells anything
            effect: Effect = "widened" if old == NEVER else "narrowed"
            yield difference("not", effect, steps, old, new)
            return
        if old.get(UNREADABLE_PARTS) != new.get(UNREADABLE_PARTS):
            yield from self._beside_unreadable(old, new, steps)
            return
        yield from broken_differences(old, new, steps)
        if not same(old.get(EXACTLY_ONE), new.get(EXACTLY_ONE)):
            effect = effect_of_adding(EXACTLY_ONE, old, new)
            yield Difference("exactly-one", effect, steps, None, None, old, new)
        yield from self._facts_inside(old, new, steps)
        if has_union(old) or has_union(new):
            yield from shape_differences(old, new, (self._old_defs, self._new_defs), steps)
            yield from self._shapes(old, new, steps)
            return
        yield from type_differences(old, new, steps)
        kinds = common_kinds(old, new)
        yield from (
            difference
            for difference in self._about_values(old, new, steps)
            if len(difference.steps) > len(steps) or speaks_of(difference.aspect, kinds)
        )

    def _facts_inside(self, old: Schema, new: Schema, steps: Steps) -> Iterator[Difference]:
        """Facts about the parts under keywords that are compared as wholes."""
        for keyword in sorted(old.keys() & new.keys() & _WHOLES):
            before, after = old[keyword], new[keyword]
            if keyword not in SCHEMA_MAPS:
                yield from self._facts(before, after, (*steps, Step("part", keyword, old, new)))
                continue
            for name in before:
                if name in after:
                    step = Step("part", f"{keyword}/{escape(name)}", old, new)
                    yield from self._facts(before[name], after[name], (*steps, step))

    def _facts(self, old: Schema, new: Schema, steps: Steps) -> list[Difference]:
        """What no value shows; the definitions that are met count as not seen."""
        seen, self._seen = self._seen, set(self._seen)
        every = [*self.differences(old, new, steps)]
        self._seen = seen
        return [difference for difference in every if difference.aspect in FACTS]

    def _about_values(self, old: Schema, new: Schema, steps: Steps) -> Iterator[Difference]:
        """What differs beside the types."""
        yield from value_differences(old, new, steps)
        yield from bound_differences(old, new, steps)
        yield from format_differences(old, new, steps)
        if may_be(old, "object") and may_be(new, "object"):
            yield from self._objects(old, new, steps)
        if may_be(old, "array") and may_be(new, "array"):
            yield from self._items(old, new, steps)
        yield from keyword_differences(old, new, steps)

    def _objects(self, old: Schema, new: Schema, steps: Steps) -> Iterator[Difference]:
        had, has = old.get("properties", {}), new.get("properties", {})
        yield from _came_or_went("properties", old, new, steps)
        hidden = {name for side in (had, has) for name in side if _is_hidden(side[name])}
        was, now = ({*side.get("required", ())} - hidden for side in (old, new))
        for name in sorted(was - now):
            yield Difference("required", "widened", steps, name, None, old, new, "gone")
        for name in sorted(now - was):
            yield Difference("required", "narrowed", steps, None, name, old, new, "come")
        yield from self._in_both("properties", old, new, steps)
        yield from _came_or_went(SHUT_OUT, old, new, steps)
        yield from self._in_both(SHUT_OUT, old, new, steps)
        yield from self._by_pattern(old, new, steps)
        yield from self._rest(old, new, steps)

    def _in_both(
        self, keyword: str, old: Schema, new: Schema, steps: Steps
    ) -> Iterator[Difference]:
        """What differs in the fields that both sides have under a keyword."""
        had, has = old.get(keyword, {}), new.get(keyword, {})
        for name in had:
            if name in has:
                step = Step("property", name, old, new)
                yield from self.differences(had[name], has[name], (*steps, step))

    def _by_pattern(self, old: Schema, new: Schema, steps: Steps) -> Iterator[Difference]:
        """What differs in the fields of a pattern that both sides have, and which patterns came or went."""
        had, has = old.get(_PATTERNS, {}), new.get(_PATTERNS, {})
        for pattern in sorted(had.keys() & has.keys()):
            step = Step("pattern", pattern, old, new)
            yield from self.differences(had[pattern], has[pattern], (*steps, step))
        if had.keys() != has.keys():
            shared = {pattern: had[pattern] for pattern in had.keys() & has.keys()}
            yield difference(_PATTERNS, "either", steps, old, {**new, _PATTERNS: has | shared})

    def _rest(self, old: Schema, new: Schema, steps: Steps) -> Iterator[Difference]:
        before, after = old.get("additionalProperties", {}), new.get("additionalProperties", {})
        if self._is_same(before, after):
            return
        is_map = not any("properties" in side for side in (old, new))
        if NEVER in (before, after) or ({} in (before, after) and not is_map):
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
        if not _are_readable(*had, *has):
            yield from self._beside_unreadable(old, new, steps)
            return
        before, after = _type_names(had), _type_names(has)
        dropped = _dropped_containers(had, after)
        for shape in dropped:
            yield Difference("alternative", "narrowed", steps, shape, None, old, new, "gone")
        if dropped and before is not None:
            before = _type_names([shape for shape in had if shape not in dropped])
        if before != after:
            effect = effect_of_types(before, after)
            yield Difference("type", effect, steps, before, after, old, new)
        if is_typed_on_one_side(old, new):  # no shape came or went where any value is taken
            yield Difference("schema", "either", steps, None, None, old, new)
            return
        yield from self._branches(old, new, (had, has), steps)
        has_all = has_all_shapes(old, self._old_defs) and has_all_shapes(new, self._new_defs)
        if not has_all or any(map(has_union, (*had, *has))):
            whole = Difference("schema", "either", steps, None, None, old, new)
            yield whole._replace(undecidable=True)
        yield from _exclusiveness(old, new, (had, has), steps)
        if not same(*map(_exclusive_parts, (old, new))) and same(
            old.get(EXACTLY_ONE), new.get(EXACTLY_ONE)
        ):
            yield Difference(LETTER, "either", steps, None, None, old, new)

    def _branches(
        self, old: Schema, new: Schema, sides: tuple[list[Schema], list[Schema]], steps: Steps
    ) -> Iterator[Difference]:
        """What differs in each shape and its partner, and the shapes that have none."""
        inside = (*steps, Step("branch", "anyOf", old, new))
        for gone, come in paired_shapes(*sides):
            if isinstance(gone, Projection):  # so is its partner
                yield Difference("shapes", "either", steps, None, None, old, new)
                yield from self.differences(gone.schema, come.schema, inside)
            elif come is None:
                yield Difference("alternative", "narrowed", steps, gone, None, old, new, "gone")
            elif gone is None:
                yield Difference("alternative", "widened", steps, None, come, old, new, "come")
            else:
                yield from self.differences(gone, come, inside)

    def _beside_unreadable(self, old: Schema, new: Schema, steps: Steps) -> Iterator[Difference]:
        """What differs in shapes of both sides, where nobody knows what an unreadable one takes."""
        parts = {**old.get(UNREADABLE_PARTS, {}), **new.get(UNREADABLE_PARTS, {})}
        if not parts.keys() <= {"anyOf", "oneOf"}:
            return
        found = (shapes(old, self._old_defs), shapes(new, self._new_defs))
        sides = ([shape for shape in side if _are_readable(shape)] for side in found)
        inside = (*steps, Step("branch", "anyOf", old, new))
        for gone, come in paired_shapes(*sides):
            if isinstance(gone, dict) and isinstance(come, dict):
                yield from self.differences(gone, come, inside)


def _came_or_went(keyword: str, old: Schema, new: Schema, steps: Steps) -> Iterator[Difference]:
    """The fields under a keyword that the other side has neither there nor among its properties."""
    had, has = old.get(keyword, {}), new.get(keyword, {})
    for name in had:
        if not (name in has or name in new.get("properties", {}) or _is_hidden(had[name])):
            yield Difference("property", "either", steps, name, None, old, new, "gone")
    for name in has:
        if not (name in had or name in old.get("properties", {}) or _is_hidden(has[name])):
            yield Difference("property", "either", steps, None, name, old, new, "come")


def _still_refers(schema: Schema) -> bool:
    """A chain of references goes on where unrolling ends, or parts that cannot be joined refer to others."""
    return "$ref" in schema or any("$ref" in part for part in schema.get("allOf", ()))


def _moved_definitions(old: Mapping[str, Schema], new: Mapping[str, Schema]) -> set[str]:
    """The names of definitions that differ, or that reach one that does."""
    moved = {name for name in old.keys() & new.keys() if not same(old[name], new[name])}
    holders: dict[str, list[str]] = {}
    for name in old.keys() & new.keys() if moved else ():
        for target in references(old[name]):
            holders.setdefault(target, []).append(name)
    waiting = [*moved]
    while waiting:
        more = [name for name in holders.get(waiting.pop(), ()) if name not in moved]
        moved.update(more)
        waiting += more
    return moved


def differences(old: Schema, new: Schema) -> Iterator[Difference]:
    """All places at which two schemas without recursive references differ."""
    return Comparison().differences(old, new)


def _dropped_containers(had: list[Schema], types: list[str] | None) -> list[Schema]:
    """Shapes of objects and lists where the other side takes none at all."""
    if types is None:
        return []
    kinds = {"object", "array"} - set(types)
    return [shape for shape in had if kinds.intersection(shape.get("type", ())[:1])]


def _exclusiveness(
    old: Schema, new: Schema, sides: tuple[list[Schema], list[Schema]], steps: Steps
) -> Iterator[Difference]:
    """That a value must fit exactly one shape, on one side only or in more cases than on the other."""
    if "oneOf" not in old and "oneOf" not in new:
        return
    aspect = "oneOf"
    if _only_adds_shapes(*sides):
        if not _adds_within(*sides):
            return
        aspect = "exactly-one"
    elif ("oneOf" in old) == ("oneOf" in new):
        return
    elif _same_set(*sides):
        aspect = "exactly-one"
    effect: Effect = "either"
    if ("oneOf" in old) != ("oneOf" in new):
        effect = "narrowed" if "oneOf" in new else "widened"
    yield Difference(aspect, effect, steps, None, None, old, new)


def _exclusive_parts(schema: Schema) -> list[list[Schema]]:
    """The shapes of each `oneOf` that the same value meets, be it nested in other unions.

    Not those that are all objects: they are plainly meant as "one of".
    """
    listed = (schema[keyword] for keyword in ("oneOf", EXACTLY_ONE) if keyword in schema)
    own = [parts for parts in listed if any(part.get("type") != ["object"] for part in parts)]
    inner = (part for keyword in _UNIONS for part in schema.get(keyword, ()))
    return [*own, *(parts for part in inner for parts in _exclusive_parts(part))]


def _adds_within(had: list[Schema], has: list[Schema]) -> bool:
    """A shape that only one side has lies within a shape that it stands beside, or around it."""
    known = [{key_of(shape) for shape in side} for side in (had, has)]
    wider, fewer = (had, known[1]) if len(known[0]) > len(known[1]) else (has, known[0])
    added = [shape for shape in wider if key_of(shape) not in fewer]
    pairs = islice(product(added, wider), _MOST_NESTED)
    return any(other is not shape and _are_nested(shape, other) for shape, other in pairs)


def _are_nested(shape: Schema, other: Schema) -> bool:
    common = intersection(shape, other)
    return same(common, shape) or same(common, other)


def _same_set(had: list[Schema], has: list[Schema]) -> bool:
    return {key_of(shape) for shape in had} == {key_of(shape) for shape in has}


def _only_adds_shapes(had: list[Schema], has: list[Schema]) -> bool:
    """One side has all shapes of the other and more: they are plainly meant as "one of"."""
    before, after = ({key_of(shape) for shape in side} for side in (had, has))
    return before < after or after < before


def _type_names(had: list[Schema]) -> list[str] | None:
    """The types of several shapes together; None where one of them takes any."""
    if not all("type" in shape for shape in had):
        return None
    return sorted({name for shape in had for name in shape["type"]})


def _are_readable(*schemas: Schema) -> bool:
    """Whether all of it is described: a reference that leads nowhere says nothing of its values."""
    return not any(UNREADABLE in schema for schema in schemas)


def _is_hidden(schema: Schema) -> bool:
    """A field that never goes this way: nothing but that is known of it."""
    return HIDDEN in schema
