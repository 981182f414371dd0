"""From an effective document to the shapes that code is written from.

Every body becomes one flat object with a name of its own: `$ref` and `allOf` merged, nested objects hoisted,
nullability spelt one way, defaults moved from the value into the text. Requests are closed by their
base class; responses lose their bounds and closed sets, because a client must not fail on news.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pyvenice.contract.document.pointer import escape, resolve
from pyvenice.contract.errors import ContractError
from pyvenice.contract.pin.source import Source, UsedOperation

Json = Any
Schema = dict[str, Json]

JSON = "application/json"
MULTIPART = "multipart/form-data"
EVENTS = "text/event-stream"

_VALUE_KEYWORDS = (
    "type",
    "enum",
    "const",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
)


@dataclass(frozen=True, slots=True)
class Field:
    """One property of a body: its schema for a model, and what else is known of it."""

    wire: str
    schema: Schema
    required: bool
    nullable: bool
    text: str
    default: Json = None
    deprecated: bool = False
    known_values: tuple[str, ...] = ()
    known_keys: tuple[str, ...] = ()
    """The value is JSON text of an object with these keys, among others."""
    image: Mapping[str, Json] | None = None
    python: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """A request body of one media type."""

    media_type: str
    name: str
    fields: tuple[Field, ...]

    def field(self, python: str) -> Field | None:
        return next((one for one in self.fields if one.python == python), None)


@dataclass(frozen=True, slots=True)
class Shape:
    """One operation with everything that is generated from it."""

    used: UsedOperation
    text: str
    bodies: tuple[Body, ...]
    query: tuple[Field, ...]
    answers: tuple[str, ...]
    result: str | None
    events: tuple[str, ...]

    def body(self, media_type: str) -> Body | None:
        return next((one for one in self.bodies if one.media_type == media_type), None)


@dataclass(slots=True)
class Canonical:
    """All shapes of a provider, the component schemas that they use, and where each came from."""

    provider: str
    document: dict[str, Json]
    shapes: list[Shape] = field(default_factory=list)
    requests: dict[str, Schema] = field(default_factory=dict)
    responses: dict[str, Schema] = field(default_factory=dict)
    origins: dict[str, list[str]] = field(default_factory=dict)
    """Contract pointer → the classes that were made from what stands there (`requests.EditImageForm`)."""

    def origin(self, pointer: str, symbol: str) -> None:
        symbols = self.origins.setdefault(pointer, [])
        if symbol not in symbols:
            symbols.append(symbol)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a field stands: the class and the pointer of its object, the fields beside it, the media type."""

    parent: str
    at: str
    siblings: Mapping[str, Schema]
    media_type: str = JSON


def canonical(document: dict[str, Json], source: Source) -> Canonical:
    """Bring one provider's effective document to its canonical shapes."""
    result = Canonical(source.provider, document)
    for used in source.operations:
        result.shapes.append(_shape(result, used))
    return result


def _shape(result: Canonical, used: UsedOperation) -> Shape:
    operation = result.document["paths"][used.path][used.method]
    pointer = f"/paths/{escape(used.path)}/{used.method}"
    content = operation.get("requestBody", {}).get("content", {})
    bodies = [
        _body(
            result,
            used,
            media_type,
            content[media_type]["schema"],
            f"{pointer}/requestBody/content",
        )
        for media_type in (JSON, MULTIPART)
        if media_type in content
    ]
    answers = _success(operation).get("content", {})
    return Shape(
        used=used,
        text=operation.get("description", ""),
        bodies=tuple(bodies),
        query=tuple(_query(result, operation)),
        answers=tuple(answers),
        result=_result(result, used, answers, pointer),
        events=_events(result, answers),
    )


def _success(operation: dict[str, Json]) -> dict[str, Json]:
    found: dict[str, Json] = next(
        (one for status, one in operation["responses"].items() if status.startswith("2")), {}
    )
    return found


def _body(
    result: Canonical, used: UsedOperation, media_type: str, schema: Schema, content: str
) -> Body:
    name = used.stem + ("Request" if media_type == JSON else "Form")
    at = f"{content}/{escape(media_type)}/schema"
    flat, origins = flattened(result.document, schema, at)
    for pointer in origins:
        result.origin(pointer, f"requests.{name}")
    required = set(flat.get("required", ()))
    place = _Place(name, origins[0], flat.get("properties", {}), media_type)
    fields = tuple(
        _field(result, wire, value, wire in required, place)
        for wire, value in place.siblings.items()
    )
    result.requests[name] = _object(fields, flat)
    return Body(media_type, name, fields)


