"""Optional modules: what the folders of some providers have, such as rules, batches and a bill."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from pyvenice.generated import PROVIDERS


def optional_module(provider: str, name: str) -> ModuleType | None:
    """The module `name` of a provider; `None` where its folder, or the provider itself, has none.

    Raises the `ImportError` of a module that is there and cannot be imported.
    """
    try:
        return import_module(f"pyvenice.providers.{provider}.{name}")
    except ModuleNotFoundError as error:
        # What that module itself imports may be missing as well: that is a mistake.
        missing = f"pyvenice.providers.{provider}.{name}."
        if error.name is not None and missing.startswith(f"{error.name}."):
            return None
        raise


def providers_with(name: str) -> list[str]:
    """The providers whose folders have a module of this name; it is not imported."""
    return [
        provider for provider in PROVIDERS if find_spec(f"pyvenice.providers.{provider}.{name}")
    ]
