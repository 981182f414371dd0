"""Model lists: aliases first, then the catalogue, with price, capabilities and dates."""

from __future__ import annotations

import os
from collections.abc import Mapping
from importlib import import_module
from typing import Any

from pyvenice import models
from pyvenice.catalogue.estimation import estimate
from pyvenice.catalogue.model import Model
from pyvenice.editing.hosts import by_name, find_model
from pyvenice.gateway.config import GatewayConfig

_CREATED = 1_700_000_000
"""Of models whose date nobody knows: the field must be a whole number."""


def model_entries(config: GatewayConfig) -> list[dict[str, Any]]:
    """All that may be asked for here: aliases, and models of providers whose key is known."""
    aliases = [_alias(name, config) for name in config.aliases]
    return aliases + [_entry(model) for model in models.list() if _is_usable(model, config)]


def model_entry(name: str, config: GatewayConfig) -> dict[str, Any]:
    """One of them. Raises `UnknownModelError` with the nearest names."""
    if name in config.aliases:
        return _alias(name, config)
    return _entry(find_model(name, by_name(config.hosts)))


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


def _is_usable(model: Model, config: GatewayConfig) -> bool:
    if config.sandbox:
        return True
    connection = config.connections.get(model.provider)
    if connection is not None and connection.api_key():
        return True
    provider: Any = import_module(f"pyvenice.generated.{model.provider}.operations").PROVIDER
    names: tuple[str, ...] = provider.api_key_envs
    return not provider.key_required or any(os.environ.get(name) for name in names)


def capabilities(config: GatewayConfig) -> Mapping[str, Any]:
    """The list in the shape in which some applications ask for it."""
    return {
        "data": [
            {"id": entry["id"], "capabilities": entry["capabilities"]}
            for entry in model_entries(config)
        ]
    }
