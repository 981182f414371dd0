"""Pairs of documents: each kind of change, in each direction, spelling and place, beside each neighbour.

What is right is not said by the product: `jsonschema`, which shares no code with it, judges a pool of
values against both schemas.
"""

from __future__ import annotations

import copy
import functools
import itertools
from collections.abc import Callable, Iterator
from typing import Any, Literal, NamedTuple

from jsonschema import Draft202012Validator, FormatChecker  # type: ignore[import-untyped]

from pyvenice.contract.diff.findings import Finding
from pyvenice.contract.diff.operation_diff import changes
from pyvenice.contract.operation.operation_view import views
from pyvenice.contract.schema.definitions import SharedTrees

Json = Any
Direction = Literal["request", "response"]

TEXT: Json = {"type": "string"}
AB: Json = {"type": "string", "enum": ["a", "b"]}


def shape(*required: str, **properties: Json) -> Json:
    """An open object."""
    return {"type": "object", "properties": properties} | (
        {"required": [*required]} if required else {}
    )


def closed(*required: str, **properties: Json) -> Json:
    """The same without room for other fields."""
    return shape(*required, **properties) | {"additionalProperties": False}


# Each kind once; it is run in both orders.
KINDS: dict[str, tuple[Json, Json]] = {
    "max-length": (TEXT, {"type": "string", "maxLength": 3}),
    "min-length": (TEXT, {"type": "string", "minLength": 3}),
    "pattern": (TEXT, {"type": "string", "pattern": "^[a-c]+$"}),
    "pattern-moved": ({"type": "string", "pattern": "^a+$"}, {"type": "string", "pattern": "^b+$"}),
    "format-uuid": (TEXT, {"type": "string", "format": "uuid"}),
    "format-moved": ({"type": "string", "format": "ipv4"}, {"type": "string", "format": "date"}),
    "enum": (TEXT, AB),
    "enum-value": (AB, {"type": "string", "enum": ["a", "b", "c"]}),
    "enum-null": (AB, {"type": ["string", "null"], "enum": ["a", "b", None]}),
    "enum-of-integers-null": (
        {"type": "integer", "enum": [0, 1]},
        {"type": ["integer", "null"], "enum": [0, 1, None]},
    ),
    "enum-boolean-for-integer": ({"enum": [1]}, {"enum": [True]}),
    "const": ({"const": "a"}, {"const": "b"}),
    "type": (TEXT, {"type": "integer"}),
    "type-nullable": (TEXT, {"type": ["string", "null"]}),
    "type-wider": (TEXT, {"type": ["string", "integer"]}),
    "integer-number": ({"type": "integer"}, {"type": "number"}),
    "any": (TEXT, {}),
    "minimum": ({"type": "integer", "minimum": 1}, {"type": "integer", "minimum": 2}),
    "maximum-exclusive": (
        {"type": "number", "maximum": 3},
        {"type": "number", "exclusiveMaximum": 3},
    ),
    "multiple-of": ({"type": "integer"}, {"type": "integer", "multipleOf": 7}),
    "not": (TEXT, {"type": "string", "not": {"enum": ["a"]}}),
    "max-items": (
        {"type": "array", "items": TEXT},
        {"type": "array", "items": TEXT, "maxItems": 1},
    ),
    "min-items": (
        {"type": "array", "items": TEXT},
        {"type": "array", "items": TEXT, "minItems": 1},
    ),
    "unique-items": ({"type": "array"}, {"type": "array", "uniqueItems": True}),
    "items": ({"type": "array", "items": TEXT}, {"type": "array", "items": {"type": "integer"}}),
    "contains": ({"type": "array"}, {"type": "array", "contains": {"type": "integer"}}),
    "prefix-items": ({"type": "array"}, {"type": "array", "prefixItems": [TEXT]}),
    "required": (shape(a=TEXT, b=TEXT), shape("a", a=TEXT, b=TEXT)),
    "required-of-two": (shape("a", a=TEXT, b=TEXT), shape("b", a=TEXT, b=TEXT)),
    "closed": (shape(a=TEXT), closed(a=TEXT)),
    "field-of-closed": (closed(a=TEXT), closed(a=TEXT, b=TEXT)),
    "member-type": (shape(a=TEXT), shape(a={"type": "integer"})),
    "additional-type": (shape(a=TEXT), shape(a=TEXT) | {"additionalProperties": TEXT}),
    "min-properties": ({"type": "object"}, {"type": "object", "minProperties": 1}),
    "max-properties": ({"type": "object"}, {"type": "object", "maxProperties": 1}),
    "pattern-properties": (
        {"type": "object"},
        {"type": "object", "patternProperties": {"^a": TEXT}},
    ),
    "pattern-properties-type": (
        {"type": "object", "patternProperties": {"^a": TEXT}},
        {"type": "object", "patternProperties": {"^a": {"type": "integer"}}},
    ),
    "value-of-map": (
        {"type": "object", "additionalProperties": TEXT},
        {"type": "object"},
    ),
    "property-names": ({"type": "object"}, {"type": "object", "propertyNames": {"maxLength": 1}}),
    "dependent-required": (
        shape(a=TEXT, b=TEXT),
        shape(a=TEXT, b=TEXT) | {"dependentRequired": {"a": ["b"]}},
    ),
    "dependent-required-more": (
        shape(a=TEXT, b=TEXT, x=TEXT) | {"dependentRequired": {"a": ["b"]}},
        shape(a=TEXT, b=TEXT, x=TEXT) | {"dependentRequired": {"a": ["b", "x"]}},
    ),
    "dependent-schemas": (
        shape(a=TEXT, b=TEXT),
        shape(a=TEXT, b=TEXT) | {"dependentSchemas": {"a": {"required": ["b"]}}},
    ),
    "if-then": (
        shape(a=TEXT, b=TEXT),
        shape(a=TEXT, b=TEXT) | {"if": {"required": ["a"]}, "then": {"required": ["b"]}},
    ),
    "union-of-types": ({"anyOf": [TEXT, {"type": "integer"}]}, TEXT),
    "union-of-objects": (
        {"anyOf": [closed("a", a=TEXT), closed("b", b=TEXT)]},
        closed("a", a=TEXT),
    ),
    "object-to-union": (
        closed(a=TEXT, b=TEXT),
        {"anyOf": [closed("a", a=TEXT), closed("b", b=TEXT)]},
    ),
    "open-object-to-union": (
        shape(a=TEXT, b=TEXT),
        {"anyOf": [shape("a", a=TEXT), shape("b", b=TEXT)]},
    ),
    "fields-into-union": (
        shape("a", a=TEXT, b=TEXT),
        shape("a", a=TEXT) | {"anyOf": [shape(b=TEXT), shape(b={"type": "integer"})]},
    ),
    "tagged-shape": (
        {"oneOf": [shape("t", t={"const": "x"}, a=TEXT), shape("t", t={"const": "y"}, b=TEXT)]},
        {
            "oneOf": [
                shape("t", t={"const": "x"}, a={"type": "integer"}),
                shape("t", t={"const": "y"}, b=TEXT),
            ]
        },
    ),
    "shape-in-nullable-union": (
        {"anyOf": [closed("a", a=TEXT), {"type": "null"}]},
        {"anyOf": [closed("a", a={"type": "string", "maxLength": 2}), {"type": "null"}]},
    ),
    "exactly-one": (
        shape("a", "b", a=TEXT, b=TEXT),
        {"oneOf": [shape("a", a=TEXT), shape("b", b=TEXT)]},
    ),
}

