"""People read each cause once, with its places; programs get each finding."""

from __future__ import annotations

import json
import re

import pytest

from pyvenice.contract.diff.findings import LEVELS, Finding, Impact, Report
from pyvenice.contract.diff.operation_diff import changes
from pyvenice.contract.operation.operation_view import views
from pyvenice.contract.reports import render
from pyvenice.contract.reports.causes import by_operations, causes
from pyvenice.contract.reports.history import HistoryStep
from pyvenice.contract.reports.history import render as render_history
from tests.contract.reports import specimens

OPERATIONS = [f"POST /images/{number:02}" for number in range(30)]
MODELS = [f"model-{number:02}" for number in range(15)]


def added(operation: str, model: str, path: str = "model") -> Finding:
    field = "/properties/".join(["", *path.split(".")])
    return specimens.RATIO_NEW._replace(
        rule="request-model-added",
        operation=operation,
        pointer=f"/requestBody/content/application~1json/schema{field}/enum",
        new=model,
        message=f'{path} newly lists "{model}"',
        impact=(Impact(f"client.call_{operation[-2:]}(model=…)", None, "accept"),),
    )


SHARED_LIST = [added(operation, model) for model in MODELS for operation in OPERATIONS]


def report_of(*findings: Finding) -> Report:
    return Report((specimens.DRIFTED._replace(findings=findings),))


def test_a_list_that_many_operations_share_is_one_cause() -> None:
    (cause,) = causes(SHARED_LIST)
    assert cause.operations == tuple(OPERATIONS)
    assert len(cause.findings) == len(SHARED_LIST)
    assert cause.finding.message == (
        f"model newly lists {', '.join(json.dumps(model) for model in MODELS[:12])}, … and 3 more"
    )
    assert len(cause.finding.impact) == len(OPERATIONS)


@pytest.mark.parametrize("name", ["text", "markdown", "html"])
def test_people_read_it_once_with_its_places_and_their_number(name: str) -> None:
    shown = render(report_of(*SHARED_LIST), name, width=200)
    assert shown.count("450 findings have 1 cause, which is shown once") == 1
    listed = {*re.findall(r"/images/\d\d", shown)}
    assert len(listed) == (30 if name == "html" else 20)
    if name == "text":
        assert shown.count("newly lists") == 1
        assert "… and 10 more" in shown
        assert "POST /images/00 and 29 more operations" in shown
    for value in ("450 info", "model-00", "client.call_29", SHARED_LIST[0].fingerprint):
        assert value in shown


def test_a_page_has_an_anchor_for_each_finding() -> None:
    page = render(report_of(*SHARED_LIST), "html")
    anchors = re.findall(r' id="f-0-(\w+)"', page)
    assert sorted(anchors) == sorted(finding.fingerprint for finding in SHARED_LIST)


def test_programs_get_each_finding_by_itself() -> None:
    report = report_of(*SHARED_LIST)
    assert len(json.loads(render(report, "json"))["providers"][0]["findings"]) == len(SHARED_LIST)
    assert len(json.loads(render(report, "sarif"))["runs"][0]["results"]) == len(SHARED_LIST)
    assert render(report, "junit").count("<testcase") == len(OPERATIONS)
    assert render(report, "github").count("newly lists") == len(SHARED_LIST)


def test_a_history_has_one_line_for_it() -> None:
    step = HistoryStep("b", "file", None, None, tuple(SHARED_LIST))
    for name in ("text", "markdown"):
        assert render_history([step], name, width=400).count("newly lists") == 1
    assert render_history([step], "json").count("newly lists") == len(SHARED_LIST)


def test_the_same_field_at_the_end_of_other_ways_is_the_same_cause() -> None:
    findings = [
        added("POST /a", "m", "style.model"),
        added("POST /b", "m", "input.style.model"),
        added("POST /b", "m"),
    ]
    (cause,) = causes(findings)
    assert cause.finding.message == 'model newly lists "m"'
    assert len(cause.pointers) == 3
    text = render(report_of(*findings), "text")
    assert all(finding.pointer in text for finding in findings)


FIRST = added("POST /a", "m")
BREAKING = FIRST._replace(level="breaking")


@pytest.mark.parametrize(
    "other",
    [
        added("POST /b", "other"),
        added("POST /b", "m", "models"),
        FIRST._replace(operation="POST /b", rule="response-model-added"),
        BREAKING._replace(operation="POST /b"),
        FIRST._replace(operation="POST /b", unproved=True),
        FIRST._replace(operation="POST /b", old="n"),
    ],
)
def test_what_differs_in_more_than_its_place_stays_apart(other: Finding) -> None:
    assert len(causes([FIRST, other])) == 2


def test_a_few_values_keep_a_sentence_and_a_proof_each() -> None:
    findings = [added("POST /a", model) for model in MODELS[:3]]
    assert len(causes(findings)) == 3


def test_values_of_lists_in_other_places_are_not_joined() -> None:
    findings = [
        added(f"POST /{place}", model)
        for place, models in (("a", MODELS[:5]), ("b", MODELS[5:10]))
        for model in models
    ]
    found = causes(findings)
    assert [len(cause.findings) for cause in found] == [5, 5]


def test_what_two_exchanges_showed_are_two_violations() -> None:
    violation = specimens.SCALE._replace(sides=("expected", "found"))
    assert len(causes([violation, violation._replace(operation="POST /other")])) == 2


def test_the_gravest_cause_and_its_operation_come_first() -> None:
    found = causes([*SHARED_LIST, BREAKING, *specimens.DRIFTED.findings])
    levels = [LEVELS.index(cause.finding.level) for cause in found]
    assert levels == sorted(levels)
    assert by_operations(found)[0][1][0].finding.level == "breaking"
    assert sum(len(cause.findings) for cause in found) == len(SHARED_LIST) + 6


def test_a_component_that_changes_in_many_operations_is_found_everywhere_and_shown_once() -> None:
    def document(longest: int) -> dict[str, object]:
        size = {"type": "object", "properties": {"note": {"type": "string", "maxLength": longest}}}
        shared = {"schema": {"$ref": "#/components/schemas/Note"}}
        body = {"content": {"application/json": shared}}
        operation = {"requestBody": body, "responses": {"200": {"description": ""}}}
        paths = {f"/{name}": {"post": operation} for name in "abc"}
        return {"openapi": "3.1.0", "paths": paths, "components": {"schemas": {"Note": size}}}

    findings = changes(views(document(9)), views(document(5)))
    assert [finding.operation for finding in findings] == ["POST /a", "POST /b", "POST /c"]
    text = render(report_of(*findings), "text")
    assert text.count("note: maxLength 9 → 5") == 1
    assert "POST /a and 2 more operations" in text
