"""How values are spelt on the wire: names, images, text."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pyvenice.core.engine.calls import Body
from pyvenice.core.images.part import ImagePart
from pyvenice.core.request.bodies import Base64Leaf, JsonBody, MultipartBody
from pyvenice.core.request.operation_table import ImageRule, MediaType, Operation, Parameter

Value = Any


def on_the_wire(
    operation: Operation, values: Mapping[str, Value], media_type: MediaType
) -> dict[str, Value]:
    """The values under their names in the body, images as the body spells them."""
    wire: dict[str, Value] = {}
    for parameter in operation.parameters:
        name = parameter.json if media_type == "json" else parameter.form
        if name is not None and parameter.name in values:
            wire[name] = _wire_value(parameter, values[parameter.name], media_type)
    return wire


def _wire_value(parameter: Parameter, value: Value, media_type: MediaType) -> Value:
    if parameter.image is None:
        return _plain(value, as_text=bool(parameter.keys))
    if media_type == "multipart":
        return (
            value[0]
            if isinstance(value, list) and len(value) == 1 and parameter.image.repeated_as
            else value
        )
    if isinstance(value, list):
        return [_json_image(part, parameter.image) for part in value]
    return _json_image(value, parameter.image)


def _json_image(part: ImagePart, rule: ImageRule) -> Value:
    if rule.as_object:
        return (
            {"file_id": part.file_id} if part.kind == "file-id" else {"image_url": part.url or part}
        )
    return part.url or part.file_id or part


def _plain(value: Value, *, as_text: bool = False) -> Value:
    """Mappings and sequences of any class as `dict` and `list`; an object that travels as text as JSON."""
    if isinstance(value, Mapping):
        tree = {str(key): _plain(one) for key, one in value.items()}
        return json.dumps(tree) if as_text else tree
    if isinstance(value, Sequence) and not isinstance(value, str | bytes | bytearray):
        return [_plain(one) for one in value]
    return value


def encoded(operation: Operation, media_type: MediaType, wire: dict[str, Value]) -> Body:
    rules = {
        name: one.image
        for one in operation.parameters
        if one.image and (name := one.json if media_type == "json" else one.form)
    }
    if media_type == "json":
        return JsonBody({name: _json_value(value, rules.get(name)) for name, value in wire.items()})
    return MultipartBody(
        [field for name, value in wire.items() for field in _fields(name, value, rules.get(name))]
    )


def _json_value(value: Value, rule: ImageRule | None) -> Value:
    if isinstance(value, ImagePart):
        as_uri = rule is not None and rule.json[:1] == ("data-uri",)
        return Base64Leaf(value, f"data:{value.media_type};base64," if as_uri else "")
    if isinstance(value, list):
        return [_json_value(one, rule) for one in value]
    if isinstance(value, dict):
        return {key: _json_value(one, rule) for key, one in value.items()}
    return value


def _fields(
    name: str, value: Value, rule: ImageRule | None
) -> Iterator[tuple[str, str | ImagePart]]:
    if isinstance(value, list):
        for one in value:
            yield from _fields((rule and rule.repeated_as) or name, one, None)
    else:
        yield name, value if isinstance(value, ImagePart) else as_text(value)


def as_text(value: Value) -> str:
    """A value as a form or a query spells it: `true`, `2`, `0.5`."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
