"""A published SDK as a contract: the pinned document with what the SDK's types say put in.

What types cannot say (bounds, formats, status codes) stays as it is pinned, so that a comparison with
the pin reports only what the SDK does say. An SDK has one class for all request bodies of an operation:
it is compared with the form (or the one body that there is), and what it changes there is carried over
to the other bodies.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from typing import Any

from pyvenice.contract.document.operation_key import operation_name
from pyvenice.contract.document.pointer import resolve
from pyvenice.contract.errors import ContractError
from pyvenice.contract.pin.source import SdkTypes, Source, UsedOperation
from pyvenice.contract.schema.merge import DEPRECATED_VALUES
from pyvenice.contract.slicing.unchecked import UncheckedPlace
from pyvenice.contract.sources.python_types import TypeReader, UnreadableTypeError
from pyvenice.contract.sources.wheel import Package, open_package

Json = Any
Schema = dict[str, Json]
Document = dict[str, Json]
Operations = Sequence[tuple[str, str]]

_MAX_DEPTH = 12
_FORM = "multipart/form-data"
_JSON = "application/json"
_CARRIED = ("deprecated", DEPRECATED_VALUES)
_BODY_METHODS = {"post", "put", "patch"}


def open_sdk(source: Source, where: str) -> Package:
    """The provider's package. Raises `ContractError` when `source.toml` names none, or it is not there."""
    if source.sdk is None:
        raise ContractError(
            f"specs/{source.provider}/source.toml has no [sdk]: it names no package with types"
        )
    return open_package(where, source.sdk.package)


def described_by_sdk(
    pinned: Document, source: Source, package: Package, used: Operations
) -> tuple[Document, list[UncheckedPlace]]:
    """The pinned document as the SDK describes the operations in use, and what it leaves open.

    Raises `DocumentError` when a class that `source.toml` names is not in the package.
    """
    document = copy.deepcopy(pinned)
    unchecked: list[UncheckedPlace] = []
    types = source.sdk.operations if source.sdk else {}
    for operation in source.operations:
        if (operation.method, operation.path) not in used:
            continue
        if operation.name in types:
            reasons = _describe(document, operation, types[operation.name], TypeReader(package))
        else:
            reasons = [f"specs/{source.provider}/source.toml names no SDK types for it"]
        name = operation_name(operation.method, operation.path)
        unchecked += [UncheckedPlace(name, "", reason) for reason in reasons]
    return document, unchecked


def _describe(
    document: Document, operation: UsedOperation, types: SdkTypes, reader: TypeReader
) -> list[str]:
    """Puts the types into the operation, and returns what of them could not be read."""
    target = document["paths"][operation.path][operation.method]
    projection = _Projection(document, reader)
    try:
        if types.request and operation.method in _BODY_METHODS:
            projection.put_request_body(target, reader.schema(types.request))
        elif types.request:
            projection.put_query(target, reader.schema(types.request))
        if types.response:
            projection.put_response(target, reader.schema(types.response))
        if types.items:
            projection.put_items(target, reader.schema(types.items))
    except UnreadableTypeError as error:
        return [str(error)]
    document.setdefault("components", {}).setdefault("schemas", {}).update(reader.components)
    return [*reader.unresolved]


