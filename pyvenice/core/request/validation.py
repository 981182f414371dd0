"""Body validation: check a request body with its generated model, and name the argument."""

from __future__ import annotations

import importlib
import re
from collections.abc import Container, Mapping
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
_SCALARS = frozenset(
    ["str", "int", "float", "bool", "constrained-str", "constrained-int", "constrained-float"]
)
"""What pydantic calls branches of a union that are no classes of ours."""
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
    branches = _SCALARS | vars(requests).keys()
    if warnings is None or others:
        raise _argument_error(operation, media_type, _clearest(others or errors, branches))
    for problem in beyond.values():
        found = _clearest([problem], branches)
        argument, value, wanted = _problem(operation, media_type, found)
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


def _clearest(errors: list[Any], branches: Container[str]) -> Any:
    """The error that says best what is wrong, with a path that names no branch of a union.

    Pydantic has the errors of every branch. The branch that was meant has the type of the value, and the fixed
    values in it, such as `role`. Where no branch was meant, the error allows what any branch takes.
    """
    misfits = {error["loc"][:-1]: 1 for error in errors if error["type"] == "literal_error"}
    misfits |= {error["loc"]: 2 for error in errors if error["type"] in _KINDS}

    def path(error: Any) -> tuple[int | str, ...]:
        return tuple(part for part in error["loc"] if not _is_branch(part, branches))

    def rank(error: Any) -> tuple[list[int], int, bool]:
        loc = error["loc"]
        ends = (end for end in range(1, len(loc) + 1) if _is_branch(loc[end - 1], branches))
        by_level = [misfits.get(loc[:end], 0) for end in ends]
        return by_level, -len(path(error)), error["type"] != "literal_error"

    best = min(errors, key=rank)
    same = [error for error in errors if (rank(error), path(error)) == (rank(best), path(best))]
    allowed = [text for error in same for text in _allowed(error)]
    return best | {"loc": path(best), "allowed": list(dict.fromkeys(allowed))}


def _is_branch(part: int | str, branches: Container[str]) -> bool:
    return isinstance(part, str) and (part in branches or "[" in part)


def _allowed(error: Any) -> list[str]:
    """What may stand where the error is, as far as it is a list of values or of types."""
    if error["type"] == "literal_error":
        return re.split(", | or ", error["ctx"]["expected"])
    return [_KINDS[error["type"]]] if error["type"] in _KINDS else []


def _argument_error(operation: Operation, media_type: MediaType, error: Any) -> ArgumentError:
    argument, value, wanted = _problem(operation, media_type, error)
    if error["type"] == "missing" and len(error["loc"]) > 1:
        return ArgumentError(
            f"{operation.title}: {argument} is missing, in {value}",
            argument=argument,
            value=error["input"],
            allowed=wanted,
        )
    beyond = f"; {way_round(operation)}" if error["type"] in _UNLISTED else ""
    return ArgumentError(
        f"{operation.title}: {argument}={value} is not allowed: {wanted}{beyond}",
        argument=argument,
        value=error["input"],
        allowed=wanted,
    )


def _problem(operation: Operation, media_type: MediaType, error: Any) -> tuple[str, str, str]:
    """The argument that an error of pydantic is about, its value, and what is allowed, as text."""
    wire, *below = error["loc"] or ["extra_body"]
    path = "".join(f"[{part!r}]" for part in below)
    argument = _python_name(operation, media_type, str(wire)) + path
    return argument, short_repr(error["input"]), _wanted(error)


def _python_name(operation: Operation, media_type: MediaType, wire: str) -> str:
    parameter = operation.fields(media_type).get(wire)
    return wire if parameter is None else parameter.name


def _wanted(error: Any) -> str:
    kind, context, value = error["type"], error.get("ctx", {}), error["input"]
    if value is None and len(error["loc"]) < 2:
        return "None is not a value here; leave the argument out"
    *others, last = error["allowed"] or [""]
    allowed = f"{', '.join(others)} or {last}" if others else last
    if kind in _KINDS:
        return f"it must be {allowed}, not {'None' if value is None else type(value).__name__}"
    if kind in ("string_too_short", "string_too_long"):
        limit = (
            f"at least {context['min_length']}"
            if kind == "string_too_short"
            else f"at most {context['max_length']}"
        )
        return f"it has {len(error['input'])} characters; {limit} are allowed"
    if kind == "literal_error":
        return f"it must be {allowed}"
    if kind in ("too_short", "too_long") and "actual_length" in context:
        limit = "at least" if kind == "too_short" else "at most"
        count = context["min_length" if kind == "too_short" else "max_length"]
        return f"it has {context['actual_length']} items; {limit} {count} are allowed"
    message: str = error["msg"]
    if kind == "string_pattern_mismatch":
        message = f"it must have the form {context['pattern']}"
    return message.replace("Input should be", "it must be", 1)
