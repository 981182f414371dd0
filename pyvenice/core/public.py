"""Public classes: they say that they live in `pyvenice`, where users import them from."""

from __future__ import annotations

import inspect
import sys


def publish(module: str) -> None:
    """Name `pyvenice` as the module of the classes in a module's `__all__`.

    Their annotations are evaluated first: `typing.get_type_hints` looks up the names in annotations
    that are text where a class says that it lives.
    """
    namespace = vars(sys.modules[module])
    for name in namespace["__all__"]:
        if isinstance(value := namespace[name], type):
            value.__annotations__ = inspect.get_annotations(value, eval_str=True)
            value.__module__ = "pyvenice"
