"""Each operation has a hash that changes when the operation, or what it reaches, does."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pyvenice.contract import yaml12
from pyvenice.contract.document import read_document
from pyvenice.contract.errors import DocumentError
from pyvenice.contract.methods import METHODS
from pyvenice.contract.operation_hashes import OperationHashes
from pyvenice.contract.published import Published
from tests.contract.published import minimal, minimal_text, real, real_documents


def hashes(raw: bytes) -> dict[str, str]:
    return dict(OperationHashes(Published(raw, name="live")))


def changed(old: bytes, new: bytes) -> set[str]:
    before, after = hashes(old), hashes(new)
    return {name for name in before | after if before.get(name) != after.get(name)}


@pytest.fixture(params=["block style", "flow style", "json"])
def text(request: pytest.FixtureRequest) -> str:
    document = minimal()
    if request.param == "json":
        return json.dumps(document)
    return (
        yaml12.dumps(document)
        if request.param == "block style"
        else "# flow\n" + json.dumps(document)
    )


@pytest.mark.parametrize("path", real_documents())
def test_every_operation_of_a_real_document_has_one(path: Path) -> None:
    raw = path.read_bytes()
    document = read_document(raw, name=path.name)
    names = {
        f"{method.upper()} {path}"
        for path, item in document["paths"].items()
        for method in METHODS
        if method in item
    }
    assert hashes(raw).keys() == names


@pytest.mark.parametrize(
    ("pair", "count"),
    [
        ("venice/pairs/ratio-swapped", 1),
        ("venice/pairs/prose-limit", 1),
        ("venice/pairs/upscale-reworked", 1),
        ("venice/pairs/enum-reordered", 4),
        ("openai/pairs/mask-optional", 7),
    ],
)
def test_between_real_versions_few_change(pair: str, count: int) -> None:
    old, new = real(f"{pair}.before.yaml"), real(f"{pair}.after.yaml")
    assert len(changed(old, new)) == count


def test_equal_documents_have_equal_hashes(text: str) -> None:
    assert changed(text.encode(), text.encode()) == set()
    assert hashes(text.encode()).keys() == {"POST /edit", "GET /other"}


@pytest.mark.parametrize(
    ("old", "new", "names"),
    [
        ("A picture", "Two pictures", {"POST /edit"}),
        ("Published", "Printed", set()),
        ("child", "kid", {"POST /edit"}),
        ("string", "integer", set()),
        ("/other", "/another", {"GET /other", "GET /another"}),
    ],
)
def test_a_change_counts_where_it_is_reached(
    text: str, old: str, new: str, names: set[str]
) -> None:
    assert old in text
    assert changed(text.encode(), text.replace(old, new).encode()) == names


def test_what_a_path_says_for_all_methods_counts_for_each() -> None:
    get: Any = {"responses": {"200": {}}}
    paths = [{"/a": {"get": get, "put": get, "parameters": [{"name": name}]}} for name in "xy"]
    old, new = (minimal_text(paths=one) for one in paths)
    assert changed(old, new) == {"GET /a", "PUT /a"}


def test_a_change_counts_however_far_it_is_reached() -> None:
    chain = {
        name: {"$ref": f"#/components/schemas/{to}"} for name, to in zip("ABC", "BCD", strict=True)
    }
    get = {"responses": {"200": {"$ref": "#/components/schemas/A"}}}
    old, new = (
        minimal_text(
            paths={"/a": {"get": get}}, components={"schemas": chain | {"D": {"type": kind}}}
        )
        for kind in ("string", "integer")
    )
    assert changed(old, new) == {"GET /a"}


def test_components_of_a_kind_that_has_none_change_nothing() -> None:
    assert changed(minimal_text(), minimal_text() + b"  examples: {}\n") == set()


def test_definitions_of_version_2_count() -> None:
    texts = [
        {
            "swagger": "2.0",
            "paths": {"/a": {"get": {"schema": {"$ref": "#/definitions/A"}}}, "/b": {"get": {}}},
            "definitions": {"A": {"type": kind}},
        }
        for kind in ("string", "integer")
    ]
    old, new = (json.dumps(one).encode() for one in texts)
    assert changed(old, new) == {"GET /a"}


def test_a_document_that_cannot_be_read_has_none() -> None:
    with pytest.raises(DocumentError, match="live: this is HTML"):
        hashes(b"<html>")
