"""Write `methods.py`: for each resource of a client the abstract class that its methods are declared in.

A method is a signature with a docstring, and calls a hook. The client class inherits it and writes the
hooks by hand. Every argument stands in one line of the docstring, because pyright shows the first
line only; and overloads have the docstring too, because pyright looks for arguments nowhere else.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from pyvenice.codegen.shapes.model_calls import callable_shapes
from pyvenice.codegen.shapes.names import class_name
from pyvenice.codegen.shapes.shape import Shape, Shapes
from pyvenice.codegen.writers.arguments import (
    Aliases,
    arguments,
    is_stream,
    is_streamed,
    python_type,
)
from pyvenice.codegen.writers.operations import constant
from pyvenice.contract.pin.source import Source
from pyvenice.core.request import options

_IMPORTS = """
import os
from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Generic, Literal, overload

from pyvenice.core.client.base import AsyncMethods, StreamT, SyncMethods
from pyvenice.core.client.flows import request_model, request_pictures
from pyvenice.core.client.media import MediaFile, request_answer, request_media
from pyvenice.core.client.signatures import OMIT, calls
from pyvenice.core.extras import LazyModule
from pyvenice.core.images.inputs import ImageInput, MaskInput
from pyvenice.core.request.files import FileInput
from pyvenice.core.request.operation_table import MediaType, UnknownValues
from pyvenice.core.response.result import EditResult
from pyvenice.core.response.streams import AsyncImageStream, ImageStream
from pyvenice.generated.{package} import operations as table
{parameters}
if TYPE_CHECKING:
    from pyvenice.generated.{package} import responses
else:
    responses = LazyModule("pyvenice.generated.{package}.responses")

