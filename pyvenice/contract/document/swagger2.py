"""Convert Swagger (OpenAPI 2.0) documents to 3.0, so that the same comparison serves both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pyvenice.contract.document.operation_key import methods_of

Json = Any
Node = dict[str, Json]

_MOVED = {
    "#/definitions/": "#/components/schemas/",
    "#/parameters/": "#/components/parameters/",
    "#/responses/": "#/components/responses/",
}
_KEPT_OF_PARAMETERS = ("name", "in", "required", "deprecated", "allowEmptyValue")
_ABOUT_PARAMETERS = frozenset(
    "name in required description deprecated allowEmptyValue collectionFormat".split()  # noqa: SIM905
)
_STYLES = {
    "multi": (True, "form"),
    "ssv": (False, "spaceDelimited"),
    "pipes": (False, "pipeDelimited"),
}
_FLOWS = {"accessCode": "authorizationCode", "application": "clientCredentials"}


def to_openapi3(document: Node) -> Node:
    """The document itself, or what it says in OpenAPI 3.0 where it is of version 2.0."""
    if not str(document.get("swagger", "")).startswith("2"):
        return document
    moved: Node = _with_moved_references(document)
    components = {
        "schemas": moved.get("definitions", {}),
        "parameters": {
            name: _parameter(parameter)
            for name, parameter in moved.get("parameters", {}).items()
            if parameter.get("in") not in ("body", "formData")
        },
        "responses": {
            name: _response(response, moved.get("produces", ()))
            for name, response in moved.get("responses", {}).items()
        },
        "securitySchemes": {
            name: _scheme(scheme) for name, scheme in moved.get("securityDefinitions", {}).items()
        },
    }
    return {
        "openapi": "3.0.0",
        "info": moved.get("info", {}),
        "servers": [{"url": url} for url in _servers(moved)],
        **{key: moved[key] for key in ("security",) if key in moved},
        "paths": {path: _path(item, moved) for path, item in moved.get("paths", {}).items()},
        "components": {kind: named for kind, named in components.items() if named},
    }


def _with_moved_references(node: Json) -> Json:
    if isinstance(node, list):
        return [_with_moved_references(item) for item in node]
    if not isinstance(node, dict):
        return node
    moved = {key: _with_moved_references(value) for key, value in node.items()}
    reference = moved.get("$ref")
    for old, new in _MOVED.items():
        if isinstance(reference, str) and reference.startswith(old):
            moved["$ref"] = new + reference.removeprefix(old)
    return moved


def _servers(document: Node) -> Iterable[str]:
    host, base = document.get("host", ""), document.get("basePath", "").rstrip("/")
    if not host:
        return [base] if base else []
    return [f"{scheme}://{host}{base}" for scheme in document.get("schemes", ["https"])]


def _path(item: Node, document: Node) -> Node:
    shared = item.get("parameters", [])
    made: Node = {}
    for method, operation in methods_of(item).items():
        if isinstance(operation, dict):
            made[method] = _operation(operation, shared, document)
    return made


def _operation(operation: Node, shared: list[Node], document: Node) -> Node:
    listed = [*shared, *operation.get("parameters", [])]
    given = [_resolve(parameter, document) for parameter in listed]
    parameters = list({(node.get("in"), node.get("name")): node for node in given}.values())
    whole: Node = {"produces": [], "consumes": []} | document | operation
    produces, consumes = whole["produces"], whole["consumes"]
    made: Node = {
        key: operation[key] for key in ("operationId", "security", "deprecated") if key in operation
    }
    made["parameters"] = [
        _parameter(parameter)
        for parameter in parameters
        if parameter["in"] not in ("body", "formData")
    ]
    if body := _body(parameters, consumes):
        made["requestBody"] = body
    made["responses"] = {
        str(status): _response(response, produces)
        for status, response in operation.get("responses", {}).items()
    }
    return made


def _resolve(parameter: Node, document: Node) -> Node:
    name = str(parameter.get("$ref", "")).rpartition("/")[2]
    found: Node = document.get("parameters", {}).get(name, parameter) if name else parameter
    return found


def _parameter(parameter: Node) -> Node:
    if "$ref" in parameter or "schema" in parameter:
        return parameter
    made: Node = {key: parameter[key] for key in _KEPT_OF_PARAMETERS if key in parameter}
    explode, style = _STYLES.get(parameter.get("collectionFormat", ""), (False, None))
    if parameter.get("type") == "array":
        made["explode"] = explode
    return made | ({"style": style} if style else {}) | {"schema": _schema(parameter)}


def _schema(parameter: Mapping[str, Json]) -> Node:
    return _file_as_binary(
        {key: value for key, value in parameter.items() if key not in _ABOUT_PARAMETERS}
    )


def _file_as_binary(schema: Node) -> Node:
    return (
        schema | {"type": "string", "format": "binary"} if schema.get("type") == "file" else schema
    )


def _body(parameters: list[Node], consumes: list[str]) -> Node | None:
    whole = next((node for node in parameters if node["in"] == "body"), None)
    if whole is not None:
        content = {
            name: {"schema": whole.get("schema", {})} for name in consumes or ["application/json"]
        }
        return {"required": bool(whole.get("required")), "content": content}
    fields = [node for node in parameters if node["in"] == "formData"]
    if not fields:
        return None
    schema = {
        "type": "object",
        "properties": {field["name"]: _schema(field) for field in fields},
        "required": [field["name"] for field in fields if field.get("required")],
    }
    forms = [name for name in consumes if "form" in name] or ["multipart/form-data"]
    separated = {
        field["name"]: _separators(field)
        for field in fields
        if field.get("type") == "array" and field.get("collectionFormat") != "multi"
    }
    media_type = {"schema": schema} | ({"encoding": separated} if separated else {})
    return {"required": bool(schema["required"]), "content": dict.fromkeys(forms, media_type)}


def _separators(field: Node) -> Node:
    """How the items of a list stand in one text; `multi`, which repeats the field, is the default of 3.0."""
    _, style = _STYLES.get(field.get("collectionFormat", ""), (False, None))
    return {"style": style or "form", "explode": False}


def _response(response: Node, produces: Iterable[str]) -> Node:
    if "$ref" in response:
        return response
    made: Node = {"description": ""}
    if "schema" in response:
        schema = _file_as_binary(response["schema"])
        made["content"] = {
            name: {"schema": schema} for name in list(produces) or ["application/json"]
        }
    if "headers" in response:
        made["headers"] = {name: _parameter(header) for name, header in response["headers"].items()}
    return made


def _scheme(scheme: Node) -> Node:
    if scheme.get("type") == "basic":
        return {"type": "http", "scheme": "basic"}
    if scheme.get("type") == "oauth2":
        flow: Node = {key: scheme[key] for key in ("authorizationUrl", "tokenUrl") if key in scheme}
        flow["scopes"] = dict.fromkeys(scheme.get("scopes", {}), "")
        name = str(scheme.get("flow", "implicit"))
        return {"type": "oauth2", "flows": {_FLOWS.get(name, name): flow}}
    return {key: scheme[key] for key in ("type", "in", "name") if key in scheme}
