"""What one document told about a schema holds for the next one only where all that it reaches is equal."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from pyvenice.contract.operation.operation_view import View, views
from pyvenice.contract.schema.definitions import SharedTrees
from tests.contract.published import minimal

NAME = {"type": "string"}
OBJECT = {"type": "object"}


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def holder(**fields: Any) -> dict[str, Any]:
    return OBJECT | {"properties": fields}


def view(schemas: dict[str, Any], trees: SharedTrees | None = None) -> View:
    tree = copy.deepcopy(minimal(components={"schemas": schemas}))
    body = {"schema": ref("Body")}
    tree["paths"]["/edit"]["post"]["requestBody"] = {"content": {"application/json": body}}
    return views(tree, trees=trees)["POST /edit"]


TAGGED = {
    "oneOf": [ref("Cat"), ref("Dog")],
    "discriminator": {"propertyName": "kind", "mapping": {"cat": "#/components/schemas/Cat"}},
}
RING = {"Body": holder(next=ref("Other")), "Other": holder(back=ref("Body"), name=ref("Name"))}
CASES = {
    "a field far below": ({"Body": holder(a=ref("A")), "A": holder(b=ref("B")), "B": NAME}, "B"),
    "a member of a ring": (RING | {"Name": NAME}, "Name"),
    "a field that holds a ring": ({"Body": holder(a=ref("A")), "A": holder(a=ref("A"))}, "Body"),
    "a shape of a union": (
        {"Body": TAGGED, "Cat": holder(kind=NAME), "Dog": holder(kind=NAME, a=NAME)},
        "Cat",
    ),
}


@pytest.mark.parametrize(("schemas", "name"), CASES.values(), ids=CASES)
def test_a_change_counts_however_far_it_is_reached(schemas: dict[str, Any], name: str) -> None:
    changed = schemas | {name: schemas[name] | {"minProperties": 1, "maxLength": 3}}
    trees = SharedTrees()
    for document in (schemas, changed, schemas, schemas | {"Unused": NAME}, changed):
        assert view(document, trees) == view(document)


def test_equal_schemas_are_one_object_in_both_documents() -> None:
    schemas = {"Body": holder(a=ref("A"), b=NAME), "A": holder(c=ref("C")), "C": holder(d=NAME)}
    trees = SharedTrees()
    before = view(schemas, trees)
    after = view(schemas | {"Body": holder(a=ref("A"), b={"type": "integer"})}, trees)
    sides = [side.bodies["application/json"]["properties"] for side in (before, after)]
    assert sides[0]["a"] is sides[1]["a"]
    assert sides[0]["b"] != sides[1]["b"]
