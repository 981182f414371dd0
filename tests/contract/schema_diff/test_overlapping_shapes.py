"""Breaks that only several open shapes show together are found, and proved by a value that shows them."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from pyvenice.contract.diff.operation_diff import changes
from pyvenice.contract.operation.operation_view import views
from tests.contract.diff.test_levels import TEXT, WHOLE, body

Json = Any

SHORT: Json = {"type": "string", "maxLength": 1}
X: Json = {"enum": ["x"]}
OR_NULL: Json = {"type": ["string", "null"]}
FROM_1: Json = {"minimum": 1}


def shape(*required: str, **properties: Json) -> Json:
    made = {"type": "object", "properties": properties}
    return made | ({"required": [*required]} if required else {})


CLOSED: Json = {"additionalProperties": False}

# To show what is refused now takes fields that single shapes do not name.
PAIRS: dict[str, tuple[Json, Json]] = {
    "one of three is closed": (
        [shape("b", a=X, b={}), shape("c", c=FROM_1, a=WHOLE), shape("b", c=WHOLE, b=X, a=FROM_1)],
        [
            shape("b", a=X, b={}) | CLOSED,
            shape("c", c=FROM_1, a=WHOLE),
            shape("b", c=WHOLE, b=X, a=FROM_1),
        ],
    ),
    "one of four is closed": (
        [
            {"properties": {"a": FROM_1}, "dependentRequired": {"b": ["c"]}},
            shape("a", "b", a=OR_NULL),
            shape(a=OR_NULL, c={}),
            shape("a", "b", b=WHOLE, c=X),
        ],
        [
            {"properties": {"a": FROM_1}, "dependentRequired": {"b": ["c"]}} | CLOSED,
            shape("a", "b", a=OR_NULL),
            shape(a=OR_NULL, c={}),
            shape("a", "b", b=WHOLE, c=X),
        ],
    ),
    "one of three forbids a pair of fields": (
        [shape("c", a=TEXT), shape("a", b=OR_NULL), shape("a", "c", b=FROM_1, c=X)],
        [
            shape("c", a=TEXT) | {"not": {"required": ["a", "b"]}},
            shape("a", b=OR_NULL),
            shape("a", "c", b=FROM_1, c=X),
        ],
    ),
}


@pytest.mark.parametrize("name", PAIRS)
def test_a_break_of_overlapping_shapes_is_proved(name: str) -> None:
    before, after = ({"anyOf": side} for side in PAIRS[name])
    found = changes(*(views(copy.deepcopy(body(side))) for side in (before, after)))
    proofs = [finding.witness.payload for finding in found if finding.witness]
    assert {finding.level for finding in found} == {"breaking"}
    assert proofs
    for value in proofs:
        assert Draft202012Validator(before).is_valid(value)
        assert not Draft202012Validator(after).is_valid(value)


def test_a_warning_about_a_part_hides_no_break_of_the_whole() -> None:
    part = {"type": "object", "properties": {"a": TEXT}, "required": ["a"], "maxProperties": 2}
    before, after = (
        part | {"anyOf": shapes}
        for shapes in (
            [
                shape("b", b=FROM_1, c={}, a=FROM_1),
                shape("a", "c", b=SHORT),
                shape("a", "c", a={"enum": ["x", "yy"]}, c=WHOLE),
            ],
            [shape("b", b=FROM_1, c={}, a=X), shape("a", "c", b=SHORT)],
        )
    )
    found = changes(*(views(copy.deepcopy(body(side))) for side in (before, after)))
    assert {finding.level for finding in found} == {"warning", "breaking"}
