"""A slice holds the operations in use, all they reference, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from pyvenice.contract.document.pointer import resolve
from pyvenice.contract.document.references import component_of
from pyvenice.contract.errors import DocumentError
from pyvenice.contract.slicing.slice import slice_document


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


def test_a_method_in_upper_case_is_kept_in_lower_case() -> None:
    tree = document()
    tree["paths"]["/edit"]["POST"] = tree["paths"]["/edit"].pop("post")
    expected = slice_document(document(), [("post", "/edit")])
    assert slice_document(tree, [("post", "/edit")]) == expected


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


INLINE = "#/paths/~1other/post/requestBody/content/a~1b/schema"


def quoting(schema: Any) -> dict[str, Any]:
    """The document with an edit whose body quotes the schema of another operation's body."""
    made = document()
    body = {"content": {"a/b": {"schema": schema}}}
    made["paths"]["/other"]["post"]["requestBody"] = body
    made["components"]["schemas"]["Edit"]["properties"]["tree"] = {"$ref": INLINE}
    return made


def test_what_is_quoted_from_another_operation_becomes_a_component() -> None:
    sliced = slice_document(quoting({"type": "string"}), [("post", "/edit")])
    reference = sliced["components"]["schemas"]["Edit"]["properties"]["tree"]["$ref"]
    assert reference.startswith("#/components/schemas/paths-other-post-requestBody-content-a-b-")
    assert resolve(sliced, reference) == {"type": "string"}
    assert list(sliced["paths"]) == ["/edit"]


def test_what_is_quoted_may_quote_itself() -> None:
    schema = {
        "properties": {"child": {"$ref": INLINE}, "leaf": {"$ref": "#/components/schemas/A~1b"}}
    }
    sliced = slice_document(quoting(schema), [("post", "/edit")])
    reference = sliced["components"]["schemas"]["Edit"]["properties"]["tree"]["$ref"]
    child = resolve(sliced, reference)["properties"]["child"]
    assert child == {"$ref": reference}
    assert sliced["components"]["schemas"]["A/b"] == {"type": "string"}


def test_the_document_that_is_sliced_stays_as_it_is() -> None:
    whole = quoting({"type": "string"})
    slice_document(whole, [("post", "/edit")])
    assert whole == quoting({"type": "string"})


@pytest.mark.parametrize(
    ("pointer", "kind"),
    [
        ("#/paths/~1other/post/responses/200", "responses"),
        ("#/paths/~1other/post/parameters/0", "parameters"),
        ("#/paths/~1other/post/requestBody", "requestBodies"),
        ("#/paths/~1other/post/responses/200/headers/X", "headers"),
        ("#/paths/~1other/post/requestBody/content/a~1b/schema/properties/headers", "schemas"),
        ("#/x-shapes/Size", "schemas"),
        ("#/components/responses/Ok", "responses"),
    ],
)
def test_a_quoted_part_joins_the_components_of_its_kind(pointer: str, kind: str) -> None:
    assert component_of(pointer)[0] == kind
