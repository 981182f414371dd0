"""Flags that no value shows are compared wherever they may stand: `deprecated`, `allowEmptyValue`, styles."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from pyvenice.contract.diff.findings import Finding
from pyvenice.contract.diff.operation_diff import changes
from pyvenice.contract.document.swagger2 import to_openapi3
from pyvenice.contract.operation.operation_view import views
from tests.contract.diff.test_levels import (
    FILE,
    TEXT,
    WHOLE,
    body,
    document,
    field,
    parameter,
    response,
    secured,
    server,
)

Json = Any
Mark = Callable[[Json], Json]


def found(before: Json, after: Json) -> list[Finding]:
    return changes(*(views(copy.deepcopy(side)) for side in (before, after)))


def fields(*required: str, **properties: Json) -> Json:
    made = {"type": "object", "properties": properties}
    return made | ({"required": [*required]} if required else {})


def deprecated(schema: Json) -> Json:
    return schema | {"deprecated": True}


def unmarked(schema: Json) -> Json:
    return schema


A, B = fields("a", a=TEXT), fields("b", b=TEXT)
X, Y = fields("t", t={"const": "x"}, a=TEXT), fields("t", t={"const": "y"}, b=TEXT)

FIELDS: dict[str, Callable[[Mark], Json]] = {
    "field": lambda mark: fields(p=mark(TEXT)),
    "item": lambda mark: fields(p={"type": "array", "items": mark(TEXT)}),
    "value of a map": lambda mark: {"type": "object", "additionalProperties": mark(TEXT)},
    "field by pattern": lambda mark: {"type": "object", "patternProperties": {"^a/b": mark(TEXT)}},
    "field of a shape": lambda mark: fields(p={"oneOf": [A, fields("b", b=mark(TEXT))]}),
    "field of a part": lambda mark: {"allOf": [A, fields(c=mark(TEXT))]},
    "field that comes with another": lambda mark: (
        fields(p=TEXT) | {"dependentSchemas": {"p": fields(q=mark(TEXT))}}
    ),
    "field of a condition": lambda mark: (
        fields(p=TEXT) | {"if": {"required": ["p"]}, "then": fields(q=mark(TEXT))}
    ),
    "field of what a list contains": lambda mark: {
        "type": "array",
        "contains": fields(q=mark(TEXT)),
    },
    "field with one shape and null": lambda mark: fields(
        p={"anyOf": [mark(TEXT), {"type": "null"}]}
    ),
}
SHAPES: dict[str, Callable[[Mark], Json]] = {
    "type of several": lambda mark: fields(p={"anyOf": [TEXT, mark(WHOLE)]}),
    "type of exactly one": lambda mark: fields(p={"oneOf": [TEXT, mark(WHOLE)]}),
    "list": lambda mark: fields(p={"anyOf": [TEXT, mark({"type": "array", "items": TEXT})]}),
    "object": lambda mark: fields(p={"anyOf": [A, mark(B)]}),
    "object with a tag": lambda mark: fields(p={"oneOf": [X, mark(Y)]}),
    "item": lambda mark: {"type": "array", "items": {"oneOf": [A, mark(B)]}},
    "whole body": lambda mark: {"oneOf": [A, mark(B)]},
    "union in a union": lambda mark: fields(p={"oneOf": [A, {"oneOf": [B, mark(X)]}]}),
    "shape that changes too": lambda mark: {
        "oneOf": [A, mark(fields("b", b=TEXT if mark is deprecated else WHOLE))]
    },
}


@pytest.mark.parametrize(
    ("make", "what"),
    [
        *(pytest.param(make, "property", id=f"field: {name}") for name, make in FIELDS.items()),
        *(pytest.param(make, "alternative", id=f"shape: {name}") for name, make in SHAPES.items()),
    ],
)
def test_what_becomes_deprecated_is_said_in_both_directions_and_orders(
    make: Callable[[Mark], Json], what: str
) -> None:
    plain, marked = make(unmarked), make(deprecated)
    for wrap, direction in ((body, "request"), (response, "response")):
        for sides, word in (
            ((plain, marked), "deprecated"),
            ((marked, plain), "undeprecated"),
        ):
            rules = [finding.rule for finding in found(*map(wrap, sides))]
            assert rules.count(f"{direction}-{what}-{word}") == 1
            assert sum("deprecated" in rule for rule in rules) == 1
        assert found(wrap(marked), wrap(marked)) == []


def test_the_shape_is_named_by_what_people_tell_it_by() -> None:
    marks = [
        found(body(make(unmarked)), body(make(deprecated)))[0]
        for make in (SHAPES["type of several"], SHAPES["object with a tag"], SHAPES["whole body"])
    ]
    assert [finding.message for finding in marks] == [
        "p has a shape (integer) that is deprecated",
        'p has a shape (t "y") that is deprecated',
        "the body has a shape (b) that is deprecated",
    ]
    assert [finding.pointer.rpartition("/schema")[2] for finding in marks] == [
        *("/properties/p", "/properties/p", "")
    ]


def test_a_shape_that_is_new_and_deprecated_is_only_new() -> None:
    rules = {
        finding.rule for finding in found(body({"oneOf": [X]}), body({"oneOf": [X, deprecated(Y)]}))
    }
    assert rules == {"request-alternative-added"}


def header(schema: Json = TEXT, status: str = "200", **more: Json) -> Json:
    return response(status=status, headers={"X-A": {"schema": schema} | more})


def scheme(*, asked: str = "token", **more: Json) -> Json:
    schemes = {
        "token": {"type": "http", "scheme": "bearer"} | more,
        "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
    }
    return document(security=[{asked: []}], components={"securitySchemes": schemes})


LIST: Json = {"type": "array", "items": WHOLE}
FLAGS: dict[str, tuple[Json, Json, set[str], set[str]]] = {
    **{
        f"empty value of {name}": (
            parameter(schema),
            parameter(schema, allowEmptyValue=True),
            {"info: request-parameter-empty-allowed"},
            {"breaking: request-parameter-empty-refused"},
        )
        for name, schema in (("an integer", WHOLE), ("a text", TEXT), ("a list", LIST))
    },
    "empty value where it says nothing": (
        parameter(WHOLE, "header"),
        parameter(WHOLE, "header", allowEmptyValue=True),
        set(),
        set(),
    ),
    "header": (
        header(),
        header(deprecated=True),
        {"info: response-header-deprecated"},
        {"info: response-header-undeprecated"},
    ),
    "header by its schema": (
        header(),
        header(deprecated(TEXT)),
        {"info: response-header-deprecated"},
        {"info: response-header-undeprecated"},
    ),
    "header of an error": (
        header(status="429"),
        header(status="429", deprecated=True),
        {"info: response-header-deprecated"},
        {"info: response-header-undeprecated"},
    ),
    "header that goes away": (
        header(),
        header(**{"x-sunset": "2027-01-01"}),
        {"warning: response-header-sunset-set"},
        {"info: response-header-sunset-postponed"},
    ),
    "header in words": (
        header(description="A count."),
        header(description="A count. Deprecated."),
        {"warning: prose-lifecycle-announced"},
        {"info: prose-lifecycle-withdrawn"},
    ),
    "header of fields": (
        header(fields(a=TEXT)),
        header(fields(a=TEXT), explode=True),
        {"warning: response-header-style-changed"},
        {"warning: response-header-style-changed"},
    ),
    "header of text": (header(), header(explode=True), set(), set()),
    "security scheme": (
        scheme(),
        scheme(deprecated=True),
        {"warning: security-deprecated"},
        {"info: security-undeprecated"},
    ),
    "security scheme that nobody asks for": (
        scheme(asked="key"),
        scheme(asked="key", deprecated=True),
        set(),
        set(),
    ),
}


STYLE: set[str] = {"breaking: request-parameter-style-changed"}
SPREAD: Json = {"style": "deepObject"}
CHOICE: Json = {"default": "eu", "enum": ["eu"]}
WIRE: dict[str, tuple[Json, Json, set[str], set[str]]] = {
    **{
        f"text in a path as {style}": (
            parameter(TEXT, "path"),
            parameter(TEXT, "path", style=style),
            STYLE,
            STYLE,
        )
        for style in ("label", "matrix")
    },
    **{
        f"exploded list in a {place}": (
            parameter(LIST, place),
            parameter(LIST, place, explode=True),
            set(),
            set(),
        )
        for place in ("path", "header")
    },
    "exploded list as matrix": (
        parameter(LIST, "path", style="matrix"),
        parameter(LIST, "path", style="matrix", explode=True),
        STYLE,
        STYLE,
    ),
    "exploded object in a path": (
        parameter(fields(a=TEXT), "path"),
        parameter(fields(a=TEXT), "path", explode=True),
        STYLE,
        STYLE,
    ),
    "exploded deepObject": (
        parameter(fields(a=TEXT), **SPREAD),
        parameter(fields(a=TEXT), explode=True, **SPREAD),
        set(),
        set(),
    ),
    "types of a part in another order": (
        field(FILE, contentType="image/png, image/jpeg"),
        field(FILE, contentType="image/jpeg,IMAGE/PNG"),
        set(),
        set(),
    ),
    "scheme beside the same and another": (
        secured({"bearer": []}),
        secured({"bearer": []}, {"bearer": [], "key": []}),
        set(),
        set(),
    ),
    "scopes beside fewer scopes": (
        secured({"oauth": ["read"]}),
        secured({"oauth": ["read"]}, {"oauth": ["read", "write"]}),
        set(),
        set(),
    ),
    "authentication that nobody has to show": (
        secured({"bearer": []}),
        secured({"bearer": []}, {}),
        {"info: security-added"},
        {"breaking: security-removed", "info: security-added"},
    ),
    "choice of a server": (
        server("https://{region}.example", region=CHOICE),
        server("https://{region}.example", region=CHOICE | {"enum": ["eu", "us"]}),
        {"info: server-choices-added"},
        {"info: server-choices-removed"},
    ),
}


@pytest.mark.parametrize("name", [*FLAGS, *WIRE])
def test_a_flag_has_the_level_that_a_caller_would_give_it(name: str) -> None:
    before, after, forth, back = (FLAGS | WIRE)[name]
    for sides, expected in (((before, after), forth), ((after, before), back)):
        assert {f"{finding.level}: {finding.rule}" for finding in found(*sides)} == expected


@pytest.mark.parametrize("discriminator", ["t", ["t"], 5, None, {"propertyName": ["t"]}, {}])
def test_a_discriminator_that_is_no_mapping_is_compared_by_its_name(discriminator: Json) -> None:
    known, other, own = (
        body({"oneOf": [X, Y], "discriminator": value})
        for value in ({"propertyName": "t"}, {"propertyName": "u"}, discriminator)
    )
    rules = [finding.rule for finding in found(own, known)]
    assert rules == ([] if discriminator == "t" else ["request-discriminator-changed"])
    (finding,) = found(own, other)
    assert finding.rule == "request-discriminator-changed"
    assert "None" not in finding.message
    assert found(own, own) == []


def test_a_query_of_swagger_may_be_without_a_value_too() -> None:
    sides = [
        to_openapi3(
            {
                "swagger": "2.0",
                "paths": {
                    "/edit": {
                        "get": {
                            "parameters": [{"in": "query", "name": "q", "type": "integer"} | more],
                            "responses": {"200": {"description": ""}},
                        }
                    }
                },
            }
        )
        for more in ({"allowEmptyValue": True}, {})
    ]
    assert [finding.rule for finding in found(*sides)] == ["request-parameter-empty-refused"]
