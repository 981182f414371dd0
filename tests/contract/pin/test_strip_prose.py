"""What is pinned are facts: no sentence of the publisher's, but the limits that stand in them."""

from __future__ import annotations

import pytest

from pyvenice.contract.pin.strip_prose import prose_limits, strip_prose


def test_prose_examples_and_extensions_go() -> None:
    operation = {
        "summary": "Edit an image",
        "description": "Edits an image.",
        "tags": ["Image"],
        "x-codeSamples": [{"source": "curl"}],
        "operationId": "editImage",
        "parameters": [
            {"name": "a", "in": "query", "example": 1, "schema": {"type": "string", "title": "A"}}
        ],
    }
    assert strip_prose(operation) == {
        "operationId": "editImage",
        "parameters": [{"name": "a", "in": "query", "schema": {"type": "string"}}],
    }


def test_a_property_may_be_called_like_a_keyword() -> None:
    schema = {
        "type": "object",
        "description": "gone",
        "properties": {
            "description": {"type": "string", "description": "gone"},
            "properties": {"properties": {"title": {"type": "string"}}},
            "x-y": {"type": "string", "x-gone": 1},
            "enum": {"type": "string"},
        },
    }
    assert strip_prose(schema) == {
        "type": "object",
        "properties": {
            "description": {"type": "string"},
            "properties": {"properties": {"title": {"type": "string"}}},
            "x-y": {"type": "string"},
            "enum": {"type": "string"},
        },
    }


def test_values_are_kept_to_the_letter() -> None:
    schema = {
        "enum": [{"description": "a value"}],
        "default": {"summary": "a value"},
        "const": {"x-a": 1},
    }
    assert strip_prose(schema) == schema


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        ("must be less than 25MB and at least 65,536 pixels", ["25MB", "65536px"]),
        ("up to 16 images, each under 50 MB", ["16images", "50MB"]),
        ("at most 32000 characters", ["32000characters"]),
        ("larger than `2560x1440` is experimental", ["2560x1440"]),
        ("URLs are valid for 60 minutes", ["60minutes"]),
        ("Edits an image with model v2", []),
    ],
)
def test_limits_in_prose_are_kept_as_numbers_with_units(text: str, limits: list[str]) -> None:
    assert prose_limits(text).get("x-prose-limits", []) == limits


def test_the_hash_moves_with_the_words_and_not_with_the_white_space() -> None:
    first = prose_limits("less than\n  25MB")["x-prose-hash"]
    assert first == prose_limits("less than 25MB")["x-prose-hash"]
    assert first != prose_limits("at most 25MB")["x-prose-hash"]
