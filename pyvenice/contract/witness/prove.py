"""Prove a difference: a value that the one side accepts and the other refuses, found and checked.

A difference that no value shows is another way to write the same, unless a name came or went.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import Any

from pyvenice.contract.diff.schema_diff import Difference, Step
from pyvenice.contract.document.json_equality import canonical
from pyvenice.contract.schema.validators import Validator, validator
from pyvenice.contract.witness.candidates import Side, sides, telling
from pyvenice.contract.witness.embedding import Surroundings

Json = Any
Schema = dict[str, Json]

_ABOUT_UNNAMED = (
    *("additionalProperties", "patternProperties", "propertyNames", "unevaluatedProperties"),
    *("maxProperties", "allOf", "anyOf", "oneOf", "not", "if", "dependentSchemas", "$ref"),
)

_MOST_TRIES = 1000
_TOGETHER = {
    "minimum": ("minimum", "exclusiveMinimum"),
    "maximum": ("maximum", "exclusiveMaximum"),
    "if": ("if", "then", "else"),
    "oneOf": ("oneOf", "anyOf"),
}


class Prover:
    """Looks for values that tell two schemas apart, and checks each with a real validator."""

    def __init__(
        self,
        old: Schema,
        new: Schema,
        old_defs: Mapping[str, Schema],
        new_defs: Mapping[str, Schema],
    ) -> None:
        self._schemas: dict[Side, Schema] = {"old": old, "new": new}
        self._defs: dict[Side, Mapping[str, Schema]] = {"old": old_defs, "new": new_defs}
        self._wholes: dict[Side, Validator] = {}
        self._surroundings = {
            "old": Surroundings("old", old_defs),
            "new": Surroundings("new", new_defs),
        }

    def narrowed(self, difference: Difference) -> list[Json]:
        """`[value]` that only the old side takes because of this difference, or nothing."""
        return self._apart(difference, "old", "new")

    def widened(self, difference: Difference) -> list[Json]:
        """`[value]` that only the new side takes because of this difference, or nothing."""
        return self._apart(difference, "new", "old")

    def _apart(self, difference: Difference, accepting: Side, refusing: Side) -> list[Json]:
        own, other = sides(difference, accepting)
        if difference.aspect == "property" and _is_open(other):
            return []
        defs = self._defs[accepting]
        takes: Validator | None = None
        refuses = self._only_this_changed(difference, accepting)
        seen: set[str] = set()
        for part in islice(telling(difference, accepting, defs), _MOST_TRIES):
            if (key := canonical(part)) in seen:
                continue
            if seen:  # the first one is mostly right, and a validator is dear
                takes = takes or validator(own, defs)
            seen.add(key)
            if takes and not takes.is_valid(part):
                continue
            if refuses and refuses.is_valid(part):
                continue
            if whole := self._shown(part, difference.steps, accepting, refusing):
                return whole
        return []

    def _only_this_changed(self, difference: Difference, accepting: Side) -> Validator | None:
        """Refuses what this one difference makes the other side refuse; other changes do not count."""
        own, other = sides(difference, accepting)
        if difference.aspect == "alternative" or _is_one_value(difference):
            return None
        changed = other if difference.aspect == "schema" else _patched(own, other, difference)
        return validator(changed, self._defs[accepting])

    def _shown(
        self, part: Json, steps: tuple[Step, ...], accepting: Side, refusing: Side
    ) -> list[Json]:
        """`[value]` that holds the part and that only one side takes, or nothing."""
        surroundings = self._surroundings[accepting]
        fits = False
        for whole in surroundings.around(part, steps):
            if self._takes(accepting, whole):
                fits = True
                if not self._takes(refusing, whole):
                    return [whole]
        if not fits and steps:
            whole = surroundings.around_checked(part, steps)
            if self._takes(accepting, whole) and not self._takes(refusing, whole):
                return [whole]
        return []

    def _takes(self, side: Side, whole: Json) -> bool:
        if side not in self._wholes:
            self._wholes[side] = validator(self._schemas[side], self._defs[side])
        return bool(self._wholes[side].is_valid(whole))


def _is_open(schema: Schema) -> bool:
    """It takes any field that it does not name."""
    return not any(key in schema for key in _ABOUT_UNNAMED)


def _is_one_value(difference: Difference) -> bool:
    """A value of a list came or went, which no other keyword can explain."""
    lists = ("enum" in one for one in (difference.old_schema, difference.new_schema))
    return difference.aspect == "enum" and all(lists)


def _patched(own: Schema, other: Schema, difference: Difference) -> Schema:
    """`own` with only this difference taken over from `other`."""
    aspect = difference.aspect
    name = difference.old if difference.old is not None else difference.new
    if aspect == "property":
        return _with_property(own, other, name)
    if aspect == "required":
        names = set(own.get("required", ())) ^ {name}
        return {**own, "required": sorted(names)}
    patched = dict(own)
    for keyword in _TOGETHER.get(aspect, (aspect,)):
        patched.pop(keyword, None)
        if keyword in other:
            patched[keyword] = other[keyword]
    return patched


def _with_property(own: Schema, other: Schema, name: str) -> Schema:
    properties = {key: one for key, one in own.get("properties", {}).items() if key != name}
    if name in other.get("properties", {}):
        properties[name] = other["properties"][name]
    required = [one for one in own.get("required", ()) if one != name]
    closed = {key: other[key] for key in ("additionalProperties",) if key in other}
    return {**own, **closed, "properties": properties, "required": required}
