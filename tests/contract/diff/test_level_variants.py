"""The reviewed levels in other spellings and places: in lists, below `allOf`, beside null, in forms."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from pyvenice.contract.diff.operation_diff import changes
from pyvenice.contract.operation.operation_view import views
from tests.contract.diff.test_levels import (
    BASE64,
    BREAKING,
    ENCODED,
    FILE,
    FORM,
    INFO,
    JSON,
    LINK,
    NONE,
    TEXT,
    URLENCODED,
    WARNING,
    WHOLE,
    access,
    body,
    document,
    field,
    parameter,
    response,
    secured,
    worst,
)

Json = Any

LIST: Json = {"type": "array", "items": TEXT}
AB: Json = {"type": "string", "enum": ["a", "b"]}
OR_NULL: Json = {"type": ["string", "null"]}
PNG = "image/png"
KNOWN_PLACES: tuple[tuple[str, Callable[[Json], Json], str], ...] = (
    ("a field", field, "warning"),
    ("a query", parameter, "warning"),
    ("a response", response, "info"),
)
KNOWN: Json = {"x-extensible-enum": ["a", "b"]}
KNOWN_LESS: Json = {"x-extensible-enum": ["a"]}


def heir(**properties: Json) -> Json:
    """An object with the fields of a closed part and its own, closed: to the letter, it can have neither."""
    return fields(**properties) | {"additionalProperties": False, "allOf": [CLOSED]}


def nullable(schema: Json) -> Json:
    """What the schema takes, or null."""
    return {"anyOf": [schema, {"type": "null"}]}


def fields(**properties: Json) -> Json:
    """An open object."""
    return {"type": "object", "properties": properties}


USER = fields(id=TEXT, login=TEXT) | {"required": ["id", "login"]}
CLOSED = fields(name=TEXT) | {"additionalProperties": False}
BOT = fields(id=TEXT, owner=TEXT) | {"required": ["id", "owner"]}


def tagged(spelling: str) -> Json:
    """A union whose shapes list the value of their tag themselves, in one of several spellings."""
    shapes = {
        name: fields(t={"enum": [name.lower()]}, x=TEXT) | {"required": ["t"]} for name in "AB"
    }
    if spelling == "part":
        shapes = {name: {"allOf": [shape]} for name, shape in shapes.items()}
    elif spelling == "tag":
        for shape in shapes.values():
            shape["properties"]["t"] = {"anyOf": [{"allOf": [shape["properties"]["t"]]}]}
    references = [{"$ref": f"#/components/schemas/{name}"} for name in shapes]
    union = {"oneOf": references, "discriminator": {"propertyName": "t"}}
    return body(union) | {"components": {"schemas": shapes}}


VARIANTS: dict[str, tuple[Json, Json, str]] = {
    "items of a request: or null": (
        body({"type": "array", "items": AB}),
        body({"type": "array", "items": nullable(AB)}),
        INFO,
    ),
    "items of a request: no longer null": (
        body({"type": "array", "items": nullable(AB)}),
        body({"type": "array", "items": AB}),
        BREAKING,
    ),
    "listed integers: or null": (
        body({"type": "integer", "enum": [1, 2]}),
        body({"type": ["integer", "null"], "enum": [1, 2, None]}),
        INFO,
    ),
    "query: integers of fewer bits": (
        parameter({"type": "integer", "format": "int64"}),
        parameter({"type": "integer", "format": "int32"}),
        BREAKING,
    ),
    "form: integers of fewer bits": (
        field({"type": "integer", "format": "int64"}),
        field({"type": "integer", "format": "int32"}),
        BREAKING,
    ),
    "nullable items: integers of fewer bits": (
        body({"type": "array", "items": {"type": ["integer", "null"], "format": "int64"}}),
        body({"type": "array", "items": {"type": ["integer", "null"], "format": "int32"}}),
        BREAKING,
    ),
    "response: integers of fewer bits": (
        response({"type": "integer", "format": "int64"}),
        response({"type": "integer", "format": "int32"}),
        INFO,
    ),
    "form: nullable file to base64": (
        field({"type": ["string", "null"], "format": "binary"}),
        field({"type": ["string", "null"], "format": "byte"}),
        BREAKING,
    ),
    "form: files to base64": (
        field({"type": "array", "items": FILE}),
        field({"type": "array", "items": BASE64}),
        BREAKING,
    ),
    "items: fields by pattern": (
        body({"type": "array", "items": {"type": "object"}}),
        body({"type": "array", "items": {"type": "object", "patternProperties": {"^x": WHOLE}}}),
        BREAKING,
    ),
    "below allOf: one field asks for another": (
        body({"allOf": [fields(a=TEXT, b=TEXT)]}),
        body(
            {"allOf": [fields(a=TEXT, b=TEXT) | {"dependentSchemas": {"a": {"required": ["b"]}}}]}
        ),
        BREAKING,
    ),
    "header: string to list": (parameter(TEXT, "header"), parameter(LIST, "header"), INFO),
    "query: deepObject to form": (
        parameter(fields(a=TEXT), style="deepObject"),
        parameter(fields(a=TEXT)),
        BREAKING,
    ),
    "query: list with pipes to commas": (
        parameter(LIST, style="pipeDelimited", explode=False),
        parameter(LIST, explode=False),
        BREAKING,
    ),
    "query: nullable integer to string": (
        parameter({"type": ["integer", "null"]}),
        parameter({"type": ["string", "null"]}),
        INFO,
    ),
    "form: list of integers to strings": (
        field({"type": "array", "items": WHOLE}),
        field({"type": "array", "items": TEXT}),
        INFO,
    ),
    "urlencoded: string to integer": (field(TEXT, URLENCODED), field(WHOLE, URLENCODED), BREAKING),
    "header: parameter deprecated": (
        parameter(TEXT, "header"),
        parameter(TEXT, "header", deprecated=True),
        WARNING,
    ),
    "parameter without its day": (
        parameter(TEXT, **{"x-sunset": "2027-01-01"}),
        parameter(TEXT),
        INFO,
    ),
    "parameter with an earlier day": (
        parameter(TEXT, **{"x-sunset": "2027-01-01"}),
        parameter(TEXT, **{"x-sunset": "2026-12-01"}),
        WARNING,
    ),
    "parameter with a later day": (
        parameter(TEXT, **{"x-sunset": "2026-12-01"}),
        parameter(TEXT, **{"x-sunset": "2027-01-01"}),
        INFO,
    ),
    "response header: nullable": (
        response(headers={"X-LIST": {"schema": TEXT}}),
        response(headers={"X-LIST": {"schema": {"type": ["string", "null"]}}}),
        WARNING,
    ),
    "items: read-only is required": (
        body({"type": "array", "items": access("readOnly", required=False)}),
        body({"type": "array", "items": access("readOnly", required=True)}),
        NONE,
    ),
    "below allOf: read-only is required": (
        body({"allOf": [access("readOnly", required=False)]}),
        body({"allOf": [access("readOnly", required=True)]}),
        NONE,
    ),
    "form: read-only is required": (
        body(access("readOnly", required=False), FORM),
        body(access("readOnly", required=True), FORM),
        NONE,
    ),
    "security: two of three": (
        secured({"bearer": [], "key": [], "other": []}),
        secured({"bearer": [], "key": []}),
        INFO,
    ),
    "security: query to header": (secured({"query": []}), secured({"key": []}), BREAKING),
    "numbers of fewer bits": (
        body({"type": "number", "format": "double"}),
        body({"type": "number", "format": "float"}),
        BREAKING,
    ),
    "numbers of more bits": (
        field({"type": "number", "format": "float"}),
        field({"type": "number", "format": "double"}),
        INFO,
    ),
    "numbers whose bits are said": (
        parameter({"type": "number"}),
        parameter({"type": "number", "format": "float"}),
        NONE,
    ),
    "response: date to a moment": (
        response(TEXT | {"format": "date"}),
        response(TEXT | {"format": "date-time"}),
        WARNING,
    ),
    "response: JSON to problem details": (
        response(TEXT, media_type=JSON),
        response(TEXT, media_type="application/problem+json"),
        BREAKING,
    ),
    "response 201 without a body now": (response(TEXT, "201"), response(None, "201"), BREAKING),
    "default: field may be missing": (
        response(fields(a=TEXT) | {"required": ["a"]}, "default"),
        response(fields(a=TEXT), "default"),
        BREAKING,
    ),
    "range: of another type": (response(TEXT, "2XX"), response(WHOLE, "2XX"), BREAKING),
    "form: files or URLs to files": (
        body(fields(i={"type": "array", "items": {"oneOf": [FILE, LINK]}}), FORM),
        body(fields(i={"type": "array", "items": FILE}), FORM),
        BREAKING,
    ),
    "form: nullable file to file or URL": (
        field(nullable(FILE)),
        field({"anyOf": [FILE, LINK, {"type": "null"}]}),
        INFO,
    ),
    "items: one of two shapes gone": (
        body(
            {
                "type": "array",
                "items": {
                    "anyOf": [
                        fields(a=TEXT) | {"required": ["a"]},
                        fields(b=TEXT) | {"required": ["b"]},
                    ]
                },
            }
        ),
        body({"type": "array", "items": fields(a=TEXT) | {"required": ["a"]}}),
        BREAKING,
    ),
    "response: a shape without what was always there": (
        response(USER),
        response({"oneOf": [USER, fields(slug=TEXT) | {"required": ["slug"]}]}),
        BREAKING,
    ),
    "response: one of two shapes comes, without what both had": (
        response({"anyOf": [USER, BOT]}),
        response({"anyOf": [USER, BOT, fields(slug=TEXT)]}),
        BREAKING,
    ),
    "response: a shape with what was always there": (
        response({"anyOf": [USER, BOT]}),
        response({"anyOf": [USER, BOT, fields(id=TEXT, slug=TEXT) | {"required": ["id"]}]}),
        WARNING,
    ),
    "error: a shape without what was always there": (
        response(USER, "400"),
        response({"oneOf": [USER, fields(slug=TEXT) | {"required": ["slug"]}]}, "400"),
        WARNING,
    ),
    "closed parts: another type": (body(heir(a=TEXT)), body(heir(a=WHOLE)), BREAKING),
    "closed parts: another type in a response": (
        response(heir(a=TEXT)),
        response(heir(a=WHOLE)),
        BREAKING,
    ),
    "closed parts: required": (
        body(heir(a=TEXT)),
        body(heir(a=TEXT) | {"required": ["a"]}),
        BREAKING,
    ),
    "closed parts: new and required": (
        body(heir(a=TEXT)),
        body(heir(a=TEXT, b=TEXT) | {"required": ["b"]}),
        BREAKING,
    ),
    "closed parts: gone": (response(heir(a=TEXT, b=TEXT)), response(heir(a=TEXT)), WARNING),
    "closed parts: read-only, of another type": (
        body(heir(a=TEXT | {"readOnly": True})),
        body(heir(a=WHOLE | {"readOnly": True})),
        NONE,
    ),
    "closed parts: read-only, gone": (
        body(heir(a=TEXT, b=TEXT | {"readOnly": True})),
        body(heir(a=TEXT)),
        NONE,
    ),
    "closed parts: another order": (
        body({"allOf": [CLOSED, heir(a=TEXT)]}),
        body({"allOf": [heir(a=TEXT), CLOSED]}),
        NONE,
    ),
    "nullable list: items no longer described": (
        body(fields(x={"type": ["array", "null"], "items": TEXT})),
        body(fields(x={"type": ["array", "null"]})),
        INFO,
    ),
    "form: object to anything": (field(fields(a=TEXT)), field({}), INFO),
    "body no longer described": (
        body(fields(a=TEXT)),
        document(requestBody={"content": {JSON: {}}}),
        INFO,
    ),
    "closed object to one of two": (
        body(fields(a=TEXT, b=TEXT) | {"additionalProperties": False}),
        body(
            {
                "anyOf": [
                    fields(a=TEXT) | {"additionalProperties": False, "required": ["a"]},
                    fields(b=TEXT) | {"additionalProperties": False, "required": ["b"]},
                ]
            }
        ),
        BREAKING,
    ),
    "header: base64 to base16": (
        parameter(ENCODED, "header"),
        parameter({"type": "string", "contentEncoding": "base16"}, "header"),
        BREAKING,
    ),
    "JSON: base64 to its URL form": (
        field(BASE64, JSON),
        field({"type": "string", "format": "base64url"}, JSON),
        BREAKING,
    ),
    "cookie: string to list": (parameter(TEXT, "cookie"), parameter(LIST, "cookie"), INFO),
    "required parameter added": (document(), parameter(TEXT, required=True), BREAKING),
    "query: null, which no text says": (parameter(OR_NULL), parameter(TEXT), NONE),
    "form: null, which no text says": (field(OR_NULL), field(TEXT), NONE),
    "query: list to string": (parameter(LIST), parameter(TEXT), BREAKING),
    "query: field of an object to string": (
        parameter(fields(a=WHOLE), style="deepObject"),
        parameter(fields(a=TEXT), style="deepObject"),
        INFO,
    ),
    "path parameter described at last": (document("/edit/{q}"), parameter(TEXT, "path"), NONE),
    "bytes of a picture without a schema": (body(FILE, PNG), body({}, PNG), NONE),
    "picture of an answer without a schema": (
        response(FILE, media_type=PNG),
        response(TEXT | {"contentMediaType": PNG}, media_type=PNG),
        NONE,
    ),
    "vector picture as text": (body(TEXT, "image/svg+xml"), body({}, "image/svg+xml"), INFO),
    "parameter deprecated in its schema": (
        parameter(TEXT),
        parameter(TEXT | {"deprecated": True}),
        WARNING,
    ),
    "parameter called legacy": (
        parameter(TEXT, description="An id"),
        parameter(TEXT, description="Legacy"),
        WARNING,
    ),
    "field called not deprecated": (
        field(TEXT | {"description": "An id"}),
        field(TEXT | {"description": "It is not deprecated"}),
        NONE,
    ),
    "field goes away": (field(TEXT), field(TEXT | {"x-sunset": "2027-01-01"}), WARNING),
    "the same day as HTTP writes it": (
        parameter(TEXT, **{"x-sunset": "2027-01-01T10:00:00Z"}),
        parameter(TEXT, **{"x-sunset": "Fri, 01 Jan 2027 00:00:00 GMT"}),
        NONE,
    ),
    "another address to renew a token": (
        secured({"oauth": []}, refreshUrl="https://a.example/renew"),
        secured({"oauth": []}, refreshUrl="https://b.example/renew"),
        WARNING,
    ),
    "whole number as another writer spells it": (
        body(fields(a={"enum": [1, 2], "default": 1})),
        body(fields(a={"enum": [1.0, 2], "default": 1.0})),
        NONE,
    ),
    "field of an object that its parts close": (
        body({"allOf": [fields(a=TEXT, b=TEXT)], "unevaluatedProperties": False}),
        body({"allOf": [fields(a=TEXT)], "unevaluatedProperties": False}),
        BREAKING,
    ),
    "closed as a whole or in its parts": (
        body({"allOf": [fields(a=TEXT), fields(b=TEXT)], "unevaluatedProperties": False}),
        body(fields(a=TEXT, b=TEXT) | {"additionalProperties": False}),
        NONE,
    ),
    "new field whose texts a pattern described": (
        body({"type": "object", "patternProperties": {"^a": TEXT}}),
        body(fields(a=AB) | {"patternProperties": {"^a": TEXT}}),
        BREAKING,
    ),
    "tag that stands in a part of its shape": (tagged("plain"), tagged("part"), NONE),
    "tag whose value stands in a part of it": (tagged("tag"), tagged("plain"), NONE),
    "value that is retired": (
        body(fields(a=AB)),
        body(fields(a={"oneOf": [{"const": "a", "deprecated": True}, {"const": "b"}]})),
        WARNING,
    ),
    **{
        f"stability: {before or 'unsaid'} to {after or 'unsaid'}": (
            document(**({"x-stability-level": before} if before else {})),
            document(**({"x-stability-level": after} if after else {})),
            level,
        )
        for before, after, level in (
            ("stable", "beta", WARNING),
            ("", "alpha", WARNING),
            ("beta", "unheard-of", WARNING),
            ("beta", "stable", INFO),
            ("draft", "", INFO),
            ("", "stable", NONE),
        )
    },
    "a day that cannot be read": (
        document(**{"x-sunset": "2027-01-01"}),
        document(**{"x-sunset": "soon"}),
        WARNING,
    ),
    "field of an exploded object with a day": (
        parameter(fields(a=TEXT)),
        document(
            parameters=[
                {"name": "a", "in": "query", "schema": TEXT | {"x-sunset": "2027-01-01"}},
            ]
        ),
        WARNING,
    ),
    **{
        f"known value gone of {name}": (make(TEXT | KNOWN), make(TEXT | KNOWN_LESS), level)
        for name, make, level in KNOWN_PLACES
    },
    "known value added": (body(TEXT | KNOWN_LESS), body(TEXT | KNOWN), INFO),
    "known values in another spelling": (
        body(TEXT | KNOWN),
        body({"anyOf": [TEXT, AB]}),
        NONE,
    ),
    "response header: text to JSON": (
        response(headers={"X-A": {"schema": TEXT}}),
        response(headers={"X-A": {"content": {JSON: {"schema": TEXT}}}}),
        WARNING,
    ),
    "response header: object with other separators": (
        response(headers={"X-A": {"schema": fields(a=TEXT)}}),
        response(headers={"X-A": {"schema": fields(a=TEXT), "explode": True}}),
        WARNING,
    ),
    "response header: explode of a text": (
        response(headers={"X-A": {"schema": TEXT}}),
        response(headers={"X-A": {"schema": TEXT, "explode": True}}),
        NONE,
    ),
    "header of an error gone": (
        response(status="429", headers={"Retry-After": {"schema": WHOLE}}),
        response(status="429"),
        WARNING,
    ),
    "only type of an error replaced": (
        response(TEXT, "400"),
        response(TEXT, "400", "application/xml"),
        WARNING,
    ),
    "one of two types of an error gone": (
        document(responses={"400": {"content": {JSON: {}, "text/plain": {}}}}),
        document(responses={"400": {"content": {JSON: {}}}}),
        INFO,
    ),
    "look-ahead that forbids something else": (
        body({"type": "string", "pattern": "^(?!x)[a-z]+$"}),
        body({"type": "string", "pattern": "^(?!y)[a-z]+$"}),
        BREAKING,
    ),
}


@pytest.mark.parametrize("name", VARIANTS)
def test_a_change_has_the_same_level_in_every_place_and_spelling(name: str) -> None:
    before, after, level = VARIANTS[name]
    findings = changes(*(views(copy.deepcopy(side)) for side in (before, after)))
    assert worst(findings) == level, [finding.message for finding in findings]


def test_what_several_errors_share_is_said_once_with_each_status() -> None:
    errors: Json = {
        status: {"description": "", "content": {JSON: {"schema": fields(message=TEXT)}}}
        for status in ("400", "422")
    }
    after = copy.deepcopy(errors)
    for response_of_error in after.values():
        response_of_error["content"][JSON]["schema"] = fields(message=WHOLE)
    (finding,) = changes(*(views(document(responses=side)) for side in (errors, after)))
    assert finding.message == "status 400, 422: message: type string → integer"
