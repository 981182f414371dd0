"""OpenAPI 2.0 documents are compared like 3.0 ones."""

from __future__ import annotations

import copy
from typing import Any

from openapi_spec_validator import validate

from pyvenice.contract.diff.operation_diff import changes
from pyvenice.contract.document.swagger2 import to_openapi3
from pyvenice.contract.operation.operation_view import views
from pyvenice.contract.slicing.slice import slice_document

OLD: dict[str, Any] = {
    "swagger": "2.0",
    "info": {"title": "t", "version": "1"},
    "host": "api.example.com",
    "basePath": "/v1",
    "schemes": ["https"],
    "consumes": ["application/json"],
    "produces": ["application/json"],
    "securityDefinitions": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}},
    "security": [{"key": []}],
    "parameters": {"Trace": {"name": "trace", "in": "query", "type": "string"}},
    "responses": {"Bad": {"description": "", "schema": {"$ref": "#/definitions/Error"}}},
    "definitions": {
        "Error": {"type": "object", "properties": {"error": {"type": "string"}}},
        "Edit": {"type": "object", "properties": {"n": {"type": "integer", "maximum": 10}}},
    },
    "paths": {
        "/edit": {
            "parameters": [{"$ref": "#/parameters/Trace"}],
            "post": {
                "parameters": [{"in": "body", "name": "body", "required": True, "schema": {"$ref": "#/definitions/Edit"}}],
                "responses": {"200": {"description": "", "schema": {"type": "file"}}, "400": {"$ref": "#/responses/Bad"}},
            },
        },
        "/upload": {
            "post": {
                "consumes": ["multipart/form-data"],
                "parameters": [
                    {"in": "formData", "name": "image", "type": "file", "required": True},
                    {"in": "formData", "name": "tags", "type": "array", "items": {"type": "string"}, "collectionFormat": "multi"},
                ],
                "responses": {"200": {"description": "", "headers": {"X-Left": {"type": "integer"}}}},
            }
        },
    },
}  # fmt: skip
ALL = [("post", "/edit"), ("post", "/upload")]


def found(change: Any) -> list[tuple[str, str]]:
    new = copy.deepcopy(OLD)
    change(new)
    sides = [views(slice_document(to_openapi3(one), ALL)) for one in (OLD, new)]
    return [(one.rule, one.level) for one in changes(*sides)]


def test_the_shape_is_that_of_a_valid_3_0_document() -> None:
    validate(to_openapi3(copy.deepcopy(OLD)))


def test_a_document_of_version_3_stays_itself() -> None:
    document = {"openapi": "3.1.0", "paths": {}}
    assert to_openapi3(document) is document


def test_bodies_forms_answers_and_headers_are_compared() -> None:
    assert found(lambda _: None) == []
    assert found(lambda new: new["definitions"]["Edit"]["properties"]["n"].update(maximum=5)) == [
        ("request-maximum-narrowed", "breaking")
    ]
    upload = ["paths", "/upload", "post"]

    def at(new: dict[str, Any]) -> Any:
        for key in upload:
            new = new[key]
        return new

    assert found(lambda new: at(new)["parameters"].pop()) == [
        ("request-property-removed", "breaking")
    ]
    assert found(lambda new: at(new)["parameters"][1].update(required=True)) == [
        ("request-property-became-required", "breaking")
    ]
    assert found(lambda new: at(new)["responses"]["200"].pop("headers")) == [
        ("response-header-removed", "warning")
    ]
    assert found(lambda new: new.update(basePath="/v2")) == [("servers-changed", "warning")] * 2
    assert found(lambda new: new["parameters"]["Trace"].update(required=True)) == [
        ("request-parameter-became-required", "breaking")
    ]


def test_separators_of_lists_and_addresses_of_tokens_are_compared() -> None:
    def with_lists(separators: str, token: str, flow: str = "accessCode") -> dict[str, Any]:
        new = copy.deepcopy(OLD)
        upload = new["paths"]["/upload"]["post"]
        texts = {"type": "array", "items": {"type": "string"}, "collectionFormat": separators}
        upload["parameters"][1] |= texts
        upload["responses"]["200"]["headers"]["X-Left"] = texts
        upload["security"] = [{"oauth": ["write"]}]
        new["securityDefinitions"]["oauth"] = {
            "type": "oauth2",
            "flow": flow,
            "authorizationUrl": "https://api.example.com/login",
            "tokenUrl": token,
            "scopes": {"write": ""},
        }
        return to_openapi3(new)

    old, new = (
        with_lists("pipes", "https://api.example.com/token"),
        with_lists("ssv", "https://api.example.com/newer"),
    )
    every = changes(*(views(slice_document(side, ALL)) for side in (old, new)))
    assert sorted((finding.rule, finding.level) for finding in every) == [
        ("request-encoding-changed", "breaking"),
        ("response-header-style-changed", "warning"),
        ("security-url-changed", "warning"),
    ]
    flows = new["components"]["securitySchemes"]["oauth"]["flows"]
    assert [*flows] == ["authorizationCode"]


def test_the_schema_of_a_response_is_kept_whole() -> None:
    schema = {"type": "object", "required": ["a"], "properties": {"a": {"type": "string"}}}
    responses = {"200": {"description": "", "schema": schema}}
    old = {"swagger": "2.0", "paths": {"/edit": {"post": {"responses": responses}}}}
    made = to_openapi3(old)["paths"]["/edit"]["post"]["responses"]["200"]
    assert made["content"]["application/json"]["schema"] == schema
