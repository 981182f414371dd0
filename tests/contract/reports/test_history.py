"""The timeline of many versions."""

from __future__ import annotations

import json
import re

import jsonschema_rs
import pytest

from pyvenice.contract.diff.findings import Finding
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


def at_status(status: str, message: str, **values: str) -> Finding:
    place = f"/responses/{status}/content/application~1json/schema/properties/code"
    return specimens.SCALE._replace(
        rule="response-error-widened",
        direction="response",
        pointer=place,
        old=values.get("old"),
        new=values.get("new"),
        message=message,
    )


@pytest.mark.parametrize(
    ("findings", "lines"),
    [
        (
            [
                at_status(status, f"status {status}: code is new")
                for status in ("400", "401", "404")
            ],
            ["statuses 400, 401, 404: code is new"],
        ),
        (
            [
                at_status(status, f"status {status} is newly documented", new=status)
                for status in ("400", "4XX", "default")
            ],
            ["statuses 400, 4XX, default are newly documented"],
        ),
        (
            [at_status(status, "code may be missing now") for status in ("200", "201")],
            ["code may be missing now (statuses 200, 201)"],
        ),
        (
            [
                at_status(f"200/content/{name}", "code may be missing now")._replace(
                    pointer=f"/responses/200/content/{name}/schema"
                )
                for name in ("application~1json", "text~1json")
            ],
            ["code may be missing now (in application/json, text/json)"],
        ),
        (
            [at_status("200", "code may be missing now")] * 3,
            ["code may be missing now (in 3 places)"],
        ),
        (
            [
                at_status("400", "status 400: code is new"),
                at_status("401", "status 401: hint is new"),
                at_status("404", "status 404: code is new")._replace(level="info"),
            ],
            ["status 400: code is new", "status 401: hint is new", "status 404: code is new"],
        ),
        (
            [
                at_status("400", "status 400: code changed", old="a", new="b"),
                at_status("401", "status 401: code changed", old="a", new="c"),
                at_status("404", "status 404: code changed", old="a", new="b"),
            ],
            ["statuses 400, 404: code changed", "status 401: code changed"],
        ),
    ],
)
def test_sentences_that_differ_in_the_place_only_are_one_line(
    findings: list[Finding], lines: list[str]
) -> None:
    step = HistoryStep("v2.yaml", "file", None, "2", tuple(findings))
    text, markdown = (history.render([step], name) for name in ("text", "markdown"))
    shown = [re.split(r"  \(\\?\"", line)[0] for line in text.splitlines() if "  ┆   " in line]
    assert sorted(line[len("  ┆   breaking  ") :] for line in shown) == sorted(lines)
    for line in lines:
        assert sum(f" {line}" in row for row in markdown.splitlines()) == 1
    assert len(json.loads(history.render([step], "json"))["steps"][0]["findings"]) == len(findings)


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(ArgumentError, match="text, json, markdown"):
        history.render(STEPS, "junit")
