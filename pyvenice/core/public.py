"""Public classes: they say that they live in `pyvenice`, where users import them from.

A module with such classes has no `from __future__ import annotations`: `typing.get_type_hints` looks
the names of annotations that are text up where a class says that it lives.
"""

from typing import TypeVar

C = TypeVar("C", bound=type)


def public(cls: C) -> C:
    """Name `pyvenice` as the module of a class."""
    cls.__module__ = "pyvenice"
    return cls
