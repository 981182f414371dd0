"""Optional packages, imported when the feature that needs them is used."""

from __future__ import annotations

import importlib
import sys
from types import ModuleType

from pyvenice.errors import MissingExtraError


def load(module: str, *, extra: str, feature: str) -> ModuleType:
    """Import `module`; raises `MissingExtraError` with the command that installs it.

    Only a package of an extra that is not installed is reported so. A module of this package or of
    the standard library that this system lacks, and an installed one that fails to import, raise
    their own error.
    """
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as missing:
        package = (missing.name or "").partition(".")[0]
        if package == "pyvenice" or package in sys.stdlib_module_names:
            raise
        raise MissingExtraError(extra, feature) from missing
