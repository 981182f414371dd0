"""Canonical shapes: one flat object a body, one spelling a meaning."""

from __future__ import annotations

from typing import Any

import pytest

from pyvenice.codegen.shapes.names import class_name, singular, snake_case
from pyvenice.codegen.shapes.operations import opaque_paths, provider_shapes
from pyvenice.codegen.shapes.shape import Field, Shapes
from pyvenice.codegen.writers.arguments import arguments
from pyvenice.contract.pin.source import Source, UsedOperation

EDIT = UsedOperation("image.edit", "post", "/edit", "EditImage")
SOURCE = Source("mini", "Mini", (), "https://mini.example", "MINI_API_KEY", None, True, (EDIT,))


def shapes(
    bodies: dict[str, Any], schemas: dict[str, Any] | None = None, answer: Any = None
) -> Shapes:
    content = {"application/json": {"schema": answer}} if answer else {}
    operation = {
        "requestBody": {"content": {name: {"schema": schema} for name, schema in bodies.items()}},
        "responses": {"200": {"description": "", "content": content}},
    }
    document = {"paths": {"/edit": {"post": operation}}, "components": {"schemas": schemas or {}}}
    return provider_shapes(document, SOURCE)


def field(schema: dict[str, Any], schemas: dict[str, Any] | None = None) -> Field:
    found = shapes({"application/json": {"properties": {"a": schema}}}, schemas)
    return found.operations[0].bodies[0].fields[0]


def test_all_of_is_merged_and_the_enum_of_the_second_branch_survives() -> None:
    base = {
        "type": "object",
        "properties": {
            "id": {"type": "string", "minLength": 1, "default": "x"},
            "b": {"type": "integer"},
        },
        "required": ["id"],
    }
    branch = {"properties": {"id": {"type": "string", "enum": ["x", "y"]}}}
    found = shapes(
        {"application/json": {"allOf": [{"$ref": "#/components/schemas/Base"}, branch]}},
        {"Base": base},
    )
    request = found.requests["EditImageRequest"]
    assert request["properties"]["id"] == {"type": "string", "enum": ["x", "y"]}
    assert request["required"] == ["id"]


@pytest.mark.parametrize(
    ("schema", "expected", "nullable"),
    [
        (
            {"type": ["integer", "null"], "minimum": 1},
            {"type": ["integer", "null"], "minimum": 1},
            True,
        ),
        (
            {"anyOf": [{"type": "integer", "minimum": 1}, {"type": "null"}]},
            {"type": ["integer", "null"], "minimum": 1},
            True,
        ),
        (
            {"type": ["string", "null"], "enum": ["a", None]},
            {"type": ["string", "null"], "enum": ["a", None]},
            True,
        ),
        ({"$ref": "#/components/schemas/Level"}, {"type": "string", "enum": ["low"]}, False),
        (
            {"anyOf": [{"$ref": "#/components/schemas/Level"}, {"type": "null"}]},
            {"type": ["string", "null"], "enum": ["low", None]},
            True,
        ),
        ({"type": "string", "format": "uri", "default": "x"}, {"type": "string"}, False),
    ],
)
def test_nullability_is_spelt_one_way(
    schema: dict[str, Any], expected: dict[str, Any], nullable: bool
) -> None:
    found = field(schema, {"Level": {"type": "string", "enum": ["low"]}})
    assert (found.schema, found.nullable) == (expected, nullable)


def test_a_string_beside_an_enum_is_open_with_known_values() -> None:
    found = field({"anyOf": [{"type": "string"}, {"type": "string", "enum": ["m1", "m2"]}]})
    assert (found.schema, found.known_values) == ({"type": "string"}, ("m1", "m2"))


def test_a_marked_enum_is_open_too() -> None:
    found = field({"type": "string", "enum": ["m1"], "minLength": 1, "x-known-values": True})
    assert (found.schema, found.known_values) == ({"type": "string", "minLength": 1}, ("m1",))


