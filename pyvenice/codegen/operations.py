"""Write the operation table of a provider: paths, media types, wire names, image rules."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from pyvenice.codegen.canonical import JSON, MULTIPART, Canonical, Schema, Shape, opaque_paths
from pyvenice.codegen.parameters import Argument, arguments
from pyvenice.contract.pin.source import Source

Json = Any


_KINDS = {"string": "text", "integer": "whole", "number": "number", "boolean": "flag"}
_SCALARS = {
    "string": {"minLength": "least", "maxLength": "most", "enum": "values"},
    "integer": {"minimum": "least", "maximum": "most"},
    "number": {"minimum": "least", "maximum": "most"},
    "boolean": {},
}
"""Per type, the keywords that a table can say, and how it calls them."""


def operations_module(canonical: Canonical, source: Source) -> str:
    """The source of `operations.py` of one provider."""
    lines = [
        "from pyvenice.core.request.operation_table import ImageRule, Operation, Parameter, Provider, Scalar",
        "",
        _call(
            "PROVIDER = Provider",
            name=source.provider,
            title=source.title,
            base_url=source.base_url,
            api_key_env=source.api_key_env,
            base_url_env=source.base_url_env,
            key_required=None if source.key_required else False,
        ),
        "",
    ]
    lines += [_operation(source, canonical, shape) for shape in canonical.shapes]
    names = ", ".join(constant(shape) for shape in canonical.shapes)
    lines += ["", f"OPERATIONS = ({names},)"]
    return "\n".join(lines) + "\n"


def constant(shape: Shape) -> str:
    """`image.edit` → `IMAGE_EDIT`: the name of the operation in its table."""
    return shape.used.name.replace(".", "_").upper()


def _operation(source: Source, canonical: Canonical, shape: Shape) -> str:
    prefix = urlsplit(source.base_url).path
    json_body, form = shape.body(JSON), shape.body(MULTIPART)
    parameters = ",\n".join(_parameter(argument) for argument in arguments(shape))
    return _call(
        f"{constant(shape)} = Operation",
        provider=source.provider,
        name=shape.used.name,
        method=shape.used.method.upper(),
        path=_below(prefix, shape.used.path),
        json_model=json_body.name if json_body else None,
        form_model=form.name if form else None,
        result_model=shape.result,
        answers=shape.answers,
        choice=any("x-choice" in canonical.requests[one.name] for one in shape.bodies) or None,
        opaque=tuple(_opaque(canonical, shape)) or None,
        parameters=_Code(f"({parameters},)") if parameters else None,
    )


def _opaque(canonical: Canonical, shape: Shape) -> Iterator[str]:
    if shape.result is not None:
        yield from opaque_paths(canonical, canonical.responses[shape.result])


def _below(prefix: str, path: str) -> str:
    """A document may repeat the path of the base URL in each of its paths."""
    return path.removeprefix(prefix) if path.startswith(f"{prefix}/") else path


def _parameter(argument: Argument) -> str:
    wires = {media_type: field.wire for media_type, field in argument.fields}
    same = [wires.get(JSON), wires.get(MULTIPART)] == [argument.name] * 2
    return _call(
        "Parameter.both" if same else "Parameter",
        argument.name,
        json=None if same else wires.get(JSON),
        form=None if same else wires.get(MULTIPART),
        query=wires.get("query"),
        required=argument.required or None,
        nullable=argument.nullable or None,
        keys=argument.first.known_keys or None,
        image=_Code(_rule(argument.image)) if argument.image is not None else None,
        scalar=_scalar(argument),
    )


def _scalar(argument: Argument) -> _Code | None:
    """The rule that all bodies share, if it is one that a table can say."""
    rules = [_simple(field.schema) for _, field in argument.fields]
    if argument.image is not None or rules[0] is None or any(one != rules[0] for one in rules):
        return None
    return _Code(rules[0])


def _simple(schema: Schema) -> str | None:
    kinds = schema.get("type")
    kind = next((one for one in kinds if one != "null"), None) if isinstance(kinds, list) else kinds
    facts = {key for key in schema if not key.startswith("x-")} - {"type", "default"}
    if kind not in _SCALARS or not facts <= _SCALARS[kind].keys():
        return None
    named = {_SCALARS[kind][key]: schema[key] for key in sorted(facts)}
    if values := named.get("values"):
        named["values"] = tuple(one for one in values if one is not None)
    return _call("Scalar", _KINDS[kind], **dict(sorted(named.items())))


def _rule(image: dict[str, Json]) -> str:
    values = {
        key.replace("-", "_"): tuple(v) if isinstance(v, list) else v for key, v in image.items()
    }
    return _call("ImageRule", **dict(sorted(values.items())))


class _Code(str):
    """Text that is Python already."""

    __slots__ = ()


def _call(callee: str, /, *positional: str, **named: Json) -> str:
    parts = [repr(value) for value in positional]
    parts += [
        f"{key}={value if isinstance(value, _Code) else repr(value)}"
        for key, value in named.items()
        if value is not None
    ]
    return f"{callee}({', '.join(parts)})"
