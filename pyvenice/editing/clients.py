"""Clients of the one call: found by the provider's name, made when they are first needed."""

from __future__ import annotations

import importlib
from typing import Any, TypeVar

from pyvenice.core.client.base import AsyncClient, SyncClient

ClientT = TypeVar("ClientT", SyncClient, AsyncClient)


def client_class(provider: str, base: type[ClientT]) -> type[ClientT]:
    """The client class of a provider, sync or async as `base` is."""
    module: Any = importlib.import_module(f"pyvenice.providers.{provider}.client")
    classes = [getattr(module, name) for name in module.__all__]
    return next(cls for cls in classes if isinstance(cls, type) and issubclass(cls, base))
