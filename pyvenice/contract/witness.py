"""Prove a difference: a value that the one side accepts and the other refuses, found and checked.

A difference that no value shows is another way to write the same, unless a name came or went.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

import jsonschema_rs

from pyvenice.contract.compare import Difference, Step
from pyvenice.contract.normal import canonical
from pyvenice.contract.samples import array_of, sample, variants

Json = Any
Schema = dict[str, Json]
Side = Literal["old", "new"]

_ABOUT_UNNAMED = (
    *("additionalProperties", "patternProperties", "propertyNames", "unevaluatedProperties"),
    *("maxProperties", "allOf", "anyOf", "oneOf", "not", "if", "dependentSchemas", "$ref"),
)

_MOST_TRIES = 400
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
        self._wholes: dict[Side, Any] = {}

    def narrowed(self, difference: Difference) -> list[Json]:
        """`[value]` that only the old side takes because of this difference, or nothing."""
        return self._apart(difference, "old", "new")

    def widened(self, difference: Difference) -> list[Json]:
        """`[value]` that only the new side takes because of this difference, or nothing."""
        return self._apart(difference, "new", "old")

    def _apart(self, difference: Difference, accepting: Side, refusing: Side) -> list[Json]:
        if difference.aspect == "property" and _is_open(_sides(difference, refusing)[0]):
            return []
        changed = self._only_this_changed(difference, accepting)
        seen: set[str] = set()
        for part in _parts(difference, accepting, self._defs[accepting]):
            if (key := canonical(part)) in seen:
                continue
            seen.add(key)
            if len(seen) > _MOST_TRIES:
                break
            if changed is not None and changed.is_valid(part):
                continue
            for whole in self._around(part, difference.steps, accepting):
                if self._takes(accepting, whole) and not self._takes(refusing, whole):
                    return [whole]
        return []

    def _takes(self, side: Side, whole: Json) -> bool:
        if side not in self._wholes:
            self._wholes[side] = _validator(self._schemas[side], self._defs[side])
        return bool(self._wholes[side].is_valid(whole))

    def _only_this_changed(self, difference: Difference, accepting: Side) -> Any:
        """Refuses what this one difference makes the other side refuse; other changes do not count."""
        own, other = _sides(difference, accepting)
        if difference.aspect in ("alternative", "schema"):
            return None
        return _validator(_patched(own, other, difference), self._defs[accepting])

    def _around(self, part: Json, steps: tuple[Step, ...], side: Side) -> Iterator[Json]:
        """The whole body around a part: as small as can be, then with all that is optional."""
        for full in (False, True):
            whole = part
            for step in reversed(steps):
                whole = self._one_around(whole, step, side, full=full)
            yield whole

    def _one_around(self, part: Json, step: Step, side: Side, *, full: bool) -> Json:
        schema = step.old if side == "old" else step.new
        if step.kind == "branch":
            return part
        if step.kind == "item":
            fill = array_of(schema, max(0, int(schema.get("minItems", 1)) - 1), self._defs[side])
            return [part, *fill]
        whole = sample(schema, self._defs[side])
        members = whole if isinstance(whole, dict) else {}
        if full:
            properties = schema.get("properties", {}).items()
            members = {name: sample(one, self._defs[side]) for name, one in properties} | members
        return members | {step.name if step.kind == "property" else "any_name": part}


def _sides(difference: Difference, first: Side) -> tuple[Schema, Schema]:
    old, new = difference.old_schema, difference.new_schema
    return (old, new) if first == "old" else (new, old)


def _is_open(schema: Schema) -> bool:
    """It takes any field that it does not name."""
    return not any(key in schema for key in _ABOUT_UNNAMED)


def _patched(own: Schema, other: Schema, difference: Difference) -> Schema:
    """`own` with only this difference taken over from `other`."""
    aspect = difference.aspect
    name = difference.old if difference.old is not None else difference.new
    if aspect == "property":
        return _with_property(own, other, name)
    if aspect == "required":
        names = set(own.get("required", ())) ^ {name}
        return {**own, "required": sorted(names)}
    if aspect == "enum" and not isinstance(name, list) and "enum" in own and "enum" in other:
        return {**own, "enum": [one for one in own["enum"] if canonical(one) != canonical(name)]}
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


def _with_member(whole: Json, name: Json, part: Json) -> Json:
    return (whole if isinstance(whole, dict) else {}) | {str(name): part}


def _parts(difference: Difference, side: Side, defs: Mapping[str, Schema]) -> Iterator[Json]:
    """Values for the place itself, the telling ones first."""
    own, other = _sides(difference, side)
    name = difference.old if difference.old is not None else difference.new
    if difference.aspect == "alternative":
        yield from variants(name, defs)
        return
    if difference.aspect in ("enum", "known-value") and not isinstance(name, list):
        yield name
        return
    if difference.aspect == "property":
        schema = own.get("properties", {}).get(name, {})
        for value in (sample(schema, defs), *variants(schema, defs)):
            yield _with_member(sample(own, defs), name, value)
        return
    if difference.aspect == "required":
        whole = sample(own, defs)
        if isinstance(whole, dict):
            yield {key: one for key, one in whole.items() if key != name}
    yield from variants(own, defs)
    yield from variants(other, defs)


def _validator(schema: Schema, defs: Mapping[str, Schema]) -> Any:
    whole = {**schema, "$defs": dict(defs)} if defs else schema
    try:
        return jsonschema_rs.Draft202012Validator(whole, validate_formats=True)
    except (jsonschema_rs.ValidationError, ValueError):
        return _Unprovable()


class _Unprovable:
    """Stands for a schema that no validator takes: nothing can be proven of it, only names compared."""

    @staticmethod
    def is_valid(_: Json) -> bool:
        return True
