"""Clients of the one call: found by the provider's name, made when they are first needed."""

from __future__ import annotations

import importlib
from typing import Any, TypeVar

from pyvenice.core.client.base import AsyncClient, SyncClient
from pyvenice.providers.hosts import Host, host_client

ClientT = TypeVar("ClientT", SyncClient, AsyncClient)


def client_class(name: str, host: Host | None, base: type[ClientT]) -> type[ClientT]:
    """The client class of a host, or of the provider of this name, sync or async as `base` is."""
    if host is not None:
        return host_client(host, base)
    module: Any = importlib.import_module(f"pyvenice.providers.{name}.client")
    classes = [getattr(module, public) for public in module.__all__]
    return next(cls for cls in classes if isinstance(cls, type) and issubclass(cls, base))
