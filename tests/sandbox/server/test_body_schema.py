"""Body schemas: the violations of the pinned contract, and the images in a body."""

from __future__ import annotations

from typing import Any

import pytest

from pyvenice.sandbox.server.body_schema import BodySchema, body_schema, media_types
from pyvenice.sandbox.server.errors import field_name

JSON = "application/json"


def schema_of(provider: str, path: str, media_type: str = JSON) -> BodySchema:
    schema = body_schema(provider, "POST", path, media_type)
    assert schema is not None
    return schema


def broken(schema: BodySchema, value: Any) -> list[tuple[str, str]]:
    return [
        (field_name(violation.path), violation.keyword) for violation in schema.violations(value)
    ]


EDIT = {"images": [{"image_url": "data:,"}], "prompt": "x"}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"n": None}, []),
        ({"n": 11}, [("n", "maximum")]),
        ({"n": "2"}, [("n", "type")]),
        ({"n": 1.5}, [("n", "type")]),
        ({"prompt": ""}, [("prompt", "minLength")]),
        ({"prompt": "x" * 32001}, [("prompt", "maxLength")]),
        ({"background": "pink"}, [("background", "enum")]),
        ({"size": "10x10"}, [("size", "enum")]),
        ({"images": []}, [("images", "minItems")]),
        ({"images": [{}]}, [("images[0]", "anyOf")]),
        ({"images": [{"image_url": "data:,", "file_id": "f"}]}, [("images[0]", "not")]),
        ({"images": "data:,"}, [("images", "type")]),
        (
            {"strength": 0.5, "seed": 1},
            [("strength", "additionalProperties"), ("seed", "additionalProperties")],
        ),
    ],
)
def test_openai_edits_in_json(changes: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    schema = schema_of("openai", "/images/edits")
    assert sorted(broken(schema, EDIT | changes)) == sorted(expected)


def test_a_missing_field_is_named() -> None:
    assert sorted(broken(schema_of("openai", "/images/edits"), {})) == [
        ("images", "required"),
        ("prompt", "required"),
    ]


def test_known_ids_inform_and_do_not_bind() -> None:
    schema = schema_of("venice", "/image/multi-edit")
    assert broken(schema, {"images": ["x"], "prompt": "x", "modelId": "tomorrows-model"}) == []


@pytest.mark.parametrize("value", [{}, {"image": "x", "image_url": "http://x"}])
def test_exactly_one_of_two_is_needed(value: dict[str, str]) -> None:
    assert [
        keyword for _, keyword in broken(schema_of("venice", "/image/background-remove"), value)
    ] == ["oneOf"]


def test_large_values_are_not_repeated_in_what_is_broken() -> None:
    value = {"image": "x", "prompt": "y" * 1_000_000}
    (violation,) = schema_of("venice", "/image/edit").violations(value)
    assert len(str(violation.found)) < 100


def test_images_are_found_with_their_rules_wherever_they_stand() -> None:
    schema = schema_of("venice", "/image/generate")
    value = {
        "model": "m",
        "prompt": "x",
        "style_references": [{"image": "a"}, {"image": "b", "strength": 1}],
    }
    places = [(path, rule["max-bytes"], image) for path, rule, image in schema.images(value)]
    assert places == [
        (("style_references", 0, "image"), 8_000_000, "a"),
        (("style_references", 1, "image"), 8_000_000, "b"),
    ]


def test_what_the_contract_does_not_describe_has_no_schema_of() -> None:
    assert body_schema("venice", "POST", "/image/edit", "text/plain") is None
    assert body_schema("venice", "POST", "/nowhere", JSON) is None
    assert media_types("openai", "POST", "/images/edits") == ("multipart/form-data", JSON)
