"""The report for a terminal."""

from __future__ import annotations

import json
import re

import pytest

from pyvenice.contract.diff.findings import Finding, Report, Witness
from pyvenice.contract.reports import render
from tests.contract.reports import specimens

ANSI = re.compile(r"\x1b\[[0-9;]*m")


def report_of(*findings: Finding) -> Report:
    return Report((specimens.DRIFTED._replace(findings=findings),))


def test_without_colour_there_is_no_escape_sequence() -> None:
    assert "\x1b" not in render(specimens.MIXED, "text")


def test_colour_changes_nothing_but_colour() -> None:
    painted = render(specimens.MIXED, "text", colour=True)
    assert painted != ANSI.sub("", painted) == render(specimens.MIXED, "text")


@pytest.mark.parametrize("width", [80, 120])
def test_no_line_is_wider_than_the_terminal_but_what_is_copied(width: int) -> None:
    long = {
        line
        for line in render(specimens.MIXED, "text", width=width).splitlines()
        if len(line) > width
    }
    assert all(" proof " in line or " at " in line for line in long)


def test_breaking_findings_come_first_and_operations_stay_together() -> None:
    text = render(specimens.DRIFT, "text")
    marks = re.findall(r"^  (POST \S+)|┃ (BREAKING|WARNING|INFO)", text, re.MULTILINE)
    assert [operation or level for operation, level in marks] == [
        "POST /image/edit",
        "BREAKING",
        "WARNING",
        "INFO",
        "POST /image/upscale",
        "BREAKING",
        "WARNING",
    ]


def test_a_finding_says_what_proof_whom_and_what_to_do() -> None:
    block = render(report_of(specimens.SCALE), "text").split("POST /image/upscale\n\n")[1]
    assert block.splitlines()[:6] == [
        "  ┃ BREAKING  scale must now be at least 2 (it was 1)",
        "  ┃           1 → 2",
        '  ┃ proof     {"image": "a", "scale": 1}',
        "  ┃           accepted before, refused now (application/json)",
        "  ┃ breaks    VeniceClient.image.upscale(scale=…)",
        "  ┃ do        regenerate: pyvenice contract accept venice",
    ]


def test_the_footer_counts() -> None:
    last = render(specimens.DRIFT, "text", width=200).splitlines()[-1]
    assert last == (
        "2 breaking, 2 warnings, 1 info; 12 operations changed elsewhere, none of them in use"
    )


def test_acknowledged_findings_are_counted_only() -> None:
    text = render(Report((specimens.KNOWN,)), "text")
    assert "no drift, 1 acknowledged" in text
    assert "aspect_ratio" not in text


def test_of_two_long_lists_only_the_difference_is_shown() -> None:
    values = [f"model-{number}" for number in range(40)]
    finding = specimens.SCALE._replace(old=[*values, "old-one"], new=[*values, "new-one"])
    assert '["…", "old-one"] → ["…", "new-one"]' in render(report_of(finding), "text")


def test_no_line_of_foreign_text_is_a_command_of_github() -> None:
    finding = specimens.SCALE._replace(message="words " * 20 + "::add-mask::x ##[error]y")
    lines = render(report_of(finding), "text", width=60).splitlines()
    assert not [line for line in lines if line.lstrip().startswith("::") or "##[" in line]


def test_a_proof_can_be_copied_as_json_whatever_it_holds() -> None:
    payload = {"prompt": "\x7f \u202e 𐂀 \U000e0001"}
    finding = specimens.SCALE._replace(witness=Witness(payload, "old"))
    line = next(one for one in render(report_of(finding), "text").splitlines() if "proof" in one)
    assert json.loads(line.split("proof")[1]) == payload


def test_a_message_that_shows_the_change_is_not_repeated() -> None:
    finding = specimens.SCALE._replace(message="scale: minimum 1 → 2")
    assert render(report_of(finding), "text").count("1 → 2") == 1
