"""The document that requests are generated from: the contract, narrowed to what is certain.

Images become names of samples, `allOf` becomes one object, and nulls are left out of forms, which cannot
express them. `x-certain` replaces what the schema allows; `x-certain: false` leaves a property out.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pyvenice.conformance.checks.acceptance import known_values
from pyvenice.conformance.checks.operations import ContractOperation
from pyvenice.conformance.run.sample_images import sample_formats
from pyvenice.contract.schema.reader import alternatives
from pyvenice.core.json_types import Schema
from pyvenice.core.recording.multipart_parser import FORM

Node = dict[str, Any]
"""A schema that is being built; see `Schema` on its type."""

_COMBINING = ("anyOf", "oneOf")
_MODEL_FIELDS = frozenset({"model", "modelId"})
_DROPPED_PREFIXES = ("x-", "description", "default", "title")


def generation_document(
    operations: Iterable[ContractOperation], *, model: str | None = None
) -> Node:
    """A document of those operations to generate requests from; its responses are not described.

    `model` is the only model to request, where it matters which ones the server has.
    """
    paths: Node = {}
    for operation in operations:
        definition = _definition(operation, model)
        paths.setdefault(operation.path, {})[operation.method.lower()] = definition
    return {
        "openapi": "3.1.0",
        "info": {"title": "narrowed", "version": "1"},
        "paths": paths,
    }


def _definition(operation: ContractOperation, model: str | None) -> Node:
    definition: Node = {"responses": {"200": {"description": ""}}}
    # Which compression is used is negotiated by client and server, whatever a document says.
    parameters = [
        _parameter(operation, parameter)
        for parameter in operation.parameters
        if parameter["name"].lower() != "accept-encoding"
    ]
    if parameters:
        definition["parameters"] = parameters
    if operation.bodies:
        content = {
            name: {"schema": _with_model(_Narrower(operation, name).narrow(schema), model)}
            for name, schema in operation.bodies.items()
        }
        definition["requestBody"] = {"required": True, "content": content}
    return definition


def _with_model(schema: Node, model: str | None) -> Node:
    properties = schema.get("properties")
    if model is None or properties is None:  # a choice of bodies has no fields of its own
        return schema
    only = {name: {"type": "string", "enum": [model]} for name in _MODEL_FIELDS & properties.keys()}
    return schema | {"properties": properties | only}


def _parameter(operation: ContractOperation, parameter: Schema) -> Node:
    schema = _Narrower(operation, "").narrow(parameter.get("schema", {}))
    kept = {key: parameter[key] for key in ("name", "in", "required") if key in parameter}
    return kept | {"schema": schema}


class _Narrower:
    """Narrows the schemas of one operation for one media type."""

    def __init__(self, operation: ContractOperation, media_type: str) -> None:
        self._operation = operation
        self._in_form = media_type == FORM

    def narrow(self, schema: Schema) -> Node:
        """The schema on its own: without references, and as narrow as what is certain."""
        parts = list(alternatives(self._operation.document, schema))
        rule = next((part["x-image"] for part in parts if "x-image" in part), None)
        if rule is not None:
            return self._image(rule, parts)
        merged = self._merge(schema)
        if certain := merged.get("x-certain"):
            parts = [certain]
            merged |= certain
            for keyword in _COMBINING:
                merged.pop(keyword, None)
        if "properties" in merged:
            merged = self._object(merged)
        if "items" in merged:
            merged["items"] = self.narrow(merged["items"])
        merged = self._without_null(self._options(merged, parts))
        return {
            key: value for key, value in merged.items() if not key.startswith(_DROPPED_PREFIXES)
        }

    def _image(self, rule: Schema, parts: list[Schema]) -> Node:
        square = any("x-square" in part for part in parts)
        kinds = [{"format": name} for name in sample_formats(rule, square=square)]
        image: Node = {"type": "string"} | (kinds[0] if len(kinds) == 1 else {"anyOf": kinds})
        if rule.get("as-object"):
            image = {
                "type": "object",
                "properties": {"image_url": image},
                "required": ["image_url"],
                "additionalProperties": False,
            }
        if not rule.get("many") or not any("items" in part for part in parts):
            return image
        most = {"maxItems": rule["max-count"]} if "max-count" in rule else {}
        return {"type": "array", "items": image, "minItems": 1} | most

    def _merge(self, schema: Schema) -> Node:
        """One schema instead of references and `allOf`."""
        merged: Node = {}
        own = {key: value for key, value in schema.items() if key not in {"$ref", "allOf"}}
        target = self._merge(self._operation.resolve(schema)) if "$ref" in schema else {}
        for part in (target, *map(self._merge, schema.get("allOf", ())), own):
            properties = merged.get("properties", {}) | part.get("properties", {})
            required = dict.fromkeys([*merged.get("required", ()), *part.get("required", ())])
            merged |= part
            if properties:
                merged["properties"] = properties
            if required:
                merged["required"] = list(required)
        return merged

    def _object(self, schema: Node) -> Node:
        properties = schema["properties"]
        dropped = {name for name, node in properties.items() if node.get("x-certain") is False}
        kept = {name: self.narrow(node) for name, node in properties.items() if name not in dropped}
        narrow = {key: value for key, value in schema.items() if key != "not"}
        narrow["properties"] = kept
        for keyword in _COMBINING:
            options = [
                option
                for option in narrow.pop(keyword, ())
                if not dropped & {*option.get("required", ())}
            ]
            if len(options) == 1:
                required = [*narrow.get("required", ()), *options[0].get("required", ())]
                narrow["required"] = list(dict.fromkeys(required))
            elif options:
                narrow[keyword] = options
        return narrow

    def _options(self, schema: Node, parts: list[Schema]) -> Node:
        """The alternatives narrowed; of a text that is open next to known values, those values."""
        known = [value for value in known_values(parts) if value is not None]
        keyword = next((name for name in _COMBINING if name in schema), None)
        if known and schema.keys() & {*_COMBINING, "enum"}:
            return {"type": "string", "enum": known}
        if keyword is None or "properties" in schema:
            return schema
        options = [self.narrow(option) for option in schema[keyword]]
        kept = [
            option for option in options if not (self._in_form and option.get("type") == "null")
        ]
        rest = {key: value for key, value in schema.items() if key != keyword}
        return rest | kept[0] if len(kept) == 1 else rest | {keyword: kept}

    def _without_null(self, schema: Node) -> Node:
        kinds = schema.get("type")
        if not self._in_form or not isinstance(kinds, list) or "null" not in kinds:
            return schema
        rest = [kind for kind in kinds if kind != "null"]
        narrow = schema | {"type": rest[0] if len(rest) == 1 else rest}
        if "enum" in narrow:
            narrow["enum"] = [value for value in narrow["enum"] if value is not None]
        return narrow
