"""Values in schemas: what no value can fit, and enums beside bounds."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from pyvenice.contract.schema.normalize import Normaliser
from pyvenice.contract.schema.values import NEVER
from tests.contract.diff.test_operation_diff import STRING, found

Schema = dict[str, Any]

IMPOSSIBLE: list[Schema] = [
    {"type": "integer", "minimum": 5, "maximum": 3},
    {"type": "integer", "exclusiveMinimum": 1, "exclusiveMaximum": 2},
    {"type": "integer", "minimum": 1, "maximum": 4, "multipleOf": 5},
    {"type": "number", "exclusiveMinimum": 1, "maximum": 1},
    {"type": "string", "minLength": 5, "maxLength": 3},
    {"type": "string", "enum": ["abc"], "maxLength": 2},
    {"type": "string", "enum": ["abc"], "pattern": "^b"},
    {"type": "string", "not": {"type": "string"}},
    {"type": ["integer", "string"], "not": {"type": ["number", "string"]}},
    {"type": "string", "not": {}},
    {"type": "array", "items": False, "minItems": 1},
    {"type": "array", "minItems": 3, "maxItems": 2},
    {"type": "object", "required": ["a", "b"], "maxProperties": 1},
    {"allOf": [{"type": "string"}, {"type": "integer"}]},
]


@pytest.mark.parametrize("schema", IMPOSSIBLE)
def test_a_schema_that_contradicts_itself_takes_nothing(schema: Schema) -> None:
    assert Normaliser({}).normal(schema) == NEVER
    assert found({"not": {}}, schema) == []


@pytest.mark.parametrize("schema", IMPOSSIBLE)
def test_a_shape_that_nothing_fits_may_come_and_go(schema: Schema) -> None:
    for shape in (schema, {"type": "object", "required": ["a"], "properties": {"a": schema}}):
        assert found({"oneOf": [shape, STRING]}, STRING) == []
        assert found(STRING, {"anyOf": [STRING, shape]}) == []


POSSIBLE: list[tuple[Schema, Any]] = [
    ({"type": "integer", "minimum": 1, "maximum": 5, "multipleOf": 5}, 5),
    ({"type": ["integer", "string"], "minimum": 5, "maximum": 3}, "a"),
    ({"type": "number", "not": {"type": "integer"}}, 1.5),
    ({"type": "string", "enum": ["a", "abc"], "maxLength": 2}, "a"),
    ({"type": "array", "prefixItems": [{}], "items": False, "minItems": 1}, [1]),
    ({"type": "array", "contains": False, "minContains": 0}, []),
]


@pytest.mark.parametrize(("schema", "value"), POSSIBLE)
def test_what_some_value_fits_keeps_it(schema: Schema, value: Any) -> None:
    normal = Normaliser({}).normal(schema)
    assert Draft202012Validator(schema).is_valid(value)
    assert Draft202012Validator(normal).is_valid(value)
