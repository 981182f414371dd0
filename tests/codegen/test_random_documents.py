"""Documents made at random: their code sends and reads what they allow, or a sentence says why there is none."""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import jsonschema_rs
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pyvenice.contract.document.openapi31 import to_openapi31
from pyvenice.contract.errors import ContractError
from pyvenice.contract.pin.source import UsedOperation
from pyvenice.contract.schema.normalize import Normaliser
from pyvenice.contract.witness.boundary_values import variants
from pyvenice.core.request.builder import prepare
from tests.codegen.generating import Generated, document, generated

Json = Any

NAMES = ["a", "b", "class", "a.b", "two words", "@type", "", "3d", "größe", "modelId", "model_id", "_x", "self", "timeout", "copy", "json", "type", "kind", "str", "None", "x/y", "model_config", "list", "image", "file", "url", "id"]  # fmt: skip
COMPONENTS = ["Foo", "foo", "Foo-Bar", "FooBar", "list", "Any", "RequestModel", "Édit", "EditImageRequest", "EditImageResponse", "Literal", "Item", "3D"]  # fmt: skip
TEXTS = ["a", "A", "", "a-b", "1", "None", "class", "a b", "é", '"', "'", "\\", "\n", "{x}"]
PLACES = ["query", "header", "cookie", "path"]
STYLES = ["form", "simple", "deepObject", "pipeDelimited", "spaceDelimited", "label", "matrix"]
MEDIA_TYPES = [*["application/json"] * 4, "multipart/form-data", "application/x-www-form-urlencoded", "application/vnd.x+json", "*/*", "image/png"]  # fmt: skip
SCALARS: list[Json] = [
    *({"type": kind} for kind in ("string", "integer", "number", "boolean", "null")),
    *({"type": "string", "format": name} for name in ("binary", "byte", "date-time", "weird")),
    *({"const": value} for value in ("a", 1, None, True, 1.5)),
    *({"enum": values} for values in ([{"a": 1}, {"b": 2}], [1, "1", True], [None, "a"], [[1]])),
    *({"type": types} for types in (["string", "null"], ["integer", "string"], ["array", "null"])),
    {"type": "integer", "minimum": 1, "maximum": 5, "default": 3},
    {"type": "string", "minLength": 1, "maxLength": 3, "pattern": "^[a-z]+$"},
    *({}, True, {"minimum": 2}, {"properties": {"q": {"type": "string"}}}),
]


class Maker:
    """Draws a document."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.names = chance.sample(COMPONENTS, chance.randint(0, 4))

    def document(self) -> tuple[Json, str]:
        """A document, and the path of its operation."""
        chance, path = self.chance, "/edit"
        components = {name: self.object(1) for name in self.names}
        content = {chance.choice(MEDIA_TYPES): {"schema": self.object(0)}}
        if chance.random() < 0.2:
            content["multipart/form-data"] = {"schema": self.object(0)}
        answer = {chance.choice(MEDIA_TYPES): {"schema": self.object(0)}}
        parameters = [self.parameter() for _ in range(chance.choice([0, 0, 1, 3]))]
        unique = {(parameter["name"], parameter["in"]): parameter for parameter in parameters}
        path += "".join(f"/{{{name}}}" for name, place in unique if place == "path")
        return document(content, components, answer, [*unique.values()] or None, path), path

    def parameter(self) -> Json:
        chance = self.chance
        place = chance.choice(PLACES)
        name = chance.choice([name for name in NAMES if name and "/" not in name])
        made = {"name": name, "in": place, "schema": self.schema(2)}
        if chance.random() < 0.3:
            made |= {"style": chance.choice(STYLES), "explode": chance.choice([True, False])}
        return made | ({"required": True} if place == "path" else {})

    def object(self, depth: int) -> Json:
        names = self.chance.sample(NAMES, self.chance.randint(1, 4))
        made: Json = {"properties": {name: self.schema(depth + 1) for name in names}}
        made |= {"type": "object", "required": [name for name in names if self.is_rare()]}
        return made | ({"additionalProperties": False} if self.is_rare() else {})

    def is_rare(self) -> bool:
        return self.chance.random() < 0.3

    def schema(self, depth: int) -> Json:
        chance = self.chance
        if depth > 3 or chance.random() < 0.4:
            return chance.choice(SCALARS)
        several = [self.schema(depth + 1) for _ in range(chance.randint(1, 3))]
        kinds: list[Json] = [
            {"type": "string", "enum": chance.sample(TEXTS, 3)},
            {"type": "array", "items": several[0], "maxItems": 2},
            {"type": "array", "prefixItems": several},
            {"type": "object", "additionalProperties": several[0]},
            *({"anyOf": several}, {"oneOf": several}, {"anyOf": [*several, {"type": "null"}]}),
            {"allOf": [self.object(depth + 1)]},
            self.object(depth),
            *({"$ref": f"#/components/schemas/{quote(name)}"} for name in self.names),
        ]
        return chance.choice(kinds)


@given(st.randoms(use_true_random=False))
@settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
def test_what_a_document_allows_is_sent_and_read_or_one_sentence_says_why_not(
    chance: random.Random,
) -> None:
    tree, path = Maker(chance).document()
    sentence = ""
    try:
        with generated(tree, [UsedOperation("image.edit", "post", path, "EditImage")]) as made:
            operation = tree["paths"][path]["post"]
            assert_sent(made, tree, operation["requestBody"]["content"])
            assert_read(made, tree, operation["responses"]["200"]["content"])
    except ContractError as refusal:
        sentence = str(refusal)
    assert "\n" not in sentence


def assert_sent(made: Generated, tree: Json, content: Json) -> None:
    """Values of a JSON body go out as they were given."""
    names = {field.json: field.name for field in made.operation.parameters if field.json}
    takes_more = any(field.is_outside and field.required for field in made.operation.parameters)
    if list(content) != ["application/json"] or takes_more:
        return
    for value in allowed(tree, content["application/json"]["schema"]):
        if value.keys() <= names.keys() and None not in value.values():
            call = prepare(made.operation, {names[name]: part for name, part in value.items()})
            assert json.loads(b"".join(call.body or [b"{}"])) == value


def assert_read(made: Generated, tree: Json, content: Json) -> None:
    """Values of a JSON response are read with all their fields."""
    if list(content) != ["application/json"]:
        return
    for value in allowed(tree, content["application/json"]["schema"]):
        read = made.responses.EditImageResponse.model_validate(value)
        assert (
            read.model_dump(by_alias=True, exclude_unset=True, mode="json").keys() == value.keys()
        )


def allowed(tree: Json, schema: Json) -> Iterator[dict[str, Json]]:
    """Some objects that the schema takes."""
    root = {"components": tree["components"], "allOf": [schema]}
    validator = jsonschema_rs.Draft202012Validator(root, validate_formats=True)
    normal = Normaliser(to_openapi31(tree))
    drawn = itertools.islice(variants(normal.normal(schema), normal.defs), 60)
    plain = (value for value in drawn if isinstance(value, dict) and validator.is_valid(value))
    return itertools.islice(plain, 12)
