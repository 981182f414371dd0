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
_COMPOSED = frozenset({"anyOf", "oneOf", "allOf"})
_NULLABLE = ("nullable", "x-nullable")
_SAYS_NOTHING = frozenset(
    {"title", "description", "example", "examples", "externalDocs", "default", "deprecated"}
    | {"readOnly", "writeOnly"}
)
_REFUSES_NULL = ("type", "enum", "const", "$ref", "allOf", "anyOf", "oneOf", "discriminator")
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
    node = node if names else _with_nulls(node)
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
    if isinstance(schema.get("nullable"), bool) and schema.pop("nullable"):
        return _nullable(schema)
    return schema


def _with_nulls(schema: dict[str, Json]) -> dict[str, Json]:
    """The schema with null where its parts say `nullable: true` and no more.

    OpenAPI 3.0 has no type for null, and generators write it this way. As an alternative, or as several,
    it is null; as a part of `allOf` it makes the whole nullable.
    """
    for keyword in _COMPOSED & schema.keys():
        parts = schema[keyword]
        if not isinstance(parts, list) or not any(map(_is_only_nullable, parts)):
            continue
        others = [part for part in parts if not _is_only_nullable(part)]
        if keyword != "allOf":
            schema = {**schema, keyword: [*others, {"type": "null"}]}
        elif others:
            marked = [_without_flag(part) if _is_only_nullable(part) else part for part in parts]
            schema = {"nullable": True} | schema | {keyword: marked}
    return schema


def _without_flag(schema: dict[str, Json]) -> dict[str, Json]:
    return {key: value for key, value in schema.items() if key not in _NULLABLE}


def _is_only_nullable(schema: Json) -> bool:
    return (
        isinstance(schema, dict)
        and (schema.get("nullable") is True or schema.get("x-nullable") is True)
        and all(
            key in _SAYS_NOTHING or key in _NULLABLE or str(key).startswith("x-") for key in schema
        )
    )


def _numeric_bound(schema: dict[str, Json], bound: str, exclusive: str) -> None:
    if isinstance(schema.get(exclusive), bool) and schema.pop(exclusive) and bound in schema:
        schema[exclusive] = schema.pop(bound)


def _nullable(schema: dict[str, Json]) -> dict[str, Json]:
    """The schema or null; one that says nothing else takes any value already."""
    refuses = {key: schema[key] for key in _REFUSES_NULL if key in schema}
    if refuses == {"enum": ["null"]} or schema.get("not") == {}:
        # Some generators write null as the text, or as nothing else that is nullable.
        only = {key: part for key, part in schema.items() if key not in ("enum", "not")}
        return only | {"type": "null"}
    if refuses.keys() <= {"type", "enum"}:
        return _with_null_type(schema)
    for keyword in ("anyOf", "oneOf"):
        if refuses.keys() <= {keyword, "discriminator"} and isinstance(schema.get(keyword), list):
            return schema | {keyword: [*schema[keyword], {"type": "null"}]}
    rest = {key: part for key, part in schema.items() if key not in refuses}
    return rest | {"anyOf": [refuses, {"type": "null"}]}


def _with_null_type(schema: dict[str, Json]) -> dict[str, Json]:
    if "type" in schema:
        types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        schema["type"] = [*types, "null"] if "null" not in types else types
    if isinstance(schema.get("enum"), list) and None not in schema["enum"]:
        schema["enum"] = [*schema["enum"], None]
    return schema
