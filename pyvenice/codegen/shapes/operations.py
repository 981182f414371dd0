"""The operations of a provider, each as the shape that code is written from.

Every body becomes one flat object with a name of its own: `$ref` and `allOf` merged, nested objects
hoisted, nullability written one way, defaults moved from the value into the text. Requests are closed by
their base class; responses lose their bounds and closed sets, because a client must not fail on news.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, cast

from pyvenice.codegen.shapes.classes import named_classes
from pyvenice.codegen.shapes.names import identifier
from pyvenice.codegen.shapes.reading import ALTERNATIVES, flattened, listing, mapping, types_of
from pyvenice.codegen.shapes.requests import (
    FieldContext,
    RequestReader,
    lifecycles_of,
    object_schema,
)
from pyvenice.codegen.shapes.responses import ResponseReader
from pyvenice.codegen.shapes.shape import (
    EVENTS,
    JSON,
    MULTIPART,
    URLENCODED,
    Body,
    Field,
    Place,
    Schema,
    Shape,
    Shapes,
    is_json,
)
from pyvenice.contract.document.operation_key import operation_name
from pyvenice.contract.document.pointer import resolve
from pyvenice.contract.errors import ContractError, DocumentError
from pyvenice.contract.operation.security import key_header
from pyvenice.contract.pin.source import Source, UsedOperation
from pyvenice.core.request.options import CallOptions

_FORMS = (MULTIPART, URLENCODED)
_PLACES = ("path", "query", "header", "cookie")
_OWN_HEADERS = frozenset(["accept", "accept-encoding", "authorization", "content-type"])
"""Header parameters that the client sets itself: for most of them OpenAPI has other places."""
_TAKEN = frozenset(["self", *CallOptions.__annotations__])
"""What an argument cannot be called: the method has these itself."""
_LISTS = {
    "form": ",",
    "simple": ",",
    "spaceDelimited": " ",
    "pipeDelimited": "|",
    "deepObject": "deep",
}


def provider_shapes(document: Schema, source: Source) -> Shapes:
    """The operations in use of an effective document, with the classes that they need.

    Raises `ContractError` that names the operation when code for it cannot be written.
    """
    return _Reader(document, source).shapes()


class _Reader:
    """Reads all operations of one provider."""

    def __init__(self, document: Schema, source: Source) -> None:
        self.document = document
        self.source = source
        self.requests = RequestReader(document)
        self.responses = ResponseReader(document)
        self.bodies: dict[str, Schema] = {}
        self.results: dict[str, Schema] = {}

    def shapes(self) -> Shapes:
        operations = [self._named_place(used) for used in self.source.operations]
        requests, _ = named_classes(self.bodies, self.requests.components)
        responses, names = named_classes(self.results, self.responses.components)
        named = (
            replace(shape, result=names.get(shape.result or "", shape.result))
            for shape in operations
        )
        operations = [_with_result_type(shape) for shape in named]
        return Shapes(tuple(operations), requests, responses, key_header(self.document))

    def _named_place(self, used: UsedOperation) -> Shape:
        try:
            return self._shape(used)
        except ContractError as error:
            place = operation_name(used.method, used.path)
            raise type(error)(f"{self.source.provider}: {place}: {error}") from error
        except RecursionError as error:
            place = operation_name(used.method, used.path)
            raise ContractError(
                f"{self.source.provider}: {place}: its schemas are nested too deeply to be read"
            ) from error

    def _shape(self, used: UsedOperation) -> Shape:
        item = mapping(mapping(self.document.get("paths")).get(used.called_path))
        operation = mapping(item.get(used.method))
        content = mapping(self._resolved(operation.get("requestBody", {})).get("content", {}))
        if "x-arguments" in operation:  # a flow makes the body of them
            content = {JSON: {"schema": operation["x-arguments"]}}
        bodies = tuple(self._bodies(used, content))
        given = [*listing(item.get("parameters", [])), *listing(operation.get("parameters", []))]
        answers = mapping(self._success(operation).get("content", {}))
        self._add_events(answers, used)
        parameters = (*_model(used, operation), *self._parameters(given))
        bodies, parameters = _with_python_names(bodies, parameters)
        return Shape(
            used=used,
            text=str(operation.get("description", "")),
            bodies=bodies,
            parameters=parameters,
            answers=tuple(answers),
            result=self._result(used, answers),
            returns=str(operation.get("x-returns", "")) or self._returns(answers),
            has_own_stream=operation.get("x-own-stream") is True,
            is_free=(is_free := operation.get("x-billed") is False),
            is_repeatable=is_free and operation.get("x-repeatable") is not False,
        )

    def _resolved(self, node: Any) -> Schema:
        seen = mapping(node)
        for _ in range(20):  # references to references, but not in a ring
            if not isinstance(seen.get("$ref"), str):
                return seen
            seen = mapping(resolve(self.document, seen["$ref"]))
        raise DocumentError(f"the reference {seen['$ref']} leads back to itself")

    def _bodies(self, used: UsedOperation, content: Schema) -> Iterator[Body]:
        """At most one JSON body and one form, the first of each kind that the document names."""
        json = next((media_type for media_type in content if is_json(media_type)), None)
        forms = {name.partition(";")[0].strip().lower(): name for name in content}
        form = next((forms[kind] for kind in _FORMS if kind in forms), None)
        if content and json is None and form is None:
            names = ", ".join(content)
            raise DocumentError(
                f"its request body is {names}; code can be written for JSON, {' and '.join(_FORMS)}. "
                "Leave the operation out of source.toml, or describe another body in overlay.yaml"
            )
        if json is not None:
            media_type = JSON if "*" in json else json
            yield self._body(used.stem + "Request", media_type, mapping(content[json]))
        if form is not None:
            yield self._body(used.stem + "Form", form, mapping(content[form]))

    def _body(self, name: str, media_type: str, content: Schema) -> Body:
        flat = flattened(self.document, content.get("schema", {}))
        if any(key in flat for key in ALTERNATIVES):
            merged = self.requests.merged_alternatives(flat)
            flat = merged if merged["properties"] else flat
        types = types_of(flat)
        if "properties" not in flat or "object" not in types:
            return self._whole_body(name, media_type, flat)
        encoding = mapping(content.get("encoding", {}))
        fields = tuple(
            replace(field, style=_form_style(mapping(encoding.get(field.wire, {}))))
            for field in self.requests.fields(flat, media_type)
        )
        self.bodies[name] = object_schema(fields, flat)
        conflicts = tuple(
            rule for rule in map(mapping, listing(flat.get("x-conflicts", []))) if "says" in rule
        )
        return Body(media_type, name, fields, conflicts=conflicts)

    def _whole_body(self, name: str, media_type: str, flat: Schema) -> Body:
        """A body that is no object with fields is one argument: `body`."""
        if not is_json(media_type):
            raise DocumentError(
                f"its {media_type} body names no fields; describe them in overlay.yaml"
            )
        field = self.requests.field(
            "body", flat, required=True, context=FieldContext({}, media_type)
        )
        self.bodies[name] = object_schema([field], {})
        return Body(media_type, name, (field,), is_whole=True)

    def _parameters(self, given: list[Any]) -> Iterator[tuple[Place, Field]]:
        """Path, query, header and cookie parameters; those of the operation replace the path's."""
        found: dict[tuple[str, str], Schema] = {}
        for node in given:
            parameter = self._resolved(node)
            name, place = str(parameter.get("name", "")), parameter.get("in")
            if place not in _PLACES:
                raise DocumentError(f"the parameter {name!r} is in {place!r}, which is no place")
            found[name, place] = parameter
        for (name, place), parameter in found.items():
            if place == "header" and name.lower() in _OWN_HEADERS:
                continue
            yield cast("Place", place), self._parameter(name, place, parameter)

    def _parameter(self, name: str, place: str, parameter: Schema) -> Field:
        content = mapping(parameter.get("content", {}))
        schema = mapping(next(iter(content.values()), {}) if content else parameter)
        node = mapping(schema.get("schema", {}))
        if "description" in parameter:
            node = node | {"description": parameter["description"]}
        required = bool(parameter.get("required")) or place == "path"
        field = self.requests.field(name, node, required=required)
        default = "form" if place in ("query", "cookie") else "simple"
        style = str(parameter.get("style", default))
        exploded = bool(parameter.get("explode", style == "form")) and place == "query"
        joined = "" if style == "form" and exploded else _LISTS.get(style, ",")
        joined = "/" if place == "path" and parameter.get("x-slashes") else joined
        return replace(field, style="json" if content else joined)

    def _success(self, operation: Schema) -> Schema:
        """The response of a success; an operation that documents only `default` has that one."""
        responses = {
            str(status): response
            for status, response in mapping(operation.get("responses")).items()
        }
        successes = sorted(status for status in responses if status.startswith("2"))
        for status in [*successes, "default"]:
            if status in responses:
                return self._resolved(responses[status])
        return {}

    def _result(self, used: UsedOperation, answers: Schema) -> str | None:
        """The class of a JSON object that answers, or the reference of it: it is named at the end."""
        media_type = next((name for name in answers if is_json(name)), None)
        if media_type is None:
            return None
        schema = mapping(mapping(answers[media_type]).get("schema", {}))
        value = self.responses.value(schema, f"{used.stem}Response")
        if "$ref" in value:
            return str(value["$ref"])
        if "anyOf" in value:
            value = _merged_objects(value, self.responses.components)
        if not value.get("properties"):
            return None
        self.results[f"{used.stem}Response"] = value
        return f"{used.stem}Response"

    def _returns(self, answers: Schema) -> str:
        """`EditResult` for images, `MediaFile` for audio and video; empty for JSON, whose class has no name yet."""
        media_types = [name.partition(";")[0].strip().lower() for name in answers]
        if any(kind.startswith("image/") or kind == "*/*" for kind in media_types):
            return "EditResult"
        if any(_holds_image(self.document, answer) for answer in answers.values()):
            return "EditResult"
        if any(map(is_json, answers)):
            return ""
        return "MediaFile" if any(map(is_media, media_types)) else "bytes"

    def _add_events(self, answers: Schema, used: UsedOperation) -> None:
        if EVENTS in answers:
            schema = mapping(answers[EVENTS]).get("schema", {})
            self.responses.value(schema, f"{used.stem}Event")


