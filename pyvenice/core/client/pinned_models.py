"""Pinned list of a provider's models: what each could do and cost when it was pinned."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pyvenice.core.json_types import JsonObject

ModelRow = Mapping[str, Any]
"""A line of the list: `id`, `type`, `name`, and what is known of the model besides."""


@cache
def pinned_models(provider: str) -> Mapping[str, ModelRow]:
    """The models by id; empty for a provider without a pinned list.

    The file is `specs/<provider>/models.json`: package data of a wheel, or next to the package in a
    checkout.
    """
    package = Path(__file__).parents[2]
    for folder in (package / "specs", package.parent / "specs"):
        path = folder / provider / "models.json"
        if path.is_file():
            listed: list[JsonObject] = json.loads(path.read_text("utf-8"))
            return {str(row["id"]): row for row in listed}
    return {}
