"""Write `docs/reference/<provider>.md`: every method of a client with its arguments, as a page."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

from pyvenice.codegen.shapes.model_calls import callable_shapes
from pyvenice.codegen.shapes.shape import Shape, Shapes
from pyvenice.codegen.writers.arguments import Aliases, is_streamed
from pyvenice.codegen.writers.methods import (
    Parameter,
    call_options,
    method_parameters,
    sentence,
)
from pyvenice.codegen.writers.tables import table
from pyvenice.contract.pin.source import Source


def provider_page(shapes: Shapes, source: Source, client: Path) -> str:
    """The page of one provider; `client` is the module of its client classes, if there is one yet."""
    parts = [f"# {source.title}", *_client_classes(client)]
    for shape in callable_shapes(shapes.operations):
        parts += _method(shape)
        parts += _models(shape.used.name, shapes)
    parts += [
        "## Arguments of every call",
        "Every method takes these too, by name.",
        _table(call_options()),
    ]
    return "\n\n".join(parts) + "\n"


def _client_classes(client: Path) -> Iterator[str]:
    """What the docstrings of the client classes say."""
    if not client.is_file():
        return
    for node in ast.parse(client.read_text("utf-8")).body:
        if isinstance(node, ast.ClassDef) and node.name.endswith("Client"):
            yield f"`{node.name}`: {ast.get_docstring(node)}"


def _method(shape: Shape) -> Iterator[str]:
    yield f"## `client.{shape.used.name}`"
    yield sentence(shape)
    result = shape.returns.removeprefix("responses.")
    text = f"Returns `{result}`."
    if shape.has_own_stream:
        text += " With `stream=True`: what `stream` returns."
    elif is_streamed(shape):
        text += " With `stream=True`: an `ImageStream`, from an async client an `AsyncImageStream`."
    yield text
    if own := _own_parameters(shape):
        yield _table(own)


def _models(name: str, shapes: Shapes) -> Iterator[str]:
    """What each model of a call takes, where there is an operation for each."""
    for shape in shapes.operations:
        if shape.used.name == name and shape.used.model is not None:
            yield f"### `model={shape.used.model!r}`"
            yield sentence(shape)
            yield _table(_own_parameters(shape))


def _own_parameters(shape: Shape) -> list[Parameter]:
    """The arguments of a method that are not those of every call, nor the model."""
    options = {"model"} if shape.used.model else set[str]()
    options |= {parameter.name for parameter in call_options()}
    parameters = method_parameters(shape, Aliases())
    return [parameter for parameter in parameters if parameter.name not in options]


def _table(parameters: Iterable[Parameter]) -> str:
    rows = [
        (
            f"`{parameter.name}`" + ("" if parameter.default else " (required)"),
            f"`{parameter.annotation}`",
            parameter.text,
        )
        for parameter in parameters
    ]
    return table(("argument", "type", "what it is"), rows)
