"""Model lists: aliases first, then the catalogue and own servers, with price, capabilities and dates."""

from __future__ import annotations

import asyncio
import logging
import os
import time
from collections.abc import Container, Mapping
from functools import cached_property
from importlib import import_module
from typing import Any

from pyvenice import models
from pyvenice.catalogue.estimation import estimate
from pyvenice.catalogue.model import Model
from pyvenice.editing.editor import AsyncEditor
from pyvenice.editing.hosts import by_name, find_model
from pyvenice.errors import PyveniceError
from pyvenice.gateway.config import GatewayConfig

_log = logging.getLogger("pyvenice")
_CREATED = 1_700_000_000
"""Of models whose date nobody knows: the field must be a whole number."""
_ANSWER_SECONDS = 2.0
"""An own server that needs longer to say what it runs is left out."""
_FRESH_SECONDS = 30.0


class ModelList:
    """All that may be asked for: aliases, models of providers whose key is known, and of own servers.

    An own server is asked what it runs; while it does not answer, what it said last is listed.
    """

    def __init__(self, config: GatewayConfig, providers_with_keys: Container[str]) -> None:
        self._config = config
        self._with_keys = providers_with_keys
        self._running: dict[str, tuple[float, list[str]]] = {}

    async def entries(self, editor: AsyncEditor) -> list[dict[str, Any]]:
        """All entries; own servers are asked with the clients of `editor`."""
        aliases = [_alias(name, self._config) for name in self._config.aliases]
        known = [_entry(model) for model in models.list() if self._is_usable(model)]
        asked = [self._running_entries(name, editor) for name in self._own_servers]
        running = await asyncio.gather(*asked)
        return [*aliases, *known, *(entry for entries in running for entry in entries)]

    def entry(self, name: str) -> dict[str, Any]:
        """One of them. Raises `UnknownModelError` with the nearest names."""
        if name in self._config.aliases:
            return _alias(name, self._config)
        return _entry(find_model(name, by_name(self._config.hosts)))

    async def capabilities(self, editor: AsyncEditor) -> Mapping[str, Any]:
        """The list in the shape in which some applications ask for it."""
        entries = await self.entries(editor)
        return {
            "data": [{name: entry[name] for name in ("id", "capabilities")} for entry in entries]
        }

    @cached_property
    def _own_servers(self) -> tuple[str, ...]:
        """Hosts and providers that bill nothing: they run what somebody has started there."""
        if self._config.sandbox:
            return ()
        hosts = [host.name for host in self._config.hosts if host.own_server]
        return (*sorted({model.provider for model in models.list() if _runs_here(model)}), *hosts)

    async def _running_entries(self, server: str, editor: AsyncEditor) -> list[dict[str, Any]]:
        asked, names = self._running.get(server, (0.0, []))
        if time.monotonic() - asked > _FRESH_SECONDS or not asked:
            try:
                async with asyncio.timeout(_ANSWER_SECONDS):
                    names = await _running_models(server, editor)
            except (PyveniceError, TimeoutError) as error:
                _log.info("%s does not say what it runs: %s", server, error)
            self._running[server] = (time.monotonic(), names)
        hosts = by_name(self._config.hosts)
        return [_entry(find_model(f"{server}/{name}", hosts)) for name in names]

    def _is_usable(self, model: Model) -> bool:
        if self._config.sandbox:
            return True
        if _runs_here(model):
            return False
        if model.provider in self._with_keys:
            return True
        provider: Any = import_module(f"pyvenice.generated.{model.provider}.operations").PROVIDER
        names: tuple[str, ...] = provider.api_key_envs
        return not provider.key_required or any(os.environ.get(name) for name in names)


async def _running_models(server: str, editor: AsyncEditor) -> list[str]:
    """The names of the models that a server runs, without those that it says are for text."""
    client: Any = editor.client_of(f"{server}/any")
    if not hasattr(client, "models"):
        return []
    listed = (await client.models.list()).data
    return [row.id for row in listed if getattr(row, "model_type", None) in {None, "image"}]


def _runs_here(model: Model) -> bool:
    return model.price.unit == "own_server"


def _alias(name: str, config: GatewayConfig) -> dict[str, Any]:
    targets = config.aliases[name].models
    first = find_model(targets[0], by_name(config.hosts))
    return {**_entry(first), "id": name, "models": list(targets)}


def _entry(model: Model) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "id": model.id,
        "object": "model",
        "created": _CREATED,
        "owned_by": model.provider,
        "mode": "image_edit" if "edit" in model.operations else "image_generation",
        "endpoint_type": "image-generation",
        "capabilities": ["image", *model.operations],
        "price": str(estimate(model)),
    }
    if (date := model.lifecycle.retired_on) is not None:
        entry["shutdown_date"] = str(date)
    return entry
