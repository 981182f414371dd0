"""From the arguments of a method to the call that carries them: named, checked, encoded."""

from __future__ import annotations

import difflib
import importlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from pyvenice.core.bodies import Base64Leaf, JsonBody, MultipartBody
from pyvenice.core.calls import Body, Call
from pyvenice.core.errors import ArgumentError, ImageInputError, UnknownArgumentError
from pyvenice.core.image_part import ImagePart
from pyvenice.core.inputs import resolve, resolve_many
from pyvenice.core.masks import prepare_mask
from pyvenice.core.operations import ImageRule, MediaType, Operation, Parameter
from pyvenice.core.options import CallOptions
from pyvenice.core.validation import validated

Value = Any


def prepare(operation: Operation, given: Mapping[str, Any]) -> Call:
    """The call for these arguments of an operation.

    Raises `ArgumentError` or a subclass, before anything is sent, that names the argument, the value
    and what is allowed.
    """
    options = cast(
        CallOptions, {key: given[key] for key in CallOptions.__annotations__ if key in given}
    )
    arguments = {key: value for key, value in given.items() if key not in options}
    _check_names(operation, arguments)
    values = _with_images(operation, arguments)
    call = Call(
        method=operation.method,
        url=operation.path,
        headers=dict(options.get("extra_headers", {})),
        query=_query(operation, values),
        billed=operation.method == "POST",
        timeout=options.get("timeout"),
    )
    if operation.json_model is None and operation.form_model is None:
        return call
    return _with_body(call, operation, values, options)


def _check_names(operation: Operation, arguments: Mapping[str, Any]) -> None:
    for name in arguments:
        if operation.parameter(name) is None:
            raise UnknownArgumentError(
                _unknown(operation, name), argument=name, value=arguments[name]
            )
    for parameter in operation.parameters:
        if parameter.required and arguments.get(parameter.name) is None:
            raise ArgumentError(
                f"{operation.title} needs {parameter.name}=…", argument=parameter.name
            )


def _unknown(operation: Operation, name: str) -> str:
    text = f"{operation.title} has no argument {name!r}."
    names = [parameter.name for parameter in operation.parameters]
    if near := difflib.get_close_matches(name, names, n=1):
        text += f" Did you mean {near[0]!r}?"
    if elsewhere := [place for place in _places(name) if place != operation.title]:
        text += f" It is an argument of {', '.join(elsewhere)}."
    return f"{text} It takes {', '.join(names)}; extra_body={{{name!r}: …}} sends it unchecked."


def _places(name: str) -> Iterator[str]:
    """The operations, of any provider, that take an argument of this name."""
    from pyvenice.generated import PROVIDERS

    for provider in PROVIDERS:
        table = importlib.import_module(f"pyvenice.generated.{provider}.operations")
        for operation in table.OPERATIONS:
            for parameter in operation.parameters:
                if parameter.name == name:
                    yield operation.title
                elif name in parameter.keys:
                    yield f"{operation.title} (in {parameter.name}={{…}})"


def _with_images(operation: Operation, arguments: Mapping[str, Any]) -> dict[str, Value]:
    """The arguments, each image made ready to be sent; masks last, because they must fit the image."""
    values = dict(arguments)
    first: ImagePart | None = None
    for parameter in sorted(
        operation.parameters, key=lambda one: bool(one.image and one.image.mask)
    ):
        rule = parameter.image
        if rule is None or values.get(parameter.name) is None:
            continue
        values[parameter.name] = parts = _parts(values[parameter.name], parameter.name, rule, first)
        first = first or (parts[0] if isinstance(parts, list) else parts)
    return values


def _parts(
    value: Value, name: str, rule: ImageRule, first: ImagePart | None
) -> ImagePart | list[ImagePart]:
    if isinstance(value, ImagePart) or (isinstance(value, list) and _is_prepared(value)):
        return value
    if rule.mask:
        return prepare_mask(value, argument=name, rule=rule, image=first)
    if rule.many:
        return resolve_many(value, argument=name, rule=rule)
    return resolve(value, argument=name, rule=rule)


def _is_prepared(value: list[Any]) -> bool:
    return bool(value) and all(isinstance(one, ImagePart) for one in value)


def _query(operation: Operation, values: Mapping[str, Value]) -> dict[str, str]:
    return {
        parameter.query: _text(values[parameter.name])
        for parameter in operation.parameters
        if parameter.query and values.get(parameter.name) is not None
    }


