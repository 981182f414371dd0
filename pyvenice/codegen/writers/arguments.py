"""The arguments of a method: joined from the bodies and parameters of its operation, typed, described."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pyvenice.codegen.shapes.names import class_name
from pyvenice.codegen.shapes.shape import EVENTS, Body, Field, Schema, Shape, is_json
from pyvenice.codegen.shapes.unions import without_null
from pyvenice.codegen.writers.bounds import bounds, image_limits

_SCALARS = {"string": "str", "integer": "int", "number": "float", "boolean": "bool"}
_INLINE = 110
"""Lists of values of at most so many characters are read where they stand; longer ones get a name."""

_LISTED = 10
"""How many known values of an open list the documentation names."""
_IMPORTED = frozenset(
    [
        "ABC",
        "Any",
        "AsyncImageStream",
        "CallOptions",
        "EditResult",
        "FileInput",
        "ImageInput",
        "ImageStream",
        "LazyModule",
        "Literal",
        "Mapping",
        "MaskInput",
        "MediaType",
        "OMIT",
        "Required",
        "Sequence",
    ]
)
"""Names that mean something else in a generated module."""


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a method: the fields of all bodies, or the parameter, that it fills."""

    name: str
    fields: tuple[tuple[str, Field], ...]
    """`json`, `form`, or the place of a parameter, and the field; the form first."""

    @property
    def first(self) -> Field:
        return self.fields[0][1]

    @property
    def required(self) -> bool:
        return all(field.required for _, field in self.fields)

    @property
    def nullable(self) -> bool:
        return any(field.nullable for _, field in self.fields)

    @property
    def image(self) -> dict[str, Any] | None:
        rules = [dict(field.image) for _, field in self.fields if field.image is not None]
        merged: dict[str, Any] = {}
        for rule in reversed(rules):
            merged |= rule
        return merged if rules else None

    @property
    def is_file(self) -> bool:
        return any(field.is_file for _, field in self.fields)

    @property
    def values(self) -> tuple[Any, ...]:
        """Known values over all bodies, in order."""
        return tuple(
            dict.fromkeys(
                value
                for _, field in self.fields
                for value in (*field.known_values, *field.schema.get("enum", ()))
                if value is not None
            )
        )

    @property
    def is_open(self) -> bool:
        """At least one body takes any string."""
        return any("enum" not in field.schema for _, field in self.fields)

    @property
    def text(self) -> str:
        """One line: what the argument is, its bounds and units, the server's own default."""
        field = next((field for _, field in self.fields if field.text), self.first)
        limits = bounds(self.first.schema) if self.image is None else image_limits(self.image)
        parts = ["Deprecated." if field.deprecated else "", " ".join(field.text.split()), limits]
        if self.values and self.is_open:  # editors show a list that takes others as any string
            parts.append(f"Known: {_enumeration(self.values)}.")
        values = (field.default for _, field in self.fields if field.default is not None)
        if defaults := list(dict.fromkeys(str(value) for value in values)):
            parts.append(f"Default: {' or '.join(defaults)}.")
        return " ".join(part for part in parts if part)


def _enumeration(values: tuple[Any, ...]) -> str:
    rest = len(values) - _LISTED
    more = f" and {rest} more" if rest > 0 else ""
    return ", ".join(map(str, values[:_LISTED])) + more


def arguments(shape: Shape) -> list[Argument]:
    """What an operation takes: images, prompt, what else is required, the rest in order."""
    bodies = sorted(shape.bodies, key=lambda body: is_json(body.media_type))
    names = dict.fromkeys(field.python for body in bodies for field in body.fields)
    joined = [Argument(name, tuple(_fields(name, bodies))) for name in names]
    joined += [Argument(field.python, ((place, field),)) for place, field in shape.parameters]
    return sorted(joined, key=_rank)


def _fields(name: str, bodies: Iterable[Body]) -> Iterator[tuple[str, Field]]:
    for body in bodies:
        field = body.field(name)
        if field is not None:
            yield "json" if is_json(body.media_type) else "form", field


def _rank(argument: Argument) -> int:
    if argument.required:
        return 0 if argument.image else 1 if argument.name == "prompt" else 2
    if argument.image:
        return 3
    if argument.name == "model":
        return 4
    return 6 if argument.first.deprecated else 5


def is_streamed(shape: Shape) -> bool:
    """Whether `stream=True` gives events."""
    return EVENTS in shape.answers or shape.has_own_stream


def is_stream(shape: Shape, name: str) -> bool:
    """`stream` decides the type of the result, so the method itself declares it."""
    return name == "stream" and is_streamed(shape)


class Aliases:
    """Names for long lists of values: `Model`; with the operation's stem where a name has several lists."""

    def __init__(self) -> None:
        self._names: dict[tuple[Any, ...], str] = {}

    def literal(self, values: tuple[Any, ...], argument: str, stem: str) -> str:
        """The type of one of these values: an alias where there are many."""
        if len(_literal(values)) <= _INLINE:
            return _literal(values)
        if values not in self._names:
            name = class_name(argument)
            if name in _IMPORTED or name in self._names.values():
                name = stem + name
            self._names[values] = name
        return self._names[values]

    def lines(self) -> list[str]:
        return [f"{name} = {_literal(values)}" for values, name in self._names.items()]

    def names(self) -> list[str]:
        return list(self._names.values())


def _literal(values: Iterable[Any]) -> str:
    return f"Literal[{', '.join(repr(value) for value in values)}]"


def python_type(argument: Argument, shape: Shape, aliases: Aliases) -> str:
    """The annotation of an argument: `str | Model | None`."""
    image = argument.image
    if image is not None:
        return _image_type(image)
    values = argument.values
    if argument.is_file:
        many = any(field.schema.get("type") == "array" for _, field in argument.fields)
        text = "FileInput | Sequence[FileInput]" if many else "FileInput"
    elif values:
        literal = aliases.literal(values, argument.name, shape.used.stem)
        text = f"str | {literal}" if argument.is_open else literal
    elif argument.first.known_keys:
        text = "Mapping[str, Any] | str"
    else:
        text = _plain_type(without_null(argument.first.schema))
    return f"{text} | None" if argument.nullable and text not in {"Any", "None"} else text


def _image_type(image: Mapping[str, Any]) -> str:
    if image.get("mask"):
        return "MaskInput"
    return "ImageInput | Sequence[ImageInput]" if image.get("many") else "ImageInput"


def _plain_type(schema: Schema) -> str:
    if "anyOf" in schema:
        options = dict.fromkeys(_plain_type(option) for option in schema["anyOf"])
        return "Any" if "Any" in options else " | ".join(options)
    if "$ref" in schema or "properties" in schema:
        return "Mapping[str, Any]"
    if "enum" in schema:
        values = [value for value in schema["enum"] if value is not None]
        return _literal(values) if values else "None"
    types = schema.get("type", ())
    names = [types] if isinstance(types, str) else list(types)
    return " | ".join(dict.fromkeys(_one_type(schema, name) for name in names)) or "Any"


def _one_type(schema: Schema, name: str) -> str:
    if name == "array":
        return f"Sequence[{_plain_type(schema.get('items', {}))}]"
    return "Mapping[str, Any]" if name == "object" else _SCALARS.get(name, "None")
