"""What only several keywords together tell: each break is found, and its proof is one to a validator."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from tests.contract.diff.test_operation_diff import found

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
WHOLE: Schema = {"type": "integer"}


def fields(*required: str, **properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": [*required]}


def any_of(*shapes: Schema) -> Schema:
    return {"anyOf": [*shapes]}


BREAKS: dict[str, tuple[Schema, Schema]] = {
    "longer lists of other items": (
        {"type": "array", "items": {"type": "boolean"}, "minItems": 2},
        {"type": "array", "maxItems": 3},
    ),
    "texts in the middle of a range": (
        TEXT | {"maxLength": 1, "pattern": "^[a-c]+$"},
        TEXT | {"enum": ["c", "ab", "a"]},
    ),
    "a field of one shape that another shape takes as something else": (
        any_of(fields("a", a=TEXT), fields(t=fields())),
        any_of(fields("a", a=TEXT) | {"additionalProperties": False}, fields(t=fields())),
    ),
    "the same below a field whose other shape grows": (
        fields(p=any_of(fields(c=WHOLE), fields(b=TEXT))),
        fields(p=any_of(fields("c", c={"type": ["integer", "string"]}), fields(b=TEXT))),
    ),
}


@pytest.mark.parametrize("name", BREAKS)
def test_a_break_that_no_single_keyword_shows_is_found_and_proved(name: str) -> None:
    old, new = BREAKS[name]
    breaks = [finding for finding in found(old, new) if finding.level == "breaking"]
    assert breaks
    for witness in [finding.witness for finding in breaks if finding.witness]:
        assert Draft202012Validator(old).is_valid(witness.payload)
        assert not Draft202012Validator(new).is_valid(witness.payload)


def test_what_takes_nothing_any_more_is_said_so() -> None:
    (finding,) = found(fields(a=TEXT), fields(a={"not": {}}))
    assert finding.message == "a may hold no value any more"


def test_a_shape_that_any_object_replaces_is_not_gone() -> None:
    assert [
        (finding.rule, finding.level)
        for finding in found(any_of(fields("a", a=TEXT), TEXT), any_of({"type": "object"}, TEXT))
        if finding.level == "breaking"
    ] == []
