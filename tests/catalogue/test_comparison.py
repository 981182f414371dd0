from __future__ import annotations

import json

import pytest

import pyvenice
from pyvenice import ArgumentError, UnknownModelError, models


def test_a_comparison_has_the_facts_of_all_models_side_by_side() -> None:
    found = models.compare(["gpt-image-2", "venice/nano-banana-pro-edit", "xinference/kolors"])
    rows = {row.field: row for row in found.rows}
    assert [model.provider for model in found.models] == ["openai", "venice", "xinference"]
    assert [text.split(" (")[0] for text in rows["price"].values][1:] == ["$0.18", "own server"]
    assert rows["mask"].values[1:] == ("no", "no")
    assert rows["quality"].values[1] == ""
    assert rows["price"].differs
    assert not rows["status"].differs


def test_two_models_at_least_are_compared() -> None:
    with pytest.raises(ArgumentError, match="two models"):
        models.compare(["gpt-image-2"])
    with pytest.raises(ArgumentError, match="two models"):
        models.compare("gpt-image-2")
    with pytest.raises(UnknownModelError):
        models.compare(["gpt-image-2", "gpt-imagine"])


def test_show_says_price_source_date_and_lifecycle() -> None:
    facts = models.show("gpt-image-1")
    assert facts["status"] == (
        "retired since 2026-10-23, replaced by openai/gpt-image-2.5-sunburst"
    )
    assert "checked 20" in facts["price"]
    assert facts["source"].endswith("(verified)")
    assert all(facts.values())


def test_capabilities_are_plain_values() -> None:
    for model in models.list(include_retired=True):
        known = pyvenice.capabilities(model)
        assert json.loads(json.dumps(known)) == known
        assert known["operations"]
    facts = pyvenice.capabilities("gpt-image-2")
    assert facts["mask"]["polarity"] == "transparent"
    assert facts["images"] == {"min": 1, "max": 16}
    assert facts["parameters"]["quality"]["enum"] == ["low", "medium", "high", "auto"]
    assert "retired_on" not in facts["lifecycle"]


def test_a_notebook_shows_models_as_a_table() -> None:
    found = models.list(mask=True)
    table = found._repr_html_()  # type: ignore[attr-defined]  # only notebooks ask for it
    assert table.count("<tr>") == len(found) + 1
    assert all(f"<td>{model.id}</td>" in table for model in found)
    for column in ("operations", "price", "images", "mask", "status"):
        assert f"<th>{column}</th>" in table
    assert "<td></td><td></td>" not in table