# Other ways to write the same: no finding, in no direction.
SAME: dict[str, tuple[Json, Json]] = {
    "all-of": (TEXT, {"allOf": [TEXT]}),
    "any-of-one": (TEXT, {"anyOf": [TEXT]}),
    "const-enum": ({"const": "a"}, {"type": "string", "enum": ["a"]}),
    "types-as-union": ({"type": ["string", "integer"]}, {"anyOf": [TEXT, {"type": "integer"}]}),
    "enums-as-union": (AB, {"oneOf": [{"const": "a"}, {"const": "b"}]}),
    "nullable-as-union": ({"type": ["string", "null"]}, {"anyOf": [TEXT, {"type": "null"}]}),
    "bound-of-integers": (
        {"type": "integer", "minimum": 1},
        {"type": "integer", "exclusiveMinimum": 0},
    ),
    "pattern": ({"type": "string", "pattern": "^[0-9]+$"}, {"type": "string", "pattern": "^\\d+$"}),
    "empty-keywords": (TEXT, {"type": "string", "minLength": 0, "title": "T", "description": "d"}),
    "open": (shape(a=TEXT), shape(a=TEXT) | {"additionalProperties": True}),
    "order": (shape("a", "b", a=TEXT, b=TEXT), shape("b", "a", b=TEXT, a=TEXT)),
    "shared-fields": (
        {"anyOf": [closed("t", "a", t=AB, a=TEXT), closed("t", "b", t=AB, b=TEXT)]},
        {"oneOf": [closed("t", "b", t=AB, b=TEXT), closed("t", "a", t=AB, a=TEXT)]},
    ),
    "patterns-in-parts": (
        shape(a=TEXT) | {"patternProperties": {"^x": TEXT}},
        {"allOf": [{"type": "object", "patternProperties": {"^x": TEXT}}, shape(a=TEXT)]},
    ),
    "null-default": (TEXT, {"type": "string", "default": None}),
}

