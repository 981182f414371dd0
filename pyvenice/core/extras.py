"""Optional packages, imported when the feature that needs them is used."""

from __future__ import annotations

import importlib
from types import ModuleType

from pyvenice.errors import MissingExtraError


def load(module: str, *, extra: str, feature: str) -> ModuleType:
    """Import `module`; raises `MissingExtraError` with the command that installs it.

    Only an absent package is reported so: an installed one that fails to import raises its own
    error.
    """
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] == "pyvenice":
            raise
        raise MissingExtraError(extra, feature) from missing
