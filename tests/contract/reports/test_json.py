"""The json report is an interface: its keys, their order, and the schema that describes them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyvenice.contract.diff.findings import (
    CATEGORIES,
    LEVELS,
    Finding,
    ProviderReport,
    Report,
    Witness,
)
from pyvenice.contract.reports import as_json, render
from tests.contract.reports import specimens

ROOT = Path(__file__).resolve().parents[3]


def read(report: Report) -> Any:
    return json.loads(render(report, "json"), parse_constant=pytest.fail)


def problems(value: Any) -> list[str]:
    validator = jsonschema_rs.Draft202012Validator(as_json.schema())
    return [error.message for error in validator.iter_errors(value)]


@pytest.mark.parametrize(
    "report",
    [specimens.MIXED, specimens.OK, specimens.UNKNOWN, specimens.hostile(), Report(())],
    ids=["mixed", "ok", "unknown", "hostile", "empty"],
)
def test_reports_fit_their_schema(report: Report) -> None:
    assert problems(read(report)) == []


def test_the_schema_is_itself_valid_and_the_one_in_the_documentation() -> None:
    jsonschema_rs.meta.validate(as_json.schema())
    packaged = ROOT / "pyvenice/contract/reports/contract-report.schema.json"
    documented = ROOT / "docs/contract-report.schema.json"
    assert packaged.read_bytes() == documented.read_bytes()


def test_the_schema_knows_the_same_words_as_the_code() -> None:
    finding = as_json.schema()["$defs"]["finding"]["properties"]
    assert tuple(finding["level"]["enum"]) == LEVELS
    assert tuple(finding["category"]["enum"]) == CATEGORIES


def test_the_schema_refuses_a_finding_of_an_unchecked_provider() -> None:
    report = read(specimens.MIXED)
    report["providers"][2]["findings"] = report["providers"][0]["findings"]
    assert problems(report)


def test_the_keys_stand_in_the_documented_order() -> None:
    report = read(specimens.DRIFT)
    provider = report["providers"][0]
    finding = provider["findings"][0]
    assert list(report) == ["schema_version", "status", "providers", "notes"]
    assert list(provider) == [
        "provider",
        "status",
        "reason",
        "pinned",
        "live",
        "findings",
        "acknowledged",
        "elsewhere",
        "unchecked",
    ]
    assert list(finding) == [
        "rule",
        "level",
        "category",
        "operation",
        "direction",
        "pointer",
        "old",
        "new",
        "message",
        "witness",
        "unproved",
        "impact",
        "fingerprint",
    ]
    assert list(finding["witness"]) == ["payload", "accepted_by", "media_type"]
    assert list(finding["impact"][0]) == ["call", "symbol", "advice"]
    assert provider["elsewhere"] == {"changed_operations": 12}


def test_the_status_is_that_of_the_worst_provider() -> None:
    assert [read(one)["status"] for one in (specimens.OK, specimens.DRIFT, specimens.MIXED)] == [
        "ok",
        "drift",
        "unchecked",
    ]


def test_numbers_that_json_lacks_are_strings() -> None:
    value = {"a": [float("nan"), float("inf"), float("-inf"), 1.5]}
    assert json.loads(as_json.json_text(value)) == {"a": [".nan", ".inf", "-.inf", 1.5]}


@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
        max_leaves=8,
    )
)
def test_every_json_value_comes_back_as_it_was(value: Any) -> None:
    finding = Finding(
        "r", "info", "docs", "GET /", "none", "/", value, value, "m", Witness(value, "new")
    )
    report = read(Report((ProviderReport("p", "drift", findings=(finding,)),)))
    written = report["providers"][0]["findings"][0]
    assert written["old"] == written["new"] == written["witness"]["payload"] == value