def _model(used: UsedOperation, operation: Schema) -> Iterator[tuple[Place, Field]]:
    """The argument that chooses this operation, where there is one for each model."""
    if used.model is not None:
        yield (
            "model",
            Field(
                wire="model",
                python="model",
                schema={"type": "string", "enum": [used.model]},
                required=True,
                text="Id of the model that edits.",
                lifecycles=lifecycles_of(operation),
            ),
        )


def _with_result_type(shape: Shape) -> Shape:
    """The shape with the type of its result: that of the JSON, and of audio, video or text next to it."""
    if shape.returns:
        return shape
    kinds = [f"responses.{shape.result}" if shape.result else "Any"]
    if any(map(is_media, shape.answers)):
        kinds.append("MediaFile")
    if "text/plain" in shape.answers:
        kinds.append("str")
    return replace(shape, returns=" | ".join(kinds))


def is_media(media_type: str) -> bool:
    """Whether a response of this type is audio or video."""
    return media_type.startswith(("audio/", "video/"))


def _holds_image(document: Schema, node: Any, within: tuple[str, ...] = ()) -> bool:
    """Whether `x-image` stands anywhere in what answers."""
    if isinstance(node, list):
        return any(_holds_image(document, inside, within) for inside in node)
    if not isinstance(node, Mapping):
        return False
    reference = node.get("$ref")
    if isinstance(reference, str) and reference not in within:
        return _holds_image(document, resolve(document, reference), (*within, reference))
    return "x-image" in node or any(
        _holds_image(document, inside, within) for inside in node.values()
    )


