"""Write `parameters.py`: the arguments of each operation as a `TypedDict`, with their documentation."""

from __future__ import annotations

from pyvenice.codegen.shapes.shape import Shape, Shapes
from pyvenice.codegen.writers.arguments import Aliases, arguments, is_stream, python_type
from pyvenice.contract.pin.source import Source

_IMPORTS = """
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, Required

from pyvenice.core.images.inputs import ImageInput, MaskInput
from pyvenice.core.request.options import CallOptions

"""


def parameters_module(shapes: Shapes, source: Source) -> str:
    """The source of `parameters.py` of one provider."""
    aliases = Aliases()
    classes = [_class(shape, aliases) for shape in shapes.operations]
    head = f'"""The arguments of the methods that call {source.title}."""\n'
    return "\n".join([head + _IMPORTS, *aliases.lines(), "", *classes])


def _class(shape: Shape, aliases: Aliases) -> str:
    lines = [f"class {shape.used.stem}Params(CallOptions, total=False):"]
    lines.append(f'    """Arguments of `{shape.used.name}`."""')
    lines.append("")
    for argument in arguments(shape):
        if is_stream(shape, argument.name):
            continue
        annotated = f"Annotated[{python_type(argument, shape, aliases)}, {argument.text!r}]"
        lines.append(
            f"    {argument.name}: "
            + (f"Required[{annotated}]" if argument.required else annotated)
        )
    return "\n".join([*lines, "", ""])
