"""SARIF 2.1.0, for code scanning and editors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pyvenice.contract.diff.findings import Finding, Level, ProviderReport, Report, Subject
from pyvenice.contract.reports import as_json, wording
from pyvenice.contract.reports.github import contract_file
from pyvenice.contract.reports.values import plain, visible

Json = Any

UNCHECKED_RULE = "contract-unchecked"
_CONFORMANCE_UNCHECKED_RULE = "conformance-unchecked"
_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS: dict[Level, str] = {"breaking": "error", "warning": "warning", "info": "note"}
_MEANINGS = {
    "request": "What may be sent to the API moved: the server may refuse what it took, or take more.",
    "response": "What the API answers moved: an answer may no longer fit the client's models.",
    "endpoint": "An operation, a server or a media type came or went.",
    "security": "How requests are authorised moved.",
    "header": "A header that is sent or answered moved.",
    "catalogue": "The list of models moved; the contract of the operation did not.",
    "prose": "A limit that stands only in the publisher's prose moved. No schema shows it.",
    "docs": "What the document says about an operation moved; what it accepts did not.",
}
_BROKEN = "What was sent or answered does not fit the contract."
_UNREAD = "A live document, or a part of it, could not be read: whether it drifted is unknown."
_UNSENT = (
    "A request could not be sent, or its response could not be read: whether the contract is kept is"
    " unknown."
)
_DOCS = "https://github.com/pyvenice/pyvenice/blob/main/docs"
_BROKEN_RULES = f"{_DOCS}/conformance.md#what-is-checked"


def render(report: Report, *, explain: Callable[[str], str] | None = None) -> str:
    """One run; `explain` gives the help of a rule, which is that of its category by default.

    A provider that could not be checked is a result of its own and makes the run unsuccessful, so
    that no consumer takes the absence of findings for their repair.
    """
    rules = _rules(report, explain)
    index = {rule["id"]: number for number, rule in enumerate(rules)}
    run = {
        "tool": {"driver": _driver(report, rules)},
        "invocations": [_invocation(report)],
        "columnKind": "unicodeCodePoints",
        "results": [_indexed(result, index) for result in _results(report)],
    }
    return as_json.json_text({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _driver(report: Report, rules: list[Json]) -> dict[str, Json]:
    is_drift = report.subject == "drift"
    return {
        "name": "pyvenice contract" if is_drift else "pyvenice conformance",
        "informationUri": f"{_DOCS}/{'contract-reports' if is_drift else 'conformance'}.md",
        "rules": rules,
    }


def _rules(report: Report, explain: Callable[[str], str] | None) -> list[Json]:
    samples: dict[str, Finding] = {}
    for finding in sorted(_all_findings(report), key=wording.gravity, reverse=True):
        samples[finding.rule] = finding
    rules = [_rule(samples[name], explain) for name in sorted(samples)]
    if any(provider.status == "unchecked" or provider.unchecked for provider in report.providers):
        rules.append(_unchecked_rule(report.subject))
    return rules


def _all_findings(report: Report) -> list[Finding]:
    return [
        finding
        for provider in report.providers
        for finding in (*provider.findings, *provider.acknowledged)
    ]


def _rule(worst: Finding, explain: Callable[[str], str] | None) -> dict[str, Json]:
    tags = ["api-contract", worst.category]
    if worst.sides != ("before", "now"):
        return _descriptor(worst.rule, _BROKEN, _LEVELS[worst.level], tags, _BROKEN_RULES)
    meaning = visible(explain(worst.rule)) if explain else _MEANINGS[worst.category]
    return _descriptor(worst.rule, meaning, _LEVELS[worst.level], tags)


def _unchecked_rule(subject: Subject) -> dict[str, Json]:
    if subject == "drift":
        return _descriptor(UNCHECKED_RULE, _UNREAD, "error", ["api-contract"])
    more = f"{_DOCS}/conformance.md#exit-status"
    return _descriptor(_CONFORMANCE_UNCHECKED_RULE, _UNSENT, "error", ["api-contract"], more)


def _descriptor(
    name: str, meaning: str, level: str, tags: list[str], more: str = ""
) -> dict[str, Json]:
    name = visible(name)
    more = more or f"pyvenice contract explain {name}"
    return {
        "id": name,
        "shortDescription": {"text": name.replace("-", " ")},
        "fullDescription": {"text": meaning},
        "help": {"text": f"{meaning} More: {more}"},
        "defaultConfiguration": {"level": level},
        "properties": {"tags": tags},
    }


def _invocation(report: Report) -> dict[str, Json]:
    unchecked = [
        provider
        for provider in report.providers
        if provider.status == "unchecked" or provider.unchecked
    ]
    failures = [
        _notification("error", f"{visible(provider.provider)}: {reason}")
        for provider in unchecked
        for reason in _unchecked_reasons(provider)
    ]
    notes = [_notification("note", visible(note)) for note in report.notes]
    return {
        "executionSuccessful": not unchecked,
        "toolExecutionNotifications": [*failures, *notes],
    }


def _notification(level: str, text: str) -> dict[str, Json]:
    return {"level": level, "message": {"text": text}}


def _results(report: Report) -> list[dict[str, Json]]:
    results = []
    for provider in report.providers:
        reasons = enumerate(_unchecked_reasons(provider))
        results += [_unchecked(provider, number, reason) for number, reason in reasons]
        results += [_result(finding, provider) for finding in provider.findings]
        results += [_acknowledged(finding, provider) for finding in provider.acknowledged]
    return results


def _result(finding: Finding, provider: ProviderReport) -> dict[str, Json]:
    place = f"{visible(finding.operation)} {visible(finding.pointer)}"
    return {
        "ruleId": visible(finding.rule),
        "level": _LEVELS[finding.level],
        "message": {"text": "\n".join(wording.lines(finding))},
        "locations": [_location(provider, place, finding.line)],
        "partialFingerprints": _fingerprints(finding.fingerprint),
        "properties": plain(as_json.finding(finding)),
    }


def _acknowledged(finding: Finding, provider: ProviderReport) -> dict[str, Json]:
    suppression = {"kind": "external", "justification": "acknowledged in the ignore file"}
    return _result(finding, provider) | {"suppressions": [suppression]}


def _unchecked_reasons(provider: ProviderReport) -> list[str]:
    if provider.status == "unchecked":
        return [wording.reason(provider)]
    return wording.unchecked_places(provider)


def _unchecked(provider: ProviderReport, number: int, reason: str) -> dict[str, Json]:
    text = f"{visible(provider.provider)}: {wording.UNCHECKED}. {reason}"
    return {
        "ruleId": _unchecked_rule(provider.subject)["id"],
        "level": "error",
        "message": {"text": text},
        "locations": [_location(provider, visible(provider.provider))],
        "partialFingerprints": _fingerprints(
            f"unchecked-{visible(provider.provider)}{f'-{number}' if number else ''}"
        ),
    }


def _location(provider: ProviderReport, place: str, line: int = 1) -> dict[str, Json]:
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": contract_file(provider) or "contract"},
            "region": {"startLine": line},
        },
        "logicalLocations": [{"fullyQualifiedName": place, "kind": "resource"}],
    }


def _fingerprints(fingerprint: str) -> dict[str, str]:
    """`primaryLocationLineHash` is the one that GitHub reads; all results stand in line 1 there."""
    return {"pyvenice/v1": fingerprint, "primaryLocationLineHash": f"{fingerprint}:1"}


def _indexed(result: dict[str, Json], index: dict[str, int]) -> dict[str, Json]:
    return {"ruleId": result["ruleId"], "ruleIndex": index[result["ruleId"]]} | result
