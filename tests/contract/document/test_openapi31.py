"""Null, in each way in which documents before OpenAPI 3.1 and their generators write it."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from pyvenice.contract.diff.operation_diff import changes
from pyvenice.contract.operation.operation_view import views

Json = Any

TEXT: Json = {"type": "string"}
LISTED: Json = {"type": "string", "enum": ["a", "b"]}
OBJECT: Json = {"$ref": "#/components/schemas/Object"}
OTHER: Json = {"$ref": "#/components/schemas/Other"}
UNION: Json = {"oneOf": [OBJECT, OTHER]}
COMPONENTS: Json = {
    "Object": {"type": "object", "properties": {"a": TEXT}, "required": ["a"]},
    "Other": {"type": "object", "properties": {"b": TEXT}, "required": ["b"]},
}
NO_MORE: Json = {"nullable": True}

# What is meant without null, and how null is written beside it.
SPELLINGS: list[tuple[Json, Json]] = [
    (TEXT, TEXT | NO_MORE),
    (TEXT, {"anyOf": [TEXT, NO_MORE]}),
    (TEXT, {"anyOf": [TEXT, NO_MORE | {"title": "null"}]}),
    (TEXT, {"oneOf": [TEXT, NO_MORE | {"description": "null, for 5 images"}]}),
    (TEXT, {"anyOf": [TEXT, NO_MORE | {"default": None, "deprecated": True, "x-order": 1}]}),
    (TEXT, {"anyOf": [TEXT, {"x-nullable": True}]}),
    (TEXT, {"anyOf": [TEXT, {"enum": ["null"]} | NO_MORE]}),
    (TEXT, {"anyOf": [TEXT, {"enum": [None]} | NO_MORE]}),
    (TEXT, {"anyOf": [TEXT, {"enum": [None]}]}),
    (TEXT, {"anyOf": [TEXT, {"type": "null"}]}),
    (TEXT, {"anyOf": [TEXT, {"not": {}} | NO_MORE]}),
    (TEXT, {"anyOf": [TEXT | NO_MORE, NO_MORE]}),
    (TEXT, {"anyOf": [TEXT]} | NO_MORE),
    (TEXT, {"allOf": [TEXT, NO_MORE]}),
    (TEXT, {"allOf": [TEXT]} | TEXT | NO_MORE),
    (TEXT, {"oneOf": [TEXT]} | TEXT | NO_MORE),
    (LISTED, LISTED | NO_MORE),
    (LISTED, {"enum": ["a", "b"]} | NO_MORE),
    (LISTED, {"oneOf": [{"const": "a"}, {"const": "b"}]} | NO_MORE),
    ({"const": "a"}, {"const": "a"} | NO_MORE),
    (OBJECT, OBJECT | NO_MORE),
    (OBJECT, {"allOf": [OBJECT]} | NO_MORE),
    (OBJECT, {"allOf": [OBJECT, NO_MORE | {"title": "null"}]}),
    (OBJECT, {"type": "object", "allOf": [OBJECT]} | NO_MORE),
    (OBJECT, {"anyOf": [OBJECT, NO_MORE | {"title": "null"}]}),
    (UNION, UNION | NO_MORE),
    (UNION, {"type": "object"} | UNION | NO_MORE),
    (UNION, {"oneOf": [UNION, NO_MORE | {"title": "null"}]}),
]


def levels(direction: str, before: Json, after: Json) -> set[str]:
    """The levels of what changes in a field of a request or of an answer."""
    sides = []
    for schema in (before, after):
        whole = {"type": "object", "properties": {"p": copy.deepcopy(schema)}}
        content = {"content": {"application/json": {"schema": whole}}}
        answer = {"200": {"description": ""} | (content if direction == "response" else {})}
        operation = {"responses": answer} | (
            {"requestBody": content} if direction == "request" else {}
        )
        components = {"schemas": copy.deepcopy(COMPONENTS)}
        paths = {"/edit": {"post": operation}}
        sides.append(views({"openapi": "3.0.3", "paths": paths, "components": components}))
    return {finding.level for finding in changes(*sides)}


@pytest.mark.parametrize(("plain", "spelling"), SPELLINGS)
def test_each_spelling_of_null_is_null_and_nothing_else(plain: Json, spelling: Json) -> None:
    newer = {"anyOf": [plain, {"type": "null"}]}
    for direction, effects in (
        ("request", ("info", "breaking")),
        ("response", ("breaking", "info")),
    ):
        assert levels(direction, spelling, newer) == levels(direction, newer, spelling) == set()
        widened, narrowed = effects
        assert levels(direction, plain, spelling) == {widened}
        assert levels(direction, spelling, plain) == {narrowed}


@pytest.mark.parametrize("anything", [NO_MORE, NO_MORE | {"title": "any"}, {"x-nullable": True}])
def test_a_schema_that_is_nullable_and_no_more_takes_anything(anything: Json) -> None:
    assert levels("request", anything, {}) == set()
    assert levels("request", anything, TEXT) == {"breaking"}
    assert levels("request", {"allOf": [anything]}, {"type": "array", "items": anything}) == {
        "breaking"
    }


def test_what_only_marks_a_part_as_nullable_keeps_what_else_it_says() -> None:
    marked = {"allOf": [TEXT, NO_MORE | {"deprecated": True}]}
    assert levels("request", TEXT | NO_MORE, marked) == {"warning"}
    assert levels("request", {"nullable": False, "allOf": [TEXT, NO_MORE]}, TEXT) == set()


@pytest.mark.parametrize("broken", [{"anyOf": 1}, {"oneOf": {}}, {"allOf": None}, {"enum": "a"}])
def test_a_broken_keyword_that_is_nullable_is_no_crash(broken: Json) -> None:
    assert levels("request", broken | NO_MORE, broken | NO_MORE) == set()