class _Projection:
    def __init__(self, document: Document, reader: TypeReader) -> None:
        self._document = document
        self._types: Document = {"components": {"schemas": reader.components}}

    def put_request_body(self, operation: Document, types: Schema) -> None:
        shape = self._shape(types)
        content = self._resolved(operation.get("requestBody", {})).get("content", {})
        wanted = _FORM if self._has_file(shape) else _JSON
        media_type = wanted if wanted in content else next(iter(content), "")
        if not media_type:
            raise UnreadableTypeError(
                "the pinned operation has no request body for the SDK's parameters"
            )
        pinned = self._flat(content[media_type].get("schema", {}))
        for name, place in content.items():
            if name != media_type:
                place["schema"] = self._twin(place.get("schema", {}), pinned, shape)
        content[media_type]["schema"] = self._object(pinned, shape, depth=0, answers=False)

    def _twin(self, twin: Schema, pinned: Schema, shape: Schema) -> Schema:
        """Another body of the same operation, with what the SDK changes in the one that it types."""
        made = self._flat(twin)
        if "properties" not in made:
            return twin
        old, new = pinned.get("properties", {}), shape["properties"]
        kept = {
            name: self._twin_value(schema, old.get(name), new.get(name))
            for name, schema in made["properties"].items()
            if name in new or name not in old
        }
        added = {
            name: schema
            for name, schema in new.items()
            if name not in old and "binary" not in self._kinds(schema, types=True)
        }
        made["properties"] = added | kept
        needed, was_needed = set(shape.get("required", ())), set(pinned.get("required", ()))
        required = (set(made.get("required", ())) | (needed - was_needed)) - (was_needed - needed)
        made["required"] = [name for name in made["properties"] if name in required]
        return made

    def _twin_value(self, twin: Schema, old: Schema | None, new: Schema | None) -> Schema:
        if old is None or new is None:
            return twin
        if carried := {key: new[key] for key in _CARRIED if key in new}:
            twin = self._resolved(twin) | carried
        before, after = self._values(old, types=False)[0], self._values(new, types=True)[0]
        kinds = self._kinds(twin, types=False)
        if kinds != self._kinds(new, types=True) or not before or not after or before == after:
            return twin
        values, is_open = self._values(twin, types=False)
        wanted = (values | (after - before)) - (before - after)
        return self._with_values(self._resolved(twin), (wanted, is_open)) or twin

    def _flat(self, schema: Schema) -> Schema:
        """An object with the properties and required names of all parts of an `allOf`."""
        known = self._resolved(schema)
        parts = [known, *map(self._resolved, known.get("allOf", ()))]
        made = {key: value for part in parts for key, value in part.items() if key != "allOf"}
        if any("properties" in part for part in parts):
            properties = [part.get("properties", {}) for part in parts]
            made["properties"] = {
                name: schema for part in properties for name, schema in part.items()
            }
        if any("required" in part for part in parts):
            made["required"] = [name for part in parts for name in part.get("required", ())]
        return made

    def put_query(self, operation: Document, types: Schema) -> None:
        shape = self._shape(types)
        known = {
            parameter["name"]: parameter
            for parameter in map(self._resolved, operation.get("parameters", []))
        }
        kept = [
            parameter for parameter in known.values() if parameter.get("in") in ("path", "cookie")
        ]
        for name, schema in shape["properties"].items():
            parameter = dict(known.get(name, {"name": name, "in": "query", "schema": schema}))
            parameter["required"] = name in shape.get("required", ())
            if name in known:
                parameter["schema"] = self._value(
                    parameter.get("schema", {}), schema, depth=0, answers=False
                )
            kept.append(parameter)
        operation["parameters"] = kept

    def put_response(self, operation: Document, types: Schema) -> None:
        for place in self._json_responses(operation):
            place["schema"] = self._value(place["schema"], types, depth=0, answers=True)

    def put_items(self, operation: Document, types: Schema) -> None:
        """Types what the one list of a response holds."""
        for place in self._json_responses(operation):
            made = self._flat(place["schema"])
            properties = made.get("properties", {})
            lists = [name for name in properties if self._is_list(properties[name])]
            if len(lists) != 1:
                raise UnreadableTypeError(
                    f"the pinned response has {len(lists)} lists, where `items` in source.toml is for one"
                )
            known = self._resolved(properties[lists[0]])
            items = self._value(known.get("items", {}), types, depth=0, answers=True)
            made["properties"] = properties | {lists[0]: known | {"items": items}}
            place["schema"] = made

    def _is_list(self, schema: Schema) -> bool:
        return self._kinds(schema, types=False) == {"array"}

    def _json_responses(self, operation: Document) -> Iterator[Schema]:
        for status, response in operation.get("responses", {}).items():
            place = self._resolved(response).get("content", {}).get(_JSON)
            if str(status).startswith("2") and place and "schema" in place:
                yield place

    def _resolved(self, node: Schema, *, types: bool = False) -> Schema:
        document = self._types if types else self._document
        for _ in range(_MAX_DEPTH):
            if not isinstance(node, dict) or "$ref" not in node:
                break
            node = resolve(document, node["$ref"])
        return node

    def _shape(self, types: Schema) -> Schema:
        """One object for the variants of a call (`…NonStreaming`, `…Streaming`)."""
        types = self._resolved(types, types=True)
        variants = [self._resolved(variant, types=True) for variant in types.get("anyOf", [types])]
        if any("properties" not in variant for variant in variants):
            raise UnreadableTypeError(
                "the SDK's parameters are not a class with fields, or a union of such"
            )
        properties: dict[str, Schema] = {}
        for variant in variants:
            for name, schema in variant["properties"].items():
                known = properties.get(name)
                properties[name] = schema if known in (None, schema) else _either(known, schema)
        required = set.intersection(*(set(variant.get("required", ())) for variant in variants))
        ordered = [name for name in properties if name in required]
        return {"type": "object", "properties": properties, "required": ordered}

    def _has_file(self, shape: Schema) -> bool:
        return any(
            "binary" in self._kinds(schema, types=True) for schema in shape["properties"].values()
        )

    def _object(self, pinned: Schema, shape: Schema, depth: int, *, answers: bool) -> Schema:
        """The pinned object with the SDK's names, values and required names."""
        made = self._flat(pinned)
        properties = made.get("properties", {})
        made["properties"] = {
            name: self._value(properties[name], schema, depth + 1, answers=answers)
            if name in properties
            else schema
            for name, schema in shape["properties"].items()
        }
        made["required"] = made.get("required", []) if answers else shape.get("required", [])
        if answers:  # a model lists what it reads; what it does not read may still be answered
            made["properties"] = properties | made["properties"]
        return made

    def _value(self, pinned: Schema, types: Schema, depth: int, *, answers: bool) -> Schema:
        if depth > _MAX_DEPTH:
            return pinned
        described = self._compared(pinned, types, depth, answers=answers)
        kept = {key: types[key] for key in _CARRIED if key in types}
        return self._resolved(described) | kept if kept else described

    def _compared(self, pinned: Schema, types: Schema, depth: int, *, answers: bool) -> Schema:
        """The pinned schema where the types say the same, and what they say where they differ."""
        known, said = self._resolved(pinned), self._resolved(types, types=True)
        old, new = self._kinds(known, types=False), self._kinds(said, types=True)
        if old != new:
            return (
                pinned if not old or not new or (answers and new <= old) else _as_null(known, types)
            )
        old_values, new_values = self._values(known, types=False), self._values(said, types=True)
        if old_values != new_values:
            return self._with_values(known, new_values) or _as_null(known, types)
        if new == {"object"} and "properties" in said and self._has_properties(known):
            return self._object(known, said, depth, answers=answers)
        if new == {"array"} and "items" in known and "items" in said:
            return known | {
                "items": self._value(known["items"], said["items"], depth + 1, answers=answers)
            }
        return pinned

    def _has_properties(self, schema: Schema) -> bool:
        return any(
            "properties" in part for part in (schema, *map(self._resolved, schema.get("allOf", ())))
        )

    def _leaves(self, schema: Schema, depth: int = 0, *, types: bool) -> Iterator[Schema]:
        """The alternatives of a schema that are no unions themselves."""
        schema = self._resolved(schema, types=types)
        unions = [schema[key] for key in ("anyOf", "oneOf") if key in schema]
        if not unions or depth > _MAX_DEPTH:
            yield schema
        for union in unions:
            for part in union:
                yield from self._leaves(part, depth + 1, types=types)

    def _kinds(self, schema: Schema, *, types: bool) -> set[str]:
        """What JSON can stand there; null is left out, since types use `None` for "not given" too."""
        return {kind for leaf in self._leaves(schema, types=types) for kind in _kinds_of(leaf)} - {
            "null"
        }

    def _values(self, schema: Schema, *, types: bool) -> tuple[set[Json], bool]:
        """The listed values, and whether others are taken."""
        leaves = list(self._leaves(schema, types=types))
        values = {value for leaf in leaves for value in _listed(leaf)} - {None, True, False}
        is_open = any("string" in _kinds_of(leaf) and not _listed(leaf) for leaf in leaves)
        return values, is_open and bool(values)

    def _with_values(self, known: Schema, said: tuple[set[Json], bool]) -> Schema | None:
        """The pinned schema with other listed values, where exactly one place lists them."""
        values, is_open = said
        made = copy.deepcopy(known)
        lists = [
            leaf for leaf in self._leaves(made, types=False) if len(set(_listed(leaf)) - {None}) > 0
        ]
        if len(lists) != 1 or not values or self._values(known, types=False)[1] != is_open:
            return None
        leaf = dict(lists[0])
        kept = [value for value in _listed(leaf) if value is None or value in values]
        leaf.pop("const", None)
        leaf["enum"] = kept + sorted(values - set(kept), key=str)
        return _replaced(made, lists[0], leaf, self._resolved)


