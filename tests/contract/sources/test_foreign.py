"""Documents of other formats are recognised, converted to OpenAPI and compared like any other."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pyvenice.contract.diff.check import diff
from pyvenice.contract.errors import DocumentError
from pyvenice.contract.fetching.fetch import Fetched, fetch
from pyvenice.contract.sources.foreign import openapi_bytes

FOREIGN = Path(__file__).parents[4] / "shared" / "foreign"
Change = Callable[[dict[str, Any]], object]

DISCOVERY: dict[str, Any] = {
    "discoveryVersion": "v1",
    "name": "pictures",
    "revision": "20260101",
    "rootUrl": "https://pictures.example/",
    "servicePath": "",
    "parameters": {"alt": {"type": "string", "location": "query", "enum": ["json", "media"]}},
    "resources": {
        "models": {
            "methods": {
                "edit": {
                    "id": "pictures.models.edit",
                    "path": "v1/{+model}:edit",
                    "flatPath": "v1/models/{modelsId}:edit",
                    "httpMethod": "POST",
                    "parameters": {
                        "model": {"type": "string", "location": "path", "required": True},
                        "size": {"type": "integer", "location": "query", "maximum": "9"},
                    },
                    "request": {"$ref": "EditRequest"},
                    "response": {"$ref": "EditResponse"},
                }
            }
        }
    },
    "schemas": {
        "EditRequest": {
            "type": "object",
            "properties": {
                "prompt": {"type": "string"},
                "config": {"$ref": "Config", "description": "How."},
            },
        },
        "Config": {
            "type": "object",
            "properties": {"ratio": {"type": "string", "enum": ["1:1", "4:5"]}},
        },
        "EditResponse": {"type": "object", "properties": {"count": {"type": "integer"}}},
    },
}
SERVICE: dict[str, Any] = {
    "version": "2.0",
    "metadata": {"apiVersion": "2026-01-01", "protocol": "rest-json", "serviceId": "Pictures"},
    "operations": {
        "Edit": {
            "name": "Edit",
            "http": {"method": "POST", "requestUri": "/models/{modelId}/edit", "responseCode": 200},
            "input": {"shape": "EditRequest"},
            "output": {"shape": "EditResponse"},
            "errors": [{"shape": "Refused"}],
        }
    },
    "shapes": {
        "EditRequest": {
            "type": "structure",
            "required": ["modelId", "prompt"],
            "members": {
                "modelId": {"shape": "Name", "location": "uri", "locationName": "modelId"},
                "trace": {"shape": "Name", "location": "header", "locationName": "X-Trace"},
                "prompt": {"shape": "Prompt", "documentation": "<p>What to do.</p>"},
                "ratio": {"shape": "Ratio"},
                "tags": {"shape": "Tags"},
            },
        },
        "EditResponse": {"type": "structure", "members": {"image": {"shape": "Image"}}},
        "Refused": {
            "type": "structure",
            "members": {"message": {"shape": "Name"}},
            "error": {"httpStatusCode": 400},
            "exception": True,
        },
        "Name": {"type": "string"},
        "Prompt": {"type": "string", "min": 1, "max": 100},
        "Ratio": {"type": "string", "enum": ["1:1", "4:5"]},
        "Tags": {"type": "list", "member": {"shape": "Name"}, "max": 3},
        "Image": {"type": "blob"},
    },
}
TASK: dict[str, Any] = {
    "$id": "/inference/schemas/image-edit/input.json",
    "$schema": "http://json-schema.org/draft-06/schema#",
    "title": "ImageEditInput",
    "type": "object",
    "properties": {
        "inputs": {"type": "string", "comment": "type=binary"},
        "parameters": {"$ref": "#/$defs/Parameters"},
    },
    "$defs": {"Parameters": {"type": "object", "properties": {"ratio": {"enum": ["1:1", "4:5"]}}}},
    "required": ["inputs"],
}


def found(document: dict[str, Any], *changes: Change) -> set[str]:
    """What differs between a document and its changed copy."""
    changed = copy.deepcopy(document)
    for change in changes:
        change(changed)
    sides = (
        Fetched(json.dumps(tree).encode(), name)
        for name, tree in (("old", document), ("new", changed))
    )
    report = diff(*sides)
    assert not report.unchecked, report.reason
    return {f"{finding.level} {finding.operation} {finding.message}" for finding in report.findings}


def test_an_unchanged_document_is_no_drift() -> None:
    assert [found(document) for document in (DISCOVERY, SERVICE, TASK)] == [set(), set(), set()]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            lambda tree: tree["schemas"]["Config"]["properties"]["ratio"]["enum"].remove("4:5"),
            'breaking POST /v1/models/{modelsId}:edit config.ratio no longer lists "4:5"',
        ),
        (
            lambda tree: tree["schemas"]["EditRequest"]["properties"].update(
                seed={"type": "integer", "format": "int32"}
            ),
            "info POST /v1/models/{modelsId}:edit seed is new",
        ),
        (
            lambda tree: tree["parameters"].update(key={"type": "string", "location": "query"}),
            "info POST /v1/models/{modelsId}:edit the query parameter key is new",
        ),
        (
            lambda tree: tree["resources"]["models"]["methods"].pop("edit"),
            "breaking POST /v1/models/{modelsId}:edit POST /v1/models/{modelsId}:edit no longer exists",
        ),
    ],
    ids=["value", "property", "parameter", "operation"],
)
def test_a_discovery_document_is_compared(change: Change, expected: str) -> None:
    tree = copy.deepcopy(DISCOVERY)
    tree["resources"]["models"]["methods"]["list"] = {
        "id": "pictures.models.list",
        "path": "v1/models",
        "httpMethod": "GET",
    }
    assert expected in found(tree, change)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            lambda tree: tree["shapes"]["Ratio"]["enum"].remove("4:5"),
            {'breaking POST /models/{modelId}/edit ratio no longer lists "4:5"'},
        ),
        (
            lambda tree: tree["shapes"]["EditRequest"]["required"].append("ratio"),
            {"breaking POST /models/{modelId}/edit ratio must be there now"},
        ),
        (
            lambda tree: tree["shapes"]["EditRequest"]["required"].append("trace"),
            {"breaking POST /models/{modelId}/edit x-trace must be sent now"},
        ),
        (
            lambda tree: tree["shapes"]["EditRequest"].update(required=["modelId"]),
            {
                "info POST /models/{modelId}/edit prompt may be missing now",
                "info POST /models/{modelId}/edit the body may be left out now",
            },
        ),
        (
            lambda tree: tree["shapes"]["Name"].update(documentation="<p>Other words.</p>"),
            set(),
        ),
    ],
    ids=["value", "required", "header", "optional", "words"],
)
def test_a_service_model_is_compared(change: Change, expected: set[str]) -> None:
    assert found(SERVICE, change) == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            lambda tree: tree["$defs"]["Parameters"]["properties"]["ratio"]["enum"].remove("4:5"),
            {'breaking POST /image-edit parameters.ratio no longer lists "4:5"'},
        ),
        (
            lambda tree: tree["required"].append("parameters"),
            {"breaking POST /image-edit parameters must be there now"},
        ),
        (lambda tree: tree["properties"]["inputs"].pop("comment"), set()),
    ],
    ids=["value", "required", "comment"],
)
def test_a_schema_of_a_task_is_compared(change: Change, expected: set[str]) -> None:
    assert found(TASK, change) == expected


@pytest.mark.parametrize(
    ("key", "name"), [("data", "id"), ("models", "name")], ids=["openai", "google"]
)
def test_a_listing_of_models_is_compared(key: str, name: str) -> None:
    listing = {"object": "list", key: [{name: "one", "created": 1}, {name: "two"}]}
    assert found(listing, lambda tree: tree[key].reverse()) == set()
    assert found(listing, lambda tree: tree[key].pop()) == {
        'breaking GET /models/{model} model no longer lists "two"'
    }
    assert found(listing, lambda tree: tree[key].append({name: "three"})) == {
        'info GET /models/{model} model newly lists "three"'
    }


def test_a_schema_of_an_output_is_a_response() -> None:
    output = TASK | {"$id": "/inference/schemas/image-edit/output.json"}
    changed = found(output, lambda tree: tree["properties"].update(seed={"type": "integer"}))
    assert changed == {"info POST /image-edit seed is new"}
    tree = json.loads(openapi_bytes(json.dumps(output).encode(), name="output"))
    assert "requestBody" not in tree["paths"]["/image-edit"]["post"]


@pytest.mark.parametrize(
    "document",
    [
        b"openapi: 3.1.0\n",
        b'{"openapi": "3.1.0", "$schema": "http://json-schema.org/draft-06/schema#"}',
        b'{"$schema": ',
        b'{"$schema": "http://json-schema.org/draft-06/schema#", "type": "string"}',
        b'["discoveryVersion"]',
        b"",
        b'{"object": "list", "data": []}',
        b'{"data": [{"id": "x"}]}',
        b'{"object": "list", "data": [{"url": "x"}]}',
        b'{"paths": {}, "models": [{"id": "x"}]}',
    ],
)
def test_other_documents_are_left_as_they_are(document: bytes) -> None:
    assert openapi_bytes(document, name="live") == document


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda tree: tree["shapes"].pop("EditRequest"), "'EditRequest' is missing"),
        (lambda tree: tree["metadata"].update(protocol="query"), "its protocol is query"),
        (lambda tree: tree.update(operations=[]), "cannot be converted to OpenAPI"),
    ],
)
def test_a_document_that_its_format_does_not_allow_is_said(change: Change, reason: str) -> None:
    tree = copy.deepcopy(SERVICE)
    change(tree)
    with pytest.raises(DocumentError, match=f"live: .*{reason}"):
        openapi_bytes(json.dumps(tree).encode(), name="live")


@pytest.mark.parametrize(
    ("pair", "expected"),
    [
        (
            "huggingface/pairs/binary-type",
            {"breaking parameters.negative_prompt: type array → string"},
        ),
        ("huggingface/pairs/prompt-added", {"info parameters.prompt is new"}),
        ("huggingface/pairs/prose-only", set()),
        (
            "bedrock/pairs/body-optional",
            {
                "info the body may be left out now",
                "info messages may be missing now",
                "info promptVariables is new",
            },
        ),
        (
            "bedrock/pairs/request-metadata",
            {"info the header parameter X-Amzn-Bedrock-Request-Metadata is new"},
        ),
    ],
)
def test_real_pairs_are_judged_as_a_careful_reader_does(pair: str, expected: set[str]) -> None:
    before, after = (FOREIGN / f"{pair}.{side}.json" for side in ("before", "after"))
    if not before.is_file():
        pytest.skip(f"{before} is not there")
    report = diff(fetch(str(before)), fetch(str(after)))
    assert not report.unchecked, report.reason
    assert {f"{finding.level} {finding.message}" for finding in report.findings} == expected


ROWS = [{"id": "one", "object": "model"}, {"id": "two", "object": "model"}]


@pytest.mark.parametrize(
    "listing",
    [
        ROWS,
        [{"model_name": "one"}, {"model_name": "two"}],
        {"models": ["one", {"slug": "two"}]},
        {"models": {"one": {}, "two": {"name": "Two"}}},
        {"data": ROWS},
        {"items": ROWS, "next": None},
        {"results": [{"name": "one", "pricing": {}}, {"name": "two", "pricing": {}}]},
        {"data": {"one": {"owned_by": "acme"}, "two": {"owned_by": "acme"}}},
        {"one": {"model_type": "image"}, "two": {"model_type": "image"}},
    ],
    ids=lambda listing: json.dumps(listing)[:40],
)
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf", b"\n  "], ids=["", "bom", "blank"])
def test_a_listing_of_any_shape_is_read(listing: Any, mark: bytes) -> None:
    tree = json.loads(openapi_bytes(mark + json.dumps(listing).encode(), name="live"))
    (parameter,) = tree["paths"]["/models/{model}"]["get"]["parameters"]
    assert parameter["schema"]["enum"] == ["one", "two"]


@pytest.mark.parametrize(
    "document", [[], [1], ["one"], [[]], {"items": [{"id": "x"}]}, {"one": {"type": "x"}}]
)
def test_lists_of_other_things_are_left_as_they_are(document: Any) -> None:
    raw = json.dumps(document).encode()
    assert openapi_bytes(raw, name="live") == raw