"""
_RAISES = """\
Raises:
    ArgumentError: An argument cannot be sent. Nothing was sent.
    APIStatusError: The provider answered with an error.
    APIConnectionError: No complete answer came.
    AnswerError: A success without a usable result."""
_RAISES_BEGIN = "\n\n        Raises:"
_STREAM_TEXT = "Answer with a stream of events, which ends with the result."
_OWN_STREAM_TEXT = "Give the answer as it arrives, as stream() does."


@dataclass(frozen=True, slots=True)
class Parameter:
    """One argument as it stands in a signature and in its docstring."""

    name: str
    annotation: str
    text: str
    default: str = "OMIT"
    """Empty where the argument is required."""

    def __str__(self) -> str:
        return f"{self.name}: {self.annotation}" + (f" = {self.default}" if self.default else "")


def methods_module(shapes: Shapes, source: Source, family: str = "") -> str:
    """The source of `methods.py` of one provider, or of one family of it."""
    aliases = Aliases()
    groups: dict[str, list[Shape]] = {}
    callables = list(callable_shapes(shapes.operations))
    for shape in callables:
        groups.setdefault(resource_of(shape), []).append(shape)
    classes = [
        line
        for is_async in (False, True)
        for group, members in groups.items()
        for line in _class(group, members, aliases, is_async=is_async)
    ]
    names = [*aliases.names(), *(f"{shape.used.stem}Params" for shape in callables)]
    package = f"{source.provider}.families.{family}" if family else source.provider
    own = f"from pyvenice.generated.{package}.parameters import {', '.join(names)}\n"
    imports = _IMPORTS.format(package=package, parameters="" if family else own)
    head = f'"""The methods of the clients of {source.title}: signatures and documentation."""\n'
    lines = aliases.lines() if family else []
    return head + imports + "\n".join([*lines, *classes]) + "\n"


def resource_of(shape: Shape) -> str:
    """`image` of `image.edit`: the attribute of the client that has the method."""
    return shape.used.name.rpartition(".")[0]


def _class(
    group: str, shapes: Iterable[Shape], aliases: Aliases, *, is_async: bool
) -> Iterator[str]:
    shapes = list(shapes)
    methods = ", ".join(_method_name(shape) for shape in shapes)
    prefix = "Async" if is_async else ""
    generic = ", Generic[StreamT]" if any(shape.has_own_stream for shape in shapes) else ""
    yield f"class {prefix}{class_name(group)}Methods({prefix or 'Sync'}Methods{generic}):"
    yield f'    """`client.{group}`: {methods}."""\n'
    for shape in shapes:
        yield from _method(shape, aliases, is_async=is_async)
    for shape in shapes:
        yield from _hooks(shape, is_async=is_async)
    yield "\n"


def _method_name(shape: Shape) -> str:
    return shape.used.name.rpartition(".")[2]


def _method(shape: Shape, aliases: Aliases, *, is_async: bool) -> Iterator[str]:
    parameters = method_parameters(shape, aliases)
    name, result = _method_name(shape), _annotated(shape.returns)
    define = f"    {'async ' if is_async else ''}def {name}(self, *, "
    text = _docstring(shape, parameters)
    if shape.used.family and is_async:
        text = _short_docstring(shape)
    for given, kind, is_usual in _overloads(shape, parameters, is_async=is_async):
        yield "    @overload"
        yield f"{define}{_listed(given)}) -> {kind}:"
        shown = text if is_usual or not shape.used.family else sentence(shape)
        # Errors of a family stand in its implementation only, which is what `help` shows.
        yield f'        """{shown.partition(_RAISES_BEGIN)[0] if shape.used.family else shown}"""'
    if is_streamed(shape):
        result = _annotated(f"{shape.returns} | {_stream_class(shape, is_async=is_async)}")
    hook = f'"_{name}"' + (f', stream="_stream_{name}"' if is_streamed(shape) else "")
    yield f"    @calls({hook})"
    yield f"{define}{_listed(parameters)}) -> {result}:"
    yield f'        """{text}"""'
    yield "        raise NotImplementedError\n"


def _overloads(
    shape: Shape, parameters: list[Parameter], *, is_async: bool
) -> Iterator[tuple[list[Parameter], str, bool]]:
    """Where an argument decides the type of the result: its arguments, that type, whether it is the usual one."""
    usual = _annotated(shape.returns)
    if is_streamed(shape):
        given = Parameter("stream", "Literal[True]", "", "")
        yield _required(given, parameters), _stream_class(shape, is_async=is_async), False
        yield _replaced(Parameter("stream", "Literal[False]", "", "False"), parameters), usual, True
    elif name := _text_argument(shape):
        yield _required(Parameter(name, 'Literal["text"]', "", ""), parameters), "str", False
        given = Parameter(name, 'Literal["json"]', "", "OMIT")
        yield _replaced(given, parameters), _annotated(shape.returns.removesuffix(" | str")), True


def _text_argument(shape: Shape) -> str:
    """The argument whose value "text" gives a `str`, and "json" the model; empty without one."""
    if not shape.returns.endswith(" | str"):
        return ""
    chosen = (argument for argument in arguments(shape) if {*argument.values} == {"json", "text"})
    return next((argument.name for argument in chosen), "")


def _stream_class(shape: Shape, *, is_async: bool) -> str:
    return "StreamT" if shape.has_own_stream else f"{'Async' if is_async else ''}ImageStream"


def _annotated(result: str) -> str:
    """A response class is named as text: its module loads pydantic, and only who reads it needs that."""
    return f'"{result}"' if "responses." in result else result


def _listed(parameters: Iterable[Parameter]) -> str:
    return ", ".join(map(str, parameters))


def method_parameters(shape: Shape, aliases: Aliases) -> list[Parameter]:
    """The arguments of a method in their order: the provider's, `stream`, the client's own."""
    found = [
        Parameter(
            argument.name,
            python_type(argument, shape, aliases),
            argument.text or "Not described.",
            "" if argument.required else "OMIT",
        )
        for argument in arguments(shape)
        if not is_stream(shape, argument.name)
    ]
    if is_streamed(shape):
        text = _OWN_STREAM_TEXT if shape.has_own_stream else _STREAM_TEXT
        found.append(Parameter("stream", "bool", text, "False"))
    return [*found, *_options_of(shape)]


def _options_of(shape: Shape) -> Iterator[Parameter]:
    """The arguments of every call; those of a family only where they have an effect."""
    without = set[str]()
    if shape.used.family:
        without = {"media_type"} if len(shape.bodies) < 2 else set()
        without |= {"extra_body"} if not shape.bodies else set()
        without |= {"download"} if shape.returns != "EditResult" else set()
        without |= (
            {"save_to"}
            if not ("EditResult" in shape.returns or "MediaFile" in shape.returns)
            else set()
        )
    return (option for option in call_options() if option.name not in without)


def _replaced(given: Parameter, parameters: list[Parameter]) -> list[Parameter]:
    return [given if parameter.name == given.name else parameter for parameter in parameters]


def _required(given: Parameter, parameters: list[Parameter]) -> list[Parameter]:
    """The arguments with this one where the required ones stand."""
    others = [parameter for parameter in parameters if parameter.name != given.name]
    required = [parameter for parameter in others if not parameter.default]
    optional = [parameter for parameter in others if parameter.default]
    return [*required, given, *optional]


def call_options() -> list[Parameter]:
    """The arguments of every call, as `CallOptions` declares and describes them."""
    declared = ast.parse(inspect.getsource(options.CallOptions)).body[0]
    statements = list(ast.iter_child_nodes(declared))
    return [
        Parameter(
            ast.unparse(statement.target),
            ast.unparse(statement.annotation),
            ast.literal_eval(text.value),
        )
        for statement, text in pairwise(statements)
        if isinstance(statement, ast.AnnAssign) and isinstance(text, ast.Expr)
    ]


def _docstring(shape: Shape, parameters: Iterable[Parameter]) -> str:
    lines = [sentence(shape), "", "Args:"]
    lines += [f"    {parameter.name}: {parameter.text}" for parameter in parameters]
    lines += ["", *_RAISES.splitlines()]
    text = "\n".join(f"        {line}".rstrip() for line in lines).lstrip()
    return text.replace("\\", "\\\\").replace('"""', "'''") + "\n        "


