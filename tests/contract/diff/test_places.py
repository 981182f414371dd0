"""A change is found wherever it stands: below any name, and inside any union, map or pattern."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pyvenice.contract.diff.check import diff
from pyvenice.contract.diff.findings import Finding
from pyvenice.contract.fetching.fetch import Fetched
from tests.contract.diff.test_levels import JSON, TEXT, WHOLE, document, response

Json = Any


def findings(before: Json, after: Json) -> tuple[Finding, ...]:
    """What `contract diff` finds, from the bytes of two documents on."""
    sides = (Fetched(json.dumps(side).encode(), "document") for side in (before, after))
    report = diff(*sides)
    assert report.unchecked == ()
    return report.findings


def below(name: str, schema: Json) -> dict[str, Json]:
    """A document for each mapping of names in an operation that may hold the schema under a name."""
    content = {JSON: {"schema": schema}}
    kind = schema["type"]
    picture = {"type": "object", "properties": {name: {"type": "string", "format": "binary"}}}
    encoding = {name: {"contentType": f"image/{kind}"}}
    hook = {"post": {"requestBody": {"content": content}, "responses": {"200": {}}}}
    return {
        "header of a response": response(headers={name: {"schema": schema}}),
        "link": response(links={name: {"operationId": kind}}),
        "callback": document(callbacks={name: {"{$request.body#/url}": hook}}),
        "webhook": document() | {"webhooks": {name: hook}},
        "media type": response(schema, media_type=f"{name}/{name}"),
        "encoding": document(
            requestBody={
                "content": {"multipart/form-data": {"schema": picture, "encoding": encoding}}
            }
        ),
        "field": document(
            requestBody={"content": {JSON: {"schema": {"properties": {name: schema}}}}}
        ),
    }


@pytest.mark.parametrize("name", ["x-request-id", "description", "example"])
@pytest.mark.parametrize("place", below("a", TEXT))
def test_a_name_of_the_document_is_never_taken_for_an_extension_or_prose(
    place: str, name: str
) -> None:
    assert findings(below(name, TEXT)[place], below(name, WHOLE)[place])


def test_an_extension_among_the_headers_is_no_header() -> None:
    assert not findings(response(headers={"x-internal": True}), response(headers={}))


NULL: Json = {"type": "null"}
PLACES = {
    "anyOf with null": lambda schema: {"anyOf": [schema, NULL]},
    "oneOf with null": lambda schema: {"oneOf": [NULL, schema]},
    "anyOf with a list": lambda schema: {"anyOf": [schema, {"type": "array", "items": TEXT}]},
}


def tagged(name: str, **properties: Json) -> Json:
    """A union of two shapes that the field of this name tells apart."""
    members = {"t": TEXT, "u": TEXT} | properties
    return {
        "oneOf": [
            {"type": "object", "properties": members | {"a": TEXT}},
            {"type": "object", "properties": members | {"b": TEXT}},
        ],
        "discriminator": {"propertyName": name},
    }


OPAQUE: dict[str, tuple[Json, Json, str]] = {
    "discriminator": (tagged("t"), tagged("u"), "request-discriminator-changed"),
    "exactly one": (
        {"anyOf": tagged("t")["oneOf"]},
        {"oneOf": tagged("t")["oneOf"]},
        "request-exactly-one-narrowed",
    ),
    "pattern without a validator": (
        TEXT | {"pattern": "^(?<=x)a"},
        TEXT | {"pattern": "^(?<=y)a"},
        "request-pattern-changed",
    ),
}


def field(schema: Json) -> Json:
    """A document with a request body that has the field `p`."""
    whole = {"type": "object", "properties": {"p": schema}}
    return document(requestBody={"content": {JSON: {"schema": whole}}})


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("change", OPAQUE)
def test_what_no_value_shows_is_found_in_a_union_with_other_types(change: str, place: str) -> None:
    *sides, rule = OPAQUE[change]
    before, after = (field(PLACES[place](side)) for side in sides)
    assert [finding.rule for finding in findings(before, after)] == [rule]


@pytest.mark.parametrize("change", OPAQUE)
def test_null_beside_a_union_is_the_same_in_each_spelling(change: str) -> None:
    schema = OPAQUE[change][1]
    before, after = (field(PLACES[f"{name} with null"](schema)) for name in ("anyOf", "oneOf"))
    assert not findings(before, after)


def by_pattern(schema: Json) -> Json:
    """The schema as that of all fields whose names begin with `x`."""
    return {"type": "object", "patternProperties": {"^x": schema}}


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (TEXT | {"deprecated": True}, "request-property-deprecated"),
        (TEXT | {"default": "a"}, "request-default-changed"),
        (TEXT | {"x-sunset": "2027-01-01"}, "request-property-sunset-set"),
        (TEXT | {"maxLength": 3}, "request-max-length-narrowed"),
        (WHOLE, "request-type-changed"),
    ],
)
def test_a_field_of_a_pattern_is_compared_like_any_other(change: Json, rule: str) -> None:
    before, after = (field(by_pattern(side)) for side in (TEXT, change))
    (finding,) = findings(before, after)
    assert finding.rule == rule
    assert "/properties/p/patternProperties/^x" in finding.pointer
    assert finding.message.startswith("p.^x")


def test_a_pattern_that_came_is_reported_beside_one_that_changed() -> None:
    before = field(by_pattern(TEXT))
    after = field({"type": "object", "patternProperties": {"^x": WHOLE, "^y": TEXT}})
    assert sorted(finding.rule for finding in findings(before, after)) == [
        "request-pattern-properties-narrowed",
        "request-type-changed",
    ]


def test_a_map_of_texts_whose_values_may_be_anything_breaks_who_reads_them() -> None:
    texts: Json = {"type": "object", "additionalProperties": TEXT}
    before, after = response(texts), response({"type": "object"})
    (finding,) = findings(before, after)
    assert (finding.rule, finding.level) == ("response-type-widened", "breaking")
    assert finding.message == "**: type string → any"


def test_undocumented_fields_that_must_fit_a_schema_now_are_not_called_new() -> None:
    before, after = (
        field({"properties": {"a": TEXT}} | more) for more in ({}, {"additionalProperties": WHOLE})
    )
    (finding,) = findings(before, after)
    assert finding.message == "p takes only undocumented fields of type integer now"


def test_a_field_of_an_object_in_a_query_may_be_deprecated_alone() -> None:
    def query(schema: Json) -> Json:
        whole = {"type": "object", "properties": {"a": schema}}
        return document(
            parameters=[{"name": "q", "in": "query", "style": "deepObject", "schema": whole}]
        )

    (finding,) = findings(query(TEXT), query(TEXT | {"deprecated": True}))
    assert (finding.rule, finding.level) == ("request-property-deprecated", "warning")


def any_shape(otherwise: str, second: Json = WHOLE) -> Json:
    """A document whose body is one of two shapes, or the one of this name where its tag is unknown."""
    shapes = {
        name: {"type": "object", "properties": {"t": TEXT, name.lower(): schema}}
        for name, schema in (("A", TEXT), ("B", second))
    }
    union = {
        "oneOf": [{"$ref": f"#/components/schemas/{name}"} for name in shapes],
        "discriminator": {"propertyName": "t", "defaultMapping": otherwise},
    }
    return document(
        requestBody={"content": {JSON: {"schema": union}}}, components={"schemas": shapes}
    )


def test_another_shape_for_unknown_tags_is_named() -> None:
    (finding,) = findings(any_shape("A"), any_shape("B"))
    assert (finding.rule, finding.level) == ("request-discriminator-changed", "warning")
    assert finding.message.endswith("(discriminator t: A, B, otherwise A → t: A, B, otherwise B)")


def test_a_shape_that_changed_is_still_the_one_for_unknown_tags() -> None:
    rules = {finding.rule for finding in findings(any_shape("B"), any_shape("B", TEXT))}
    assert rules == {"request-type-changed"}


def token(*flows: str, scopes: str = "read write", asked: str = "write") -> Json:
    """A document whose operation asks for a token with a scope."""
    urls = {"authorizationUrl": "https://a.example/login", "tokenUrl": "https://a.example/token"}
    flow = urls | {"scopes": dict.fromkeys(scopes.split(), "")}
    scheme = {"type": "oauth2", "flows": dict.fromkeys(flows, flow)}
    return document(
        security=[{"oauth": [asked]}], components={"securitySchemes": {"oauth": scheme}}
    )


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (
            token("implicit", "clientCredentials"),
            token("implicit"),
            [("security-flow-removed", "warning")],
        ),
        (
            token("implicit"),
            token("implicit", "password"),
            [("security-flow-added", "info")],
        ),
        (
            token("implicit"),
            token("implicit", scopes="read"),
            [("security-scope-removed", "warning")],
        ),
        (token("implicit", asked="read"), token("implicit", scopes="read", asked="read"), []),
        (token("implicit", scopes="read"), token("implicit"), []),
    ],
)
def test_ways_to_a_token_and_its_scopes_are_compared(
    before: Json, after: Json, expected: list[tuple[str, str]]
) -> None:
    assert [(finding.rule, finding.level) for finding in findings(before, after)] == expected


PNG = {"contentType": "image/png"}
GIF = {"contentType": "image/gif"}
FILE: Json = {"type": "string", "format": "binary"}
FORMS: dict[str, Json] = {
    "field": {"properties": {"f": FILE}},
    "field of a part": {"allOf": [{"properties": {"f": FILE}}, {"properties": {"g": TEXT}}]},
    "field of one of two shapes": {
        "oneOf": [
            {"type": "object", "required": ["f"], "properties": {"f": FILE}},
            {"type": "object", "required": ["g"], "properties": {"g": TEXT}},
        ]
    },
}


def parts(side: str, schema: Json, **encoding: Json) -> Json:
    """A document with a multipart request or response."""
    content = {"content": {"multipart/mixed": {"schema": schema} | encoding}}
    if side == "request":
        return document(requestBody=content)
    return document(responses={"200": {"description": ""} | content})


@pytest.mark.parametrize("side", ["request", "response"])
@pytest.mark.parametrize("form", FORMS)
def test_how_a_part_is_encoded_is_compared_in_each_shape_and_direction(
    form: str, side: str
) -> None:
    before, after = (parts(side, FORMS[form], encoding={"f": kind}) for kind in (PNG, GIF))
    (finding,) = findings(before, after)
    assert (finding.rule, finding.level) == (f"{side}-encoding-changed", "breaking")


@pytest.mark.parametrize("keyword", ["itemEncoding", "prefixEncoding"])
def test_how_parts_without_a_name_are_encoded_is_compared(keyword: str) -> None:
    files = {"type": "array", "prefixItems": [FILE], "items": FILE}
    before, after = (
        parts("request", files, **{keyword: kind if keyword == "itemEncoding" else [kind]})
        for kind in (PNG, GIF)
    )
    (finding,) = findings(before, after)
    assert finding.message.endswith("is encoded another way: image/png → image/gif")


@pytest.mark.parametrize(
    ("before", "after", "level"),
    [
        (WHOLE, TEXT, "breaking"),
        (TEXT, WHOLE, "breaking"),
        ({"type": ["string", "null"]}, TEXT, "breaking"),
        (TEXT, {"type": ["string", "null"]}, "info"),
    ],
)
@pytest.mark.parametrize("media_type", ["multipart/form-data", "application/x-www-form-urlencoded"])
def test_a_field_of_a_form_that_is_sent_as_json_is_compared_as_json(
    before: Json, after: Json, level: str, media_type: str
) -> None:
    def form(schema: Json) -> Json:
        whole = {"type": "object", "properties": {"f": schema, "g": TEXT}}
        encoding = {"f": {"contentType": "application/json"}}
        content = {media_type: {"schema": whole, "encoding": encoding}}
        return document(requestBody={"content": content})

    assert [finding.level for finding in findings(form(before), form(after))] == [level]


@pytest.mark.parametrize(
    ("before", "after", "level"), [(WHOLE, TEXT, "info"), (TEXT, WHOLE, "breaking")]
)
def test_a_plain_text_takes_what_its_text_says(before: Json, after: Json, level: str) -> None:
    sides = (
        document(requestBody={"content": {"text/plain": {"schema": schema}}})
        for schema in (before, after)
    )
    assert [finding.level for finding in findings(*sides)] == [level]