def test_an_image_is_a_part_in_a_form_and_a_part_or_text_in_json() -> None:
    image = {"type": "string", "x-image": {"json": ["base64"]}}
    found = shapes(
        {
            "application/json": {"properties": {"image": image}},
            "multipart/form-data": {"properties": {"image": image}},
        }
    )
    part = {"type": "string", "x-python-type": "pyvenice.core.images.part.ImagePart"}
    assert found.requests["EditImageForm"]["properties"]["image"] == part
    assert found.requests["EditImageRequest"]["properties"]["image"] == {
        "anyOf": [part, {"type": "string"}]
    }


def test_nested_objects_get_names_of_their_own() -> None:
    style = {
        "type": "object",
        "properties": {"strength": {"type": "number"}},
        "required": ["strength"],
    }
    found = shapes(
        {
            "application/json": {
                "properties": {"style_references": {"type": "array", "items": style}}
            }
        }
    )
    items = found.requests["EditImageRequest"]["properties"]["style_references"]["items"]
    assert items == {"$ref": "#/components/schemas/StyleReference"}
    assert found.requests["StyleReference"]["required"] == ["strength"]


def test_answers_lose_bounds_and_closed_sets() -> None:
    answer = {
        "type": "object",
        "properties": {
            "size": {"type": "string", "enum": ["1x1"]},
            "n": {"type": "integer", "maximum": 3},
            "usage": {"type": "object", "properties": {"tokens": {"type": "integer"}}},
        },
        "required": ["n"],
        "additionalProperties": False,
    }
    found = shapes({}, answer=answer)
    assert found.responses["EditImageResponse"] == {
        "type": "object",
        "properties": {
            "size": {"type": "string"},
            "n": {"type": "integer"},
            "usage": {"$ref": "#/components/schemas/Usage"},
        },
        "required": ["n"],
    }


def test_arguments_join_the_bodies_and_put_images_and_prompt_first() -> None:
    found = shapes(
        {
            "application/json": {
                "properties": {
                    "moderation": {"type": "string", "enum": ["low"]},
                    "size": {"type": "string", "enum": ["a", "b"], "default": "a"},
                    "prompt": {"type": "string"},
                    "images": {"type": "array", "items": {"type": "string"}, "x-image": {"many": True}, "x-python-name": "image"},
                },
                "required": ["prompt", "images"],
            },
            "multipart/form-data": {
                "properties": {
                    "size": {"type": "string", "default": "b", "description": "How large."},
                    "prompt": {"type": "string", "maxLength": 9, "description": "What."},
                    "image": {"type": "string", "x-image": {"many": True}},
                },
                "required": ["prompt", "image"],
            },
        }
    )  # fmt: skip
    made = {argument.name: argument for argument in arguments(found.operations[0])}
    assert list(made) == ["image", "prompt", "size", "moderation"]
    assert made["size"].is_open
    assert made["size"].values == ("a", "b")
    assert made["size"].text == "How large. Known: a, b. Default: b or a."
    assert made["prompt"].text == "What. At most 9 characters."
    assert [argument.required for argument in made.values()] == [True, True, False, False]


@pytest.mark.parametrize(
    ("name", "snake", "camel", "single"),
    [("modelId", "model_id", "ModelId", "modelId"), ("images", "images", "Images", "image"),
     ("style_references", "style_references", "StyleReferences", "style_reference"), ("class", "class", "Class", "class")],
)  # fmt: skip
def test_names(name: str, snake: str, camel: str, single: str) -> None:
    assert (snake_case(name), class_name(name), singular(name)) == (snake, camel, single)


def test_what_an_answer_keeps_as_plain_data_is_known_by_path() -> None:
    prices = {"type": "object", "properties": {"usd": {"type": "number"}}, "x-opaque": True}
    item = {"type": "object", "properties": {"prices": prices, "id": {"type": "string"}}}
    answer = {"type": "object", "properties": {"data": {"type": "array", "items": item}}}
    found = shapes({}, answer=answer)
    assert list(opaque_paths(found.responses, found.responses["EditImageResponse"])) == [
        "data.*.prices"
    ]