def _object(fields: tuple[Field, ...], schema: Schema) -> Schema:
    made: Schema = {
        "type": "object",
        "properties": {one.wire: one.schema for one in fields},
        "required": [one.wire for one in fields if one.required],
    }
    return made | {"x-choice": True} if _is_choice(schema) else made


def _is_choice(schema: Schema) -> bool:
    """Whether the contract takes exactly one of all the properties: each alone, no two together."""
    alternatives = [{"required": [name]} for name in schema.get("properties", {})]
    if len(alternatives) < 2:
        return False
    if schema.get("oneOf") == alternatives:
        return True
    both = {"required": [*schema["properties"]]}
    return len(alternatives) == 2 and (schema.get("anyOf"), schema.get("not")) == (
        alternatives,
        both,
    )


def _query(result: Canonical, operation: dict[str, Json]) -> Iterator[Field]:
    for given in operation.get("parameters", ()):
        parameter = resolve(result.document, given["$ref"]) if "$ref" in given else given
        if parameter["in"] == "query":
            schema = parameter["schema"] | {"description": parameter.get("description", "")}
            place = _Place("", "", {})
            yield _field(result, parameter["name"], schema, parameter.get("required", False), place)


def _field(result: Canonical, wire: str, schema: Schema, required: bool, place: _Place) -> Field:
    at = f"{place.at}/properties/{escape(wire)}"
    target = resolve(result.document, schema["$ref"]) if "$ref" in schema else {}
    known: tuple[str, ...] = ()
    if "properties" in target:
        value, nullable = _component(result, schema["$ref"]), False
    else:
        schema = target | {key: one for key, one in schema.items() if key != "$ref"}
        value, nullable, known = _value(result, schema, wire, place.parent, at)
    image = schema.get("x-image")
    if image is not None:
        nullable = False
        value = value if _is_object(value) else _image_schema(value, image, place.media_type)
    return Field(
        wire=wire,
        schema=_nullable(value) if nullable else value,
        required=required,
        nullable=nullable,
        text=schema.get("description", ""),
        default=schema.get("default"),
        deprecated=bool(schema.get("deprecated")),
        known_values=known or _known_values(schema, place.siblings),
        known_keys=tuple(schema.get("x-known-keys", ())),
        image=image,
        python=schema.get("x-python-name") or snake_case(wire),
    )


def _known_values(schema: Schema, siblings: Mapping[str, Schema]) -> tuple[str, ...]:
    """`x-known-values: true`: the own enum is open; `x-known-values: NAME`: the enum of that sibling."""
    marked = schema.get("x-known-values")
    if not marked:
        return ()
    return tuple((schema if marked is True else siblings[marked])["enum"])


def _is_object(value: Schema) -> bool:
    """An image may also be given as an object that says where it lies."""
    return "$ref" in value or "$ref" in value.get("items", {})


def _image_schema(value: Schema, image: Mapping[str, Json], media_type: str) -> Schema:
    """A slot for an image: a prepared `ImagePart`, or in JSON the text that stands for it."""
    one: Schema = {"type": "string", "x-python-type": "pyvenice.core.images.inputs.ImagePart"}
    if media_type == JSON:
        one = {"anyOf": [one, {"type": "string"}]}
    if not image.get("many"):
        return one
    items: Schema = {"type": "array", "items": one, "minItems": 1}
    if "max-count" in image:
        items["maxItems"] = image["max-count"]
    return items if value.get("type") == "array" else {"anyOf": [one, items]}


def _value(
    result: Canonical, schema: Schema, name: str, parent: str, at: str
) -> tuple[Schema, bool, tuple[str, ...]]:
    """The schema of a value without nullability, whether it is nullable, and the values it is known to take."""
    union: list[Schema] = schema.get("anyOf") or schema.get("oneOf") or []
    branches = [branch for one in union for branch in _branches(result.document, one)]
    types = schema.get("type")
    nullable = types == "null" or (isinstance(types, list) and "null" in types)
    nullable = nullable or any(one.get("type") == "null" for one in branches)
    branches = [one for one in branches if one and one.get("type") != "null"]
    if not branches:
        return _plain(result, schema, name, parent, at), nullable, ()
    if len(branches) == 1:
        return _plain(result, branches[0], name, parent, at), nullable, ()
    enums = [one["enum"] for one in branches if "enum" in one]
    strings = all(one.get("type") == "string" for one in branches)
    if strings and len(enums) < len(branches):
        return {"type": "string"}, nullable, tuple(v for enum in enums for v in enum)
    if strings:
        return {"type": "string", "enum": _unique(enums)}, nullable, ()
    options = [_plain(result, one, name, parent, at) for one in branches]
    return {"anyOf": options}, nullable, ()


