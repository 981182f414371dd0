"""Write the `TypedDict` of each operation: the arguments of its method, with their documentation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pyvenice.codegen.canonical import (
    EVENTS,
    MULTIPART,
    Body,
    Canonical,
    Field,
    Schema,
    Shape,
    class_name,
)

Json = Any

_SCALARS = {"string": "str", "integer": "int", "number": "float", "boolean": "bool"}
_ALIAS_FROM = 4
"""Value sets of at least so many values get a name of their own."""


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a method: the fields of all bodies that it fills."""

    name: str
    fields: tuple[tuple[str, Field], ...]
    """Media type (or `query`) and field; multipart first."""

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
    def image(self) -> dict[str, Json] | None:
        rules = [dict(field.image) for _, field in self.fields if field.image is not None]
        merged: dict[str, Json] = {}
        for rule in reversed(rules):
            merged |= rule
        return merged if rules else None

    @property
    def values(self) -> tuple[str, ...]:
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


def arguments(shape: Shape) -> list[Argument]:
    """What an operation takes: images, prompt, what else is required, the rest in order."""
    bodies = sorted(shape.bodies, key=lambda body: body.media_type != MULTIPART)
    names = dict.fromkeys(field.python for body in bodies for field in body.fields)
    found = [Argument(name, tuple(_fields(name, bodies))) for name in names]
    found += [Argument(field.python, (("query", field),)) for field in shape.query]
    return sorted(found, key=_rank)


def _fields(name: str, bodies: Iterable[Body]) -> Iterator[tuple[str, Field]]:
    for body in bodies:
        field = body.field(name)
        if field is not None:
            yield body.media_type, field


def _is_stream(shape: Shape, name: str) -> bool:
    """`stream` decides the type of the result, so the method itself declares it."""
    return name == "stream" and EVENTS in shape.answers


def _rank(argument: Argument) -> int:
    if argument.required:
        return 0 if argument.image else 1 if argument.name == "prompt" else 2
    if argument.image:
        return 3
    if argument.name == "model":
        return 4
    return 6 if argument.first.deprecated else 5


def parameters_module(canonical: Canonical) -> str:
    """The source of `parameters.py` of one provider."""
    aliases = _Aliases()
    classes = [_class(shape, aliases) for shape in canonical.shapes]
    return "\n".join(
        [
            "from collections.abc import Mapping, Sequence",
            "from typing import Annotated, Any, Literal, Required",
            "",
            "from pyvenice.core.images.inputs import ImageInput, MaskInput",
            "from pyvenice.core.request.options import CallOptions",
            "",
            *aliases.lines(),
            "",
            *classes,
        ]
    )


class _Aliases:
    """Names for value sets: `AspectRatio`; with the operation's stem where one name has several sets."""

    def __init__(self) -> None:
        self._names: dict[tuple[str, ...], str] = {}

    def literal(self, values: tuple[Json, ...], argument: str, stem: str) -> str:
        if len(values) < _ALIAS_FROM:
            return _literal(values)
        if values not in self._names:
            name = class_name(argument)
            taken = name in self._names.values()
            self._names[values] = stem + name if taken else name
        return self._names[values]

    def lines(self) -> list[str]:
        return [f"{name} = {_literal(values)}" for values, name in self._names.items()]


def _literal(values: Iterable[Json]) -> str:
    return f"Literal[{', '.join(repr(value) for value in values)}]"


def _class(shape: Shape, aliases: _Aliases) -> str:
    lines = [f"class {shape.used.stem}Params(CallOptions, total=False):"]
    lines.append(f'    """Arguments of `{shape.used.name}`."""')
    lines.append("")
    for argument in arguments(shape):
        if _is_stream(shape, argument.name):
            continue
        annotated = f"Annotated[{_type(argument, shape, aliases)}, {documentation(argument)!r}]"
        lines.append(
            f"    {argument.name}: "
            + (f"Required[{annotated}]" if argument.required else annotated)
        )
    return "\n".join([*lines, "", ""])


def _type(argument: Argument, shape: Shape, aliases: _Aliases) -> str:
    image = argument.image
    if image is not None:
        return _image_type(image)
    values = argument.values
    if values:
        literal = aliases.literal(values, argument.name, shape.used.stem)
        text = f"str | {literal}" if argument.is_open else literal
    elif argument.first.known_keys:
        text = "Mapping[str, Any] | str"
    else:
        text = _python_type(argument.first.schema)
    return f"{text} | None" if argument.nullable else text


def _image_type(image: dict[str, Json]) -> str:
    if image.get("mask"):
        return "MaskInput"
    return "ImageInput | Sequence[ImageInput]" if image.get("many") else "ImageInput"


def _python_type(schema: Schema) -> str:
    if "anyOf" in schema:
        options = [_python_type(one) for one in schema["anyOf"] if one.get("type") != "null"]
        return " | ".join(dict.fromkeys(options))
    if "$ref" in schema:
        return "Mapping[str, Any]"
    types = schema.get("type")
    name = next((one for one in types if one != "null"), "") if isinstance(types, list) else types
    if name == "array":
        return f"Sequence[{_python_type(schema.get('items', {}))}]"
    return _SCALARS.get(str(name), "Any")


def documentation(argument: Argument) -> str:
    """One line: what the argument is, its bounds and units, the server's own default."""
    field = next((one for _, one in argument.fields if one.text), argument.first)
    limits = (
        _bounds(argument.first.schema) if argument.image is None else _image_limits(argument.image)
    )
    parts = [field.text, limits]
    if field.deprecated:
        parts.insert(0, "Deprecated.")
    defaults = list(
        dict.fromkeys(str(one.default) for _, one in argument.fields if one.default is not None)
    )
    if defaults:
        parts.append(f"Default: {' or '.join(defaults)}.")
    return " ".join(part for part in parts if part)


def _bounds(schema: Schema) -> str:
    if "minLength" in schema or "maxLength" in schema:
        return _range(schema.get("minLength"), schema.get("maxLength"), " characters")
    low, high = schema.get("minimum"), schema.get("maximum")
    if "exclusiveMinimum" in schema:
        return f"Above {schema['exclusiveMinimum']}" + (
            f", to {high}." if high is not None else "."
        )
    if "minItems" in schema or "maxItems" in schema:
        return _range(schema.get("minItems"), schema.get("maxItems"), " items")
    return _range(low, high, "")


def _range(low: Json, high: Json, unit: str) -> str:
    if low is None and high is None:
        return ""
    if high is None:
        return f"At least {low}{unit}." if low != 1 or unit != " characters" else ""
    return f"{low} to {high}{unit}." if low is not None else f"At most {high}{unit}."


def _image_limits(image: dict[str, Json]) -> str:
    kinds = "/".join(one.removeprefix("image/").upper() for one in image.get("media-types", ()))
    size = f"under {image['max-bytes'] // 1_000_000} MB" if "max-bytes" in image else ""
    pixels = [f"{image[key]}" for key in ("min-pixels", "max-pixels") if key in image]
    area = (" to ".join(pixels) + " pixels") if len(pixels) == 2 else ""
    if len(pixels) == 1 and "min-pixels" in image:
        area = f"at least {pixels[0]} pixels"
    text = ", ".join(part for part in (kinds, size, area) if part)
    return f"{text}." if text else ""
