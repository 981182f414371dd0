"""Rows are merged from defaults and families, and a broken one names its file, line and reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from pyvenice.catalogue.rows import models_from
from pyvenice.codegen.catalogue.rows import CatalogueError, read_rows, refuse_unknown_files
from pyvenice.codegen.catalogue.rows import Rows as Read

HEAD = """\
source: a page
checked_on: 2026-11-30
confidence: documented
defaults:
  n_max: 1
  price: {unit: image, source: a page, checked_on: 2026-11-30, confidence: documented}
families:
  edit:
    operations: [edit]
    calls:
    - {method: image.edit, operations: [edit], arguments: {quality: quality}}
    parameters: {quality: {enum: [low, high], default: low}}
    size: {kind: aspect_ratio, ratios: ["1:1", "16:9"]}
models:
"""
ROW = "- name: one\n  family: edit\n  price: {amount: 0.04}\n"
LINE = HEAD.count("\n") + 1
"""The line of the first row."""


def read(tmp_path: Path, rows: str, head: str = HEAD, **lifecycles: dict[str, str]) -> Read:
    (tmp_path / "catalogue").mkdir(exist_ok=True)
    (tmp_path / "catalogue" / "acme.yaml").write_text(head + rows, encoding="utf-8")
    return read_rows("acme", tmp_path, lifecycles)


def test_a_row_has_what_its_family_and_the_defaults_say(tmp_path: Path) -> None:
    found = read(tmp_path, ROW + '  size: {ratios: ["3:2"]}\n')
    (model,) = models_from(found.models, "acme")
    assert (model.id, model.n_max, model.source) == ("acme/one", 1, "a page")
    assert (model.size.kind, list(model.size.ratios)) == ("aspect_ratio", ["3:2"])
    assert (model.price.amount, model.price.checked_on) == (0.04, "2026-11-30")
    assert model.parameters["quality"].default == "low"


def test_null_removes_what_a_family_says(tmp_path: Path) -> None:
    found = read(tmp_path, ROW + "  parameters: {quality: null}\n")
    assert found.models[0]["parameters"] == {}


def test_a_ratio_is_no_number(tmp_path: Path) -> None:
    found = read(tmp_path, ROW + "  size: {ratios: [16:9]}\n")
    assert found.models[0]["size"]["ratios"] == ["16:9"]


def test_a_provider_without_a_file_has_no_rows(tmp_path: Path) -> None:
    assert read_rows("acme", tmp_path) == Read([], None)


def test_dates_of_the_overlay_become_the_lifecycle(tmp_path: Path) -> None:
    found = read(tmp_path, ROW, one={"ends": "2026-12-01", "instead": "two"})
    assert found.models[0]["lifecycle"] == {
        "stage": "deprecated",
        "retired_on": "2026-12-01",
        "replaced_by": "acme/two",
    }
    with pytest.raises(CatalogueError, match="has its dates in the overlay"):
        read(tmp_path, ROW + "  lifecycle: {stage: retired}\n", one={"ends": "2026-12-01"})


@pytest.mark.parametrize(
    ("rows", "line", "reason"),
    [
        (ROW + "  colour: red\n", 3, "colour"),
        ("- name: one\n  family: edit\n  price: {amount: cheap}\n", 2, "valid number, not 'cheap'"),
        ("- name: one\n  family: edit\n  price: {amount: 0}\n", 2, "0 is no price"),
        ("- name: one\n  family: edit\n  price: {amount: -1}\n", 2, "-1 is no price"),
        ("- name: one\n  family: edit\n  price: {unit: unknown, amount: 1}\n", 2, "has no amount"),
        ("- name: one\n  family: edti\n", 1, "no family 'edti'"),
        (ROW + "  tier: cheap\n", 3, "'budget', 'mid', 'premium' or 'variable'"),
        (ROW + "  checked_on: 30.11.2026\n", 3, "is not a date"),
        (ROW + "  lifecycle: {retired_on: 2026-02-30}\n", 3, "is not a date"),
        (ROW + "  operations: [edit, upscale]\n", 3, "no call reaches the operation 'upscale'"),
        (ROW + "  operations: [paint]\n", 3, "not 'paint'"),
        (ROW + "  parameters: {seed: {type: integer}}\n", 3, "no call has an argument for 'seed'"),
        (ROW + "  parameters: {quality: {default: ultra}}\n", 3, "'ultra' is not one of"),
        (ROW + "  parameters: {quality: {min: 5, max: 1}}\n", 3, "above max"),
        (ROW + "  size: {ratios: [wide]}\n", 3, "'wide' is not written as"),
        (ROW + "  size: {kind: resolution}\n", 3, "needs 'resolutions'"),
        (ROW + "  mask: {polarity: white}\n", 3, "no call takes a mask"),
        (ROW + "  mask: {polarity: grey}\n", 3, "'white', 'black' or 'transparent'"),
        (ROW + "  listed: false\n", 3, "is added by codegen"),
        (ROW + ROW, 3, "the name 'one' stands twice"),
        (ROW + "- {name: two, family: edit, aliases: [ONE], price: {amount: 1}}\n", 3, "twice"),
        ("- just a text\n", 0, "a row is a mapping"),
    ],
)
def test_a_broken_row_is_refused_with_file_line_and_reason(
    tmp_path: Path, rows: str, line: int, reason: str
) -> None:
    with pytest.raises(CatalogueError) as caught:
        read(tmp_path, rows)
    text = str(caught.value)
    assert text.startswith(f"{tmp_path}/catalogue/acme.yaml, line {LINE + line}: ")
    assert reason in text


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("n_max: 1", "n_max: one", "n_max"),
        ("default: low", "default: medium", "'medium' is not one of"),
        ("confidence: documented\ndefaults", "confidence: sure\ndefaults", "confidence"),
        ("defaults:", "default:", "'default' is not one of"),
        ("models:", "rows:", "no list 'models'"),
        ("checked_on: 2026-11-30\nconf", "conf", "a row needs 'checked_on'"),
        ("default: low", "default: none", f"low', 'high'] (in the row of line {LINE})"),
    ],
)
def test_a_broken_default_or_family_names_its_own_line(
    tmp_path: Path, old: str, new: str, reason: str
) -> None:
    head = HEAD.replace(old, new, 1)
    with pytest.raises(CatalogueError) as caught:
        read(tmp_path, ROW, head)
    assert reason in str(caught.value)
    line = int(str(caught.value).split("line ")[1].split(":")[0])
    assert line <= LINE


def test_a_file_that_is_no_yaml_is_refused(tmp_path: Path) -> None:
    from pyvenice.contract.errors import DocumentError

    with pytest.raises(DocumentError, match=r"acme\.yaml: line"):
        read(tmp_path, "- {name: one\n")


def test_an_open_provider_has_a_row_for_any_name(tmp_path: Path) -> None:
    opened = HEAD.replace("models:", "open: {family: edit, price: {amount: 1}}\nmodels:")
    found = read(tmp_path, ROW, opened)
    assert found.open is not None
    assert (found.open["name"], found.open["listed"]) == ("*", False)


def test_a_file_of_no_provider_is_refused(tmp_path: Path) -> None:
    read(tmp_path, ROW)
    refuse_unknown_files(tmp_path, ("acme",))
    with pytest.raises(CatalogueError, match=r"acme\.yaml: there is no provider 'acme'"):
        refuse_unknown_files(tmp_path, ("venice",))
