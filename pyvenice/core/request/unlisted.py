"""What the pinned contract does not list: refused with the way round, or sent with a warning.

The server may have moved on since the pin, so every refusal says how old the pin is.
"""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Iterator, Mapping
from typing import get_args

from pyvenice.core.provider_rules import ResultWarning
from pyvenice.core.recording.short_repr import short_repr
from pyvenice.core.request.operation_table import (
    Lifecycle,
    Operation,
    UnknownValues,
    all_operations,
)
from pyvenice.errors import ArgumentError


def today() -> dt.date:
    """The date by which pins age and models end."""
    return dt.datetime.now(dt.UTC).date()


def check_unknown_values(value: object) -> None:
    """Raises `ArgumentError` for what `unknown_values` cannot be."""
    if not isinstance(value, str) or value not in get_args(UnknownValues):
        raise ArgumentError(
            f"unknown_values={short_repr(value)} is not allowed: it must be 'refuse' or 'warn'",
            argument="unknown_values",
            value=value,
            allowed=get_args(UnknownValues),
        )


def operation_for_model(
    operations: Mapping[str, Operation], arguments: Mapping[str, object]
) -> Operation:
    """The operation that `model` chooses. Raises `ArgumentError` for a model that is not pinned."""
    model = arguments.get("model")
    if isinstance(model, str) and model in operations:
        return operations[model]
    first = next(iter(operations.values()))
    method = f"{first.provider} {first.name}"
    if model is None:
        raise ArgumentError(
            f"{method} needs model=…, one of {', '.join(operations)}",
            argument="model",
            allowed=(*operations,),
        )
    near = difflib.get_close_matches(short_repr(model), operations, n=1, cutoff=0.3)
    meant = f" Did you mean {near[0]!r}?" if near else ""
    raise ArgumentError(
        f"{method} has no model {short_repr(model)}.{meant} There are {', '.join(operations)}{_age(first)}",
        argument="model",
        value=model,
        allowed=(*operations,),
    )


def unknown_argument(operation: Operation, name: str) -> str:
    """Why an argument is refused, which one may be meant, and how it is sent anyway."""
    text = f"{operation.title} has no argument {name!r}."
    names = list(operation.by_name)
    if near := difflib.get_close_matches(name, names, n=1):
        text += f" Did you mean {near[0]!r}?"
    if elsewhere := dict.fromkeys(_operations_with(name, besides=operation)):
        text += f" It is an argument of {', '.join(elsewhere)}."
    return (
        f"{text} It takes {', '.join(names)}; extra_body={{{name!r}: …}} sends it unchecked, and so"
        f" does unknown_values='warn'{_age(operation)}"
    )


def way_round(operation: Operation) -> str:
    """How a value that the contract does not list is sent anyway, and how old the contract is."""
    return f"unknown_values='warn' sends it with a warning{_age(operation)}"


def argument_warning(operation: Operation, name: str) -> ResultWarning:
    """The warning for an argument that was sent although the contract does not list it."""
    message = f"{operation.title} has no argument {name!r}{_age(operation)}; it was sent anyway"
    return ResultWarning("unknown-argument", message, argument=name)


def value_warning(operation: Operation, argument: str, value: str, wanted: str) -> ResultWarning:
    """The warning for a value that was sent although the contract does not list it."""
    text = f"{operation.title}: {argument}={value} is not in the contract, by which {wanted}"
    return ResultWarning("unknown-value", f"{text}{_age(operation)}; it was sent anyway", argument)


def lifecycle_warnings(
    operation: Operation, values: Mapping[str, object]
) -> Iterator[ResultWarning]:
    """A warning for each value that ended or is about to, the server's default too."""
    for parameter in operation.parameters:
        value = values.get(parameter.name, parameter.default)
        for lifecycle in parameter.lifecycles:
            if isinstance(value, str) and lifecycle.value == value:
                yield _ending(parameter.name, lifecycle, is_default=parameter.name not in values)


def _ending(argument: str, lifecycle: Lifecycle, *, is_default: bool) -> ResultWarning:
    days = (dt.date.fromisoformat(lifecycle.ends) - today()).days
    when = (
        f"ends on {lifecycle.ends}, {_days('in', days)}"
        if days >= 0
        else f"ended on {lifecycle.ends}"
    )
    who = f"{argument}={lifecycle.value!r}"
    if is_default:
        who = f"{argument} was left to the server, whose default {lifecycle.value!r}"
    instead = f": use {argument}={lifecycle.instead!r}" if lifecycle.instead else ""
    return ResultWarning(
        f"{argument}-retiring" if days >= 0 else f"{argument}-retired",
        f"{who} {when}{instead}",
        argument=argument,
        date=lifecycle.ends,
        replacement=lifecycle.instead,
    )


def _days(before: str, days: int) -> str:
    return "today" if days == 0 else f"{before} {days} day{'' if days == 1 else 's'}"


def _age(operation: Operation) -> str:
    if not operation.pinned:
        return ""
    days = (today() - dt.date.fromisoformat(operation.pinned)).days
    age = "today" if days <= 0 else f"{days} day{'' if days == 1 else 's'} ago"
    return f" (the contract was pinned {age}, on {operation.pinned})"


def _operations_with(name: str, *, besides: Operation) -> Iterator[str]:
    """The operations, of any provider, that take an argument of this name."""
    from pyvenice.generated import PROVIDERS

    for provider in PROVIDERS:
        for operation in all_operations(provider):
            if operation.title == besides.title:
                continue
            title = f"{operation.provider} {operation.name}"
            title += " with other models" if operation.for_model else ""
            for parameter in operation.parameters:
                if parameter.name == name:
                    yield title
                elif name in parameter.keys:
                    yield f"{title} (in {parameter.name}={{…}})"