def _as_null(pinned: Schema, types: Schema) -> Schema:
    """The types, null as in the pin: `Optional` is also written where null is never sent."""
    parts = [part for part in types.get("anyOf", [types]) if part.get("type") != "null"]
    alternatives = [*pinned.get("anyOf", ()), *pinned.get("oneOf", ())]
    takes_null = None in pinned.get("enum", ()) or "null" in _kinds_of(pinned)
    kept = {"default", "deprecated"}
    if "enum" in pinned and (pinned.get("nullable") or takes_null) and any(map(_listed, parts)):
        # null stands among the values of the pin, and nothing changes about that
        parts = [_with_null(part) if _listed(part) else part for part in parts]
    elif takes_null or any(part.get("type") == "null" for part in alternatives):
        parts.append({"type": "null"})
    else:
        kept.add("nullable")
    unsaid = {key: value for key, value in pinned.items() if key in kept or key[:2] == "x-"}
    return unsaid | ({"anyOf": parts} if len(parts) > 1 else parts[0])


def _with_null(part: Schema) -> Schema:
    return {"enum": [*_listed(part), None]}


def _replaced(schema: Schema, old: Schema, new: Schema, resolved: Any) -> Schema:
    if resolved(schema) is old:
        return new
    made = dict(resolved(schema))
    for key in ("anyOf", "oneOf"):
        if key in made:
            made[key] = [_replaced(part, old, new, resolved) for part in made[key]]
    return made


