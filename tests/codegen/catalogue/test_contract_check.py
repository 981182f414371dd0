"""Rows of the catalogue against the pinned contracts."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from pyvenice.catalogue import lookup
from pyvenice.codegen.catalogue.contract_check import contradictions
from pyvenice.codegen.catalogue.rows import Row, read_rows
from pyvenice.codegen.shapes.operations import provider_shapes
from pyvenice.codegen.writers.catalogue import catalogue_module
from pyvenice.contract.pin import pin

SPECS = pin.specs_folder()
NAME = "nano-banana-pro-edit"


def shapes(change: Any = None) -> Any:
    document = copy.deepcopy(pin.effective("venice"))
    if change:
        change(document)
    return provider_shapes(document, pin.source("venice"))


def row() -> Row:
    rows = read_rows("venice", SPECS).models
    return copy.deepcopy(next(row for row in rows if row["name"] == NAME))


@pytest.mark.parametrize("model", lookup.models(), ids=lambda model: model.id)
def test_no_row_contradicts_the_contract_of_its_provider(model: Any) -> None:
    assert model.contradictions == ()


def remove_model(document: dict[str, Any]) -> None:
    for path in ("/image/edit", "/image/multi-edit"):
        for media in document["paths"][path]["post"]["requestBody"]["content"].values():
            media["schema"]["allOf"][1]["properties"]["modelId"]["enum"].remove(NAME)


def test_a_list_of_models_that_moved_makes_the_row_stale() -> None:
    assert contradictions(row(), shapes()) == ()
    assert contradictions(row(), shapes(remove_model)) == (
        f"the contract of image.edit no longer lists {NAME}",
        f"the contract of image.multi_edit no longer lists {NAME}",
    )
    rows = read_rows("venice", SPECS)
    text = catalogue_module(shapes(remove_model), pin.source("venice"), rows)
    assert text.count("no longer lists") == 2


@pytest.mark.parametrize(
    ("path", "value", "reason"),
    [
        (("calls", 0, "method"), "image.paint", "the contract has no operation image.paint"),
        (("calls", 0, "arguments", "seed"), "seed", "image.edit has no argument seed"),
        (("calls", 0, "mask"), "mask", "image.edit has no argument mask"),
        (("calls", 0, "image"), ["picture"], "image.edit has no argument picture"),
        (("calls", 0, "images"), {"max": 2}, "image.edit: image takes at most 1, not 2 images"),
        (
            ("calls", 1, "images"),
            {"min": 1},
            "image.multi_edit: images takes at most 10, not any number of images",
        ),
        (("size", "ratios"), ["1:1", "5:7"], "image.edit: aspect_ratio is none of 5:7"),
        (
            ("parameters", "output_format", "enum"),
            ["png", "tiff"],
            "image.edit: output_format is none of tiff",
        ),
        (
            ("parameters", "prompt", "max_length"),
            99_999,
            "image.edit: the prompt has at most 32768 characters, not 99999",
        ),
    ],
)
def test_what_the_contract_does_not_allow_is_named(
    path: tuple[str | int, ...], value: object, reason: str
) -> None:
    changed = row()
    holder: Any = changed
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = value
    changed.setdefault("mask", {"polarity": "white"})
    changed["parameters"].setdefault("seed", {})
    assert reason in contradictions(changed, shapes())


def test_bounds_and_polarity_are_those_of_the_contract() -> None:
    rows = read_rows("openai", SPECS).models
    model = copy.deepcopy(next(row for row in rows if row["name"] == "gpt-image-2"))
    known = provider_shapes(pin.effective("openai"), pin.source("openai"))
    assert contradictions(model, known) == ()
    model["mask"]["polarity"] = "white"
    model["n_max"] = 12
    model["parameters"]["output_compression"] |= {"min": -1, "max": 101}
    assert {reason.partition(": ")[2] for reason in contradictions(model, known)} == {
        "the mask marks with transparent, not white",
        "n is at most 10, not 12",
        "output_compression is at most 100, not 101",
        "output_compression is at least 0, not -1",
    }


def test_the_dates_of_models_stand_in_one_place() -> None:
    model = lookup.get("openai/gpt-image-1.5")
    assert model.lifecycle.retired_on == "2026-12-01"
    assert "2026-12-01" not in (SPECS / "catalogue" / "openai.yaml").read_text("utf-8")
