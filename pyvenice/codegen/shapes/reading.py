"""Reading schemas as a document has them: references, `allOf`, types, alternatives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pyvenice.codegen.shapes.shape import Schema
from pyvenice.contract.document.pointer import resolve
from pyvenice.contract.errors import DocumentError

_TYPES = frozenset(["string", "integer", "number", "boolean", "array", "object", "null"])
_BOUNDS = {
    "string": ("minLength", "maxLength", "pattern"),
    "number": ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
    "array": ("minItems", "maxItems"),
    "object": ("minProperties", "maxProperties"),
}
_NUMBER = (int, float)
_KINDS: dict[str, type | tuple[type, ...]] = {
    "$ref": str,
    "allOf": list,
    "anyOf": list,
    "oneOf": list,
    "enum": list,
    "pattern": str,
    "properties": dict,
    "required": list,
    "type": (str, list),
    "x-class": str,
    "x-image": dict,
    "x-known-keys": list,
    "x-known-values": (bool, str),
    "x-lifecycle": dict,
    "x-python-name": str,
    **dict.fromkeys(
        [word for words in _BOUNDS.values() for word in words if word != "pattern"], _NUMBER
    ),
}
_NAMES = frozenset(["required", "x-known-keys"])
_IMAGE_KINDS: dict[str, type | tuple[type, ...]] = {
    "as-object": bool,
    "json": list,
    "many": bool,
    "mask": str,
    "max-bytes": int,
    "max-count": int,
    "max-json-bytes": int,
    "max-pixels": int,
    "max-ratio": _NUMBER,
    "media-types": list,
    "min-pixels": int,
    "min-side": int,
    "repeated-as": str,
}
_ANNOTATIONS = ("description", "default", "title", "discriminator", "deprecated", "examples")
ALTERNATIVES = ("anyOf", "oneOf")


def flattened(document: Schema, schema: Any, within: tuple[str, ...] = ()) -> Schema:
    """The schema with `$ref` and `allOf` merged into it. `True`, and what refers to itself, is `{}`."""
    node = {
        key: value
        for key, value in mapping(schema).items()
        if value is not None or key in ("const", "default")
    }
    check_keywords(node)
    if "$ref" in node:
        reference = str(node["$ref"])
        if reference in within:
            return {}
        target = flattened(document, resolve(document, reference), (*within, reference))
        return target | {key: value for key, value in node.items() if key != "$ref"}
    if "allOf" not in node:
        return node
    merged: Schema = {key: value for key, value in node.items() if key != "allOf"}
    for branch in listing(node["allOf"]):
        merged = _intersection(merged, flattened(document, branch, within))
    return merged


def check_keywords(schema: Schema) -> None:
    """Raises `DocumentError` for a keyword that holds something of another kind than it must."""
    for keyword, value in schema.items():
        kind = _KINDS.get(keyword)
        if kind is None:
            continue
        is_number = isinstance(value, bool) and kind is _NUMBER
        if is_number or not isinstance(value, kind):
            raise DocumentError(f"{keyword} is {value!r:.60}, which it cannot be")
        if keyword in _NAMES:
            check_names(keyword, value)
    check_keywords_of_image(schema.get("x-image") or {})


def check_names(keyword: str, value: Any) -> None:
    """Raises `DocumentError` for a list that holds something else than names."""
    if not all(isinstance(name, str) for name in value):
        raise DocumentError(f"{keyword} is {value!r:.60}, and not a list of names")


def check_keywords_of_image(rule: Schema) -> None:
    """Raises `DocumentError` for a key of `x-image` that holds something of another kind."""
    for key, value in rule.items():
        kind = _IMAGE_KINDS.get(key)
        if kind is None or not isinstance(value, kind):
            raise DocumentError(f"x-image has {key}: {value!r:.60}, which it cannot have")
        if kind is list:
            check_names(f"{key} of x-image", value)


def _intersection(left: Schema, right: Schema) -> Schema:
    merged = left | right
    if "properties" in left and "properties" in right:
        merged["properties"] = dict(left["properties"])
        for name, value in right["properties"].items():
            merged["properties"][name] = mapping(left["properties"].get(name, {})) | mapping(value)
    if "required" in left or "required" in right:
        merged["required"] = [
            *dict.fromkeys([*left.get("required", ()), *right.get("required", ())])
        ]
    return merged


def mapping(node: Any) -> Schema:
    """A schema as a mapping. Raises `DocumentError` for what is no schema at all."""
    if node is True or node is None:
        return {}
    if node is False:
        return {"not": {}}
    if not isinstance(node, Mapping):
        raise DocumentError(f"{node!r:.60} stands where a schema is expected")
    return dict(node)


def listing(node: Any) -> list[Any]:
    """A list of a document. Raises `DocumentError` for anything else."""
    if not isinstance(node, list):
        raise DocumentError(f"{node!r:.60} stands where a list is expected")
    return node


def types_of(schema: Schema) -> list[str]:
    """The JSON types that a schema names, or that its other keywords can only mean; empty: any."""
    named = schema.get("type", [])
    types = [named] if isinstance(named, str) else [str(name) for name in listing(named)]
    if not types and "properties" in schema:
        types = ["object"]
    elif not types and ("items" in schema or "prefixItems" in schema):
        types = ["array"]
    return types if _TYPES.issuperset(types) else []


def bounds_of(schema: Schema, kind: str) -> Schema:
    """The keywords of a schema that bound values of one type."""
    keywords = _BOUNDS.get("number" if kind == "integer" else kind, ())
    return {key: schema[key] for key in keywords if schema.get(key) is not None}


def is_object(schema: Schema) -> bool:
    """Whether a flattened schema is an object with named properties."""
    return bool(schema.get("properties")) and "object" in types_of(schema)


def is_binary(schema: Schema) -> bool:
    """Whether a flattened schema is bytes in a form: a file."""
    return "string" in (types_of(schema) or ["string"]) and (
        schema.get("format") == "binary" or schema.get("type") == "file"
    )


def alternatives(schema: Schema) -> Iterator[Schema]:
    """The branches of a union, each with the keywords about values next to the union."""
    siblings = {
        key: value
        for key, value in schema.items()
        if key not in (*ALTERNATIVES, *_ANNOTATIONS) and not key.startswith("x-")
    }
    for keyword in ALTERNATIVES:
        for branch in listing(schema.get(keyword, [])):
            yield siblings | mapping(branch)


def members(schema: Schema, skipped: str) -> dict[str, Any]:
    """The properties, without those of the other direction (`readOnly` or `writeOnly`) or of no value."""
    return {
        str(wire): value
        for wire, value in mapping(schema.get("properties", {})).items()
        if value is not False and not (isinstance(value, Mapping) and value.get(skipped) is True)
    }