def _branches(document: dict[str, Json], branch: Schema) -> Iterator[Schema]:
    if "$ref" in branch:
        target = resolve(document, branch["$ref"])
        if target.get("type") == "object" or "properties" in target:
            yield branch
            return
        branch = target
    if "anyOf" in branch:
        for one in branch["anyOf"]:
            yield from _branches(document, one)
    else:
        yield branch


def _unique(enums: list[list[Json]]) -> list[Json]:
    return list(dict.fromkeys(value for enum in enums for value in enum))


def _plain(result: Canonical, schema: Schema, name: str, parent: str, at: str) -> Schema:
    """Keywords that a model enforces; nested objects become components of their own."""
    if "$ref" in schema:
        return _component(result, schema["$ref"])
    types = schema.get("type")
    if types == "object" or "properties" in schema:
        return _nested(result, schema, name, parent, at)
    plain = {key: schema[key] for key in _VALUE_KEYWORDS if key in schema}
    if isinstance(types, list) and types != ["null"]:
        plain["type"] = next(one for one in types if one != "null")
        if "enum" in plain:
            plain["enum"] = [value for value in plain["enum"] if value is not None]
    if "items" in schema:
        items, nullable, _ = _value(result, schema["items"], singular(name), parent, f"{at}/items")
        plain["items"] = _nullable(items) if nullable else items
    if "x-known-values" in schema and plain.get("type") == "string":
        plain.pop("enum", None)
    return plain


def _component(result: Canonical, reference: str) -> Schema:
    name = reference.rsplit("/", 1)[1]
    if name not in result.requests:
        target = resolve(result.document, reference)
        result.requests[name] = {}
        result.requests[name] = _closed(result, target, name, reference[1:])
        result.origin(reference[1:], f"requests.{name}")
    return {"$ref": f"#/components/schemas/{name}"}


def _nested(result: Canonical, schema: Schema, name: str, parent: str, at: str) -> Schema:
    if not schema.get("properties"):
        return {"type": "object"}
    title = class_name(name)
    if title in result.requests:
        title = parent + title
    result.requests[title] = _closed(result, schema, title, at)
    result.origin(at, f"requests.{title}")
    return {"$ref": f"#/components/schemas/{title}"}


def _closed(result: Canonical, schema: Schema, name: str, at: str) -> Schema:
    required = schema.get("required", ())
    place = _Place(name, at, schema.get("properties", {}))
    return _object(
        tuple(
            _field(result, wire, value, wire in required, place)
            for wire, value in place.siblings.items()
        ),
        schema,
    )


def _nullable(schema: Schema) -> Schema:
    if "anyOf" in schema:
        return {"anyOf": [*schema["anyOf"], {"type": "null"}]}
    if "$ref" in schema or "type" not in schema:
        return {"anyOf": [schema, {"type": "null"}]}
    with_null = schema | {"type": [schema["type"], "null"]}
    return with_null | {"enum": [*schema["enum"], None]} if "enum" in schema else with_null


def flattened(document: dict[str, Json], schema: Schema, at: str) -> tuple[Schema, list[str]]:
    """Merge `$ref` and `allOf` to one object schema; also the pointers that it was merged from."""
    if "$ref" in schema:
        target, origins = flattened(document, resolve(document, schema["$ref"]), schema["$ref"][1:])
        return target, [*origins, at]
    if "allOf" not in schema:
        return schema, [at]
    merged: Schema = {key: value for key, value in schema.items() if key != "allOf"}
    origins = [at]
    for number, branch in enumerate(schema["allOf"]):
        part, found = flattened(document, branch, f"{at}/allOf/{number}")
        merged = _intersection(merged, part)
        origins = [*found, *origins] if number == 0 else [*origins, *found]
    return merged, origins


def _intersection(left: Schema, right: Schema) -> Schema:
    merged = left | right
    if "properties" in left and "properties" in right:
        merged["properties"] = dict(left["properties"])
        for name, value in right["properties"].items():
            merged["properties"][name] = left["properties"].get(name, {}) | value
    if "required" in left or "required" in right:
        merged["required"] = [
            *dict.fromkeys([*left.get("required", ()), *right.get("required", ())])
        ]
    return merged


