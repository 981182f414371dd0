"""Canonical schemas put together: alternatives, null, and what tells alternatives apart."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pyvenice.codegen.shapes.reading import mapping
from pyvenice.codegen.shapes.shape import Schema, takes_null

NULL: Schema = {"type": "null"}


def union_of(schemas: Iterable[Schema]) -> Schema:
    """Any of the schemas, each once; `{}` where one of them takes everything."""
    options: list[Schema] = []
    for schema in schemas:
        for option in schema.get("anyOf", [schema]):
            if option not in options:
                options.append(option)
    if {} in options or not options:
        return {}
    return options[0] if len(options) == 1 else {"anyOf": options}


def with_null(schema: Schema) -> Schema:
    """The schema, which takes `None` too."""
    if not schema or takes_null(schema):
        return schema
    if "anyOf" in schema:
        return {"anyOf": [*schema["anyOf"], NULL]}
    if "$ref" in schema or "properties" in schema or "x-opaque" in schema:
        return {"anyOf": [schema, NULL]}
    types = schema["type"]
    nullable = schema | {"type": [*(types if isinstance(types, list) else [types]), "null"]}
    return nullable | {"enum": [*schema["enum"], None]} if "enum" in schema else nullable


def without_null(schema: Schema) -> Schema:
    """The schema without `None`."""
    if "anyOf" in schema:
        return union_of(without_null(option) for option in schema["anyOf"] if option != NULL)
    if not takes_null(schema) or not isinstance(schema["type"], list):
        return schema
    return schema | {"type": one_or_list([kind for kind in schema["type"] if kind != "null"])}


def one_or_list(types: list[str]) -> str | list[str]:
    """A type as JSON Schema writes it."""
    return types[0] if len(types) == 1 else types


def is_string(schema: Schema) -> bool:
    """Whether every value but `None` is a string."""
    return without_null(schema).get("type") == "string" and "x-python-type" not in schema


def label(flat: Schema) -> str:
    """The word that tells an alternative from the others: the one value that a property of it has."""
    for value in mapping(flat.get("properties", {})).values():
        values: list[Any] = []
        if isinstance(value, dict):
            values = [value["const"]] if "const" in value else value.get("enum", [])
        if isinstance(values, list) and len(values) == 1 and isinstance(values[0], str):
            return values[0]
    return ""
