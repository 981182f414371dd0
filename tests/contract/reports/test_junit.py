"""JUnit XML, as a CI server reads it."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from pyvenice.contract.diff.findings import Report
from pyvenice.contract.reports import render
from pyvenice.contract.reports.wording import FailOn
from tests.contract.reports import specimens


def read(report: Report, fail_on: FailOn = "breaking") -> ET.Element:
    return ET.fromstring(render(report, "junit", fail_on=fail_on).encode())  # noqa: S314 - our own


def test_each_provider_is_a_suite_and_each_operation_a_case() -> None:
    root = read(specimens.MIXED)
    names = {
        suite.get("name"): [case.get("name") for case in suite.iter("testcase")]
        for suite in root.iter("testsuite")
    }
    assert names == {
        "venice": ["POST /image/edit", "POST /image/upscale"],
        "openai": ["contract"],
        "xinference": ["contract"],
    }


def test_suites_and_root_count_alike() -> None:
    root = read(specimens.MIXED)
    assert [root.get(name) for name in ("tests", "failures", "errors")] == ["4", "2", "1"]
    for name in ("tests", "failures", "errors"):
        total = sum(int(suite.get(name, "")) for suite in root.iter("testsuite"))
        assert total == int(root.get(name, ""))


def test_an_unchecked_provider_is_an_error_and_no_pass() -> None:
    (error,) = read(specimens.UNKNOWN).iter("error")
    assert error.get("type") == "unchecked"
    assert "503" in error.get("message", "")


@pytest.mark.parametrize(
    ("fail_on", "failures"), [("breaking", 1), ("warning", 2), ("info", 3), ("never", 0)]
)
def test_findings_at_or_above_the_level_fail(fail_on: FailOn, failures: int) -> None:
    root = read(specimens.DRIFT, fail_on)
    case = next(root.iter("testcase"))
    texts = "".join(one.text or "" for one in case.iter("failure"))
    assert sum(texts.count(f"{level}:\n") for level in ("breaking", "warning", "info")) == failures


def test_findings_below_the_level_are_output_of_a_case() -> None:
    root = read(specimens.DRIFT)
    assert "prose-limit-changed" in (root.findtext(".//testcase/system-out") or "")


def test_hostile_text_stays_text() -> None:
    root = read(specimens.hostile())
    assert {one.tag for one in root.iter()} == {
        "testsuites",
        "testsuite",
        "testcase",
        "failure",
        "error",
        "system-out",
    }
    assert "<script>" in (root.findtext(".//failure") or "")
