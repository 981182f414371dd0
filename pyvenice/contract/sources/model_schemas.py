"""Listings of models whose rows hold schemas, as OpenAPI with one operation for each model.

A row names its model and holds either the schema of its request body, at any depth, or a whole OpenAPI
document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from pyvenice.contract.document.references import COMPONENTS
from pyvenice.contract.sources.number_range import range_pattern

Json = Any
Node = Mapping[str, Json]

_LISTS = ("data", "models", "items", "results")
_IDS = ("model_id", "endpoint_id", "id", "name")
_REQUESTS = ("request_schema", "input_schema", "openapi_schema", "schema", "input")
_RESPONSES = ("response_schema", "output_schema")
_DOCUMENTS = ("openapi", "openapi_schema")
_KEYWORDS = frozenset(
    [
        "type",
        "format",
        "description",
        "enum",
        "const",
        "default",
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "multipleOf",
        "minLength",
        "maxLength",
        "pattern",
        "minItems",
        "maxItems",
        "uniqueItems",
        "items",
        "properties",
        "required",
        "additionalProperties",
        "nullable",
        "anyOf",
        "oneOf",
        "allOf",
        "deprecated",
        "readOnly",
        "$ref",
    ]
)
"""What is kept of a schema: the rest describes a form on a page."""


def schema_rows(tree: Node) -> list[Node]:
    """The rows of a listing that holds schemas; none where the document is something else."""
    for key in _LISTS:
        rows = tree.get(key)
        if isinstance(rows, list) and any(_holds_schema(row) for row in rows):
            return [row for row in rows if _holds_schema(row)]
    return []


def openapi_of_rows(rows: list[Node]) -> dict[str, Json]:
    """A document with the operations of all rows. A model that is listed twice counts once."""
    paths: dict[str, Json] = {}
    schemas: dict[str, Json] = {}
    servers: dict[str, list[Json]] = {}
    for row in rows:
        document = _document(row)
        if document is not None:
            _add_document(document, _model_id(row), paths, schemas)
        else:
            server, path, item = _operation(row)
            if path not in paths:
                paths[path] = item
                servers.setdefault(server, []).append(item)
    made: dict[str, Json] = {
        "openapi": "3.1.0",
        "info": {"title": "models", "version": ""},
        "paths": dict(sorted(paths.items())),
        "components": {"schemas": schemas},
    }
    return made | _servers(servers)


def _servers(items: Mapping[str, list[Json]]) -> dict[str, Json]:
    """The server of most models for the document; models at another one get that themselves.

    So a new model at a server of its own changes nothing for the others.
    """
    named = sorted(items.keys() - {""})
    usual = max(named, key=lambda server: len(items[server]), default="")
    for server in (server for server in named if server != usual):
        for item in items[server]:
            item["servers"] = [{"url": server}]
    return {"servers": [{"url": usual}]} if named else {}


def _holds_schema(row: Json) -> bool:
    if not isinstance(row, Mapping) or not _model_id(row):
        return False
    return _document(row) is not None or next(_requests(row), None) is not None


def _model_id(row: Node) -> str:
    return next((row[key] for key in _IDS if isinstance(row.get(key), str) and row[key]), "")


def _document(row: Node) -> Node | None:
    for key in _DOCUMENTS:
        document = row.get(key)
        if isinstance(document, Mapping) and isinstance(document.get("paths"), Mapping):
            return document
    return None


def _requests(node: Json, depth: int = 0) -> Iterator[tuple[Node, Node]]:
    """The request schemas below a node, each with the object that holds it, the nearest first."""
    if depth > 4 or not isinstance(node, Mapping | list):
        return
    children = list(node.values()) if isinstance(node, Mapping) else node
    if isinstance(node, Mapping):
        for key in _REQUESTS:
            schema = node.get(key)
            if isinstance(schema, Mapping) and isinstance(schema.get("properties"), Mapping):
                yield schema, node
    for child in children:
        yield from _requests(child, depth + 1)


def _operation(row: Node) -> tuple[str, str, Json]:
    """The server, path and operation of a model: of several requests, the one that runs it."""
    requests = list(_requests(row))
    runs = [found for found in requests if "run" in str(found[1].get("type", ""))]
    schema, holder = (runs or requests)[0]
    server, path = _address(_model_id(row), holder)
    answer: dict[str, Json] = {"description": ""}
    response = next(
        (holder[key] for key in _RESPONSES if isinstance(holder.get(key), Mapping)), None
    )
    if response is not None:
        answer["content"] = {"application/json": {"schema": _schema(response)}}
    content = {"application/json": {"schema": _schema(schema)}}
    operation: dict[str, Json] = {
        "operationId": _model_id(row),
        "requestBody": {"required": True, "content": content},
        "responses": {"200": answer},
    }
    return server, path, {str(holder.get("method") or "POST").lower(): operation}


def _address(model_id: str, holder: Node) -> tuple[str, str]:
    """The server and the path below it: what stands before the id belongs to the server."""
    parts = urlsplit(str(holder.get("api_path") or f"/{model_id}"))
    server = str(holder.get("server") or "").rstrip("/")
    if parts.scheme:
        server = f"{parts.scheme}://{parts.netloc}"
    path = "/" + parts.path.strip("/")
    prefix = path.removesuffix(f"/{model_id}")
    return (server + prefix, f"/{model_id}") if prefix != path else (server, path)


def _schema(node: Json) -> Json:
    """A schema without what only describes a form; its properties in the order that it names."""
    if not isinstance(node, Mapping):
        return node
    made = {key: _value(key, value) for key, value in node.items() if key in _KEYWORDS}
    if isinstance(node.get("properties"), Mapping):
        properties = node["properties"]
        first = [name for name in _listed(node.get("x-order-properties")) if name in properties]
        names = dict.fromkeys([*first, *properties])
        made["properties"] = {name: _schema(properties[name]) for name in names}
        marked = [name for name in names if _is_required(properties[name])]
        made["required"] = [*dict.fromkeys([*_listed(node.get("required")), *marked])]
    elif not isinstance(node.get("required", []), list):
        del made["required"]
    return _with_size(made)


def _value(key: str, value: Json) -> Json:
    if key in ("items", "additionalProperties"):
        return _schema(value)
    return [_schema(option) for option in value] if key in ("anyOf", "oneOf", "allOf") else value


def _listed(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def _is_required(schema: Json) -> bool:
    """Whether a property says of itself that it is required, as JSON Schema did before its draft 4."""
    return isinstance(schema, Mapping) and schema.get("required") is True


def _with_size(schema: dict[str, Json]) -> dict[str, Json]:
    """A text with the bounds of a number is a size, `1024*768`: the bounds are those of each side."""
    low, high = schema.get("minimum"), schema.get("maximum")
    if schema.get("type") != "string" or not isinstance(low, int) or not isinstance(high, int):
        return schema
    side = range_pattern(max(low, 0), high)
    kept = {key: value for key, value in schema.items() if key not in ("minimum", "maximum")}
    return kept | {"pattern": rf"^{side}\*{side}$"}


def _add_document(
    document: Node, model_id: str, paths: dict[str, Json], schemas: dict[str, Json]
) -> None:
    """Add the operations of a model's own document; its components get the id into their names."""
    prefix = re.sub(r"\W", "_", model_id) + "_"
    components = document.get("components", {}).get("schemas", {})
    for name, schema in components.items():
        schemas[prefix + name] = _moved(schema, prefix)
    for path, item in document["paths"].items():
        own = path if path not in paths else f"/{model_id}{path}"
        paths[own] = _moved(item, prefix)


def _moved(node: Json, prefix: str) -> Json:
    """A copy whose references to schemas lead to the names with the prefix."""
    if isinstance(node, list):
        return [_moved(item, prefix) for item in node]
    if not isinstance(node, Mapping):
        return node
    start = f"{COMPONENTS}schemas/"
    return {
        key: f"{start}{prefix}{value.removeprefix(start)}"
        if key == "$ref" and isinstance(value, str) and value.startswith(start)
        else _moved(value, prefix)
        for key, value in node.items()
    }
