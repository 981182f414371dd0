"""The pinned contract as a judge: what it finds, and how closely it says where."""

from __future__ import annotations

from typing import Any

import pytest

from pyvenice.sandbox.server.schema import RequestSchema, media_types, request_schema

JSON = "application/json"


def judge(provider: str, path: str, media_type: str = JSON) -> RequestSchema:
    found = request_schema(provider, "POST", path, media_type)
    assert found is not None
    return found


def found(schema: RequestSchema, value: Any) -> list[tuple[str, str]]:
    return [(one.name, one.keyword) for one in schema.violations(value)]


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
    schema = judge("openai", "/images/edits")
    assert sorted(found(schema, EDIT | changes)) == sorted(expected)


def test_a_missing_field_is_named() -> None:
    assert sorted(found(judge("openai", "/images/edits"), {})) == [
        ("images", "required"),
        ("prompt", "required"),
    ]


def test_known_ids_inform_and_do_not_bind() -> None:
    schema = judge("venice", "/image/multi-edit")
    assert found(schema, {"images": ["x"], "prompt": "x", "modelId": "tomorrows-model"}) == []


@pytest.mark.parametrize("value", [{}, {"image": "x", "image_url": "http://x"}])
def test_exactly_one_of_two_is_needed(value: dict[str, str]) -> None:
    assert [
        keyword for _, keyword in found(judge("venice", "/image/background-remove"), value)
    ] == ["oneOf"]


def test_large_values_are_not_repeated_in_what_is_found() -> None:
    (one,) = judge("venice", "/image/edit").violations({"image": "x", "prompt": "y" * 1_000_000})
    assert len(str(one.value)) < 100


def test_images_are_found_with_their_rules_wherever_they_stand() -> None:
    schema = judge("venice", "/image/generate")
    value = {
        "model": "m",
        "prompt": "x",
        "style_references": [{"image": "a"}, {"image": "b", "strength": 1}],
    }
    places = [(path, rule["max-bytes"], one) for path, rule, one in schema.images(value)]
    assert places == [
        (("style_references", 0, "image"), 8_000_000, "a"),
        (("style_references", 1, "image"), 8_000_000, "b"),
    ]


def test_what_the_contract_does_not_describe_has_no_judge() -> None:
    assert request_schema("venice", "POST", "/image/edit", "text/plain") is None
    assert request_schema("venice", "POST", "/nowhere", JSON) is None
    assert media_types("openai", "POST", "/images/edits") == ("multipart/form-data", JSON)
