"""JSON Schema validators for schemas in normal form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

import jsonschema_rs

from pyvenice.contract.document.openapi31 import SCHEMA_LISTS, SCHEMA_MAPS
from pyvenice.contract.schema.broken_keywords import REGEX_LIMIT, UNREAD
from pyvenice.contract.schema.direction import HIDDEN
from pyvenice.contract.schema.merge import EXACTLY_ONE, SHUT_OUT
from pyvenice.contract.schema.shapes import SHAPES, shapes
from pyvenice.contract.slicing.unchecked import UNREADABLE_PARTS

Json = Any
Schema = dict[str, Json]
Defs = Mapping[str, Schema]

_INTEGERS = {f"int{bits}": (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) for bits in (8, 16, 32)}
_VERBATIM = frozenset({"enum", "const", "default", "required", "dependentRequired", "type"})


# From the second time on, a schema of at least so many keywords is a definition.
_OFTEN, _WORTH_A_NAME = 2, 2


class Validator(Protocol):
    """Says whether a schema takes a value."""

    def is_valid(self, instance: Json, /) -> bool:
        """Whether it does."""
        ...


def validator(schema: Schema, defs: Defs, *, exact: bool = False) -> Validator | None:
    """A validator of Draft 2020-12 that checks formats; None for a schema that it cannot compile.

    `oneOf` asks for one shape at least, because most who write it mean that; `exact` takes it at its
    word. `int32` and its like are bounds.
    """
    return _compiled(_Writer(exact=exact).whole(schema, defs))


def closed_validator(schema: Schema, defs: Defs) -> Validator | None:
    """A validator that takes no field which the shape of a union, or an object in it, does not name."""
    union: Schema = {"anyOf": shapes(schema, defs) or [{"not": {}}]}
    return _compiled(_Writer(exact=False, closed=True).whole(union, defs))


def mentions_one_of(schema: Json) -> bool:
    """Whether `oneOf` stands anywhere in a schema."""
    if isinstance(schema, dict):
        return (
            "oneOf" in schema or EXACTLY_ONE in schema or any(map(mentions_one_of, schema.values()))
        )
    return isinstance(schema, list) and any(map(mentions_one_of, schema))


def _compiled(schema: Schema) -> Validator | None:
    try:
        return jsonschema_rs.Draft202012Validator(
            schema, validate_formats=True, pattern_options=REGEX_LIMIT
        )
    except (jsonschema_rs.ValidationError, ValueError, RecursionError):
        return None


class _Writer:
    """Writes schemas in normal form as the validator reads them.

    What stands in a schema many times is written once, as a definition: a stream of fifty events that
    all hold the same response takes a tenth of the memory.
    """

    def __init__(self, *, exact: bool, closed: bool = False) -> None:
        self._exact = exact
        self._closed = closed
        self._references: set[str] = set()
        self._counts: dict[int, int] = {}
        self._shared: dict[int, str] = {}
        self._written: dict[str, Schema] = {}

    def whole(self, schema: Schema, defs: Defs) -> Schema:
        """The schema with all definitions that it reaches."""
        self._count(schema)
        written = self._own(schema)
        while missing := self._references - self._written.keys():
            for name in missing:
                self._count(defs.get(name, {}))
                self._written[name] = self._own(defs.get(name, {}))
        return written | {"$defs": self._written} if self._written else written

    def _count(self, schema: Schema) -> None:
        """How often each object that is worth a definition stands in the schema."""
        number = self._counts[id(schema)] = self._counts.get(id(schema), 0) + 1
        if number > 1:
            return
        for keyword, value in schema.items():
            if keyword in SCHEMA_MAPS:
                self._count_all(value.values())
            elif keyword in SCHEMA_LISTS:
                self._count_all(value)
            elif isinstance(value, dict) and keyword not in _VERBATIM | _OURS:
                self._count(value)

    def _count_all(self, parts: Iterable[Schema]) -> None:
        for part in parts:
            self._count(part)

    def written(self, schema: Schema) -> Schema:
        """The schema, or a reference to it where it stands elsewhere, too."""
        if self._counts.get(id(schema), 0) < _OFTEN or len(schema) < _WORTH_A_NAME:
            return self._own(schema)
        name = self._shared.get(id(schema))
        if name is None:
            name = self._shared[id(schema)] = f"shared{len(self._shared)}"
            self._written[name] = self._own(schema)
        return {"$ref": f"#/$defs/{name}"}

    def _own(self, schema: Schema) -> Schema:
        made: Schema = {}
        for keyword, value in schema.items():
            if keyword in _VERBATIM:
                made[keyword] = value
            elif keyword in SCHEMA_MAPS:
                made[keyword] = {name: self.written(part) for name, part in value.items()}
            elif keyword in SCHEMA_LISTS:
                key = "anyOf" if keyword == "oneOf" and not self._exact else keyword
                self._add(made, key, [self.written(part) for part in value])
            elif not keyword.startswith("x-") and keyword not in _OURS:
                made[keyword] = self.written(value) if isinstance(value, dict) else value
        if self._exact and EXACTLY_ONE in schema:
            one_of = {"oneOf": [self.written(part) for part in schema[EXACTLY_ONE]]}
            self._add(made, "allOf", [one_of])
        if "$ref" in made:
            self._references.add(made["$ref"].rsplit("/", 1)[1])
        if schema.get("format") in _INTEGERS:
            low, high = _INTEGERS[schema["format"]]
            self._add(made, "allOf", [{"minimum": low, "maximum": high}])
        if self._closed and "properties" in made and made.keys().isdisjoint(_OPENERS):
            made["additionalProperties"] = False
        return made

    @staticmethod
    def _add(made: Schema, keyword: str, parts: list[Schema]) -> None:
        if keyword not in made:
            made[keyword] = parts
        elif keyword == "allOf":
            made[keyword] = [*made[keyword], *parts]
        else:  # both unions of one schema
            made["allOf"] = [*made.get("allOf", ()), {keyword: parts}]


_OURS = frozenset(
    {"discriminator", EXACTLY_ONE, HIDDEN, SHAPES, SHUT_OUT, UNREAD, UNREADABLE_PARTS}
)
_OPENERS = (
    "additionalProperties",
    "patternProperties",
    "unevaluatedProperties",
    "allOf",
    "anyOf",
    "$ref",
)
