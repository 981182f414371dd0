"""Write the operation table of a provider: paths, media types, wire names, image rules."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from codegen.canonical import JSON, MULTIPART, Canonical, Shape, opaque_paths
from codegen.parameters import Argument, arguments
from pyvenice.contract.source import Source

Json = Any


def operations_module(canonical: Canonical, source: Source) -> str:
    """The source of `operations.py` of one provider."""
    lines = [
        "from pyvenice.core.operations import ImageRule, Operation, Parameter, Provider",
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
    return _call(
        "Parameter",
        argument.name,
        json=wires.get(JSON),
        form=wires.get(MULTIPART),
        query=wires.get("query"),
        required=argument.required or None,
        nullable=argument.nullable or None,
        keys=argument.first.known_keys or None,
        image=_Code(_rule(argument.image)) if argument.image is not None else None,
    )


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
