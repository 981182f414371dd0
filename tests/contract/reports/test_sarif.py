"""SARIF, as code scanning reads it."""

from __future__ import annotations

import json
from typing import Any

import jsonschema_rs
import pytest

from pyvenice.contract.diff.findings import Report
from pyvenice.contract.reports import render
from tests.contract.reports import specimens


def run_of(report: Report, **options: Any) -> Any:
    log = json.loads(render(report, "sarif", **options))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    return run


TEXT = {
    "type": "object",
    "properties": {"text": {"type": "string", "minLength": 1}},
    "required": ["text"],
    "additionalProperties": False,
}
LEVEL = {"enum": ["none", "note", "warning", "error"]}
TAGS = {
    "type": "object",
    "properties": {"tags": {"type": "array", "items": {"type": "string"}, "uniqueItems": True}},
}
NAME = {"type": "string", "minLength": 1}


def closed(required: str = "", **properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": required.split(),
        "additionalProperties": False,
    }


def list_of(items: Any) -> dict[str, Any]:
    return {"type": "array", "items": items}


RULE = closed(
    "id",
    id=NAME,
    shortDescription=TEXT,
    fullDescription=TEXT,
    help=TEXT,
    defaultConfiguration=closed(level=LEVEL),
    properties=TAGS,
)
LOCATION = closed(
    physicalLocation=closed(
        artifactLocation=closed(uri={"type": "string", "format": "uri-reference"}),
        region=closed(startLine={"type": "integer", "minimum": 1}),
    ),
    logicalLocations=list_of(closed(fullyQualifiedName=NAME, kind=NAME)),
)
RESULT = closed(
    "message",
    ruleId=NAME,
    ruleIndex={"type": "integer", "minimum": 0},
    level=LEVEL,
    message=TEXT,
    locations=list_of(LOCATION),
    partialFingerprints={"type": "object", "additionalProperties": {"type": "string"}},
    suppressions=list_of(
        closed("kind", kind={"enum": ["inSource", "external"]}, justification=NAME)
    ),
    properties=TAGS,
)
INVOCATION = closed(
    "executionSuccessful",
    executionSuccessful={"type": "boolean"},
    toolExecutionNotifications=list_of(closed("message", level=LEVEL, message=TEXT)),
)
DRIVER = closed("name", name=NAME, informationUri={"format": "uri"}, rules=list_of(RULE))
RUN = closed(
    "tool",
    tool=closed("driver", driver=DRIVER),
    invocations=list_of(INVOCATION),
    columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
    results=list_of(RESULT),
)
SARIF = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    **closed("version runs", version={"const": "2.1.0"}, runs=list_of(RUN)),
}
SARIF["properties"]["$schema"] = {"type": "string", "format": "uri"}


@pytest.mark.parametrize(
    "report", [Report((specimens.KNOWN, *specimens.MIXED.providers), ("a note",)), Report(())]
)
def test_what_stands_there_is_what_sarif_defines(report: Report) -> None:
    log = json.loads(render(report, "sarif"))
    jsonschema_rs.Draft202012Validator(SARIF, validate_formats=True).validate(log)


def test_each_finding_is_a_result_of_a_rule_with_help() -> None:
    run = run_of(specimens.DRIFT)
    rules = run["tool"]["driver"]["rules"]
    assert len(run["results"]) == 5
    for result in run["results"]:
        rule = rules[result["ruleIndex"]]
        assert rule["id"] == result["ruleId"]
        assert rule["help"]["text"]
    assert [rule["id"] for rule in rules] == sorted(rule["id"] for rule in rules)


def test_levels_are_those_of_sarif() -> None:
    levels = {one["ruleId"]: one["level"] for one in run_of(specimens.DRIFT)["results"]}
    assert levels["request-minimum-raised"] == "error"
    assert levels["prose-limit-changed"] == "warning"
    assert levels["request-enum-value-added"] == "note"


def test_the_help_of_a_rule_is_what_explains_it() -> None:
    run = run_of(specimens.DRIFT, explain=lambda rule: f"all about {rule}")
    rule = run["tool"]["driver"]["rules"][0]
    assert rule["help"]["text"].startswith(f"all about {rule['id']}")


def test_fingerprints_do_not_follow_the_wording() -> None:
    again = specimens.SCALE._replace(message="put otherwise", impact=(), witness=None)
    one, other = (
        run_of(Report((specimens.DRIFTED._replace(findings=(each,)),)))["results"][0]
        for each in (specimens.SCALE, again)
    )
    assert one["message"] != other["message"]
    assert one["partialFingerprints"] == other["partialFingerprints"]
    assert one["partialFingerprints"]["pyvenice/v1"] == specimens.SCALE.fingerprint


def test_results_stand_in_the_pinned_contract() -> None:
    for result in run_of(specimens.DRIFT)["results"]:
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"]["uri"] == "specs/venice/contract.yaml"
        assert place["region"]["startLine"] == 1


def test_an_unchecked_provider_is_a_result_and_a_failed_run() -> None:
    run = run_of(specimens.UNKNOWN)
    (result,) = run["results"]
    (invocation,) = run["invocations"]
    assert (result["ruleId"], result["level"]) == ("contract-unchecked", "error")
    assert invocation["executionSuccessful"] is False
    assert "503" in invocation["toolExecutionNotifications"][0]["message"]["text"]
    assert run_of(specimens.DRIFT)["invocations"][0]["executionSuccessful"] is True


def test_acknowledged_findings_are_suppressed() -> None:
    (result,) = run_of(Report((specimens.KNOWN,)))["results"]
    assert result["suppressions"][0]["kind"] == "external"
