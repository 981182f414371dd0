"""Listings of models with a schema each are one operation a model, compared like any other document."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyvenice.contract.diff.check import diff
from pyvenice.contract.diff.findings import Finding
from pyvenice.contract.fetching.fetch import Fetched
from pyvenice.contract.sources.foreign import openapi_bytes
from pyvenice.contract.sources.number_range import range_pattern

Tree = dict[str, Any]

EDIT: Tree = {
    "model_id": "acme/paint/edit",
    "name": "Paint",
    "description": "A sentence of theirs.",
    "base_price": 0.02,
    "api_schema": {
        "api_schemas": [
            {"type": "model_info", "request_schema": {"type": "object", "properties": {}}},
            {
                "type": "model_run",
                "method": "POST",
                "server": "https://api.acme.example",
                "api_path": "/api/v3/acme/paint/edit",
                "request_schema": {
                    "type": "object",
                    "properties": {
                        "seed": {"type": "integer", "minimum": -1, "default": -1, "step": 1},
                        "prompt": {"type": "string", "x-placeholder": "what to paint"},
                        "size": {"type": "string", "minimum": 256, "maximum": 1536},
                        "images": {"type": "array", "items": {"type": "string"}, "maxItems": 3},
                    },
                    "required": ["prompt", "images"],
                    "x-order-properties": ["prompt", "images"],
                },
            },
        ]
    },
}
PLAIN: Tree = {"id": "acme/zoom", "input_schema": {"properties": {"image": {"type": "string"}}}}


def listing(*rows: Tree) -> Tree:
    return {"code": 200, "message": "success", "data": [copy.deepcopy(row) for row in rows]}


def converted(tree: Tree) -> Tree:
    document: Tree = json.loads(openapi_bytes(json.dumps(tree).encode(), name="listing"))
    return document


def body(document: Tree, path: str) -> Tree:
    content = document["paths"][path]["post"]["requestBody"]["content"]
    schema: Tree = content["application/json"]["schema"]
    return schema


def test_each_model_is_an_operation_with_the_schema_that_runs_it() -> None:
    document = converted(listing(EDIT, PLAIN))
    assert document["servers"] == [{"url": "https://api.acme.example/api/v3"}]
    assert list(document["paths"]) == ["/acme/paint/edit", "/acme/zoom"]
    schema = body(document, "/acme/paint/edit")
    assert list(schema["properties"]) == ["prompt", "images", "seed", "size"]
    assert schema["required"] == ["prompt", "images"]
    assert schema["properties"]["seed"] == {"type": "integer", "minimum": -1, "default": -1}


def test_a_model_at_another_server_moves_no_other() -> None:
    other = copy.deepcopy(EDIT) | {"model_id": "acme/far"}
    other["api_schema"]["api_schemas"][1] |= {
        "server": "https://far.example",
        "api_path": "/api/v3/acme/far",
    }
    third = json.loads(json.dumps(EDIT).replace("acme/paint/edit", "acme/third"))
    document = converted(listing(other, EDIT, third))
    assert document["servers"] == [{"url": "https://api.acme.example/api/v3"}]
    own = {path: item.get("servers") for path, item in document["paths"].items()}
    far = [{"url": "https://far.example/api/v3"}]
    assert own == {"/acme/far": far, "/acme/paint/edit": None, "/acme/third": None}


@pytest.mark.parametrize("key", ["data", "models", "items", "results"])
def test_a_listing_is_known_whatever_its_list_is_called(key: str) -> None:
    assert list(converted({key: [PLAIN]})["paths"]) == ["/acme/zoom"]


def test_a_row_without_a_schema_is_no_operation() -> None:
    assert list(converted(listing({"id": "acme/other"}, PLAIN))["paths"]) == ["/acme/zoom"]


def test_a_listing_of_ids_alone_stays_what_it_was() -> None:
    assert "/models/{model}" in converted({"models": [{"name": "a"}, {"name": "b"}]})["paths"]


def test_a_property_may_say_of_itself_that_it_is_required() -> None:
    row = copy.deepcopy(PLAIN)
    row["input_schema"]["properties"]["image"]["required"] = True
    schema = body(converted(listing(row)), "/acme/zoom")
    assert schema["required"] == ["image"]
    assert schema["properties"]["image"] == {"type": "string"}


def test_rows_that_hold_whole_documents_become_one_document() -> None:
    def row(name: str) -> Tree:
        content = {"application/json": {"schema": {"$ref": "#/components/schemas/Input"}}}
        own = {"type": "object", "properties": {name: {"type": "string"}}}
        run = {"post": {"requestBody": {"content": content}, "responses": {"200": {}}}}
        document = {
            "openapi": "3.0.4",
            "paths": {f"/acme/{name}": run, "/status": {"get": {"responses": {"200": {}}}}},
            "components": {"schemas": {"Input": own}},
        }
        return {"endpoint_id": f"acme/{name}", "openapi": document}

    document = converted({"models": [row("ink"), row("oil")]})
    assert set(document["paths"]) == {"/acme/ink", "/acme/oil", "/status", "/acme/oil/status"}
    assert body(document, "/acme/oil")["$ref"] == "#/components/schemas/acme_oil_Input"
    schemas = document["components"]["schemas"]
    assert list(schemas["acme_ink_Input"]["properties"]) == ["ink"]


def properties(tree: Tree) -> Tree:
    found: Tree = tree["data"][0]["api_schema"]["api_schemas"][1]["request_schema"]["properties"]
    return found


def findings(change: Callable[[Tree], object]) -> list[Finding]:
    before, after = listing(EDIT, PLAIN), listing(EDIT, PLAIN)
    change(after)
    sides = (Fetched(json.dumps(tree).encode(), "listing") for tree in (before, after))
    return list(diff(*sides).findings)


@pytest.mark.parametrize(
    ("change", "rule", "level"),
    [
        (lambda tree: properties(tree).pop("size"), "request-property-removed", "breaking"),
        (
            lambda tree: properties(tree)["size"].update(maximum=1024),
            "request-pattern-narrowed",
            "breaking",
        ),
        (
            lambda tree: properties(tree)["images"].update(maxItems=2),
            "request-max-items-narrowed",
            "breaking",
        ),
        (
            lambda tree: properties(tree).update(mask={"type": "string"}),
            "request-property-added",
            "info",
        ),
        (lambda tree: tree["data"].pop(1), "operation-removed", "breaking"),
        (lambda tree: properties(tree)["seed"].update(default=0), "request-default-changed", None),
    ],
)
def test_a_model_whose_schema_changed_is_a_finding(
    change: Callable[[Tree], object], rule: str, level: str | None
) -> None:
    (finding,) = findings(change)
    assert finding.rule == rule
    assert level is None or finding.level == level


@pytest.mark.parametrize(
    "change",
    [
        lambda tree: tree["data"][0].update(description="Other words.", sort_order=3),
        lambda tree: properties(tree)["prompt"].update({"x-placeholder": "?", "hidden": False}),
        lambda tree: tree["data"].reverse(),
    ],
)
def test_words_forms_and_order_are_no_findings(change: Callable[[Tree], object]) -> None:
    assert findings(change) == []


@given(
    st.tuples(st.integers(0, 20_000), st.integers(0, 20_000)).map(sorted), st.integers(0, 30_000)
)
def test_a_range_pattern_matches_the_numbers_of_the_range_and_no_others(
    bounds: list[int], number: int
) -> None:
    low, high = bounds
    pattern = re.compile(range_pattern(low, high))
    for tried in (number, low - 1, low, high, high + 1):
        assert bool(pattern.fullmatch(str(tried))) == (low <= tried <= high)


def test_a_range_without_numbers_is_refused() -> None:
    with pytest.raises(ValueError, match="no number from 5 to 4"):
        range_pattern(5, 4)
