"""botocore's service models (`service-2.json`) as OpenAPI: operations, shapes and errors of rest-json."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

Json = Any
Node = Mapping[str, Json]

_TAG = re.compile(r"<[^>]*>")
_SCALARS: dict[str, dict[str, Json]] = {
    "string": {"type": "string"},
    "character": {"type": "string"},
    "integer": {"type": "integer"},
    "long": {"type": "integer"},
    "short": {"type": "integer"},
    "byte": {"type": "integer"},
    "float": {"type": "number"},
    "double": {"type": "number"},
    "bigdecimal": {"type": "number"},
    "biginteger": {"type": "integer"},
    "boolean": {"type": "boolean"},
    "blob": {"type": "string", "contentEncoding": "base64"},
}
_BOUNDS = {
    "string": ("minLength", "maxLength"),
    "list": ("minItems", "maxItems"),
    "map": ("minProperties", "maxProperties"),
}
_PLACES = {"uri": "path", "querystring": "query", "header": "header"}
_BY_MEDIA_TYPE = ("content-type", "accept", "authorization")
_BINARY = {"*/*": {"schema": {"type": "string", "format": "binary"}}}


def openapi_of_botocore(tree: Node) -> dict[str, Json]:
    """An OpenAPI document with the same operations. Raises `ValueError` for another protocol."""
    metadata = tree["metadata"]
    if metadata.get("protocol") != "rest-json":
        raise ValueError(f"its protocol is {metadata.get('protocol')}; only rest-json is known")
    shapes = tree["shapes"]
    paths: dict[str, dict[str, Json]] = {}
    for operation in tree["operations"].values():
        path = operation["http"]["requestUri"].partition("?")[0].replace("+}", "}")
        method = operation["http"]["method"].lower()
        paths.setdefault(path, {})[method] = _operation(operation, shapes)
    return {
        "openapi": "3.1.0",
        "info": {"title": metadata.get("serviceId", ""), "version": metadata["apiVersion"]},
        "paths": paths,
        "components": {"schemas": {name: _schema(shape) for name, shape in shapes.items()}},
    }


def _operation(operation: Node, shapes: Node) -> dict[str, Json]:
    made: dict[str, Json] = {"operationId": operation["name"]} | _described(operation)
    if "input" in operation:
        shape = shapes[operation["input"]["shape"]]
        made["parameters"] = [*_parameters(shape)]
        content, required = _body(shape, shapes)
        if content:
            made["requestBody"] = {"required": required, "content": content}
    status = str(operation["http"].get("responseCode", 200))
    made["responses"] = {status: _response(operation.get("output"), shapes)}
    for code, schemas in _errors(operation, shapes).items():
        schema = schemas[0] if len(schemas) == 1 else {"anyOf": schemas}
        content = {"application/json": {"schema": schema}}
        made["responses"][code] = {"description": "", "content": content}
    return made


def _parameters(shape: Node) -> Iterator[dict[str, Json]]:
    for name, member in shape.get("members", {}).items():
        place, wire = _PLACES.get(member.get("location", "")), _wire_name(name, member)
        if place is not None and wire.lower() not in _BY_MEDIA_TYPE:
            required = place == "path" or name in shape.get("required", ())
            parameter = {"name": wire, "in": place, "required": required}
            yield parameter | _described(member) | {"schema": _reference(member)}


def _body(shape: Node, shapes: Node) -> tuple[dict[str, Json], bool]:
    """The content of a body and whether it must be there: a member by itself, or an object."""
    members, required = shape.get("members", {}), shape.get("required", ())
    payload = shape.get("payload")
    if payload is not None:
        target = shapes[members[payload]["shape"]]
        if target.get("eventstream"):
            media_type = "application/vnd.amazon.eventstream"
        elif target["type"] == "blob":
            return dict(_BINARY), payload in required
        else:
            media_type = "application/json"
        return {media_type: {"schema": _reference(members[payload])}}, payload in required
    fields = {name: member for name, member in members.items() if "location" not in member}
    if not fields:
        return {}, False
    schema = _object(fields, required)
    return {"application/json": {"schema": schema}}, "required" in schema


def _response(output: Node | None, shapes: Node) -> dict[str, Json]:
    response: dict[str, Json] = {"description": ""}
    if output is None:
        return response
    shape = shapes[output["shape"]]
    content, _ = _body(shape, shapes)
    headers = {
        _wire_name(name, member): {"schema": _reference(member)}
        for name, member in shape.get("members", {}).items()
        if member.get("location") == "header"
    }
    headers = {name: header for name, header in headers.items() if name.lower() != "content-type"}
    return response | ({"headers": headers} if headers else {}) | {"content": content}


def _errors(operation: Node, shapes: Node) -> dict[str, list[Json]]:
    """The schemas of the error responses by status."""
    errors: dict[str, list[Json]] = {}
    for error in operation.get("errors", ()):
        code = shapes[error["shape"]].get("error", {}).get("httpStatusCode")
        errors.setdefault(str(code or "default"), []).append(_reference(error))
    return errors


def _schema(shape: Node) -> dict[str, Json]:
    kind = shape["type"]
    schema = dict(_SCALARS.get(kind, {})) | _described(shape)
    if kind == "structure" and not shape.get("document"):
        schema |= _object(shape.get("members", {}), shape.get("required", ()))
        if shape.get("union"):
            schema |= {"minProperties": 1, "maxProperties": 1}
    elif kind == "list":
        schema |= {"type": "array", "items": _reference(shape["member"])}
    elif kind == "map":
        schema |= {"type": "object", "additionalProperties": _reference(shape["value"])}
    elif kind == "timestamp":
        is_text = shape.get("timestampFormat") in ("iso8601", "rfc822")
        schema |= {"type": "string" if is_text else "number"}
    least, most = _BOUNDS.get(kind, ("minimum", "maximum"))
    if kind != "blob":  # its bounds count bytes, and the schema sees base64
        bounds = {least: shape.get("min"), most: shape.get("max")}
        schema |= {key: bound for key, bound in bounds.items() if bound is not None}
    return schema | {key: shape[key] for key in ("enum", "pattern") if key in shape}


def _object(members: Node, required: Json) -> dict[str, Json]:
    properties = {
        _wire_name(name, member): _reference(member) | _described(member)
        for name, member in members.items()
    }
    schema: dict[str, Json] = {"type": "object", "properties": properties}
    needed = [_wire_name(name, members[name]) for name in required if name in members]
    return schema | ({"required": needed} if needed else {})


def _wire_name(name: str, member: Node) -> str:
    return str(member.get("locationName", name))


def _reference(member: Node) -> dict[str, Json]:
    return {"$ref": f"#/components/schemas/{member['shape']}"}


def _described(node: Node) -> dict[str, Json]:
    """Its text without tags, and whether it is deprecated."""
    described: dict[str, Json] = {}
    if isinstance(node.get("documentation"), str):
        described["description"] = _TAG.sub("", node["documentation"])
    if node.get("deprecated"):
        described["deprecated"] = True
    return described
