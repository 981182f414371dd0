"""Google's discovery documents as OpenAPI: methods, parameters and schemas; not their OAuth scopes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

Json = Any
Node = Mapping[str, Json]

_KEPT = ("type", "format", "description", "enum", "pattern", "readOnly", "deprecated")
_NUMBERS = {"minimum": float, "maximum": float, "minLength": int, "maxLength": int}


def openapi_of_discovery(tree: Node) -> dict[str, Json]:
    """An OpenAPI document with the same operations, at their `flatPath` where they have one.

    The version with which all paths begin is a part of the server's URL.
    """
    paths: dict[str, dict[str, Json]] = {}
    shared = tree.get("parameters", {})
    methods = [(_path(method), method) for method in _methods(tree)]
    version = f"/{tree.get('version', '')}"
    if not all(path.startswith(f"{version}/") for path, _ in methods):
        version = ""
    for whole_path, method in methods:
        path = whole_path.removeprefix(version)
        paths.setdefault(path, {})[method["httpMethod"].lower()] = _operation(method, path, shared)
    schemas = {name: _schema(schema) for name, schema in tree.get("schemas", {}).items()}
    url = str(tree.get("rootUrl", "")) + str(tree.get("servicePath", ""))
    url = url.rstrip("/") + version if version else url
    return {
        "openapi": "3.1.0",
        "info": {"title": tree.get("name", ""), "version": str(tree.get("revision", ""))},
        "servers": [{"url": url or "/"}],
        "paths": paths,
        "components": {"schemas": schemas},
    }


def _methods(tree: Node) -> Iterator[Node]:
    yield from tree.get("methods", {}).values()
    for resource in tree.get("resources", {}).values():
        yield from _methods(resource)


def _path(method: Node) -> str:
    """The path with `{model}` for `{+model}`, which may hold slashes."""
    path = str(method.get("flatPath") or method["path"])
    return "/" + path.replace("{+", "{").lstrip("/")


def _operation(method: Node, path: str, shared: Node) -> dict[str, Json]:
    names = re.findall(r"\{(\w+)\}", path)
    own = method.get("parameters", {})
    parameters = [
        {"name": name, "in": "path", "required": True, "schema": _schema(own.get(name, _TEXT))}
        for name in names
    ]
    query = {**shared, **own}
    parameters += [
        _query_parameter(name, parameter)
        for name, parameter in query.items()
        if parameter.get("location") == "query"
    ]
    operation: dict[str, Json] = {"operationId": method.get("id", ""), "parameters": parameters}
    if method.get("deprecated"):
        operation["deprecated"] = True
    if "request" in method:
        operation["requestBody"] = {"content": _content(method["request"])}
    answer: dict[str, Json] = {"description": ""}
    if "response" in method:
        answer["content"] = _content(method["response"])
    operation["responses"] = {"200": answer}
    return operation


_TEXT: Node = {"type": "string"}


def _query_parameter(name: str, parameter: Node) -> dict[str, Json]:
    schema = _schema(parameter)
    if parameter.get("repeated"):
        schema = {"type": "array", "items": schema}
    required = bool(parameter.get("required"))
    described: dict[str, Json] = {"name": name, "in": "query", "required": required}
    if parameter.get("deprecated"):
        described["deprecated"] = True
    return described | {"schema": schema}


def _content(node: Node) -> dict[str, Json]:
    return {"application/json": {"schema": _schema(node)}}


def _schema(node: Node) -> dict[str, Json]:
    if "$ref" in node:
        reference = {"$ref": f"#/components/schemas/{node['$ref']}"}
        kept = {key: node[key] for key in ("description", "readOnly", "deprecated") if key in node}
        return {"allOf": [reference], **kept} if kept else reference
    schema: dict[str, Json] = {key: node[key] for key in _KEPT if key in node}
    if schema.get("type") == "any":
        del schema["type"]
    for key, number in _NUMBERS.items():
        if key in node:
            schema[key] = number(node[key])
    if "default" in node:
        schema["default"] = _default(node["default"], node.get("type"))
    if "properties" in node:
        schema["properties"] = {name: _schema(field) for name, field in node["properties"].items()}
        required = [
            name for name, field in node["properties"].items() if field.get("required") is True
        ]
        if required:
            schema["required"] = required
    for key in ("items", "additionalProperties"):
        if isinstance(node.get(key), Mapping):
            schema[key] = _schema(node[key])
    return schema


def _default(value: Json, kind: Json) -> Json:
    """A default as a value: discovery documents write all of them as text."""
    if isinstance(value, str) and kind == "boolean":
        return value == "true"
    if isinstance(value, str) and kind in ("integer", "number"):
        return int(value) if kind == "integer" else float(value)
    return value
