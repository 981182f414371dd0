"""The whole body around a part of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Any

from pyvenice.contract.diff.schema_diff import Step
from pyvenice.contract.schema.validators import validator
from pyvenice.contract.witness.boundary_values import variants
from pyvenice.contract.witness.samples import array_of, free_name, object_of, sample, shortest

Json = Any
Schema = dict[str, Json]

_TRIES = 60


class Surroundings:
    """Puts parts back into values of the schemas that lie around them, on one side."""

    def __init__(self, side: str, defs: Mapping[str, Schema]) -> None:
        self._side = side
        self._defs = defs
        self._checked: dict[tuple[int, str], Json] = {}

    def around(self, part: Json, steps: tuple[Step, ...]) -> Iterator[Json]:
        """As small as can be, then with all that is optional."""
        yield self._whole(part, steps, self._small)
        yield self._whole(part, steps, self._full)

    def around_checked(self, part: Json, steps: tuple[Step, ...]) -> Json:
        """With neighbours that their own schemas really take: dear, and needed seldom."""
        return self._whole(part, steps, self._beside_checked)

    def _whole(
        self, part: Json, steps: tuple[Step, ...], put: Callable[[Json, Step, Schema], Json]
    ) -> Json:
        for step in reversed(steps):
            if step.kind != "branch":
                part = put(part, step, step.old if self._side == "old" else step.new)
        return part

    def _small(self, part: Json, step: Step, schema: Schema) -> Json:
        if step.kind in ("item", "slot"):
            index = _index(step, schema)
            length = max(shortest(schema), index + 1)
            return array_of(schema, length, self._defs, fixed={index: part})
        name = _name(step, schema)
        return object_of(_with_required(schema, name), self._defs, 0) | {name: part}

    def _full(self, part: Json, step: Step, schema: Schema) -> Json:
        if step.kind in ("item", "slot"):
            index = _index(step, schema)
            length = max(shortest(schema), index + 1) + shortest({**schema, "minItems": 0})
            return array_of(schema, length, self._defs, fixed={index: part})
        properties = schema.get("properties", {}).items()
        everything = {name: sample(one, self._defs) for name, one in properties}
        return everything | self._small(part, step, schema)

    def _beside_checked(self, part: Json, step: Step, schema: Schema) -> Json:
        if step.kind in ("item", "slot"):
            index = _index(step, schema)
            made = self._valid(schema, "")
            items = made if isinstance(made, list) else []
            items += array_of(schema, index + 1, self._defs)[len(items) :]
            return [*items[:index], part, *items[index + 1 :]]
        name = _name(step, schema)
        made = self._valid(schema, name)
        return (made if isinstance(made, dict) else {}) | {name: part}

    def _valid(self, schema: Schema, name: str) -> Json:
        """A value that the schema really takes, and that has this field if it may."""
        key = (id(schema), name)
        if key not in self._checked:
            wanted = _with_required(schema, name) if name else schema
            checks = validator(wanted, self._defs)
            tries = islice(variants(wanted, self._defs), _TRIES)
            self._checked[key] = next((one for one in tries if checks.is_valid(one)), None)
        return self._checked[key]


def _with_required(schema: Schema, name: str) -> Schema:
    return {**schema, "required": sorted({*schema.get("required", ()), name})}


def _index(step: Step, schema: Schema) -> int:
    return int(step.name) if step.kind == "slot" else len(schema.get("prefixItems", ()))


def _name(step: Step, schema: Schema) -> str:
    return step.name if step.kind == "property" else free_name(schema)
