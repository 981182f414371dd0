"""Calls with an operation for each model: one shape with the arguments of all of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pyvenice.codegen.shapes.shape import Field, Place, Schema, Shape

_SHAPE = frozenset(["type", "enum", "items", "anyOf", "$ref", "properties", "x-python-type"])
"""What of a schema is not a bound."""


def callable_shapes(shapes: Iterable[Shape]) -> Iterator[Shape]:
    """One shape for each method: those of the models of one call are joined."""
    groups: dict[str, list[Shape]] = {}
    for shape in shapes:
        groups.setdefault(shape.used.name, []).append(shape)
    for group in groups.values():
        yield _joined(group) if group[0].used.call else group[0]


def _joined(shapes: Sequence[Shape]) -> Shape:
    first = shapes[0]
    call = first.used.call
    if call is None:
        raise ValueError(f"{first.used.name} has no models")
    fields = _fields_by_name(shapes)
    bodies = [
        replace(body, fields=tuple(_shared(field, fields, len(shapes)) for field in body.fields))
        for shape in shapes
        for body in shape.bodies
    ]
    return replace(
        first,
        used=first.used._replace(stem=call.stem, model=None),
        text=call.text,
        bodies=tuple(bodies),
        parameters=(_model(shapes), *(pair for pair in first.parameters if pair[0] != "model")),
    )


def _fields_by_name(shapes: Iterable[Shape]) -> dict[str, list[Field]]:
    fields: dict[str, list[Field]] = {}
    for shape in shapes:
        for field in (field for body in shape.bodies for field in body.fields):
            fields.setdefault(field.python, []).append(field)
    return fields


def _shared(field: Field, fields: dict[str, list[Field]], models: int) -> Field:
    """The field as the joined signature has it: what holds for every model, and no more."""
    namesakes = fields[field.python]
    text = field.text
    if len(namesakes) < models:
        text += " Only some models take it."
    schema = field.schema
    if any(_bounds(namesake.schema) != _bounds(schema) for namesake in namesakes):
        text += " Bounds depend on the model."
        schema = {key: value for key, value in schema.items() if key in _SHAPE}
    return replace(
        field,
        schema=schema,
        text=text,
        default=field.default if len({str(item.default) for item in namesakes}) == 1 else None,
        required=len(namesakes) == models and all(item.required for item in namesakes),
    )


def _bounds(schema: Schema) -> Schema:
    return {key: value for key, value in schema.items() if key not in _SHAPE}


def _model(shapes: Sequence[Shape]) -> tuple[Place, Field]:
    """The argument that chooses, with the ids of all models."""
    fields = [field for shape in shapes for place, field in shape.parameters if place == "model"]
    ids = [value for field in fields for value in field.schema["enum"]]
    lifecycles = {value: facts for field in fields for value, facts in field.lifecycles.items()}
    schema = {"type": "string", "enum": ids}
    return "model", replace(fields[0], schema=schema, lifecycles=lifecycles)
