"""From the arguments of a method to the call that carries them: named, checked, encoded."""

from __future__ import annotations

import difflib
import importlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, cast

from pyvenice.core.engine.calls import Call
from pyvenice.core.engine.deadline import checked_timeout
from pyvenice.core.images.inputs import resolve, resolve_many
from pyvenice.core.images.masks import prepare_mask
from pyvenice.core.images.part import ImagePart
from pyvenice.core.request.body_format import chosen_media_type
from pyvenice.core.request.operation_table import ImageRule, Operation
from pyvenice.core.request.options import CallOptions
from pyvenice.core.request.serialization import as_text, encoded, on_the_wire
from pyvenice.core.request.validation import validated
from pyvenice.errors import ArgumentError, UnknownArgumentError

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
        timeout=checked_timeout(options["timeout"]) if "timeout" in options else None,
        operation=operation.name,
        model=arguments.get("model"),
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
        parameter.query: as_text(values[parameter.name])
        for parameter in operation.parameters
        if parameter.query and values.get(parameter.name) is not None
    }


def _with_body(
    call: Call, operation: Operation, values: Mapping[str, Value], options: CallOptions
) -> Call:
    media_type = chosen_media_type(operation, values, options.get("media_type"))
    wire = on_the_wire(operation, values, media_type)
    checked = validated(operation, media_type, wire)
    body = encoded(operation, media_type, _merged(checked, options.get("extra_body", {})))
    return replace(call, body=body)


def _merged(checked: dict[str, Value], extra: Mapping[str, Any]) -> dict[str, Value]:
    for name in extra:
        if name in checked:
            raise ArgumentError(
                f"{name!r} stands both among the arguments and in extra_body; give it once",
                argument="extra_body",
                value=name,
            )
    return checked | dict(extra)