def _short_docstring(shape: Shape) -> str:
    """Of a family, which is read less often, only the sync methods describe the arguments."""
    return f"{sentence(shape)} Arguments and errors: those of the sync method."


def sentence(shape: Shape) -> str:
    """What the method does: the overlay's description of the operation."""
    return (
        " ".join(shape.text.split())
        or f"Call `{shape.used.method.upper()} {shape.used.called_path}`."
    )


def _hooks(shape: Shape, *, is_async: bool) -> Iterator[str]:
    name = _method_name(shape)
    hooks = [(f"_{name}", _annotated(shape.returns))]
    if is_streamed(shape):
        hooks.append((f"_stream_{name}", _stream_class(shape, is_async=is_async)))
    for hook, result in hooks:
        define = f"    {'async ' if is_async else ''}def {hook}"
        given = "Mapping[str, Any]" if shape.used.family else f"{shape.used.stem}Params"
        signature = f"{define}(self, arguments: {given}) -> {result}:"
        if result == "StreamT":
            yield "    @abstractmethod"
            yield f"{signature} ...\n"
        elif (flow := _json_flow(shape)) is not None:
            yield signature
            run = f"self._client._run({flow})"
            yield f"        result: {result} = {'await ' if is_async else ''}{run}"
            yield "        return result\n"
        elif shape.returns == "MediaFile":
            flow = f"request_media(table.{constant(shape)}, arguments, self._client.rules)"
            yield signature
            yield f"        return {'await ' if is_async else ''}self._client._run({flow})\n"
        elif returns_picture(shape):
            flow = f"request_pictures(table.{constant(shape)}, arguments, self._client.rules)"
            yield signature
            yield f"        return {'await ' if is_async else ''}self._client._run({flow})\n"
        else:
            yield "    @abstractmethod"
            yield f"{signature} ...\n"


def returns_picture(shape: Shape) -> bool:
    """Whether the response of the method is the picture itself: a hook is written by hand for a flow of its own."""
    is_picture = any(media_type.startswith("image/") for media_type in shape.answers)
    return is_picture and shape.returns == "EditResult" and shape.used.call is None


def _json_flow(shape: Shape) -> str | None:
    """The flow of a method that is one request, whose response is JSON; `None` for another."""
    operation = f"table.{constant(shape)}"
    if returns_model(shape):
        return f"request_model({operation}, arguments)"
    if shape.returns.startswith((f"responses.{shape.result} |", "Any")):
        is_mixed = "|" in shape.returns
        call = "request_answer" if is_mixed else "request_model"
        return f"{call}({operation}, arguments{', self._client.rules' if is_mixed else ''})"
    return None


def returns_model(shape: Shape) -> bool:
    """Whether the method is one request, whose response is a model: no hook is written by hand then."""
    return shape.result is not None and shape.returns == f"responses.{shape.result}"
