"""A slice holds the operations in use, all they reference, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from pyvenice.contract.errors import DocumentError
from pyvenice.contract.slicing import resolve, slice_document


def document() -> dict[str, Any]:
    return {
        "openapi": "3.0.0",
        "info": {"title": "t", "version": "1"},
        "servers": [{"url": "https://example.com"}],
        "security": [{"key": []}],
        "paths": {
            "/edit": {
                "parameters": [{"$ref": "#/components/parameters/Trace"}],
                "post": {
                    "requestBody": {
                        "content": {"a/b": {"schema": {"$ref": "#/components/schemas/Edit"}}}
                    },
                    "responses": {"200": {"$ref": "#/components/responses/Ok"}},
                },
                "get": {"responses": {"200": {"description": "not wanted"}}},
            },
            "/other": {"post": {"security": [{"basic": []}], "responses": {"200": {}}}},
        },
        "components": {
            "schemas": {
                "Edit": {"properties": {"tree": {"$ref": "#/components/schemas/Tree"}}},
                "Tree": {"properties": {"child": {"$ref": "#/components/schemas/Tree"}}},
                "A/b": {"type": "string"},
                "Unused": {"$ref": "#/components/schemas/Tree"},
            },
            "parameters": {"Trace": {"name": "trace", "in": "query", "schema": {"type": "string"}}},
            "responses": {
                "Ok": {
                    "description": "",
                    "content": {
                        "a/b": {
                            "schema": {
                                "oneOf": [{"$ref": "#/components/schemas/A~1b"}],
                                "discriminator": {"propertyName": "k", "mapping": {"edit": "Edit"}},
                            }
                        }
                    },
                }
            },
            "securitySchemes": {"key": {"type": "http"}, "basic": {"type": "http"}},
        },
    }


def test_it_keeps_what_the_operation_reaches() -> None:
    sliced = slice_document(document(), [("post", "/edit")])
    assert list(sliced["paths"]) == ["/edit"]
    assert set(sliced["paths"]["/edit"]) == {"parameters", "post"}
    assert {kind: set(found) for kind, found in sliced["components"].items()} == {
        "schemas": {"Edit", "Tree", "A/b"},
        "parameters": {"Trace"},
        "responses": {"Ok"},
        "securitySchemes": {"key"},
    }


def test_an_operation_with_security_of_its_own_brings_its_scheme() -> None:
    sliced = slice_document(document(), [("post", "/other")])
    assert set(sliced["components"]["securitySchemes"]) == {"key", "basic"}


def test_a_missing_operation_is_named_with_the_nearest_path() -> None:
    with pytest.raises(DocumentError, match=r"no operation POST /edits; the nearest path is /edit"):
        slice_document(document(), [("post", "/edits")])


@pytest.mark.parametrize(
    ("reference", "message"),
    [
        ("#/components/schemas/Nothing", "leads nowhere"),
        ("other.yaml#/Edit", "leads out of the document"),
        ("https://example.com/spec.yaml", "leads out of the document"),
    ],
)
def test_a_reference_that_cannot_be_followed_is_named(reference: str, message: str) -> None:
    broken = document()
    broken["components"]["schemas"]["Edit"]["properties"]["tree"]["$ref"] = reference
    with pytest.raises(DocumentError, match=message) as caught:
        slice_document(broken, [("post", "/edit")])
    assert reference in str(caught.value)


def test_escaped_pointers_are_resolved() -> None:
    assert resolve(document(), "#/components/schemas/A~1b") == {"type": "string"}
