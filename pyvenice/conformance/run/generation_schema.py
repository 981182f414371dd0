"""The document that requests are generated from: the contract, as narrow as what is certain.

Images become names of samples, `allOf` one object, and nulls are left out of forms, where they cannot
be said. `x-certain` takes the place of what the schema allows; `x-certain: false` leaves a property out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pyvenice.conformance.checks.acceptance import known_values
from pyvenice.conformance.checks.operations import Operation
from pyvenice.conformance.checks.schemas import alternatives
from pyvenice.conformance.run.sample_images import formats
from pyvenice.core.recording.multipart_parser import FORM

Json = Any
Schema = dict[str, Json]

_COMBINING = ("anyOf", "oneOf")
_MODELS = frozenset({"model", "modelId"})
_OWN = ("x-", "description", "default", "title")


def narrowed(operations: Iterable[Operation], *, model: str | None = None) -> dict[str, Json]:
    """A document of those operations to generate requests from. Answers are not described.

    `model` is the only model to ask for, where it matters which there are.
    """
    paths: dict[str, Json] = {}
    for operation in operations:
        described = _described(operation, model)
        paths.setdefault(operation.path, {})[operation.method.lower()] = described
    return {
        "openapi": "3.1.0",
        "info": {"title": "narrowed", "version": "1"},
        "paths": paths,
    }


def _described(operation: Operation, model: str | None) -> dict[str, Json]:
    described: dict[str, Json] = {"responses": {"200": {"description": ""}}}
    # Which compression is taken is settled between client and server, whatever a document says.
    given = [one for one in operation.parameters if one["name"].lower() != "accept-encoding"]
    parameters = [_parameter(operation, one) for one in given]
    if parameters:
        described["parameters"] = parameters
    if operation.bodies:
        content = {
            name: {"schema": _with_model(_Narrower(operation, name).narrow(schema), model)}
            for name, schema in operation.bodies.items()
        }
        described["requestBody"] = {"required": True, "content": content}
    return described


def _with_model(schema: Schema, model: str | None) -> Schema:
    names = _MODELS & schema["properties"].keys() if model is not None else ()
    only = {name: {"type": "string", "enum": [model]} for name in names}
    return schema | {"properties": schema["properties"] | only}


def _parameter(operation: Operation, given: Mapping[str, Json]) -> dict[str, Json]:
    schema = _Narrower(operation, "").narrow(given.get("schema", {}))
    return {key: one for key, one in given.items() if key in {"name", "in", "required"}} | {
        "schema": schema
    }


class _Narrower:
    """Narrows the schemas of one operation for one media type."""

    def __init__(self, operation: Operation, media_type: str) -> None:
        self._operation = operation
        self._in_form = media_type == FORM

    def narrow(self, schema: Json) -> Schema:
        """The schema on its own: without references, and as narrow as what is certain."""
        found = list(alternatives(self._operation, schema))
        rule = next((one["x-image"] for one in found if "x-image" in one), None)
        if rule is not None:
            return self._image(rule, found)
        merged = self._merged(schema)
        if certain := merged.get("x-certain"):
            merged |= certain
            for keyword in _COMBINING:
                merged.pop(keyword, None)
        if "properties" in merged:
            merged = self._object(merged)
        if "items" in merged:
            merged["items"] = self.narrow(merged["items"])
        merged = self._without_null(self._options(merged, found))
        return {key: one for key, one in merged.items() if not key.startswith(_OWN)}

    def _image(self, rule: Mapping[str, Json], found: list[Mapping[str, Json]]) -> Schema:
        square = any("x-square" in each for each in found)
        kinds = [{"format": one} for one in formats(rule, square=square)]
        one: Schema = {"type": "string"} | (kinds[0] if len(kinds) == 1 else {"anyOf": kinds})
        if rule.get("as-object"):
            one = {
                "type": "object",
                "properties": {"image_url": one},
                "required": ["image_url"],
                "additionalProperties": False,
            }
        if not rule.get("many") or not any("items" in each for each in found):
            return one
        most = {"maxItems": rule["max-count"]} if "max-count" in rule else {}
        return {"type": "array", "items": one, "minItems": 1} | most

    def _merged(self, schema: Json) -> Schema:
        """One schema instead of references and `allOf`."""
        merged: Schema = {}
        own = {key: one for key, one in schema.items() if key not in {"$ref", "allOf"}}
        for part in (self._target(schema), *map(self._merged, schema.get("allOf", ())), own):
            for key, value in part.items():
                if key == "properties":
                    value = merged.get(key, {}) | value  # noqa: PLW2901
                elif key == "required":
                    value = list(dict.fromkeys([*merged.get(key, ()), *value]))  # noqa: PLW2901
                merged[key] = value
        return merged

    def _target(self, schema: Json) -> Schema:
        return self._merged(self._operation.resolved(schema)) if "$ref" in schema else {}

    def _object(self, schema: Schema) -> Schema:
        gone = {name for name, one in schema["properties"].items() if one.get("x-certain") is False}
        kept = {
            name: self.narrow(one) for name, one in schema["properties"].items() if name not in gone
        }
        narrow = {key: one for key, one in schema.items() if key != "not"} | {"properties": kept}
        for keyword in _COMBINING:
            options = [
                one for one in narrow.pop(keyword, ()) if not gone & {*one.get("required", ())}
            ]
            if len(options) == 1:
                required = [*narrow.get("required", ()), *options[0].get("required", ())]
                narrow["required"] = list(dict.fromkeys(required))
            elif options:
                narrow[keyword] = options
        return narrow

    def _options(self, schema: Schema, found: list[Mapping[str, Json]]) -> Schema:
        """The alternatives narrowed; of a text that is open beside known values, those values."""
        known = [value for value in known_values(found) if value is not None]
        keyword = next((one for one in _COMBINING if one in schema), None)
        if known and schema.keys() & {*_COMBINING, "enum"}:
            return {"type": "string", "enum": known}
        if keyword is None or "properties" in schema:
            return schema
        options = [self.narrow(one) for one in schema[keyword]]
        kept = [one for one in options if not (self._in_form and one.get("type") == "null")]
        rest = {key: one for key, one in schema.items() if key != keyword}
        return rest | kept[0] if len(kept) == 1 else rest | {keyword: kept}

    def _without_null(self, schema: Schema) -> Schema:
        kinds = schema.get("type")
        if not self._in_form or not isinstance(kinds, list) or "null" not in kinds:
            return schema
        rest = [kind for kind in kinds if kind != "null"]
        narrow = schema | {"type": rest[0] if len(rest) == 1 else rest}
        if "enum" in narrow:
            narrow["enum"] = [one for one in narrow["enum"] if one is not None]
        return narrow
