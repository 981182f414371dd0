"""JSON Schemas of a task's input or output, as an OpenAPI document with one operation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Json = Any

_DEFINITIONS = ("$defs", "definitions")


def openapi_of_task(tree: Mapping[str, Json]) -> dict[str, Json]:
    """`POST /image-to-image`, whose request or response body is the schema.

    The path comes from `$id`, which ends in the name of the task and `input.json` or `output.json`.
    """
    task, is_output = _task(tree)
    schema = _moved({key: value for key, value in tree.items() if key not in _DEFINITIONS})
    schemas = {
        name: _moved(definition)
        for key in _DEFINITIONS
        for name, definition in tree.get(key, {}).items()
    }
    content = {"application/json": {"schema": schema}}
    operation: dict[str, Json] = {"responses": {"200": {"description": ""}}}
    if is_output:
        operation["responses"]["200"]["content"] = content
    else:
        operation["requestBody"] = {"required": True, "content": content}
    return {
        "openapi": "3.1.0",
        "info": {"title": task, "version": ""},
        "paths": {f"/{task}": {"post": operation}},
        "components": {"schemas": schemas},
    }


def _task(tree: Mapping[str, Json]) -> tuple[str, bool]:
    """The name of the task, and whether the schema is that of its output."""
    *folders, file = str(tree.get("$id") or tree.get("title") or "task").rstrip("#").split("/")
    stem = file.removesuffix(".json")
    if folders and folders[-1] and stem in ("input", "output"):
        return folders[-1], stem == "output"
    for ending in ("Input", "Output"):
        if stem.endswith(ending) and stem != ending:
            return stem.removesuffix(ending), ending == "Output"
    return stem, False


def _moved(node: Json) -> Json:
    """A copy whose references lead to the components, without what only the whole schema has."""
    if isinstance(node, list):
        return [_moved(item) for item in node]
    if not isinstance(node, dict):
        return node
    return {
        key: _reference(value) if key == "$ref" and isinstance(value, str) else _moved(value)
        for key, value in node.items()
        if not (key in ("$id", "$schema", "comment") and isinstance(value, str))
    }


def _reference(target: str) -> str:
    for key in _DEFINITIONS:
        if target.startswith(f"#/{key}/"):
            return f"#/components/schemas/{target.removeprefix(f'#/{key}/')}"
    return target
