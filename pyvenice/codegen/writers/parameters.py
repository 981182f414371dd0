"""Write `parameters.py`: the arguments of each operation as a `TypedDict`, with their documentation."""

from __future__ import annotations

from pyvenice.codegen.shapes.model_calls import callable_shapes
from pyvenice.codegen.shapes.shape import Shape, Shapes
from pyvenice.codegen.writers.arguments import Aliases, arguments, is_stream, python_type
from pyvenice.contract.pin.source import Source

_IMPORTS = """
from collections.abc import Mapping, Sequence
from typing import Any, Literal, Required

from pyvenice.core.images.inputs import ImageInput, MaskInput
from pyvenice.core.request.files import FileInput
from pyvenice.core.request.options import CallOptions

"""


def parameters_module(shapes: Shapes, source: Source) -> str:
    """The source of `parameters.py` of one provider."""
    aliases = Aliases()
    classes = [_class(shape, aliases) for shape in callable_shapes(shapes.operations)]
    head = f'"""The arguments of the methods that call {source.title}."""\n'
    return "\n".join([head + _IMPORTS, *aliases.lines(), "", *classes])


def _class(shape: Shape, aliases: Aliases) -> str:
    lines = [f"class {shape.used.stem}Params(CallOptions, total=False):"]
    lines.append(f'    """Arguments of `{shape.used.name}`."""\n')
    for argument in arguments(shape):
        if not is_stream(shape, argument.name):
            kind = python_type(argument, shape, aliases)
            kind = f"Required[{kind}]" if argument.required else kind
            lines += [f"    {argument.name}: {kind}", f"    {docstring(argument.text)}"]
    return "\n".join([*lines, "", ""])


def docstring(text: str) -> str:
    """A text as a docstring of one line."""
    safe = text.replace("\\", "\\\\").replace('"', "'") if text.endswith('"') else text
    return '"""' + safe.replace('"""', "'''") + '"""'
