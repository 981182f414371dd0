"""Request builder: the arguments of a method become the call that carries them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any, cast

from pyvenice.core.engine.calls import Body, Call
from pyvenice.core.engine.deadline import checked_timeout
from pyvenice.core.http.headers import checked_headers
from pyvenice.core.images.inputs import resolve, resolve_many
from pyvenice.core.images.masks import prepare_mask, upright_image
from pyvenice.core.images.part import ImagePart
from pyvenice.core.provider_rules import ResultWarning
from pyvenice.core.request.bodies import check_nesting
from pyvenice.core.request.body_format import choose_media_type
from pyvenice.core.request.files import file_parts
from pyvenice.core.request.operation_table import ImageRule, Operation
from pyvenice.core.request.options import CallOptions
from pyvenice.core.request.places import add_unknown, check_places, place_values
from pyvenice.core.request.rules import check_rules
from pyvenice.core.request.serialization import (
    Compose,
    composed_body,
    encode_body,
    plain_value,
    readable_items,
    wire_values,
)
from pyvenice.core.request.unlisted import (
    argument_warning,
    check_unknown_values,
    lifecycle_warnings,
    unknown_argument,
)
from pyvenice.core.request.validation import validate_body
from pyvenice.errors import ArgumentError, UnknownArgumentError


def prepare(
    operation: Operation, given: Mapping[str, object], compose: Compose | None = None
) -> Call:
    """The call for these arguments of an operation.

    `None` means that an argument is not given, wherever the provider has no null. `compose` makes
    the JSON document of the values, where that is no flat object. Raises `ArgumentError` or a
    subclass, before anything is sent, that names the argument, the value and what is allowed.
    """
    options = _options(given)
    arguments = {
        name: value for name, value in given.items() if name not in CallOptions.__annotations__
    }
    if "unknown_values" in options:
        check_unknown_values(options["unknown_values"])
    is_lenient = options.get("unknown_values") == "warn"
    unknown = _unknown_names(operation, arguments, is_lenient=is_lenient)
    _check_required(operation, arguments)
    known = {name: value for name, value in arguments.items() if name not in unknown}
    values = _plain_values(operation, _with_images(operation, _without_nothing(operation, known)))
    if operation.outside and not is_lenient:
        check_places(operation, values)
    has_body = operation.json_model is not None or operation.form_model is not None
    if not has_body:
        _refuse_body_options(operation, options)
        unknown = {name: value for name, value in unknown.items() if value is not None}
    warnings = [argument_warning(operation, name) for name in unknown]
    if operation.has_lifecycles:
        warnings += lifecycle_warnings(operation, values)
    model = values.get("model")
    url, query, headers = (
        place_values(operation, values) if operation.outside else (operation.path, {}, {})
    )
    if not has_body:
        add_unknown(query, unknown)
    extra_headers = checked_headers(options.get("extra_headers", {}), "extra_headers")
    _refuse_two_values(headers, extra_headers)
    call = Call(
        method=operation.method,
        url=url,
        headers=headers | extra_headers,
        query=query,
        billed=operation.method == "POST" and not operation.is_repeatable,
        free=operation.is_free,
        timeout=checked_timeout(options["timeout"]) if "timeout" in options else None,
        operation=operation.name,
        model=model if isinstance(model, str) else None,
    )
    if has_body:
        options["extra_body"] = {**unknown, **options.get("extra_body", {})}
        body = _body(operation, values, options, warnings, compose)
        _refuse_two_values({"content-type": body.content_type}, extra_headers)
        call = replace(call, body=body)
    return replace(call, warnings=tuple(warnings)) if warnings else call


def _options(given: Mapping[str, object]) -> CallOptions:
    for name in ("extra_headers", "extra_body"):
        if not isinstance(given.get(name), Mapping | None):
            kind = type(given[name]).__name__
            raise ArgumentError(
                f"{name} must be a mapping, not {kind}",
                argument=name,
                value=kind,
                allowed="a mapping",
            )
    names = CallOptions.__annotations__
    options = {name: given[name] for name in names if given.get(name) is not None}
    for name in options.keys() & {"extra_headers", "extra_body"}:
        options[name] = dict(readable_items(cast("Mapping[Any, Any]", options[name]).items, name))
    return cast("CallOptions", options)


def _refuse_body_options(operation: Operation, options: CallOptions) -> None:
    """Raises `ArgumentError` for what can only stand in a body, of an operation without one."""
    for name in ("media_type", "extra_body"):
        value = options.get(name)
        if value is not None and not (isinstance(value, dict) and not value):
            raise ArgumentError(
                f"{operation.title} sends no body, so {name} has no place in it",
                argument=name,
                value=options.get(name),
            )


def _refuse_two_values(headers: Mapping[str, str], extra: Mapping[str, str]) -> None:
    """Raises `ArgumentError` for a header that `extra_headers` and the call itself both set."""
    for name in headers.keys() & extra.keys():
        if headers[name] == extra[name]:
            continue
        raise ArgumentError(
            f"extra_headers: {name!r} is set by the arguments, to {headers[name][:60]!r}; leave it out",
            argument="extra_headers",
            value=name,
        )


def _unknown_names(
    operation: Operation, arguments: Mapping[str, object], *, is_lenient: bool
) -> dict[str, object]:
    """The arguments that the operation does not have. Raises `UnknownArgumentError` unless lenient."""
    unknown = {name: value for name, value in arguments.items() if name not in operation.by_name}
    for name, value in unknown.items():
        if not is_lenient:
            message = unknown_argument(operation, name)
            raise UnknownArgumentError(message, argument=name, value=value)
    return unknown


def _check_required(operation: Operation, arguments: Mapping[str, object]) -> None:
    for parameter in operation.parameters:
        is_null = parameter.takes_null and parameter.name in arguments
        if parameter.required and arguments.get(parameter.name) is None and not is_null:
            raise ArgumentError(
                f"{operation.title} needs {parameter.name}=…", argument=parameter.name
            )


def _without_nothing(operation: Operation, arguments: Mapping[str, object]) -> dict[str, object]:
    return {
        name: value
        for name, value in arguments.items()
        if value is not None or operation.by_name[name].takes_null
    }


def _plain_values(operation: Operation, values: dict[str, object]) -> dict[str, object]:
    """The values, of classes that are known here; what holds itself ends here."""
    return {
        name: value
        if value is None or isinstance(value, str | int | float) or _holds_parts(operation, name)
        else plain_value(value, (name,))
        for name, value in values.items()
    }


def _holds_parts(operation: Operation, name: str) -> bool:
    parameter = operation.by_name[name]
    return parameter.image is not None or parameter.is_file


def _with_images(operation: Operation, arguments: dict[str, object]) -> dict[str, object]:
    """The arguments, each file and image ready to be sent; masks last, because they must fit the image."""
    values = dict(arguments)
    for parameter in operation.parameters:
        if parameter.is_file and parameter.name in values:
            values[parameter.name] = file_parts(values[parameter.name], parameter.name)
    images = [
        (parameter.name, parameter.image)
        for parameter in operation.parameters
        if parameter.image is not None and values.get(parameter.name) is not None
    ]
    images.sort(key=lambda image: image[1].mask is not None)
    is_masked = any(rule.mask for _, rule in images)
    first: ImagePart | None = None
    for name, rule in images:
        parts = _parts(values[name], name, rule, first)
        if first is None:
            first = parts[0] if isinstance(parts, list) else parts
            parts = _upright_first(parts, rule) if is_masked else parts
        values[name] = parts
    return values


def _upright_first(
    parts: ImagePart | list[ImagePart], rule: ImageRule
) -> ImagePart | list[ImagePart]:
    """The images, the first one upright: it is the one that a mask belongs to."""
    if isinstance(parts, ImagePart):
        return upright_image(parts, rule)
    return [upright_image(parts[0], rule), *parts[1:]]


def _parts(
    value: object, name: str, rule: ImageRule, first: ImagePart | None
) -> ImagePart | list[ImagePart]:
    if isinstance(value, ImagePart):
        return value
    if isinstance(value, list):
        value = readable_items(partial(iter, value), name)
    if isinstance(value, list) and value and all(isinstance(item, ImagePart) for item in value):
        return value
    if rule.mask:
        return prepare_mask(value, argument=name, rule=rule, image=first)
    if rule.many:
        return resolve_many(value, argument=name, rule=rule)
    return resolve(value, argument=name, rule=rule)


def _body(
    operation: Operation,
    values: Mapping[str, object],
    options: CallOptions,
    warnings: list[ResultWarning],
    compose: Compose | None,
) -> Body:
    """The body with the values. Adds to `warnings` what is sent although the contract refuses it."""
    media_type = choose_media_type(operation, values, options.get("media_type"))
    wire = wire_values(operation, values, media_type)
    is_lenient = options.get("unknown_values") == "warn"
    checked = validate_body(operation, media_type, wire, warnings if is_lenient else None)
    if operation.model_rules or operation.conflicts:
        check_rules(operation, media_type, wire, warnings if is_lenient else None)
    extra = options.get("extra_body", {})
    if extra and operation.whole:
        raise ArgumentError(
            f"{operation.title}: body= is the whole body, so extra_body has no place in it",
            argument="extra_body",
        )
    check_nesting(extra, ())
    if compose is not None:
        return composed_body(operation, _merged(compose(checked), extra, is_nested=True))
    return encode_body(operation, media_type, _merged(checked, extra))


def _merged(
    values: Mapping[str, object], extra: Mapping[str, object], *, is_nested: bool = False
) -> dict[str, object]:
    """Both; objects inside objects too, where an argument may stand in one of them."""
    merged = dict(values)
    for name, value in extra.items():
        if not isinstance(name, str):
            raise ArgumentError(
                f"extra_body has the key {name!r:.40}, which is not text", argument="extra_body"
            )
        known = merged.get(name)
        if is_nested and isinstance(known, Mapping) and isinstance(value, Mapping):
            merged[name] = _merged(known, value, is_nested=True)
        elif name in merged:
            raise ArgumentError(
                f"{name!r} stands both among the arguments and in extra_body; give it once",
                argument="extra_body",
                value=name,
            )
        else:
            merged[name] = value
    return merged
