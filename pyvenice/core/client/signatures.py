"""Show the arguments of a `TypedDict` wherever Python shows a signature: `help()`, notebooks, `?`."""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, Required, TypeVar, get_args, get_origin

from pyvenice.core.request.options import CallOptions

F = TypeVar("F", bound=Callable[..., Any])


class _LeftOut:
    """What stands as default: nothing is sent, and the server decides."""

    def __repr__(self) -> str:
        return "..."


_LEFT_OUT = _LeftOut()


class Documented(NamedTuple):
    """One key of a `TypedDict` as an argument."""

    name: str
    annotation: Any
    required: bool
    text: str


def documented(parameters: type) -> Callable[[F], F]:
    """Give a method that takes `**arguments: Unpack[parameters]` the signature and the text of its keys."""

    def decorate(method: F) -> F:
        arguments = sorted(documented_arguments(parameters), key=lambda one: not one.required)
        own = inspect.signature(method)
        shown = [one for one in own.parameters.values() if one.kind is not one.VAR_KEYWORD]
        named = [one for one in shown if one.kind is one.KEYWORD_ONLY]
        front = [one for one in shown if one.kind is not one.KEYWORD_ONLY]
        added = [_parameter(argument) for argument in arguments]
        required = [one for one in added if one.default is one.empty]
        optional = [one for one in added if one.default is not one.empty]
        method.__signature__ = own.replace(  # type: ignore[attr-defined]  # read by inspect
            parameters=[*front, *required, *named, *optional]
        )
        method.__doc__ = f"{inspect.cleandoc(method.__doc__ or '')}\n\nArgs:\n" + "\n".join(
            _line(argument) for argument in arguments
        )
        return method

    return decorate


def documented_arguments(parameters: type) -> Iterator[Documented]:
    """The keys of a generated `TypedDict`: the provider's in order, then the options of every call."""
    annotations = parameters.__annotations__
    names = [name for name in annotations if name not in CallOptions.__annotations__]
    for name in [*names, *CallOptions.__annotations__]:
        annotation = annotations[name]
        outer: Any = get_origin(annotation)
        required = outer is Required
        if required:
            (annotation,) = get_args(annotation)
        annotation, text = get_args(annotation)
        yield Documented(name, annotation, required, text)


def _parameter(argument: Documented) -> inspect.Parameter:
    return inspect.Parameter(
        argument.name,
        inspect.Parameter.KEYWORD_ONLY,
        default=inspect.Parameter.empty if argument.required else _LEFT_OUT,
        annotation=argument.annotation,
    )


def _line(argument: Documented) -> str:
    text = f"{argument.name}: {argument.text}"
    return textwrap.fill(text, 96, initial_indent="    ", subsequent_indent="        ")
