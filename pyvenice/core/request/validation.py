"""Body validation: check a request body with its generated model, and name the argument."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pyvenice.core.images.part import ImagePart
from pyvenice.core.provider_rules import ResultWarning
from pyvenice.core.recording.short_repr import short_repr
from pyvenice.core.request.operation_table import MediaType, Operation, Parameter
from pyvenice.core.request.unlisted import value_warning, way_round
from pyvenice.errors import ArgumentError

if TYPE_CHECKING:
    from pyvenice.core.request.models import RequestModel

_KINDS = {
    "string_type": "a string",
    "int_type": "a whole number",
    "float_type": "a number",
    "bool_type": "True or False",
    "list_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping",
}
_UNLISTED = frozenset(
    [
        "literal_error",
        "greater_than",
        "greater_than_equal",
        "less_than",
        "less_than_equal",
        "multiple_of",
        "string_too_short",
        "string_too_long",
        "string_pattern_mismatch",
        "too_short",
        "too_long",
        "extra_forbidden",
    ]
)
"""Errors of values that a newer contract may list: not those of a wrong type, or of nothing."""


def validate_body(
    operation: Operation,
    media_type: MediaType,
    wire: Mapping[str, object],
    warnings: list[ResultWarning] | None = None,
) -> dict[str, object]:
    """The body as its model reads it. Raises `ArgumentError` naming argument, value and limit.

    With `warnings`, a value that only goes beyond what the contract lists is sent as it is, and a
    warning is added instead.
    """
    if _is_valid(operation, media_type, wire):
        return dict(wire)
    from pydantic import ValidationError

    name = operation.model(media_type)
    requests = importlib.import_module(f"pyvenice.generated.{operation.package}.requests")
    model: type[RequestModel] = getattr(requests, str(name))
    try:
        return model.model_validate(dict(wire)).body()
    except ValidationError as error:
        errors = error.errors(include_url=False)
    beyond = {
        problem["loc"][0]: problem
        for problem in errors
        if problem["loc"] and problem["type"] in _UNLISTED
    }
    others = [
        problem for problem in errors if not problem["loc"] or problem["loc"][0] not in beyond
    ]
    if warnings is None or others:
        raise _argument_error(operation, media_type, (others or errors)[0])
    for problem in beyond.values():
        argument, value, wanted = _problem(operation, media_type, problem)
        warnings.append(value_warning(operation, argument, value, wanted))
    return dict(wire)


def _is_valid(operation: Operation, media_type: MediaType, wire: Mapping[str, object]) -> bool:
    """Whether the operation's table alone shows that the body is valid.

    The model need not be loaded then: pydantic and the models take more than 0.1 s to import.
    """
    fields = operation.fields(media_type)
    return not operation.choice and all(
        _fits(fields[name], value, media_type) for name, value in wire.items()
    )


def _fits(parameter: Parameter, value: object, media_type: MediaType) -> bool:
    if parameter.scalar is not None:
        return parameter.scalar.takes(value)
    image = parameter.image
    if image is None or not isinstance(value, ImagePart):
        return False
    return not image.many or (media_type == "multipart" and image.repeated_as is not None)


def _argument_error(operation: Operation, media_type: MediaType, error: Any) -> ArgumentError:
    argument, value, wanted = _problem(operation, media_type, error)
    beyond = f"; {way_round(operation)}" if error["type"] in _UNLISTED else ""
    return ArgumentError(
        f"{operation.title}: {argument}={value} is not allowed: {wanted}{beyond}",
        argument=argument,
        value=error["input"],
        allowed=wanted,
    )


def _problem(operation: Operation, media_type: MediaType, error: Any) -> tuple[str, str, str]:
    """The argument that an error of pydantic is about, its value, and what is allowed, as text."""
    wire, *below = [part for part in error["loc"] if "[" not in str(part)] or ["extra_body"]
    argument = _python_name(operation, media_type, str(wire)) + _path(below)
    return argument, short_repr(error["input"]), _wanted(error)


def _python_name(operation: Operation, media_type: MediaType, wire: str) -> str:
    parameter = operation.fields(media_type).get(wire)
    return wire if parameter is None else parameter.name


def _path(below: list[Any]) -> str:
    return "".join(f"[{part!r}]" for part in below if part not in ("str", "int", "float", "bool"))


def _wanted(error: Any) -> str:
    kind, context, value = error["type"], error.get("ctx", {}), error["input"]
    if value is None:
        return "None is not a value here; leave the argument out"
    if kind in _KINDS:
        return f"it must be {_KINDS[kind]}, not {type(value).__name__}"
    if kind in ("string_too_short", "string_too_long"):
        limit = (
            f"at least {context['min_length']}"
            if kind == "string_too_short"
            else f"at most {context['max_length']}"
        )
        return f"it has {len(value)} characters; {limit} are allowed"
    if kind == "literal_error":
        return f"it must be {context['expected']}"
    message: str = error["msg"]
    return message.replace("Input should be", "it must be", 1)
