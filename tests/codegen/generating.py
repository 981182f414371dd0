"""Generated modules of a document, loaded without a file."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from types import ModuleType
from typing import Any

from pyvenice.codegen.shapes.operations import provider_shapes
from pyvenice.codegen.shapes.shape import Shapes
from pyvenice.codegen.writers.methods import methods_module
from pyvenice.codegen.writers.models import model_module
from pyvenice.codegen.writers.operations import operations_module
from pyvenice.codegen.writers.parameters import parameters_module
from pyvenice.contract.pin.source import Source, UsedOperation
from pyvenice.core.request.operation_table import Operation

EDIT = UsedOperation("image.edit", "post", "/edit", "EditImage")
_NUMBERS = count()


def source(operations: Iterable[UsedOperation] = (EDIT,), provider: str = "mini") -> Source:
    address, key = "https://mini.example", "MINI_API_KEY"
    return Source(provider, "Mini", (), address, key, None, True, tuple(operations))


def document(
    content: Mapping[str, Any] | None = None,
    schemas: Mapping[str, Any] | None = None,
    answer: Mapping[str, Any] | None = None,
    parameters: list[Any] | None = None,
    path: str = "/edit",
) -> dict[str, Any]:
    """A document with one POST: `content` is that of its body, `answer` that of its success."""
    operation: dict[str, Any] = {"responses": {"200": {"description": "", "content": answer or {}}}}
    if content is not None:
        operation["requestBody"] = {"content": content}
    if parameters is not None:
        operation["parameters"] = parameters
    return {
        "openapi": "3.1.0",
        "info": {"title": "Mini", "version": "1"},
        "paths": {path: {"post": operation}},
        "components": {"schemas": dict(schemas or {})},
    }


def of_schema(schema: Any) -> dict[str, Any]:
    """The content of a JSON body with one field `value`."""
    return {"application/json": {"schema": {"type": "object", "properties": {"value": schema}}}}


class Generated:
    """The modules of one provider."""

    def __init__(self, shapes: Shapes, modules: Mapping[str, ModuleType]) -> None:
        self.shapes = shapes
        self.requests = modules["requests"]
        self.responses = modules["responses"]
        self.methods = modules["methods"]
        self.operation: Operation = modules["operations"].OPERATIONS[0]

    def classes(self, module: ModuleType) -> list[str]:
        """The names of the classes that a module defines."""
        return sorted(
            name
            for name, value in vars(module).items()
            if isinstance(value, type) and value.__module__ == module.__name__
        )


@contextmanager
def generated(
    tree: dict[str, Any], operations: Iterable[UsedOperation] = (EDIT,)
) -> Iterator[Generated]:
    """What codegen makes of a document, importable below `pyvenice.generated` until the end."""
    made_up = source(operations, provider=f"mini{next(_NUMBERS)}")
    shapes = provider_shapes(tree, made_up)
    texts = {
        "operations": operations_module(shapes, made_up),
        "parameters": parameters_module(shapes, made_up),
        "requests": model_module(shapes.requests, "Requests.", sends=True),
        "responses": model_module(shapes.responses, "Responses.", sends=False),
        "methods": methods_module(shapes, made_up),
    }
    package = ModuleType(f"pyvenice.generated.{made_up.provider}")
    package.__path__ = []
    modules = {name: ModuleType(f"{package.__name__}.{name}") for name in texts}
    sys.modules |= {package.__name__: package} | {
        module.__name__: module for module in modules.values()
    }
    try:
        for name, module in modules.items():
            setattr(package, name, module)
            exec(compile(texts[name], f"{name}.py", "exec"), vars(module))
        result = Generated(shapes, modules)
        for module in (result.requests, result.responses):
            for name in result.classes(module):
                vars(module)[name].model_rebuild()
        yield result
    finally:
        for module in (package, *modules.values()):
            del sys.modules[module.__name__]
