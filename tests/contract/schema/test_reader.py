"""Schema reader: every violation of a value with its path, and the alternatives of a schema."""

from __future__ import annotations

from typing import Any

import pytest

from pyvenice.contract.schema.reader import Violation, alternatives, is_valid, types, variants
from pyvenice.contract.schema.reader import violations as violations_of

DOCUMENT: dict[str, Any] = {
    "components": {
        "schemas": {
            "Size": {"oneOf": [{"type": "string", "pattern": "^[0-9]+$"}, {"type": "integer"}]},
            "Tree": {"properties": {"left": {"$ref": "#/components/schemas/Tree"}}},
            "Ring": {"allOf": [{"$ref": "#/components/schemas/Ring"}]},
        }
    }
}
SIZE = {"$ref": "#/components/schemas/Size"}


def broken(schema: dict[str, Any], value: Any) -> list[tuple[Any, ...]]:
    return [
        (violation.path, violation.keyword, violation.expected)
        for violation in violations_of(DOCUMENT, schema, value)
    ]


@pytest.mark.parametrize(
    ("schema", "value", "expected"),
    [
        ({"minimum": 3}, 3, []),
        ({"minimum": 3}, 1, [((), "minimum", 3)]),
        ({"type": ["string", "null"]}, 1, [((), "type", ["null", "string"])]),
        ({"required": ["a", "b"]}, {}, [(("a",), "required", None), (("b",), "required", None)]),
        (
            {"properties": {"a": {}}, "additionalProperties": False},
            {"b": 1, "c": 1},
            [(("b",), "additionalProperties", None), (("c",), "additionalProperties", None)],
        ),
        ({"items": {"maxLength": 1}}, ["a", "bb"], [((1,), "maxLength", 1)]),
        ({"propertyNames": {"maxLength": 1}}, {"bb": 1}, [((), "maxLength", None)]),
        ({"allOf": [{"maximum": 1}, {"maximum": 1}]}, 2, [((), "maximum", 1)]),
    ],
)
def test_violations_name_the_place_and_the_limit(
    schema: dict[str, Any], value: Any, expected: list[tuple[Any, ...]]
) -> None:
    assert broken(schema, value) == expected
    assert is_valid(DOCUMENT, schema, value) == (not expected)


@pytest.mark.parametrize(
    ("branches", "value", "expected"),
    [
        ([{"required": ["a"]}, {"required": ["b"]}], {}, [((), "oneOf", ["a", "b"])]),
        ([{"required": ["a"]}, {"required": ["b"]}], {"a": 1, "b": 1}, [((), "oneOf", [])]),
        ([{"type": "string"}, {"type": "integer"}], None, [((), "type", ["integer", "string"])]),
        ([{"type": "string", "maxLength": 1}, {"type": "integer"}], "xx", [((), "maxLength", 1)]),
        (
            [
                {"type": "object", "required": ["b"]},
                {"type": "object", "properties": {"a": {"items": {"type": "string"}}}},
                {"type": "string"},
            ],
            {"a": [1]},
            [(("a", 0), "type", ["string"])],
        ),
    ],
)
def test_of_alternatives_the_reason_that_says_most_is_given(
    branches: list[dict[str, Any]], value: Any, expected: list[tuple[Any, ...]]
) -> None:
    assert broken({"oneOf": branches}, value) == expected


def test_values_that_only_inform_do_not_bind() -> None:
    schema = {"enum": ["a"], "x-known-values": True}
    assert violations_of(DOCUMENT, schema, "tomorrows") == []


def test_formats_are_checked_on_request() -> None:
    schema = {"type": "string", "format": "date-time"}
    assert violations_of(DOCUMENT, schema, "yesterday") == []
    (violation,) = violations_of(DOCUMENT, schema, "yesterday", formats=True)
    assert violation == Violation((), "format", "date-time", "yesterday")


def test_references_and_combinations_are_followed_for_a_property() -> None:
    schema = {"allOf": [{"properties": {"size": SIZE}}, {"properties": {"size": {"type": "null"}}}]}
    assert types(variants(DOCUMENT, schema, "size")) == {"string", "integer", "null"}
    assert variants(DOCUMENT, schema, "color") == []


@pytest.mark.parametrize("name", ["Tree", "Ring"])
def test_a_schema_that_refers_to_itself_ends(name: str) -> None:
    schema = {"$ref": f"#/components/schemas/{name}"}
    assert len(list(alternatives(DOCUMENT, schema))) < 10
