"""The sentence about a package that is not installed."""

from __future__ import annotations


def missing(error: ImportError, *, extra: str) -> ImportError:
    """The error that says what to install. Raises the one given when no package is missing."""
    from pyvenice.errors import MissingExtraError

    if isinstance(error, MissingExtraError):
        return error
    name = error.name if isinstance(error, ModuleNotFoundError) else None
    if name is None or name.startswith("pyvenice"):
        raise error
    return MissingExtraError(extra, f"pyvenice {extra}")