def _with_body(
    call: Call, operation: Operation, values: Mapping[str, Value], options: CallOptions
) -> Call:
    media_type = _media_type(operation, values, options.get("media_type"))
    wire = _on_the_wire(operation, values, media_type)
    checked = validated(operation, media_type, wire)
    body = _encoded(operation, media_type, _merged(checked, options.get("extra_body", {})))
    return Call(
        method=call.method,
        url=call.url,
        headers=call.headers,
        query=call.query,
        body=body,
        billed=call.billed,
        timeout=call.timeout,
    )


@dataclass(frozen=True, slots=True)
class _Obstacle:
    """Why an argument cannot travel in a body of one media type."""

    parameter: Parameter
    reason: str


def _media_type(
    operation: Operation, values: Mapping[str, Value], forced: MediaType | None
) -> MediaType:
    """Multipart for bytes and files, JSON for URLs, as far as the operation takes both."""
    models: dict[MediaType, str | None] = {
        "multipart": operation.form_model,
        "json": operation.json_model,
    }
    taken = [name for name, model in models.items() if model]
    if forced is not None and forced not in taken:
        allowed = " or ".join(map(repr, taken))
        raise ArgumentError(
            f"{operation.title} does not take media_type={forced!r}, only {allowed}",
            argument="media_type",
            value=forced,
            allowed=tuple(taken),
        )
    wanted: list[MediaType] = taken if _has_bytes(values) else taken[::-1]
    if forced is not None:
        wanted = [forced]
    obstacles = {one: _obstacle(operation, values, one) for one in wanted}
    for media_type, obstacle in obstacles.items():
        if obstacle is None:
            return media_type
    raise _no_way(operation, values, obstacles)


def _has_bytes(values: Mapping[str, Value]) -> bool:
    return any(part.kind not in ("url", "file-id") for part in _images(values.values()))


def _images(values: Any) -> Iterator[ImagePart]:
    for value in values:
        if isinstance(value, ImagePart):
            yield value
        elif isinstance(value, list):
            yield from _images(value)


def _obstacle(
    operation: Operation, values: Mapping[str, Value], media_type: MediaType
) -> _Obstacle | None:
    for parameter in operation.parameters:
        if parameter.name in values and (
            reason := _reason(parameter, values[parameter.name], media_type)
        ):
            return _Obstacle(parameter, reason)
    return None


def _reason(parameter: Parameter, value: Value, media_type: MediaType) -> str | None:
    name = parameter.name
    if parameter.query:
        return None
    if (parameter.json if media_type == "json" else parameter.form) is None:
        return f"{name}= exists only in the {'multipart' if media_type == 'json' else 'JSON'} body"
    if media_type == "multipart" and value is None:
        return f"{name}=None cannot be said in a form; leave it out, or use a value"
    for part in _images([value]) if parameter.image else ():
        if reason := _image_reason(part, parameter.image, media_type):
            return reason
    return None


def _image_reason(part: ImagePart, rule: ImageRule | None, media_type: MediaType) -> str | None:
    spellings = rule.json if rule else ()
    if part.kind in ("url", "file-id"):
        what = "a URL" if part.kind == "url" else "a file id"
        if media_type == "multipart":
            return f"{part.argument}= is {what}, and a form carries bytes"
        return None if part.kind in spellings else f"{part.argument}= cannot be {what} here"
    limit = rule.max_json_bytes if rule else None
    if media_type == "json" and limit is not None and part.size > limit:
        return f"{part.argument}= has {part.size} bytes, and the JSON body takes {limit}"
    return None


def _no_way(
    operation: Operation,
    values: Mapping[str, Value],
    obstacles: Mapping[MediaType, _Obstacle | None],
) -> ArgumentError:
    found = {media_type: one for media_type, one in obstacles.items() if one is not None}
    first = next(iter(found.values())).parameter
    reasons = "; ".join(f"as {media_type}: {one.reason}" for media_type, one in found.items())
    kind = ImageInputError if first.image else ArgumentError
    value = None if first.image else values.get(first.name)
    return kind(f"{operation.title} cannot send this: {reasons}", argument=first.name, value=value)


def _on_the_wire(
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


def _merged(checked: dict[str, Value], extra: Mapping[str, Any]) -> dict[str, Value]:
    for name in extra:
        if name in checked:
            raise ArgumentError(
                f"{name!r} stands both among the arguments and in extra_body; give it once",
                argument="extra_body",
                value=name,
            )
    return checked | dict(extra)


def _encoded(operation: Operation, media_type: MediaType, wire: dict[str, Value]) -> Body:
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
        yield name, value if isinstance(value, ImagePart) else _text(value)


def _text(value: Value) -> str:
    """A value as a form or a query spells it: `true`, `2`, `0.5`."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