Place = Callable[[Json], Json]
PLACES: dict[str, Place] = {
    "root": lambda schema: schema,
    "field": lambda schema: shape(p=schema),
    "required-field": lambda schema: shape("p", p=schema),
    "closed-field": lambda schema: closed(p=schema),
    "deep-field": lambda schema: shape(o=shape("i", i=shape(p=schema))),
    "item": lambda schema: shape(l={"type": "array", "items": schema}),
    "value-of-map": lambda schema: shape(m={"type": "object", "additionalProperties": schema}),
    "value-of-pattern": lambda schema: {"type": "object", "patternProperties": {"^p": schema}},
    "part-of-all": lambda schema: {"allOf": [shape(a=TEXT), shape(p=schema)]},
    "shape-of-union": lambda schema: shape(
        u={"oneOf": [closed("k", k={"const": 1}, p=schema), closed("k", k={"const": 2}, q=TEXT)]}
    ),
}
CONTAINED = ("root", "field", "item", "shape-of-union")

# What stands beside the change, equal on both sides, and what no value can be made for.
NEIGHBOURS: dict[str, Json] = {
    "look-ahead": {"type": "string", "pattern": "^(?=.*[0-9])(?=.*[a-z])(?!x{9}).{8,}$"},
    "property-of-unicode": {"type": "string", "pattern": "^\\p{Lu}\\p{Script=Cherokee}+$"},
    "back-reference": {"type": "string", "pattern": "^(['\"]).*\\1$"},
    "broken-pattern": {"type": "string", "pattern": "["},
    "never-matching": {"type": "string", "pattern": "/^[a-z]+$/"},
    "overlapping-one-of": {"oneOf": [shape(a=TEXT), shape(b=TEXT)]},
    "numbers-in-one-of": {"oneOf": [{"type": "number"}, {"type": "integer"}]},
    "unknown-type": {"type": "any"},
    "empty-type": {"type": []},
    "broken-length": {"type": "string", "minLength": "1"},
    "negative-length": {"type": "string", "minLength": -1},
    "infinite-maximum": {"type": "number", "maximum": float("inf")},
    "recursive-anchor": shape(a=TEXT) | {"$recursiveAnchor": True},
    "unique-objects": {
        "type": "array",
        "items": shape("k", k={"type": "integer"}),
        "minItems": 2,
        "uniqueItems": True,
    },
    "huge-list": {"type": "array", "items": TEXT, "minItems": 2147483647},
    "huge-text": {"type": "string", "minLength": 1_000_000_000},
    "nothing": {"not": {}},
    "not-enum": {"type": "string", "not": {"enum": ["x", "y"]}},
    "unknown-format": {"type": "string", "format": "never-heard-of"},
    "deep": shape("a", a=shape("b", b={"type": "array", "minItems": 1, "items": {"pattern": "["}})),
    "ring": {"$ref": "#/components/schemas/Ring"},
}
BESIDE = (
    *("type", "enum-value", "required", "max-length", "member-type", "object-to-union", "any"),
    *("items", "minimum", "tagged-shape"),
)
RING: Json = {
    "type": "object",
    "properties": {"r": {"$ref": "#/components/schemas/Ring"}},
    "required": ["r"],
}


class Pair(NamedTuple):
    """Two documents, and what a validator that is not ours says about the values of the change."""

    name: str
    direction: Direction
    before: Json
    after: Json
    narrowed: bool
    widened: bool
    must_prove_nothing: bool = False
    """A neighbour keeps every value out: the finding may be unproved."""

    def findings(self) -> list[Finding]:
        """What the product finds."""
        sides = (document(side, self.direction) for side in (self.before, self.after))
        trees = SharedTrees()
        return changes(*(views(copy.deepcopy(side), trees=trees) for side in sides))

    def disagreement(self) -> str:
        """What the product says otherwise than the validator; empty where both agree."""
        levels = {finding.level for finding in self.findings()}
        if not self.narrowed and not self.widened:
            return f"false alarm: {sorted(levels)}" if levels else ""
        if not levels:
            return "silent"
        breaks = self.narrowed if self.direction == "request" else False
        if breaks and "breaking" not in levels:
            return f"breaks, and is only {sorted(levels)}"
        if self.direction == "request" and not self.narrowed and "breaking" in levels:
            return "only wider, and breaking"
        return ""