def _result(
    result: Canonical, used: UsedOperation, answers: dict[str, Json], pointer: str
) -> str | None:
    if JSON not in answers:
        return None
    schema = answers[JSON]["schema"]
    if "$ref" in schema:
        return _response_component(result, schema["$ref"])
    name = f"{used.stem}Response"
    at = f"{pointer}/responses/200/content/{escape(JSON)}/schema"
    result.origin(at, f"responses.{name}")
    result.responses[name] = _open(result, schema, name, at)
    return name


def _events(result: Canonical, answers: dict[str, Json]) -> tuple[str, ...]:
    if EVENTS not in answers:
        return ()
    schema = answers[EVENTS]["schema"]
    target = resolve(result.document, schema["$ref"]) if "$ref" in schema else schema
    return tuple(_response_component(result, one["$ref"]) for one in target.get("anyOf", ()))


def _response_component(result: Canonical, reference: str) -> str:
    name = class_name(reference.rsplit("/", 1)[1])
    if name not in result.responses:
        result.responses[name] = {}
        result.origin(reference[1:], f"responses.{name}")
        result.responses[name] = _open(
            result, resolve(result.document, reference), name, reference[1:]
        )
    return name


def _open(result: Canonical, schema: Schema, name: str, at: str) -> Schema:
    required = [one for one in schema.get("required", ()) if one in schema.get("properties", {})]
    return {
        "type": "object",
        "properties": {
            wire: _open_value(result, value, wire, name, f"{at}/properties/{escape(wire)}")
            for wire, value in schema.get("properties", {}).items()
        },
        "required": required,
    }


def _open_value(result: Canonical, schema: Schema, name: str, parent: str, at: str) -> Schema:
    if "$ref" in schema:
        target = resolve(result.document, schema["$ref"])
        if "properties" in target:
            return {"$ref": f"#/components/schemas/{_response_component(result, schema['$ref'])}"}
        return _open_value(result, target, name, parent, at)
    if "x-opaque" in schema:
        return {"type": "object", "x-opaque": True}
    for keyword in ("anyOf", "oneOf"):
        if keyword in schema:
            return _open_union(result, schema[keyword], name, parent, f"{at}/{keyword}")
    if schema.get("properties"):
        return _open_nested(result, schema, name, parent, at)
    value = {key: schema[key] for key in ("type",) if key in schema}
    if "items" in schema:
        value["items"] = _open_value(result, schema["items"], singular(name), parent, f"{at}/items")
    if isinstance(schema.get("additionalProperties"), dict):
        value["additionalProperties"] = _open_value(
            result, schema["additionalProperties"], name, parent, f"{at}/additionalProperties"
        )
    return value


def _open_union(
    result: Canonical, branches: list[Schema], name: str, parent: str, at: str
) -> Schema:
    options: list[Schema] = []
    for number, branch in sorted(enumerate(branches), key=lambda one: "x-opaque" in one[1]):
        option = _open_value(result, branch, branch.get("x-class", name), parent, f"{at}/{number}")
        if option not in options:
            options.append(option)
    return options[0] if len(options) == 1 else {"anyOf": options}


def _open_nested(result: Canonical, schema: Schema, name: str, parent: str, at: str) -> Schema:
    title = schema.get("x-class") or class_name(name)
    if title in result.responses:
        title = f"{parent}{title}"
    if title in result.responses:
        raise ContractError(f"{result.provider}: two schemas would be called {title}: {at}")
    result.responses[title] = {}
    result.origin(at, f"responses.{title}")
    result.responses[title] = _open(result, schema, title, at)
    return {"$ref": f"#/components/schemas/{title}"}


def opaque_paths(result: Canonical, schema: Schema, path: str = "") -> Iterator[str]:
    """Where an answer is kept as plain data: `data.*.model_spec.pricing`."""
    if "$ref" in schema:
        schema = result.responses[schema["$ref"].rsplit("/", 1)[1]]
    if schema.get("x-opaque"):
        yield path.removeprefix(".")
    for wire, value in schema.get("properties", {}).items():
        yield from opaque_paths(result, value, f"{path}.{wire}")
    if "items" in schema:
        yield from opaque_paths(result, schema["items"], f"{path}.*")


def class_name(name: str) -> str:
    """`style_reference` → `StyleReference`; a name that is a class name already stays."""
    return "".join(part[:1].upper() + part[1:] for part in re.split(r"[^0-9A-Za-z]+", name))


def snake_case(name: str) -> str:
    """`modelId` → `model_id`."""
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", name).lower()


def singular(name: str) -> str:
    """`images` → `image`: what one item of a list is called."""
    return name[:-1] if name.endswith("s") and not name.endswith("ss") else name
