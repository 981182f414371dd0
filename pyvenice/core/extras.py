"""Optional packages, imported when the feature that needs them is used."""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import Any

from pyvenice.errors import MissingExtraError


def load(module: str, *, extra: str, feature: str) -> ModuleType:
    """Import `module`. Raises `MissingExtraError`, with the command that installs what is missing.

    A package that is installed and fails to import raises its own error, and so does a module of
    Python itself that this platform lacks.
    """
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as missing:
        package = (missing.name or "").partition(".")[0]
        if package == "pyvenice" or package in sys.stdlib_module_names:
            raise
        error = MissingExtraError(extra, feature)
        error.name = missing.name
        # The traceback of the import says nothing that a person could act on.
        raise error from None


class LazyModule:
    """A module that is imported when an attribute of it is first read: for names in annotations."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, attribute: str) -> Any:
        return getattr(importlib.import_module(self._name), attribute)
