"""A keyword that nobody can read is set aside, and its neighbours stay."""

from __future__ import annotations

from typing import Any

import pytest

from pyvenice.contract.schema.broken_keywords import UNREAD, without_broken

BROKEN: dict[str, tuple[Any, ...]] = {
    "type": ("any", [], "String", {}, 5),
    "minLength": ("1", -1, 1.5, True, None),
    "maximum": (float("inf"), float("nan"), "9", 10**400),
    "pattern": (5, None, "["),
    "multipleOf": (0,),
    "format": (None,),
    "uniqueItems": ("true",),
    "readOnly": ("false",),
    "required": (True,),
    "enum": ("a",),
    "properties": ([],),
    "anyOf": ([],),
    "not": (1,),
}


@pytest.mark.parametrize(
    ("keyword", "value"), [(keyword, value) for keyword in BROKEN for value in BROKEN[keyword]]
)
def test_a_broken_keyword_is_set_aside(keyword: str, value: Any) -> None:
    made = without_broken({keyword: value, "description": "kept"})
    assert keyword not in made
    assert keyword in made[UNREAD]
    assert made["description"] == "kept"


@pytest.mark.parametrize("keyword", ["$recursiveAnchor", "$id", "$schema", "$anchor"])
def test_what_names_a_schema_says_nothing_about_values(keyword: str) -> None:
    assert without_broken({keyword: True, "type": "string"}) == {"type": ["string"]}


def test_a_tuple_of_older_drafts_is_read_as_one() -> None:
    made = without_broken({"items": [{"type": "string"}], "additionalItems": False})
    assert made == {"prefixItems": [{"type": "string"}], "items": False}


def test_the_known_types_of_a_list_stay() -> None:
    made = without_broken({"type": ["string", "file"]})
    assert made == {"type": ["string"], UNREAD: {"type": ["string", "file"]}}
