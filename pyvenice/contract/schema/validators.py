"""JSON Schema validators for schemas in normal form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

import jsonschema_rs

from pyvenice.contract.schema.broken_keywords import REGEX_LIMIT, UNREAD
from pyvenice.contract.schema.shapes import SHAPES, shapes

Json = Any
Schema = dict[str, Json]
Defs = Mapping[str, Schema]

_INTEGERS = {f"int{bits}": (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) for bits in (8, 16, 32)}
_MAPS = frozenset({"properties", "patternProperties", "dependentSchemas"})
_LISTS = frozenset({"anyOf", "oneOf", "allOf", "prefixItems"})
_VERBATIM = frozenset({"enum", "const", "default", "required", "dependentRequired", "type"})


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
    writer = _Writer(exact=exact)
    written = writer.written(schema)
    if writer.has_references:
        written = written | {"$defs": {name: writer.written(part) for name, part in defs.items()}}
    return _compiled(written)


def closed_validator(schema: Schema, defs: Defs) -> Validator | None:
    """A validator that takes no field which the shape of a union, or an object in it, does not name."""
    writer = _Writer(exact=False, closed=True)
    written: Schema = {
        "anyOf": [writer.written(shape) for shape in shapes(schema, defs)] or [False]
    }
    if writer.has_references:
        written["$defs"] = {name: writer.written(part) for name, part in defs.items()}
    return _compiled(written)


def mentions_one_of(schema: Json) -> bool:
    """Whether `oneOf` stands anywhere in a schema."""
    if isinstance(schema, dict):
        return "oneOf" in schema or any(map(mentions_one_of, schema.values()))
    return isinstance(schema, list) and any(map(mentions_one_of, schema))


def _compiled(schema: Schema) -> Validator | None:
    try:
        return jsonschema_rs.Draft202012Validator(
            schema, validate_formats=True, pattern_options=REGEX_LIMIT
        )
    except (jsonschema_rs.ValidationError, ValueError, RecursionError):
        return None


class _Writer:
    """Writes schemas in normal form as the validator reads them."""

    def __init__(self, *, exact: bool, closed: bool = False) -> None:
        self._exact = exact
        self._closed = closed
        self.has_references = False

    def written(self, schema: Schema) -> Schema:
        made: Schema = {}
        for keyword, value in schema.items():
            if keyword in _VERBATIM:
                made[keyword] = value
            elif keyword in _MAPS:
                made[keyword] = {name: self.written(part) for name, part in value.items()}
            elif keyword in _LISTS:
                key = "anyOf" if keyword == "oneOf" and not self._exact else keyword
                self._add(made, key, [self.written(part) for part in value])
            elif not keyword.startswith("x-") and keyword not in _OURS:
                made[keyword] = self.written(value) if isinstance(value, dict) else value
        self.has_references |= "$ref" in made
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


_OURS = frozenset({"discriminator", SHAPES, UNREAD})
_OPENERS = (
    "additionalProperties",
    "patternProperties",
    "unevaluatedProperties",
    "allOf",
    "anyOf",
    "$ref",
)
