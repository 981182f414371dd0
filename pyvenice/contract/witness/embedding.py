"""The whole value around a part of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Any

from pyvenice.contract.schema.recursion import unrolled
from pyvenice.contract.schema.shapes import SHAPES, has_union, shapes
from pyvenice.contract.schema.validators import validator
from pyvenice.contract.witness.boundary_values import variants
from pyvenice.contract.witness.difference import Step, Steps
from pyvenice.contract.witness.regex_samples import texts
from pyvenice.contract.witness.samples import (
    LONGEST_LIST,
    array_of,
    free_name,
    object_of,
    sample,
    shortest,
)

Json = Any
Schema = dict[str, Json]

_TRIES = 60
_MOST_HOLDERS = 4


class Surroundings:
    """Puts parts back into values of the schemas that lie around them, on one side."""

    def __init__(self, side: str, defs: Mapping[str, Schema]) -> None:
        self._side = side
        self._defs = defs
        # By the id of a schema, which each value holds so that its id is not used again.
        self._checked: dict[tuple[int, str], tuple[Schema, Json]] = {}
        self._known_holders: dict[tuple[int, str, str], tuple[Schema, list[Schema]]] = {}
        self._neighbours: dict[int, tuple[Schema, dict[str, Json]]] = {}
        self._fields: dict[int, tuple[Schema, dict[str, Json]]] = {}

    def around(self, part: Json, steps: Steps) -> Iterator[Json]:
        """As small as can be, then with all that is optional."""
        yield from self._wholes(part, steps, self._small)
        yield from self._wholes(part, steps, self._full)

    def around_checked(self, part: Json, steps: Steps) -> Iterator[Json]:
        """With neighbours that their own schemas really take: expensive, and rarely needed."""
        yield from self._wholes(part, steps, self._beside_checked)

    def _wholes(
        self, part: Json, steps: Steps, put: Callable[[Json, Step, Schema], Json]
    ) -> Iterator[Json]:
        """Each of the values that the steps lead out to; more than one where a step has several shapes."""
        wholes = [part]
        for step in reversed(steps):
            if step.kind != "branch":
                holders = self._holders(step)
                wholes = [put(whole, step, holder) for whole in wholes for holder in holders]
                wholes = wholes[:_MOST_HOLDERS]
        yield from wholes

    def _holders(self, step: Step) -> list[Schema]:
        """The schemas that may hold the part: those of the shapes that name it, if there are several."""
        around = step.old if self._side == "old" else step.new
        key = (id(around), step.kind, step.name)
        if key not in self._known_holders:
            self._known_holders[key] = around, self._find_holders(step, around)
        return self._known_holders[key][1]

    def _find_holders(self, step: Step, around: Schema) -> list[Schema]:
        schema = unrolled(around, self._defs)
        found: list[Schema] = schema.get(SHAPES) or [schema]
        if SHAPES not in schema and has_union(schema):
            found = shapes(schema, self._defs) or [schema]
        naming = [shape for shape in found if step.name in shape.get("properties", ())]
        return (naming if step.kind == "property" and naming else found)[:_MOST_HOLDERS]

    def _small(self, part: Json, step: Step, schema: Schema) -> Json:
        if step.kind in ("item", "slot"):
            index = _index(step, schema)
            length = max(shortest(schema), index + 1)
            return array_of(schema, length, self._defs, fixed={index: part})
        return self._object_with(_name(step, schema), part, schema)

    def _full(self, part: Json, step: Step, schema: Schema) -> Json:
        if step.kind in ("item", "slot"):
            index = _index(step, schema)
            length = max(shortest(schema), index + 1) + shortest({**schema, "minItems": 0})
            return array_of(schema, length, self._defs, fixed={index: part})
        return self._every_field(schema) | self._small(part, step, schema)

    def _object_with(self, name: str, part: Json, schema: Schema) -> dict[str, Json]:
        """The smallest object with this field. Its other fields are made once for many parts."""
        if "dependentRequired" in schema or "minProperties" in schema:
            return object_of(_with_required(schema, name), self._defs, 0) | {name: part}
        if id(schema) not in self._neighbours:
            self._neighbours[id(schema)] = schema, object_of(schema, self._defs, 0)
        return dict(sorted((self._neighbours[id(schema)][1] | {name: part}).items()))

    def _every_field(self, schema: Schema) -> dict[str, Json]:
        if id(schema) not in self._fields:
            properties = schema.get("properties", {}).items()
            made = {name: sample(member, self._defs) for name, member in properties}
            self._fields[id(schema)] = schema, made
        return self._fields[id(schema)][1]

    def _beside_checked(self, part: Json, step: Step, schema: Schema) -> Json:
        if step.kind in ("item", "slot"):
            index = _index(step, schema)
            made = self._valid(schema, "")
            items = made if isinstance(made, list) else []
            items += array_of(schema, index + 1, self._defs)[len(items) :]
            return [*items[:index], part, *items[index + 1 :]]
        name = _name(step, schema)
        neighbours = {
            other: self._valid(member, "")
            for other, member in schema.get("properties", {}).items()
            if other != name and other in schema.get("required", ())
        }
        if neighbours:
            return self._object_with(name, part, schema) | neighbours | {name: part}
        made = self._valid(schema, name)
        return (made if isinstance(made, dict) else {}) | {name: part}

    def _valid(self, schema: Schema, name: str) -> Json:
        """A value that the schema really takes, and that has this field if it may."""
        key = (id(schema), name)
        if key not in self._checked:
            wanted = _with_required(schema, name) if name else schema
            checks = validator(wanted, self._defs, exact=True)
            tries = islice(variants(wanted, self._defs), _TRIES) if checks else ()
            value = next((value for value in tries if checks and checks.is_valid(value)), None)
            self._checked[key] = (schema, value)
        return self._checked[key][1]


def _with_required(schema: Schema, name: str) -> Schema:
    return {**schema, "required": sorted({*schema.get("required", ()), name})}


def _index(step: Step, schema: Schema) -> int:
    index = int(step.name) if step.kind == "slot" else len(schema.get("prefixItems", ()))
    return min(index, LONGEST_LIST)


def _name(step: Step, schema: Schema) -> str:
    if step.kind == "pattern":
        return next(iter(texts(step.name)), step.name)
    return step.name if step.kind == "property" else free_name(schema)
