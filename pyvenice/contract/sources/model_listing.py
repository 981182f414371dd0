"""Listings of models (`GET /models`) as OpenAPI: the ids that `GET /models/{model}` takes.

A listing is a list of models, a list below a key, or a mapping whose keys are the ids.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

Json = Any

_LISTS = ("models", "data", "items", "results")
_ID_KEYS = ("id", "model_id", "modelId", "endpoint_id", "model", "slug", "name", "model_name")
_OF_A_MODEL = frozenset(
    {"owned_by", "created", "context_length", "context_window", "max_tokens", "pricing"}
    | {"architecture", "capabilities", "modalities", "model_name", "model_type", "model_spec"}
)
"""Keys that tell a model from any other thing with an id."""


def model_ids(tree: Json) -> list[str]:
    """The ids of a listing, in its order; none where the document is something else."""
    if isinstance(tree, list):
        return _ids_of_rows(tree)
    if not isinstance(tree, Mapping):
        return []
    for key in _LISTS:
        models = tree.get(key)
        is_listing = key == "models" or (key == "data" and tree.get("object") == "list")
        if isinstance(models, list) and (is_listing or _are_models(models)):
            return _ids_of_rows(models)
        if isinstance(models, Mapping) and (is_listing or _are_models(models.values())):
            return _ids_of_mapping(models)
    return _ids_of_mapping(tree) if _are_models(tree.values()) else []


def openapi_of_models(ids: list[str]) -> dict[str, Json]:
    """A document in which the one parameter lists the ids."""
    schema = {"type": "string", "enum": sorted(dict.fromkeys(ids))}
    parameter = {"name": "model", "in": "path", "required": True, "schema": schema}
    responses = {"200": {"description": ""}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "models", "version": ""},
        "paths": {"/models/{model}": {"get": {"parameters": [parameter], "responses": responses}}},
    }


def _are_models(rows: Iterable[Json]) -> bool:
    """Whether each row has an id or a key that only models have, and some row has the latter."""
    rows = list(rows)
    return all(isinstance(row, Mapping) for row in rows) and any(
        row.get("object") == "model" or _OF_A_MODEL & row.keys() for row in rows
    )


def _ids_of_rows(rows: list[Json]) -> list[str]:
    ids = [_id(row) for row in rows]
    return ids if all(ids) and any(isinstance(row, Mapping) for row in rows) else []


def _ids_of_mapping(models: Mapping[str, Json]) -> list[str]:
    are_models = all(isinstance(model, Mapping) for model in models.values())
    return [_short(name) for name in models] if are_models else []


def _id(row: Json) -> str:
    if isinstance(row, str):
        return _short(row)
    if not isinstance(row, Mapping):
        return ""
    return _short(next((row[key] for key in _ID_KEYS if isinstance(row.get(key), str)), ""))


def _short(name: str) -> str:
    """`models/` before an id is the path of a resource."""
    return name.removeprefix("models/")
