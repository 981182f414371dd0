"""The timeline of many versions."""

from __future__ import annotations

import json

import jsonschema_rs
import pytest

from pyvenice.contract.reports import as_json, history
from pyvenice.contract.reports.history import HistoryStep
from pyvenice.errors import ArgumentError
from tests.contract.reports import specimens

STEPS = (
    HistoryStep("a" * 40, "commit", "2026-07-01", "20260701", ()),
    HistoryStep("b" * 40, "commit", "2026-07-02", "20260702", ()),
    HistoryStep("c" * 40, "commit", "2026-07-03", "20260703", (specimens.SCALE, specimens.PROSE)),
    HistoryStep("d" * 40, "commit", "2026-07-04", None, (), "line 3, column 1: not YAML"),
    HistoryStep("e" * 40, "commit", None, "20260705", ()),
)


def test_the_json_has_a_step_for_each_version_and_fits_its_schema() -> None:
    written = json.loads(history.render(STEPS, "json"))
    schema = as_json.schema() | {"$ref": "#/$defs/history"}
    assert jsonschema_rs.Draft202012Validator(schema).is_valid(written)
    assert [list(one) for one in written["steps"][2:4]] == [
        ["commit", "date", "version", "findings", "unchecked"],
        ["commit", "date", "version", "error"],
    ]
    assert written["steps"][2]["findings"][0] == as_json.finding(specimens.SCALE)
    assert written["steps"][4]["date"] is None


def test_files_are_named_as_files() -> None:
    step = HistoryStep("v1.yaml", "file", None, "1", ())
    assert "file" in json.loads(history.render([step], "json"))["steps"][0]


def test_quiet_versions_are_counted_and_the_others_told() -> None:
    lines = history.render(STEPS, "text").splitlines()
    assert lines[0] == "  ┆ 2 versions without a change that matters"
    assert lines[1] == "● 2026-07-03  20260703  cccccccccc  1 breaking, 1 warning"
    assert "  ┆   breaking  scale must now be at least 2 (it was 1)  (1 → 2)" in lines
    assert "● 2026-07-04  dddddddddd  COULD NOT READ" in lines
    assert lines[-2] == "  ┆ 1 version without a change that matters"
    assert lines[-1] == (
        "5 versions, 1 with changes that matter (1 breaking, 1 warning); 1 could not be read"
    )


def test_an_unreadable_version_is_told_in_markdown_too() -> None:
    text = history.render(STEPS, "markdown")
    assert "> Could not read: line 3, column 1: not YAML" in text
    assert "- 🔴 breaking `POST /image/upscale` scale must now be at least 2" in text


@pytest.mark.parametrize("name", ["text", "markdown"])
def test_hostile_text_shows_itself(name: str) -> None:
    finding = specimens.hostile().providers[0].findings[0]
    attack = specimens.ATTACK
    steps = [
        HistoryStep(attack, "file", attack, attack, (finding,)),
        HistoryStep(attack, "file", attack, attack, (), attack),
    ]
    text = history.render(steps, name)
    assert "\x1b" not in text
    assert "\u202e" not in text
    if name == "markdown":
        assert "<script>" not in text.replace("`", "")[: text.index("- 🔴")]


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(ArgumentError, match="text, json, markdown"):
        history.render(STEPS, "junit")
