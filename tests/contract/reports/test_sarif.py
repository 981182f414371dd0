"""SARIF, as code scanning reads it."""

from __future__ import annotations

import json
from typing import Any

from pyvenice.contract.findings import Report
from pyvenice.contract.reports import render
from tests.contract.reports import specimens


def run_of(report: Report, **options: Any) -> Any:
    log = json.loads(render(report, "sarif", **options))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    return run


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
