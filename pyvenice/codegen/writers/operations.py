"""Write the operation table of a provider: paths, media types, wire names, image rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

from pyvenice.codegen.catalogue.rows import Row, Rows
from pyvenice.codegen.shapes.names import snake_case
from pyvenice.codegen.shapes.operations import opaque_paths
from pyvenice.codegen.shapes.shape import JSON, URLENCODED, Schema, Shape, Shapes
from pyvenice.codegen.shapes.unions import without_null
from pyvenice.codegen.writers.arguments import Argument, arguments
from pyvenice.codegen.writers.request_rules import conflicts, model_rules
from pyvenice.contract.operation.security import BEARER_HEADER
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


def operations_module(
    shapes: Shapes, source: Source, pinned: str = "", rows: Rows | None = None
) -> str:
    """The source of `operations.py` of one provider; `pinned`: the date of its contract."""
    enforced = rows.models if rows is not None and rows.enforced else []
    lines = [
        f'"""The operations of {source.title} that this package calls."""',
        "",
        "from pyvenice.core.request.operation_table import Conflict, ImageRule, Lifecycle, ModelRule, Operation, Parameter, Provider, Scalar, SizeRule",
        "",
    ]
    if not any(shape.used.family for shape in shapes.operations):
        lines += _provider(source, shapes)
    lines += [_operation(source, shapes, shape, pinned, enforced) for shape in shapes.operations]
    names = ", ".join(constant(shape) for shape in shapes.operations)
    lines += ["", *_by_model(shapes), f"OPERATIONS = ({names},)"]
    return "\n".join(lines) + "\n"


def _provider(source: Source, shapes: Shapes) -> list[str]:
    return [
        f"FAMILIES = {source.families!r}" if source.families else "",
        _call(
            "PROVIDER = Provider",
            name=source.provider,
            title=source.title,
            base_url=source.base_url,
            api_key_env=source.api_key_env,
            base_url_env=source.base_url_env,
            key_required=None if source.key_required else False,
            key_header=_other(shapes.key_header, BEARER_HEADER),
            other_api_key_envs=source.other_api_key_envs or None,
            other_base_url_envs=source.other_base_url_envs or None,
        ),
        "",
    ]


def constant(shape: Shape) -> str:
    """`image.edit` → `IMAGE_EDIT`: the name of the operation in its table; that of a model its stem."""
    name = shape.used.name if shape.used.model is None else snake_case(shape.used.stem)
    return name.replace(".", "_").upper()


def _by_model(shapes: Shapes) -> Iterator[str]:
    """`IMAGE_EDIT = {"acme/paint": PAINT}`: the operations of a call, by the model that chooses one."""
    calls: dict[str, list[Shape]] = {}
    for shape in shapes.operations:
        if shape.used.model is not None:
            calls.setdefault(shape.used.name, []).append(shape)
    for name, members in calls.items():
        rows = ", ".join(f"{shape.used.model!r}: {constant(shape)}" for shape in members)
        yield f"{name.replace('.', '_').upper()} = {{{rows}}}"


def _operation(
    source: Source, shapes: Shapes, shape: Shape, pinned: str, rows: Sequence[Row]
) -> str:
    prefix = urlsplit(source.base_url).path
    json_body, form = shape.body(json=True), shape.body(json=False)
    parameters = ",\n".join(_parameter(argument) for argument in arguments(shape))
    return _call(
        f"{constant(shape)} = Operation",
        provider=source.provider,
        name=shape.used.name,
        for_model=shape.used.model,
        method=shape.used.method.upper(),
        path=_below(prefix, shape.used.called_path),
        json_model=json_body.name if json_body else None,
        form_model=form.name if form else None,
        result_model=shape.result,
        answers=shape.answers,
        json_type=_other(json_body.media_type if json_body else JSON, JSON),
        is_multipart=False if form and form.media_type.startswith(URLENCODED) else None,
        whole=any(body.is_whole for body in shape.bodies) or None,
        choice=any("x-choice" in shapes.requests[body.name] for body in shape.bodies) or None,
        pinned=pinned or None,
        family=shape.used.family or None,
        is_free=shape.is_free or None,
        is_repeatable=shape.is_repeatable or None,
        opaque=tuple(_opaque(shapes, shape)) or None,
        model_rules=_tuple_code(map(repr, model_rules(shape, rows))),
        conflicts=_tuple_code(map(repr, conflicts(shape))),
        parameters=_Code(f"({parameters},)") if parameters else None,
    )


def _other(value: str, usual: str) -> str | None:
    return None if value == usual else value


def _opaque(shapes: Shapes, shape: Shape) -> Iterator[str]:
    if shape.result is not None:
        yield from opaque_paths(shapes.responses, shapes.responses[shape.result])


def _below(prefix: str, path: str) -> str:
    """A document may repeat the path of the base URL in each of its paths."""
    return path.removeprefix(prefix) if path.startswith(f"{prefix}/") else path


def _parameter(argument: Argument) -> str:
    wires = {place: field.wire for place, field in argument.fields}
    same = [wires.get("json"), wires.get("form")] == [argument.name] * 2
    return _call(
        "Parameter.both" if same else "Parameter",
        argument.name,
        json=None if same else wires.get("json"),
        form=None if same else wires.get("form"),
        query=wires.get("query"),
        path=wires.get("path"),
        header=wires.get("header"),
        cookie=wires.get("cookie"),
        style=argument.first.style or None,
        is_file=argument.is_file or None,
        lifecycles=_lifecycles(argument),
        default=str(argument.first.default) if _ends(argument, argument.first.default) else None,
        required=argument.required or None,
        nullable=argument.nullable or None,
        keys=argument.first.known_keys or None,
        image=_Code(_rule(argument.image)) if argument.image is not None else None,
        scalar=_scalar(argument),
    )


def _lifecycles(argument: Argument) -> _Code | None:
    return _tuple_code(
        _call("Lifecycle", value, ends=str(facts.get("ends")), instead=facts.get("instead"))
        for value, facts in argument.first.lifecycles.items()
    )


def _tuple_code(items: Iterable[str]) -> _Code | None:
    texts = list(items)
    return _Code(f"({', '.join(texts)},)") if texts else None


def _ends(argument: Argument, value: object) -> bool:
    return isinstance(value, str) and value in argument.first.lifecycles


def _scalar(argument: Argument) -> _Code | None:
    """The rule that all bodies share, if it is one that a table can say."""
    rules = [_simple(field.schema) for _, field in argument.fields]
    if argument.image is not None or rules[0] is None or any(rule != rules[0] for rule in rules):
        return None
    return _Code(rules[0])


def _simple(schema: Schema) -> str | None:
    kind = without_null(schema).get("type")
    facts = {key for key in schema if not key.startswith("x-")} - {"type", "default"}
    if not isinstance(kind, str) or kind not in _SCALARS or not facts <= _SCALARS[kind].keys():
        return None
    named = {_SCALARS[kind][key]: schema[key] for key in sorted(facts)}
    if values := named.get("values"):
        named["values"] = tuple(value for value in values if value is not None)
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
