"""Canonical schemas of requests: closed, bounded, nullability written one way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from pyvenice.codegen.shapes.names import identifier, singular, snake_case
from pyvenice.codegen.shapes.patterns import is_usable
from pyvenice.codegen.shapes.reading import (
    ALTERNATIVES,
    alternatives,
    bounds_of,
    flattened,
    is_binary,
    is_object,
    listing,
    mapping,
    members,
    types_of,
)
from pyvenice.codegen.shapes.shape import (
    JSON,
    MULTIPART,
    Field,
    Schema,
    is_json,
    takes_null,
)
from pyvenice.codegen.shapes.unions import (
    NULL,
    is_string,
    label,
    one_or_list,
    union_of,
    with_null,
    without_null,
)
from pyvenice.contract.document.pointer import resolve
from pyvenice.contract.errors import DocumentError

_PART: Schema = {"type": "string", "x-python-type": "pyvenice.core.images.part.ImagePart"}


class Value(NamedTuple):
    """A canonical schema, and the values that an open list in it names."""

    schema: Schema
    known: tuple[str, ...] = ()


class FieldContext(NamedTuple):
    """What is around a field: the other properties of its object, and the media type of the body."""

    siblings: Mapping[str, Any] = {}
    media_type: str = JSON


_ALONE = FieldContext()


class RequestReader:
    """Reads the schemas of one document as a caller needs them."""

    def __init__(self, document: Schema) -> None:
        self.document = document
        self.components: dict[str, Schema] = {}
        """Objects that a reference names, by the reference."""
        self._open: list[str] = []

    def fields(self, schema: Schema, media_type: str = JSON) -> tuple[Field, ...]:
        """The fields of an object, in the order of the document."""
        properties = members(schema, "readOnly")
        required = set(schema.get("required", ()))
        context = FieldContext(properties, media_type)
        return tuple(
            self.field(wire, value, required=wire in required, context=context)
            for wire, value in properties.items()
        )

    def field(
        self, wire: str, schema: Any, *, required: bool, context: FieldContext = _ALONE
    ) -> Field:
        """One property or parameter with everything that is known of it."""
        flat = flattened(self.document, schema)
        value, known = self._value(mapping(schema), wire)
        if (
            names_model(wire) and is_string(value) and "enum" in value
        ):  # lists of models grow weekly
            known = tuple(model for model in value["enum"] if model is not None)
            value = {key: facts for key, facts in value.items() if key != "enum"}
        image = flat.get("x-image")
        is_file = image is None and context.media_type.startswith(MULTIPART) and _holds_files(flat)
        if image is not None:
            value = _image_schema(value, image, context.media_type)
        elif is_file:
            value = _image_schema(value, {"many": "items" in flat}, context.media_type)
        return Field(
            wire=wire,
            schema=value,
            required=required,
            text=str(flat.get("description", "")),
            default=flat.get("default"),
            deprecated=bool(flat.get("deprecated")),
            known_values=known or _known_values(flat, context.siblings),
            known_keys=tuple(flat.get("x-known-keys", ())),
            image=image,
            is_file=is_file,
            lifecycles=lifecycles_of(flat),
            python=_python_name(flat, wire),
        )

    def object(self, schema: Schema, name: str) -> Schema:
        """A flattened object with properties, as canonical schema; `name` is what it is called."""
        if any(key in schema for key in ALTERNATIVES):
            schema = self.merged_alternatives(schema)
        made = object_schema(self.fields(schema), schema) | {"x-name": name}
        keywords = ("additionalProperties", "unevaluatedProperties")
        is_open = all(schema.get(keyword) is not False for keyword in keywords)
        return made | {"additionalProperties": True} if is_open else made

    def _value(self, schema: Schema, name: str) -> Value:
        if "$ref" not in schema:
            return self._flat_value(flattened(self.document, schema), name)
        reference = str(schema["$ref"])
        flat = flattened(self.document, schema)
        if is_object(flat):
            self._add_component(reference)
            return Value(_nullable({"$ref": reference}, "null" in types_of(flat)))
        if reference in self._open:
            return Value({})
        self._open.append(reference)
        try:
            return self._flat_value(flat, name)
        finally:
            self._open.pop()

    def _add_component(self, reference: str) -> None:
        if reference not in self.components:
            self.components[reference] = {}
            flat = flattened(self.document, resolve(self.document, reference))
            self.components[reference] = self.object(flat, reference.rsplit("/", 1)[1])

    def _flat_value(self, flat: Schema, name: str) -> Value:
        if any(key in flat for key in ALTERNATIVES) and not is_object(flat):
            return self._union(flat, name)
        types = types_of(flat)
        enum = _enum(flat, types)
        if flat.get("x-known-values") and enum and "string" in (types or ["string"]):
            known = tuple(value for value in enum if isinstance(value, str))
            return Value(_scalar(flat, types or ["string"]), known)
        if enum:
            return Value(
                {
                    "type": one_or_list(types or [*dict.fromkeys(map(_type_name, enum))]),
                    "enum": enum,
                }
            )
        if is_object(flat):
            others = [kind for kind in types if kind not in ("object", "null")]
            value = self.object(flat, name)
            if others:
                value = {"anyOf": [value, _scalar(flat, others)]}
            return Value(_nullable(value, "null" in types))
        return Value(self._plain(flat, types, name))

    def _plain(self, flat: Schema, types: list[str], name: str) -> Schema:
        """A scalar, a list, or an object without named properties."""
        value = _scalar(flat, types)
        if "array" in types and (items := self._items(flat, name)) is not None:
            value["items"] = items
        extra = flat.get("additionalProperties")
        if "object" in types and isinstance(extra, Mapping):
            value["additionalProperties"] = self._value(mapping(extra), name).schema
        return value

    def _items(self, flat: Schema, name: str) -> Schema | None:
        """The schema of every item. Where each place has its own, any of them may stand anywhere."""
        items = flat.get("items")
        first = flat.get("prefixItems", items if isinstance(items, list) else [])
        if not first:
            return None if items is None else self._value(mapping(items), singular(name)).schema
        rest = [items] if isinstance(items, Mapping) else []
        places = [self._value(mapping(place), singular(name)).schema for place in [*first, *rest]]
        return union_of(places)

    def _union(self, flat: Schema, name: str) -> Value:
        branches = [self._branch(branch, name) for branch in alternatives(flat)]
        values = [value for value in branches if value.schema != NULL]
        nullable = any(takes_null(value.schema) for value in branches)
        known = tuple(dict.fromkeys(text for value in values for text in value.known))
        if len(values) > 1 and all(is_string(value.schema) for value in values):
            enums = [value.schema["enum"] for value in values if "enum" in value.schema]
            listed = tuple(
                dict.fromkeys(text for enum in enums for text in enum if text is not None)
            )
            if len(enums) < len(values):
                return Value(_nullable({"type": "string"}, nullable), known or listed)
            return Value(_nullable({"type": "string", "enum": [*listed]}, nullable))
        union = union_of(without_null(value.schema) for value in values)
        return Value(_nullable(union, nullable), known)

    def _branch(self, branch: Schema, name: str) -> Value:
        flat = flattened(self.document, branch)
        called = flat.get("x-class") or f"{name}_{label(flat)}".rstrip("_")
        return self._value(branch, str(called))

    def merged_alternatives(self, flat: Schema) -> Schema:
        """One object with the properties of all alternatives; required is what all of them require.

        Wider than the union, because a caller who is right must never be refused.
        """
        every = [flattened(self.document, branch) for branch in self._branches(flat)]
        # A branch that is a list, such as a batch of such objects, says nothing of what an object needs.
        branches = [branch for branch in every if types_of(branch) != ["array"]] or every
        properties: dict[str, list[Any]] = {}
        for branch in branches:
            for wire, value in mapping(branch.get("properties", {})).items():
                if value not in properties.setdefault(str(wire), []):
                    properties[str(wire)].append(value)
        required = [set(branch.get("required", ())) for branch in branches]
        merged = {key: value for key, value in flat.items() if key not in ALTERNATIVES}
        merged["properties"] = {
            wire: values[0] if len(values) == 1 else {"anyOf": values}
            for wire, values in properties.items()
        }
        in_all = set.intersection(*required) if required else set()
        merged["required"] = [wire for wire in merged["properties"] if wire in in_all]
        if is_choice(flat):
            merged["x-choice"] = True
        return merged

    def _branches(self, flat: Schema) -> Iterator[Schema]:
        """The alternatives down to objects, each with the properties next to the union."""
        for branch in alternatives(flat):
            inner = flattened(self.document, branch)
            inner["properties"] = mapping(flat.get("properties", {})) | mapping(
                inner.get("properties", {})
            )
            inner["required"] = [*flat.get("required", ()), *inner.get("required", ())]
            if any(key in inner for key in ALTERNATIVES):
                yield from self._branches(inner)
            else:
                yield inner


def lifecycles_of(node: Schema) -> dict[str, Schema]:
    """`x-lifecycle`: values that ended or will, with what is known of their end."""
    return {str(value): mapping(facts) for value, facts in mapping(node.get("x-lifecycle")).items()}


def object_schema(fields: Iterable[Field], schema: Schema) -> Schema:
    """The canonical schema of an object with these fields."""
    fields = tuple(fields)
    made: Schema = {
        "type": "object",
        "properties": {field.wire: field.schema for field in fields},
        "required": [field.wire for field in fields if field.required],
    }
    return made | {"x-choice": True} if schema.get("x-choice") or is_choice(schema) else made


def is_choice(schema: Schema) -> bool:
    """Whether exactly one of all the properties is taken: each alone, no two together."""
    branches = [{"required": [name]} for name in schema.get("properties") or ()]
    if len(branches) < 2:
        return False
    if schema.get("oneOf") == branches:
        return True
    both = {"required": [*schema["properties"]]}
    return len(branches) == 2 and (schema.get("anyOf"), schema.get("not")) == (branches, both)


def _enum(flat: Schema, types: list[str]) -> list[Any]:
    """The values of an enum, as far as Python has a type for exactly these: none for 0.5 or an object."""
    values = [flat["const"]] if "const" in flat else listing(flat.get("enum", []))
    if any(not isinstance(value, str | int | None) for value in values):
        return []
    allowed = {*types, "integer"} if "number" in types else {*types}
    return [value for value in dict.fromkeys(values) if not types or _type_name(value) in allowed]


def _type_name(value: Any) -> str:
    names = {str: "string", bool: "boolean", int: "integer", type(None): "null"}
    return names[type(value)]


def _scalar(flat: Schema, types: list[str]) -> Schema:
    value: Schema = {"type": one_or_list(types)} if types else {}
    for kind in types:
        value |= bounds_of(flat, kind)
    if not is_usable(value.get("pattern", "")):
        del value["pattern"]
    return value


def _nullable(schema: Schema, nullable: bool) -> Schema:
    return with_null(schema) if nullable else schema


def _python_name(flat: Schema, wire: str) -> str:
    name = str(flat.get("x-python-name") or "")
    if name and identifier(name) != name:
        raise DocumentError(f"x-python-name is {name!r}, which no argument can be called")
    return name or identifier(snake_case(wire))


def names_model(wire: str) -> bool:
    """Whether a field of this name says which model is used."""
    return snake_case(wire) in ("model", "model_id", "model_name")


def _known_values(flat: Schema, siblings: Mapping[str, Any]) -> tuple[str, ...]:
    """`x-known-values: NAME`: the values that the enum of that property lists."""
    marked = flat.get("x-known-values")
    if not isinstance(marked, str):
        return ()
    values = listing(mapping(siblings.get(marked)).get("enum") or [])
    return tuple(value for value in values if isinstance(value, str))


def _holds_files(flat: Schema) -> bool:
    items = flat.get("items")
    return is_binary(flat) or (isinstance(items, Mapping) and is_binary(dict(items)))


def _image_schema(value: Schema, image: Mapping[str, Any], media_type: str) -> Schema:
    """A slot for an image: a prepared `ImagePart`, or in JSON the text that stands for it."""
    if _holds_objects(value):
        return without_null(value)  # an object that says where the image lies
    part: Schema = {"anyOf": [_PART, {"type": "string"}]} if is_json(media_type) else _PART
    if not image.get("many"):
        return part
    items: Schema = {"type": "array", "items": part, "minItems": 1}
    if "max-count" in image:
        items["maxItems"] = image["max-count"]
    return items if without_null(value).get("type") == "array" else {"anyOf": [part, items]}


def _holds_objects(value: Schema) -> bool:
    nodes = [value, value.get("items", {}), *value.get("anyOf", ())]
    return any("$ref" in node or "properties" in node for node in nodes)