def _listed(leaf: Schema) -> list[Json]:
    listed = [leaf["const"]] if "const" in leaf else leaf.get("enum", [])
    return [value for value in listed if not isinstance(value, dict | list)]


def _kinds_of(leaf: Schema) -> set[str]:
    declared = leaf.get("type", ())
    kinds = {declared} if isinstance(declared, str) else set(declared)
    if not kinds:
        names = {str: "string", bool: "boolean", int: "integer", float: "number"}
        kinds = {names[type(value)] for value in _listed(leaf) if type(value) in names}
    if not kinds and "properties" in leaf:
        kinds = {"object"}
    if "string" in kinds and leaf.get("format") == "binary":
        return {"binary"}
    return kinds


def _either(old: Schema, new: Schema) -> Schema:
    """A field that variants of a call type differently: `stream` is false in one and true in the other."""
    parts = [*old.get("anyOf", [old]), *new.get("anyOf", [new])]
    values = {value for part in parts for value in part.get("enum", ()) if isinstance(value, bool)}
    if values == {True, False}:
        others = [part for part in parts if part.get("type") != "boolean"]
        parts = [{"type": "boolean"}, *others]
    unique: list[Schema] = []
    for part in parts:
        if part not in unique:
            unique.append(part)
    return {"anyOf": unique}
