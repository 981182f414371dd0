"""Schemas are followed by every kind of name; where that cannot be done, only the place is left out."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pyvenice.contract.diff.check import diff
from pyvenice.contract.diff.findings import ProviderReport
from pyvenice.contract.fetching.fetch import fetch

Json = Any
Schemas = dict[str, Json]
Described = Callable[[int], tuple[Json, Schemas]]
"""A body and the components it uses, whose text may be so long."""

COMPONENTS = "#/components/schemas/"


def text(longest: int) -> Json:
    return {"type": "string", "maxLength": longest}


def shape(**properties: Json) -> Json:
    return {"type": "object", "properties": properties}


def document(body: Json, schemas: Schemas) -> Json:
    operation = {
        "parameters": [{"name": "q", "in": "query", "schema": {"type": "string"}}],
        "requestBody": {"content": {"application/json": {"schema": body}}},
        "responses": {"200": {"description": ""}},
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "", "version": "1"},
        "paths": {"/edit": {"post": operation}},
        "components": {"schemas": schemas},
    }


def compared(folder: Path, described: Described) -> ProviderReport:
    """The report about a text that became shorter."""
    sides = []
    for longest in (5, 3):
        path = folder / f"{longest}.json"
        path.write_text(json.dumps(document(*described(longest))), encoding="utf-8")
        sides.append(fetch(str(path)))
    return diff(*sides)


ID = "https://x.example/schemas/a"
FOLLOWED: dict[str, Described] = {
    "a recursive anchor of the body": lambda longest: (
        shape(b=text(longest), c={"type": "array", "items": {"$recursiveRef": "#"}})
        | {"$recursiveAnchor": True},
        {},
    ),
    "the body itself, without an anchor": lambda longest: (
        shape(b=text(longest), c={"type": "array", "items": {"$recursiveRef": "#"}}),
        {},
    ),
    "a dynamic anchor of the body": lambda longest: (
        shape(b=text(longest), c={"type": "array", "items": {"$dynamicRef": "#node"}})
        | {"$dynamicAnchor": "node"},
        {},
    ),
    "a dynamic anchor of a component": lambda longest: (
        {"$ref": f"{COMPONENTS}Tree"},
        {
            "Tree": shape(b=text(longest), c={"type": "array", "items": {"$dynamicRef": "#node"}})
            | {"$dynamicAnchor": "node"}
        },
    ),
    "a dynamic anchor that the caller sets": lambda longest: (
        {"$ref": f"{COMPONENTS}Texts"},
        {
            "Texts": {
                "$id": "texts",
                "$defs": {"T": {"$dynamicAnchor": "T"} | text(longest)},
                "$ref": "list",
            },
            "List": {
                "$id": "list",
                "type": "array",
                "items": {"$dynamicRef": "#T"},
                "$defs": {"T": {"$dynamicAnchor": "T", "not": {}}},
            },
        },
    ),
    "a dynamic reference to a plain anchor": lambda longest: (
        shape(b={"$dynamicRef": "#b"}) | {"$defs": {"B": {"$anchor": "b"} | text(longest)}},
        {},
    ),
    "a dynamic reference to a component": lambda longest: (
        shape(b={"$dynamicRef": f"{COMPONENTS}B"}),
        {"B": text(longest)},
    ),
    "an anchor": lambda longest: (
        shape(b={"$ref": "#b"}) | {"$defs": {"B": {"$anchor": "b"} | text(longest)}},
        {},
    ),
    "a name relative to the one around": lambda longest: (
        {"$ref": f"{COMPONENTS}A"},
        {
            "A": shape(b={"$ref": "b"}) | {"$id": ID},
            "B": {"$id": "https://x.example/schemas/b"} | text(longest),
        },
    ),
    "a pointer below the name around": lambda longest: (
        shape(b={"$ref": "#/$defs/B"}) | {"$id": ID, "$defs": {"B": text(longest)}},
        {},
    ),
    "a component, though the schema has a name": lambda longest: (
        shape(b={"$ref": f"{COMPONENTS}B"}) | {"$id": ID},
        {"B": text(longest)},
    ),
    "a component, from what has a name": lambda longest: (
        shape(b={"$ref": f"{ID}#/$defs/B"}),
        {
            "A": {"$id": ID, "$defs": {"B": {"allOf": [{"$ref": f"{COMPONENTS}C"}]}}},
            "C": text(longest),
        },
    ),
}


@pytest.mark.parametrize("kind", FOLLOWED)
def test_a_change_behind_every_kind_of_reference_is_found(kind: str, tmp_path: Path) -> None:
    report = compared(tmp_path, FOLLOWED[kind])
    assert [finding.rule for finding in report.findings] == ["request-max-length-narrowed"]
    assert report.unchecked == ()


def test_one_list_means_another_schema_in_each_schema_that_sets_its_anchor(tmp_path: Path) -> None:
    def of(name: str, item: Json) -> Json:
        return {"$id": name, "$defs": {"T": {"$dynamicAnchor": "T"} | item}, "$ref": "list"}

    report = compared(
        tmp_path,
        lambda longest: (
            shape(a={"$ref": f"{COMPONENTS}Numbers"}, b={"$ref": f"{COMPONENTS}Texts"}),
            {
                "Numbers": of("numbers", {"type": "integer"}),
                "Texts": of("texts", text(longest)),
                "List": {
                    "$id": "list",
                    "type": "array",
                    "items": {"$dynamicRef": "#T"},
                    "$defs": {"T": {"$dynamicAnchor": "T", "not": {}}},
                },
            },
        ),
    )
    assert [finding.message for finding in report.findings] == ["b.*: maxLength 5 → 3"]


RINGS: dict[str, tuple[str, Described]] = {
    "allOf": (
        "/allOf",
        lambda longest: (
            {"$ref": f"{COMPONENTS}A"},
            {"A": shape(b=text(longest)) | {"allOf": [{"$ref": f"{COMPONENTS}A"}]}},
        ),
    ),
    "anyOf": (
        "/anyOf",
        lambda longest: (
            {"$ref": f"{COMPONENTS}A"},
            {"A": {"anyOf": [{"$ref": f"{COMPONENTS}A"}, shape(b=text(longest))]}},
        ),
    ),
    "a reference beside keywords": (
        "/$ref",
        lambda longest: (
            {"$ref": f"{COMPONENTS}A"},
            {"A": shape(b=text(longest)) | {"$ref": f"{COMPONENTS}A"}},
        ),
    ),
    "a field": (
        "/properties/a",
        lambda longest: (
            shape(a={"$ref": f"{COMPONENTS}A"}, b=text(longest)),
            {"A": {"$ref": f"{COMPONENTS}B"}, "B": {"$ref": f"{COMPONENTS}A"}},
        ),
    ),
    "a reference that leads nowhere": (
        "/allOf",
        lambda longest: ({"allOf": [{"$ref": "#/nowhere"}, shape(b=text(longest))]}, {}),
    ),
}


@pytest.mark.parametrize("ring", RINGS)
def test_what_cannot_be_followed_hides_nothing_beside_it(ring: str, tmp_path: Path) -> None:
    place, described = RINGS[ring]
    report = compared(tmp_path, described)
    assert [finding.message for finding in report.findings] == ["b: maxLength 5 → 3"]
    pointers = {unchecked.pointer for unchecked in report.unchecked}
    assert pointers == {f"/requestBody/content/application~1json/schema{place}"}


def test_a_part_that_only_one_side_describes_is_not_compared_with_nothing(tmp_path: Path) -> None:
    def described(longest: int) -> tuple[Json, Schemas]:
        known = {"A": shape(a=text(9)) | {"required": ["a"]}} if longest == 3 else {}
        return {"allOf": [{"$ref": f"{COMPONENTS}A"}, shape(b=text(9))]}, known

    assert compared(tmp_path, described).findings == ()
