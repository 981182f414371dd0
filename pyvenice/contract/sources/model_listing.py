"""Listings of models (`GET /models`) as OpenAPI: the ids that `GET /models/{model}` takes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Json = Any

_ID_KEYS = ("id", "name")


def model_ids(tree: Mapping[str, Json]) -> list[str]:
    """The ids of a listing under `data` or `models`; none where the document is something else."""
    for key in ("data", "models"):
        if key == "data" and tree.get("object") != "list":
            continue  # objects with ids below `data` may be anything
        models = tree.get(key)
        if isinstance(models, list) and models:
            ids = [_id(model) for model in models]
            return [name for name in ids if name] if all(ids) else []
    return []


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


def _id(model: Json) -> str:
    """The id of one model: `models/` before it is the path of a resource."""
    if isinstance(model, Mapping):
        names = [model[key] for key in _ID_KEYS if isinstance(model.get(key), str)]
        return names[0].removeprefix("models/") if names else ""
    return ""
