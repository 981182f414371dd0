"""Capabilities: what a model can do, as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from pyvenice.catalogue.lookup import get
from pyvenice.catalogue.model import Model, Parameter

__all__ = ["capabilities"]


def capabilities(model: Model | str) -> dict[str, Any]:
    """What a model can do: operations, images, mask, sizes, parameters with bounds, outputs, lifecycle.

    Only what is known stands in it, as plain values that JSON can hold. Raises `UnknownModelError`.
    """
    known = get(model)
    size = known.size
    lifecycle = {"status": known.lifecycle.status} | _plain(asdict(known.lifecycle))
    lifecycle.pop("stage", None)
    return _plain(
        {
            "model": known.id,
            "operations": list(known.operations),
            "capabilities": list(known.capabilities),
            "images": {"min": known.images.min, "max": known.images.max},
            "mask": asdict(known.mask) if known.mask else None,
            "size": _plain(asdict(size)),
            "n_max": known.n_max,
            "parameters": {name: _parameter(rule) for name, rule in known.parameters.items()},
            "outputs": _plain(asdict(known.outputs)),
            "lifecycle": lifecycle,
        }
    )


def _parameter(rule: Parameter) -> dict[str, Any]:
    return _plain(asdict(rule))


def _plain(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts without those that say nothing."""
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in facts.items()
        if value is not None and value not in ((), {}, [], "", False)
    }