def document(schema: Json, direction: Direction) -> Json:
    """An operation whose body or response is the schema."""
    content = {"content": {"application/json": {"schema": schema}}}
    operation: Json = {"responses": {"200": {"description": ""}}}
    if direction == "request":
        operation["requestBody"] = content
    else:
        operation["responses"]["200"] |= content
    components = {"schemas": {"Ring": RING, "Used": {"type": "string"}}}
    return {"openapi": "3.1.0", "paths": {"/edit": {"post": operation}}, "components": components}


_SCALARS: list[Json] = [
    *(None, True, False, 0, 1, 2, 3, 7, -1, 1.5, 2.9, 3.0, "", "a", "b", "c", "d", "ab", "abc"),
    *("abcd", "aa", "bb", "zz", "00000000-0000-4000-8000-000000000000", "127.0.0.1", "2025-01-31"),
]
POOL: list[Json] = [
    *_SCALARS,
    *(
        [*items]
        for length in range(3)
        for items in itertools.product((0, "a", "b", None), repeat=length)
    ),
    *({name: value} for name in ("a", "b", "ab", "z") for value in _SCALARS),
    *({"a": first, "b": second} for first, second in itertools.product(("a", 0, "abc"), repeat=2)),
    *({"t": tag, name: value} for tag in "xy" for name in "ab" for value in ("a", 0)),
    *({"t": tag} for tag in "xyab"),
    *({"t": tag, name: "a"} for tag in "ab" for name in "ab"),
    *({"t": "a", "a": "a", "b": "a"}, {}, {"x": 1, "y": 2}),
]


@functools.cache
def _verdict(name: str, *, is_reversed: bool) -> tuple[bool, bool]:
    """Whether some value is taken by the first schema only, and by the second only."""
    before, after = KINDS[name][::-1] if is_reversed else KINDS[name]
    takes_before, takes_after = map(_validator, (before, after))
    said = [(takes_before.is_valid(value), takes_after.is_valid(value)) for value in POOL]
    return (True, False) in said, (False, True) in said


def _validator(schema: Json) -> Any:
    return Draft202012Validator(schema, format_checker=FormatChecker())


def pairs() -> Iterator[Pair]:
    """All pairs."""
    yield from _in_every_place()
    yield from _beside_every_neighbour()
    yield from _in_other_words()


def _in_every_place() -> Iterator[Pair]:
    directions: tuple[Direction, ...] = ("request", "response")
    for kind, place, direction, is_reversed in itertools.product(
        KINDS, PLACES, directions, (False, True)
    ):
        sides = KINDS[kind][::-1] if is_reversed else KINDS[kind]
        before, after = (PLACES[place](copy.deepcopy(side)) for side in sides)
        name = f"{kind}{' reversed' if is_reversed else ''} in {place} of {direction}"
        verdict = _verdict(kind, is_reversed=is_reversed)
        yield Pair(name, direction, before, after, *verdict)


def _beside_every_neighbour() -> Iterator[Pair]:
    directions: tuple[Direction, ...] = ("request", "response")
    for kind, (neighbour, schema), direction, is_reversed in itertools.product(
        BESIDE, NEIGHBOURS.items(), directions, (False, True)
    ):
        sides = KINDS[kind][::-1] if is_reversed else KINDS[kind]
        for word, required in (("required", ("n", "p")), ("optional", ("p",))):
            before, after = (shape(*required, n=schema, p=copy.deepcopy(side)) for side in sides)
            name = f"{kind}{' reversed' if is_reversed else ''} beside {word} {neighbour} of {direction}"
            verdict = _verdict(kind, is_reversed=is_reversed)
            yield Pair(name, direction, before, after, *verdict)


def _in_other_words() -> Iterator[Pair]:
    directions: tuple[Direction, ...] = ("request", "response")
    for kind, place, direction, is_reversed in itertools.product(
        SAME, PLACES, directions, (False, True)
    ):
        sides = SAME[kind][::-1] if is_reversed else SAME[kind]
        before, after = (PLACES[place](copy.deepcopy(side)) for side in sides)
        name = f"same {kind}{' reversed' if is_reversed else ''} in {place} of {direction}"
        yield Pair(name, direction, before, after, narrowed=False, widened=False)


def totals() -> tuple[int, list[str]]:
    """How many pairs there are, and a line for each on which the product disagrees."""
    every = list(pairs())
    said = ((pair.name, pair.disagreement()) for pair in every)
    return len(every), [f"{name}: {disagreement}" for name, disagreement in said if disagreement]
