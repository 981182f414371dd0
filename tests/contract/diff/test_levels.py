"""What no value can show: a reviewed table of changes around the bodies, and of what goes over the wire."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from pyvenice.contract.diff.findings import LEVELS, Finding
from pyvenice.contract.diff.operation_diff import changes
from pyvenice.contract.operation.operation_view import views

Json = Any

TEXT: Json = {"type": "string"}
WHOLE: Json = {"type": "integer"}
FILE: Json = {"type": "string", "format": "binary"}
LINK: Json = {"type": "string", "format": "uri"}
BASE64: Json = {"type": "string", "format": "byte"}
ENCODED: Json = {"type": "string", "contentEncoding": "base64"}
JSON, FORM, URLENCODED = (
    "application/json",
    "multipart/form-data",
    "application/x-www-form-urlencoded",
)


def document(path: str = "/edit", **operation: Json) -> Json:
    """A document with one operation."""
    whole = {key: operation.pop(key) for key in ("components", "servers") if key in operation}
    operation.setdefault("responses", {"200": {"description": ""}})
    return {"openapi": "3.1.0", "paths": {path: {"post": operation}}} | whole


def parameter(schema: Json, place: str = "query", **more: Json) -> Json:
    """A document with one parameter `q`."""
    required = {"required": True} if place == "path" else {}
    one = {"name": "q", "in": place, "schema": schema} | required | more
    return document("/edit/{q}" if place == "path" else "/edit", parameters=[one])


def body(schema: Json, media_type: str = JSON, **more: Json) -> Json:
    """A document with one request body."""
    return document(requestBody={"content": {media_type: {"schema": schema} | more}})


def field(schema: Json, media_type: str = FORM, **encoding: Json) -> Json:
    """The same whose body has one field `f`."""
    more = {"encoding": {"f": encoding}} if encoding else {}
    return body({"type": "object", "properties": {"f": schema}}, media_type, **more)


def response(
    schema: Json | None = None, status: str = "200", media_type: str = JSON, **more: Json
) -> Json:
    """A document with one response."""
    content = {"content": {media_type: {"schema": schema}}} if schema is not None else {}
    return document(responses={status: {"description": ""} | content | more})


def secured(*alternatives: Json, **flow: Json) -> Json:
    """A document whose operation asks for one of the alternatives."""
    token = {"tokenUrl": "https://a.example/token", "scopes": {}} | flow
    schemes = {
        "bearer": {"type": "http", "scheme": "bearer"},
        "Bearer": {"type": "http", "scheme": "Bearer"},
        "basic": {"type": "http", "scheme": "basic"},
        "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
        "KEY": {"type": "apiKey", "in": "header", "name": "x-key"},
        "other": {"type": "apiKey", "in": "header", "name": "X-Other"},
        "query": {"type": "apiKey", "in": "query", "name": "key"},
        "oauth": {"type": "oauth2", "flows": {"clientCredentials": token}},
    }
    return document(security=[*alternatives], components={"securitySchemes": schemes})


def access(flag: str, *, required: bool, **schema: Json) -> Json:
    """An object whose field `a` may be read-only or write-only."""
    member = TEXT | ({flag: True} if flag else {}) | schema
    return {"type": "object", "properties": {"a": member}} | (
        {"required": ["a"]} if required else {}
    )


def server(*urls: str, **variables: Json) -> Json:
    """A document with servers."""
    more = {"variables": variables} if variables else {}
    return document(servers=[{"url": url} | more for url in urls])


ASKED: Json = {"security": []}
NONE, INFO, WARNING, BREAKING = "none", "info", "warning", "breaking"

TABLE: dict[str, tuple[Json, Json, str]] = {
    # Text on the wire.
    **{
        f"{place} parameter: {name}": (parameter(before, place), parameter(after, place), level)
        for place in ("query", "path", "header", "cookie")
        for name, before, after, level in (
            ("integer to string", WHOLE, TEXT, INFO),
            ("boolean to string", {"type": "boolean"}, TEXT, INFO),
            ("string to integer", TEXT, WHOLE, BREAKING),
            ("integer to number", WHOLE, {"type": "number"}, INFO),
            ("number to integer", {"type": "number"}, WHOLE, BREAKING),
            ("integers listed as texts", {"enum": [1, 2]}, {"enum": ["1", "2"]}, NONE),
            ("value of a list gone", {"enum": ["a", "b"]}, {"enum": ["a"]}, BREAKING),
        )
    },
    "query: string to exploded list": (parameter(TEXT), parameter({"type": "array", "items": TEXT}), INFO),
    "query: exploded list to string": (parameter({"type": "array", "items": TEXT}), parameter(TEXT), BREAKING),
    "query: items integer to string": (
        parameter({"type": "array", "items": WHOLE}),
        parameter({"type": "array", "items": TEXT}),
        INFO,
    ),
    "query: list no longer exploded": (
        parameter({"type": "array", "items": TEXT}),
        parameter({"type": "array", "items": TEXT}, explode=False),
        BREAKING,
    ),
    "query: explode of a text": (parameter(TEXT), parameter(TEXT, explode=False), NONE),
    "query: text to JSON": (
        parameter(TEXT),
        document(parameters=[{"name": "q", "in": "query", "content": {JSON: {"schema": TEXT}}}]),
        BREAKING,
    ),
    "query: reserved characters": (parameter(TEXT, allowReserved=True), parameter(TEXT), WARNING),
    "parameter deprecated": (parameter(TEXT), parameter(TEXT, deprecated=True), WARNING),
    "parameter no longer deprecated": (parameter(TEXT, deprecated=True), parameter(TEXT), INFO),
    "parameter with a day": (parameter(TEXT), parameter(TEXT, **{"x-sunset": "2027-01-01"}), WARNING),
    "ignored header": (
        document(),
        document(parameters=[{"name": "Accept", "in": "header", "required": True, "schema": TEXT}]),
        NONE,
    ),
    "header in another case": (
        document(parameters=[{"name": "X-Trace", "in": "header", "schema": TEXT}]),
        document(parameters=[{"name": "x-trace", "in": "header", "schema": TEXT}]),
        NONE,
    ),
    "query name in another case": (
        document(parameters=[{"name": "Q", "in": "query", "schema": TEXT}]),
        document(parameters=[{"name": "q", "in": "query", "schema": TEXT}]),
        BREAKING,
    ),
    "form: integer to string": (field(WHOLE), field(TEXT), INFO),
    "form: string to integer": (field(TEXT), field(WHOLE), BREAKING),
    "urlencoded: boolean to string": (field({"type": "boolean"}, URLENCODED), field(TEXT, URLENCODED), INFO),
    "JSON: integer to string": (field(WHOLE, JSON), field(TEXT, JSON), BREAKING),
    "form: integer within an object": (
        field({"type": "object", "properties": {"n": WHOLE}}),
        field({"type": "object", "properties": {"n": TEXT}}),
        BREAKING,
    ),
    "form: file to list of files": (field(FILE), field({"type": "array", "items": FILE}), INFO),
    "form: list of files to file": (field({"type": "array", "items": FILE}), field(FILE), BREAKING),
    # Files, base64, text and URLs.
    **{
        f"{name} in {media_type}": (field(before, media_type), field(after, media_type), BREAKING)
        for media_type in (FORM, JSON)
        for name, before, after in (
            ("file to base64", FILE, BASE64),
            ("base64 to file", BASE64, FILE),
            ("file to text", FILE, TEXT),
            ("text to file", TEXT, FILE),
            ("file to URL", FILE, LINK),
            ("file or URL to file", {"oneOf": [FILE, LINK]}, FILE),
            ("file or URL to URL", {"anyOf": [FILE, LINK]}, LINK),
            ("base64 to base16", ENCODED, {"type": "string", "contentEncoding": "base16"}),
        )
    },
    "file to file or URL": (field(FILE), field({"anyOf": [FILE, LINK]}), INFO),
    "base64 to text": (field(BASE64, JSON), field(TEXT, JSON), INFO),
    "text to base64": (field(TEXT, JSON), field(BASE64, JSON), BREAKING),
    "byte to date-time": (field(BASE64, JSON), field(TEXT | {"format": "date-time"}, JSON), BREAKING),
    "byte to contentEncoding": (field(BASE64, JSON), field(ENCODED, JSON), NONE),
    "binary to octet-stream": (
        field(FILE),
        field({"type": "string", "contentMediaType": "application/octet-stream"}),
        NONE,
    ),
    "PNG to WebP": (
        field(ENCODED | {"contentMediaType": "image/png"}, JSON),
        field(ENCODED | {"contentMediaType": "image/webp"}, JSON),
        BREAKING,
    ),
    "PNG to any image": (
        field(ENCODED | {"contentMediaType": "image/png"}, JSON),
        field(ENCODED | {"contentMediaType": "image/*"}, JSON),
        INFO,
    ),
    "response: base64 to file": (response(BASE64), response(FILE), BREAKING),
    "response: base64 to text": (response(BASE64), response(TEXT), WARNING),
    "encoding: default said": (field(FILE), field(FILE, contentType="application/octet-stream"), NONE),
    "encoding: one more type": (
        field(FILE, contentType="image/png"),
        field(FILE, contentType="image/png, image/jpeg"),
        INFO,
    ),
    "encoding: one type less": (
        field(FILE, contentType="image/png, image/jpeg"),
        field(FILE, contentType="image/png"),
        BREAKING,
    ),
    "encoding: any image to PNG": (
        field(FILE, contentType="image/*"),
        field(FILE, contentType="image/png"),
        BREAKING,
    ),
    "encoding: text to JSON": (field(TEXT), field(TEXT, contentType=JSON), BREAKING),
    # Media types and statuses.
    **{
        f"body: {before} to {after}": (body(TEXT, before), body(TEXT, after), level)
        for before, after, level in (
            (JSON, "*/*", INFO),
            (JSON, "application/*", INFO),
            ("image/png", "image/*", INFO),
            ("image/*", "image/png", BREAKING),
            (JSON, "application/xml", BREAKING),
            ("Application/JSON", JSON, NONE),
            (JSON, "application/json; charset=utf-8", NONE),
            (f"{JSON};version=1", f"{JSON};version=2", BREAKING),
        )
    },
    **{
        f"response: {before} to {after}": (
            response(TEXT, media_type=before),
            response(TEXT, media_type=after),
            level,
        )
        for before, after, level in (
            ("image/png", "image/webp", BREAKING),
            ("image/*", "image/png", NONE),
            ("image/png", "image/*", INFO),
            (JSON, "text/plain", BREAKING),
            (f"{JSON};version=1", f"{JSON};version=2", BREAKING),
        )
    },
    "response without a body now": (response(TEXT), response(), BREAKING),
    "response with a body now": (response(), response(TEXT), INFO),
    "one of two types gone": (
        document(responses={"200": {"content": {JSON: {"schema": TEXT}, "text/csv": {"schema": TEXT}}}}),
        response(TEXT),
        WARNING,
    ),
    **{
        f"status {before} to {after}": (response(TEXT, before), response(TEXT, after), level)
        for before, after, level in (
            ("200", "2XX", INFO),
            ("2XX", "200", INFO),
            ("2xx", "2XX", NONE),
            ("200", "202", BREAKING),
            ("default", "200", INFO),
        )
    },
    "default alone is the success": (response(TEXT, "default"), response(WHOLE, "default"), BREAKING),
    "default beside a success is an error": (
        document(responses={"200": {}, "default": {"content": {JSON: {"schema": TEXT}}}}),
        document(responses={"200": {}, "default": {"content": {JSON: {"schema": WHOLE}}}}),
        WARNING,
    ),
    "range of errors": (
        document(responses={"200": {}, "404": {"content": {JSON: {"schema": TEXT}}}}),
        document(responses={"200": {}, "4XX": {"content": {JSON: {"schema": TEXT}}}}),
        INFO,
    ),
    **{
        f"response header: {name}": (
            response(headers={"X-A": before}),
            response(headers={"x-a": after}) if after else response(),
            level,
        )
        for name, before, after, level in (
            ("in another case", {"schema": TEXT}, {"schema": TEXT}, NONE),
            ("may be missing", {"required": True, "schema": TEXT}, {"schema": TEXT}, WARNING),
            ("always there", {"schema": TEXT}, {"required": True, "schema": TEXT}, NONE),
            ("of another type", {"schema": TEXT}, {"schema": WHOLE}, WARNING),
            ("gone", {"schema": TEXT}, None, WARNING),
        )
    },
    # Direction.
    "request: read-only is required": (
        body(access("readOnly", required=False)),
        body(access("readOnly", required=True)),
        NONE,
    ),
    "request: read-only is narrower": (
        body(access("readOnly", required=False)),
        body(access("readOnly", required=False, maxLength=3)),
        NONE,
    ),
    "request: becomes read-only": (
        body(access("", required=True)),
        body(access("readOnly", required=True)),
        WARNING,
    ),
    "request: write-only is required": (
        body(access("writeOnly", required=False)),
        body(access("writeOnly", required=True)),
        BREAKING,
    ),
    "response: write-only may be missing": (
        response(access("writeOnly", required=True)),
        response(access("writeOnly", required=False)),
        NONE,
    ),
    "response: write-only is gone": (
        response(access("writeOnly", required=True)),
        response({"type": "object"}),
        NONE,
    ),
    "response: becomes write-only": (
        response(access("", required=True)),
        response(access("writeOnly", required=True)),
        WARNING,
    ),
    "response: read-only may be missing": (
        response(access("readOnly", required=True)),
        response(access("readOnly", required=False)),
        BREAKING,
    ),
    "response: read-only may be anything": (
        response({"properties": {"id": {"type": "object", "readOnly": True}}}),
        response({"properties": {"id": {"readOnly": True}}}),
        BREAKING,
    ),
    # Security.
    "security: none asked now": (secured({"bearer": []}), secured(), INFO),
    "security: optional now": (secured({"bearer": []}), secured({"bearer": []}, {}), INFO),
    "security: asked now": (secured(), secured({"bearer": []}), BREAKING),
    "security: another scheme": (secured({"bearer": []}), secured({"basic": []}), BREAKING),
    "security: scheme in another case": (secured({"bearer": []}), secured({"Bearer": []}), NONE),
    "security: header in another case": (secured({"key": []}), secured({"KEY": []}), NONE),
    "security: another header": (secured({"key": []}), secured({"other": []}), BREAKING),
    "security: header to query": (secured({"key": []}), secured({"query": []}), BREAKING),
    "security: one of two left": (secured({"bearer": []}, {"key": []}), secured({"bearer": []}), WARNING),
    "security: one more way": (secured({"bearer": []}), secured({"bearer": []}, {"key": []}), INFO),
    "security: half of a pair": (secured({"bearer": [], "key": []}), secured({"bearer": []}), INFO),
    "security: a pair now": (secured({"bearer": []}), secured({"bearer": [], "key": []}), BREAKING),
    "security: scope dropped": (secured({"oauth": ["r", "w"]}), secured({"oauth": ["r"]}), INFO),
    "security: scope added": (secured({"oauth": ["r"]}), secured({"oauth": ["r", "w"]}), BREAKING),
    "security: tokens elsewhere": (
        secured({"oauth": []}),
        secured({"oauth": []}, tokenUrl="https://b.example/token"),
        WARNING,
    ),
    # Servers, lifecycle, names.
    "server added": (server("https://a.example"), server("https://a.example", "https://b.example"), INFO),
    "server added in front": (server("https://a.example"), server("https://b.example", "https://a.example"), INFO),
    "server gone": (server("https://a.example"), server("https://b.example"), WARNING),
    "server written otherwise": (server("https://A.example:443/v1/"), server("https://a.example/v1"), NONE),
    "server with another default": (
        server("https://{r}.example", r={"default": "eu", "enum": ["eu", "us"]}),
        server("https://{r}.example", r={"default": "us", "enum": ["eu", "us"]}),
        WARNING,
    ),
    "server with one choice less": (
        server("https://{r}.example", r={"default": "eu", "enum": ["eu", "us"]}),
        server("https://{r}.example", r={"default": "eu", "enum": ["eu"]}),
        INFO,
    ),
    "operation deprecated": (document(), document(deprecated=True), WARNING),
    "operation with a day": (
        document(deprecated=True),
        document(deprecated=True, **{"x-sunset": "2027-01-01"}),
        WARNING,
    ),
    "operation with an earlier day": (
        document(**{"x-sunset": "2027-01-01"}),
        document(**{"x-sunset": "2026-12-01"}),
        WARNING,
    ),
    "operation with a later day": (
        document(**{"x-sunset": "2026-12-01"}),
        document(**{"x-sunset": "2027-01-01"}),
        INFO,
    ),
    "operation without its day": (document(**{"x-sunset": "2026-12-01"}), document(), INFO),
    "operation called legacy in its text": (
        document(description="Edits."),
        document(description="Edits. Legacy: use another."),
        WARNING,
    ),
    "field called deprecated in its text": (
        body({"type": "string", "description": "A text."}),
        body({"type": "string", "description": "A text. Deprecated."}),
        WARNING,
    ),
    "limit without a unit in the text": (
        body({"type": "string", "description": "Up to 16."}),
        body({"type": "string", "description": "Up to 4."}),
        INFO,
    ),
    "other words": (
        body({"type": "string", "description": "Up to 16 of them."}),
        body({"type": "string", "description": "At most 16 of these."}),
        NONE,
    ),
    "integers of fewer bits": (
        body({"type": "integer", "format": "int64"}),
        body({"type": "integer", "format": "int32"}),
        BREAKING,
    ),
    "integers of more bits": (
        body({"type": "integer", "format": "int32"}),
        body({"type": "integer", "format": "int64"}),
        INFO,
    ),
    "format that only informs": (body(TEXT), body({"type": "string", "format": "password"}), NONE),
    "default of null": (body(TEXT), body({"type": "string", "default": None}), NONE),
    "default of 1 for true": (body({"default": True}), body({"default": 1}), WARNING),
    "fields no longer described": (
        body({"type": "object", "properties": {"a": TEXT}}),
        body({"type": "object"}),
        INFO,
    ),
    "items no longer described": (
        body({"type": "array", "items": {"type": "object", "properties": {"a": TEXT}}}),
        body({"type": "array"}),
        INFO,
    ),
}  # fmt: skip


def worst(findings: list[Finding]) -> str:
    """The gravest level of some findings."""
    return min((finding.level for finding in findings), key=LEVELS.index, default="none")


@pytest.mark.parametrize("name", TABLE)
def test_a_change_has_the_level_that_a_caller_would_give_it(name: str) -> None:
    before, after, level = TABLE[name]
    found = changes(*(views(copy.deepcopy(side)) for side in (before, after)))
    assert worst(found) == level, found


@pytest.mark.parametrize("name", TABLE)
def test_a_document_does_not_differ_from_itself(name: str) -> None:
    for side in TABLE[name][:2]:
        assert changes(*(views(copy.deepcopy(side)) for _ in range(2))) == []
