"""Convert OpenAPI 3.0 and 3.1 documents to 3.1, whose schemas are JSON Schema 2020-12."""

from __future__ import annotations

from typing import Any

Json = Any

# The keywords of JSON Schema 2020-12 whose values are schemas by name, lists of schemas, and schemas.
SCHEMA_MAPS = ("properties", "patternProperties", "dependentSchemas")
SCHEMA_LISTS = ("allOf", "anyOf", "oneOf", "prefixItems")
SUBSCHEMAS = (
    *("items", "additionalProperties", "not", "contains", "propertyNames", "if", "then", "else"),
    *("unevaluatedItems", "unevaluatedProperties", "contentSchema"),
)

ANCHORS = {"$recursiveRef": "$recursiveAnchor", "$dynamicRef": "$dynamicAnchor"}
"""The references whose target depends on the schemas around them, with what marks a target."""

_NAMED = frozenset({*SCHEMA_MAPS, "schemas", "$defs", "responses"})
_ONLY_NULLABLE = {"nullable": True}
_VERBATIM = frozenset({"enum", "const", "default", "required", "example", "examples"})


def to_openapi31(document: dict[str, Json]) -> dict[str, Json]:
    """A copy in which `nullable`, boolean bounds and the older spellings of binary are gone."""
    result: dict[str, Json] = _upgrade(document)
    result["openapi"] = "3.1.0"
    return result


def _upgrade(node: Json, *, names: bool = False) -> Json:
    if isinstance(node, list):
        return [_upgrade(item) for item in node]
    if not isinstance(node, dict):
        return node
    node = node if names else _with_one_null(node)
    result = {
        key: value
        if key in _VERBATIM and not names
        else _upgrade(value, names=key in _NAMED and not names)
        for key, value in node.items()
    }
    return result if names else _schema(result)


def _schema(schema: dict[str, Json]) -> dict[str, Json]:
    for bound in ("minimum", "maximum"):
        _numeric_bound(schema, bound, "exclusive" + bound.capitalize())
    if schema.get("contentMediaType") == "application/octet-stream":
        del schema["contentMediaType"]
        schema["format"] = "binary"
    if isinstance(nullable := schema.pop("x-nullable", None), bool):  # how Swagger 2 has it
        schema.setdefault("nullable", nullable)
    if isinstance(schema.get("nullable"), bool):
        return _nullable(schema, schema.pop("nullable"))
    return schema


def _with_one_null(schema: dict[str, Json]) -> dict[str, Json]:
    """The schema; of its alternatives, those that are `nullable: true` and no more become one null."""
    for keyword in ("anyOf", "oneOf"):
        branches = schema.get(keyword)
        if isinstance(branches, list) and _ONLY_NULLABLE in branches:
            others = [branch for branch in branches if branch != _ONLY_NULLABLE]
            schema = {**schema, keyword: [*others, {"type": "null"}]}
    return schema


def _numeric_bound(schema: dict[str, Json], bound: str, exclusive: str) -> None:
    if isinstance(schema.get(exclusive), bool) and schema.pop(exclusive) and bound in schema:
        schema[exclusive] = schema.pop(bound)


def _nullable(schema: dict[str, Json], nullable: bool) -> dict[str, Json]:
    if not nullable:
        return schema
    if "type" in schema:
        types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        schema["type"] = [*types, "null"] if "null" not in types else types
        if "enum" in schema and None not in schema["enum"]:
            schema["enum"] = [*schema["enum"], None]
        return schema
    for keyword in ("anyOf", "oneOf"):
        if keyword in schema:
            schema[keyword] = [*schema[keyword], {"type": "null"}]
            return schema
    if "$ref" in schema or "allOf" in schema:
        kept = {key: schema.pop(key) for key in ("$ref", "allOf") if key in schema}
        schema["anyOf"] = [kept, {"type": "null"}]
    return schema
