"""Dialect discovery: each folder here is a provider, and its `routes` module has one `Dialect`."""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from pyvenice.sandbox.dialects.base import Dialect


@functools.cache
def dialect_classes() -> Mapping[str, type[Dialect]]:
    """The dialect of each provider that has one, by the provider's name.

    Raises `TypeError` for a folder whose `routes` module does not define exactly one.
    """
    folders = (
        module.name for module in pkgutil.iter_modules([str(Path(__file__).parent)]) if module.ispkg
    )
    return MappingProxyType({name: _dialect_class(name) for name in sorted(folders)})


def _dialect_class(provider: str) -> type[Dialect]:
    routes = importlib.import_module(f"pyvenice.sandbox.dialects.{provider}.routes")
    classes = [
        value
        for value in vars(routes).values()
        if isinstance(value, type) and issubclass(value, Dialect) and value is not Dialect
    ]
    if len(classes) != 1 or classes[0].provider != provider:
        raise TypeError(f"{routes.__name__} must define one Dialect with provider = {provider!r}")
    return classes[0]
