"""Serialization: values under their wire names, images and text as the body writes them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from pyvenice.core.engine.calls import Body
from pyvenice.core.images.part import ImagePart
from pyvenice.core.request.bodies import (
    Base64Leaf,
    FormBody,
    JsonBody,
    MultipartBody,
    check_depth,
    unencodable,
)
from pyvenice.core.request.operation_table import ImageRule, MediaType, Operation, Parameter
from pyvenice.errors import ArgumentError

T = TypeVar("T")

Compose = Callable[[dict[str, object]], dict[str, object]]
"""Makes the JSON document of the values of an operation, which it gets by their places in it."""


def wire_values(
    operation: Operation, values: Mapping[str, object], media_type: MediaType
) -> dict[str, object]:
    """The values under their names in the body, images as that body takes them."""
    return {
        name: _wire_value(parameter, values[parameter.name], media_type)
        for name, parameter in operation.fields(media_type).items()
        if parameter.name in values
    }


def _wire_value(parameter: Parameter, value: object, media_type: MediaType) -> object:
    rule = parameter.image
    if rule is None:
        if value is None or isinstance(value, str | int | float):
            return value
        tree = plain_value(value, (parameter.name,))
        is_object = bool(parameter.keys) and isinstance(tree, dict)
        return form_text(tree, parameter.name) if is_object else tree
    if media_type == "multipart":
        is_alone = isinstance(value, list) and len(value) == 1 and rule.repeated_as
        return value[0] if isinstance(value, list) and is_alone else value
    if isinstance(value, list):
        return [_json_image(part, rule) for part in value]
    return _json_image(value, rule) if isinstance(value, ImagePart) else value


def _json_image(part: ImagePart, rule: ImageRule) -> object:
    if rule.as_object:
        is_id = part.kind == "file-id"
        return {"file_id": part.file_id} if is_id else {"image_url": part.url or part}
    return part.url or part.file_id or part


def plain_value(value: object, path: tuple[str, ...]) -> object:
    """Mappings and sequences of any class as `dict` and `list`. Raises `ArgumentError`."""
    try:
        return _plain_tree(value, path)
    except ArgumentError:
        raise
    except Exception as error:
        raise _unreadable(path[0], error) from error


def readable_items(items: Callable[[], Iterable[T]], argument: str) -> list[T]:
    """The items of a list or mapping of the caller's own class. Raises `ArgumentError`."""
    try:
        return list(items())
    except Exception as error:
        raise _unreadable(argument, error) from error


def _unreadable(argument: str, error: Exception) -> ArgumentError:
    """The error for a value whose own class raised."""
    what = f"cannot be read: {type(error).__name__}: {error}"
    return ArgumentError(f"{argument}: {what}", argument=argument)


def _plain_tree(value: object, path: tuple[str, ...]) -> object:
    check_depth(path)
    if isinstance(value, Mapping):
        members = {str(key): _plain_tree(item, (*path, str(key))) for key, item in value.items()}
        if len(members) < len(value):
            place = ".".join(path)
            raise ArgumentError(
                f"{place} has two keys that are the same as text", argument=path[0], value=place
            )
        return members
    if isinstance(value, Sequence) and not isinstance(value, str | bytes | bytearray):
        return [_plain_tree(item, (*path, str(index))) for index, item in enumerate(value)]
    return value


def encode_body(operation: Operation, media_type: MediaType, wire: Mapping[str, object]) -> Body:
    """The body that carries the values. Raises `ArgumentError` for what it cannot hold."""
    parameters = operation.fields(media_type)
    rules = {name: parameters[name].image for name in wire if name in parameters}
    if media_type == "json":
        document = {name: _json_value(value, rules.get(name)) for name, value in wire.items()}
        return JsonBody(document["body"] if operation.whole else document, operation.json_type)
    nested = {name for name in wire if name in parameters and parameters[name].style == "deep"}
    fields = [
        field
        for name, value in wire.items()
        for field in (_deep_fields if name in nested else _fields)(name, value, rules.get(name))
    ]
    return MultipartBody(fields) if operation.is_multipart else FormBody(fields)


def unwritable_item(parameter: Parameter, value: object) -> str | None:
    """What of a value no form can say, such as `[]` or `None`, as text; `None` where it says all."""
    if parameter.keys and isinstance(value, Mapping):
        return None  # it travels as JSON text
    return _unwritable(value, (parameter.name,), is_deep=parameter.style == "deep")


def _unwritable(value: object, path: tuple[str, ...], *, is_deep: bool) -> str | None:
    check_depth(path)
    items: Iterable[object]
    if isinstance(value, Mapping):
        items = value.values() if is_deep else ["as JSON text"]
    elif isinstance(value, Sequence) and not isinstance(value, str | bytes | bytearray):
        items = value
    else:
        return "None" if value is None else None
    items = list(items)
    if not items:
        return "{}" if isinstance(value, Mapping) else "[]"
    return next(
        filter(None, (_unwritable(item, (*path, "…"), is_deep=is_deep) for item in items)), None
    )


def composed_body(operation: Operation, document: Mapping[str, object]) -> Body:
    """The body that is this document, with images anywhere in it."""
    return JsonBody(_json_value(dict(document), None), operation.json_type)


def nested_values(values: Mapping[str, object]) -> dict[str, object]:
    """The document in which each value stands at its place: `{"a.b": 1}` is `{"a": {"b": 1}}`."""
    document: dict[str, object] = {}
    for place, value in values.items():
        *path, name = place.split(".")
        node: Any = document
        for step in path:
            node = node.setdefault(step, {})
        node[name] = value
    return document


def _json_value(value: object, rule: ImageRule | None) -> object:
    """The value with its images as base64 leaves. Only arguments of images hold any."""
    if isinstance(value, ImagePart):
        as_uri = rule is not None and rule.json[:1] == ("data-uri",)
        return Base64Leaf(value, f"data:{value.media_type};base64," if as_uri else "")
    if isinstance(value, list):
        return [_json_value(item, rule) for item in value]
    if isinstance(value, dict):
        return {key: _json_value(item, rule) for key, item in value.items()}
    return value


def _fields(
    name: str, value: object, rule: ImageRule | None
) -> Iterator[tuple[str, str | ImagePart]]:
    if isinstance(value, list):
        check_written(value, name)
        for item in value:
            yield from _fields((rule and rule.repeated_as) or name, item, None)
    else:
        yield name, value if isinstance(value, ImagePart) else form_text(value, name)


def _deep_fields(
    name: str, value: object, rule: ImageRule | None
) -> Iterator[tuple[str, str | ImagePart]]:
    """An object as one field for each of its values: `svg[model]`."""
    check_written(value, name)
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _deep_fields(f"{name}[{key}]", item, rule)
    else:
        yield from _fields(name, value, rule)


def check_written(value: object, argument: str) -> None:
    """Raises `ArgumentError` for what would leave no trace outside JSON: `None`, no items."""
    if value is None or (isinstance(value, list | dict) and not value):
        raise ArgumentError(
            f"{argument}={value!r} can be said in JSON only, and nothing of it would be sent: leave"
            " it out, or use a value",
            argument=argument,
            value=value,
            allowed="a value with at least one item",
        )


def form_text(value: object, argument: str) -> str:
    """A value as a form or a query writes it: `true`, `2`, `0.5`, JSON for objects and lists."""
    if isinstance(value, str):
        return value
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise unencodable((argument,), value, error) from error
