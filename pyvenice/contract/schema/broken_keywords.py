"""Broken keywords: a value that JSON Schema does not allow, set aside so that the rest can be judged.

`minLength: "5"`, `type: any`, a pattern that no engine compiles: they move to `$unread`. Two sides that
share them are equal there, and what differs there is reported, because no value can decide about it.
"""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Callable, Mapping
from typing import Any

import jsonschema_rs

from pyvenice.contract.document.openapi31 import SCHEMA_LISTS

Json = Any
Schema = dict[str, Json]

UNREAD = "$unread"
TYPES = ("array", "boolean", "integer", "null", "number", "object", "string")

# What names a schema or its dialect says nothing about values.
_IDENTITY = frozenset(
    {"$schema", "$id", "id", "$anchor", "$dynamicAnchor", "$recursiveAnchor", "$vocabulary"}
)
REGEX_LIMIT = jsonschema_rs.FancyRegexOptions(backtrack_limit=100_000)


_TUPLES = ("items", "additionalItems")


def without_broken(schema: Mapping[str, Json]) -> Schema:
    """The schema without what names it, its broken keywords under `$unread`."""
    if isinstance(schema.get("items"), list):  # how drafts before 2020-12 write tuples
        rest = {"items": schema["additionalItems"]} if "additionalItems" in schema else {}
        others = {key: value for key, value in schema.items() if key not in _TUPLES}
        schema = others | rest | {"prefixItems": schema["items"]}
    sound: Schema = {}
    unread: Schema = {}
    for keyword, value in schema.items():
        if keyword in _IDENTITY:
            continue
        read = _READERS.get(keyword)
        kept = read(value) if read else value
        if kept is not _BROKEN:
            sound[keyword] = kept
        if kept is _BROKEN or (keyword == "type" and not _is_known_type(value)):
            unread[keyword] = _plain(value)
    if unread:
        sound[UNREAD] = unread | sound.get(UNREAD, {})
    return sound


def _plain(value: Json) -> Json:
    """The value, or its text where JSON has no word for it (infinity)."""
    return value if value is None or isinstance(value, str | int | list | dict) else str(value)


_BROKEN: Any = object()


def _types(value: Json) -> Json:
    named = value if isinstance(value, list) else [value]
    # YAML turns an unquoted null into None.
    names = {
        "null" if name is None else name for name in named if not isinstance(name, dict | list)
    }
    return sorted(name for name in names if name in TYPES) or _BROKEN


def _is_known_type(value: Json) -> bool:
    named = value if isinstance(value, list) else [value]
    return all(name is None or name in TYPES for name in named)


def _size(value: Json) -> Json:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return _BROKEN
    is_whole = math.isfinite(value) and value >= 0 and value == int(value)
    return int(value) if is_whole else _BROKEN


_BEYOND = 1e300  # where arithmetic with floats ends; an infinity is beyond, and so is no number


def _number(value: Json) -> Json:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return whole_number(value) if is_number and abs(value) < _BEYOND else _BROKEN


def whole_number(value: Json) -> Json:
    """The value, or 1 for the 1.0 that somebody else's writer made of it: JSON knows one of them."""
    is_whole = isinstance(value, float) and value.is_integer() and abs(value) < _BEYOND
    return int(value) if is_whole else value


def _step(value: Json) -> Json:
    number = _number(value)
    return number if number is not _BROKEN and number > 0 else _BROKEN


def _pattern(value: Json) -> Json:
    return (readable_pattern(value) or _BROKEN) if isinstance(value, str) else _BROKEN


@functools.lru_cache(maxsize=4096)
def readable_pattern(pattern: str) -> str | None:
    """The pattern as the engine of `jsonschema_rs` takes it; None where it takes it in no spelling."""
    if _compiles(pattern):
        return pattern
    from pyvenice.contract.schema.regex import rewritten  # hardly any document needs it

    spelling = rewritten(pattern)
    return spelling if spelling is not None and _compiles(spelling) else None


def _compiles(pattern: str) -> bool:
    try:
        jsonschema_rs.Draft202012Validator({"pattern": pattern}, pattern_options=REGEX_LIMIT)
    except (jsonschema_rs.ValidationError, ValueError):
        return False
    return True


def _flag(value: Json) -> Json:
    return value if isinstance(value, bool) else _BROKEN


def _text(value: Json) -> Json:
    return value if isinstance(value, str) else _BROKEN


def _names(value: Json) -> Json:
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        return _BROKEN
    return list(dict.fromkeys(value))


def _values(value: Json) -> Json:
    return [*map(whole_number, value)] if isinstance(value, list) else _BROKEN


def _schema(value: Json) -> Json:
    return value if isinstance(value, dict | bool) else _BROKEN


def _schemas(value: Json) -> Json:
    is_list = isinstance(value, list) and all(isinstance(part, dict | bool) for part in value)
    return value if is_list and value else _BROKEN


def _schemas_by_name(value: Json) -> Json:
    if not isinstance(value, dict):
        return _BROKEN
    if all(isinstance(part, dict | bool) for part in value.values()):
        return value
    return {name: _schema_or_anything(part) for name, part in value.items()}


def _schema_or_anything(value: Json) -> Json:
    return value if isinstance(value, dict | bool) else {UNREAD: {"schema": _plain(value)}}


def _schemas_by_pattern(value: Json) -> Json:
    by_name = _schemas_by_name(value)
    if by_name is _BROKEN:
        return _BROKEN
    patterns = {name: readable_pattern(name) for name in by_name}
    if None in patterns.values():
        return _BROKEN
    return {patterns[name]: part for name, part in by_name.items()}


def _names_by_name(value: Json) -> Json:
    if not isinstance(value, dict):
        return _BROKEN
    read = {name: _names(names) for name, names in value.items()}
    return _BROKEN if any(names is _BROKEN for names in read.values()) else read


def _discriminator(value: Json) -> Json:
    """The name of the property alone is how Swagger 2 writes it; what is no name is one that nothing has."""
    rest, name = (value, value.get("propertyName")) if isinstance(value, dict) else ({}, value)
    if not isinstance(name, str):
        name = "" if name is None else json.dumps(name, default=str)
    return rest | {"propertyName": name}


_READERS: Mapping[str, Callable[[Json], Json]] = {
    "type": _types,
    "pattern": _pattern,
    "multipleOf": _step,
    "required": _names,
    "enum": _values,
    **dict.fromkeys(("const", "default"), whole_number),
    "dependentRequired": _names_by_name,
    "discriminator": _discriminator,
    "patternProperties": _schemas_by_pattern,
    **dict.fromkeys(("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"), _number),
    **dict.fromkeys(("minLength", "maxLength", "minItems", "maxItems"), _size),
    **dict.fromkeys(("minProperties", "maxProperties", "minContains", "maxContains"), _size),
    **dict.fromkeys(("uniqueItems", "readOnly", "writeOnly", "deprecated"), _flag),
    **dict.fromkeys(("format", "contentEncoding", "contentMediaType", "$ref"), _text),
    **dict.fromkeys(("not", "if", "then", "else", "contains", "propertyNames"), _schema),
    **dict.fromkeys(("additionalProperties", "items", "contentSchema"), _schema),
    **dict.fromkeys(("unevaluatedItems", "unevaluatedProperties"), _schema),
    **dict.fromkeys(SCHEMA_LISTS, _schemas),
    **dict.fromkeys(("properties", "dependentSchemas"), _schemas_by_name),
}