def _merged_objects(union: Schema, components: Mapping[str, Schema]) -> Schema:
    """One object for a response that is one of several objects: with the fields of all of them."""
    options = [components.get(option.get("$ref", ""), option) for option in union["anyOf"]]
    if not all("properties" in option for option in options):
        return {}
    properties: Schema = {}
    for option in options:
        for wire, value in option.get("properties", {}).items():
            properties[wire] = value if properties.get(wire, value) == value else {}
    required = [set(option.get("required", ())) for option in options]
    in_all = set.intersection(*required)
    return {
        "type": "object",
        "properties": properties,
        "required": [wire for wire in properties if wire in in_all],
    }


def _form_style(encoding: Schema) -> str:
    return "deep" if encoding.get("style") == "deepObject" else ""


def _with_python_names(
    bodies: tuple[Body, ...], parameters: tuple[tuple[Place, Field], ...]
) -> tuple[tuple[Body, ...], tuple[tuple[Place, Field], ...]]:
    """The fields under names that an argument can have, no two of one body or place alike."""
    bodies = tuple(replace(body, fields=_distinct(body.fields)) for body in bodies)
    taken = {field.python for body in bodies for field in body.fields}
    named: list[tuple[Place, Field]] = []
    for place, field in parameters:
        name = _usable(field.python)
        while name in taken:
            name = f"{place}_{name}"
        taken.add(name)
        named.append((place, replace(field, python=name)))
    return bodies, tuple(named)


def _distinct(fields: tuple[Field, ...]) -> tuple[Field, ...]:
    """The fields of a body; of two that would be called the same, the one that is really called so is."""
    names: dict[str, str] = {}
    for field in sorted(fields, key=lambda field: (field.wire != field.python, field.wire)):
        name = _usable(field.python)
        others = (f"{name}_{number}" for number in itertools.count(2))
        wanted = itertools.chain([name, _usable(identifier(field.wire))], others)
        names[field.wire] = next(name for name in wanted if name not in names.values())
    return tuple(replace(field, python=names[field.wire]) for field in fields)


def _usable(name: str) -> str:
    return f"{name}_" if name in _TAKEN else name


def opaque_paths(
    responses: Mapping[str, Schema], schema: Schema, path: str = "", within: tuple[str, ...] = ()
) -> Iterator[str]:
    """Where a response is kept as plain data: `data.*.model_spec.pricing`."""
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[1]
        if name in within:
            return
        schema, within = responses[name], (*within, name)
    if schema.get("x-opaque"):
        yield path.removeprefix(".")
    for wire, value in schema.get("properties", {}).items():
        yield from opaque_paths(responses, value, f"{path}.{wire}", within)
    if isinstance(schema.get("items"), dict):
        yield from opaque_paths(responses, schema["items"], f"{path}.*", within)
