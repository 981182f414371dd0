"""JUnit XML: a suite for each provider, a test case for each operation that a finding is about."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from pyvenice.contract.diff.findings import Finding, ProviderReport, Report
from pyvenice.contract.reports import wording
from pyvenice.contract.reports.values import visible, without_commands_in_markup
from pyvenice.contract.reports.wording import FailOn

_WHOLE = "contract"


def render(report: Report, *, fail_on: FailOn = "breaking") -> str:
    """Findings at or above `fail_on` are failures, unchecked providers are errors."""
    root = ET.Element("testsuites", name=wording.WORDS[report.subject].title)
    for provider in report.providers:
        root.append(_suite(provider, report.notes, fail_on))
    _total(root)
    ET.indent(root)
    text = without_commands_in_markup(ET.tostring(root, encoding="unicode"))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _suite(provider: ProviderReport, notes: tuple[str, ...], fail_on: FailOn) -> ET.Element:
    suite = ET.Element("testsuite", name=visible(provider.provider))
    if provider.status == "unchecked":
        case = _case(suite, provider, _WHOLE)
        reason = wording.reason(provider)
        ET.SubElement(case, "error", message=reason, type="unchecked").text = reason
    elif not provider.findings:
        _case(suite, provider, _WHOLE)
    for operation, findings in wording.by_operation(provider.findings):
        _judge(_case(suite, provider, operation), findings, fail_on)
    for place in provider.unchecked if provider.status != "unchecked" else ():
        case = _case(suite, provider, f"{place.operation} {place.pointer}".strip())
        text = visible(place.reason)
        ET.SubElement(case, "error", message=text, type="unchecked").text = text
    ET.SubElement(suite, "system-out").text = "\n".join([_remarks(provider), *map(visible, notes)])
    _total(suite)
    return suite


def _case(suite: ET.Element, provider: ProviderReport, name: str) -> ET.Element:
    area = "contract" if provider.subject == "drift" else provider.subject
    classname = f"{area}.{visible(provider.provider)}"
    return ET.SubElement(suite, "testcase", classname=classname, name=visible(name), time="0")


def _judge(case: ET.Element, findings: list[Finding], fail_on: FailOn) -> None:
    failing = [finding for finding in findings if wording.fails(finding, fail_on)]
    passing = [finding for finding in findings if not wording.fails(finding, fail_on)]
    if failing:
        message = f"{wording.counts(failing)}: {visible(failing[0].message)}"
        failure = ET.SubElement(case, "failure", message=message, type=visible(failing[0].rule))
        failure.text = _text(failing)
    if passing:
        ET.SubElement(case, "system-out").text = _text(passing)


def _text(findings: list[Finding]) -> str:
    blocks = [
        "\n  ".join([f"{wording.level(finding)}:", *wording.lines(finding)]) for finding in findings
    ]
    return "\n".join(blocks)


def _remarks(provider: ProviderReport) -> str:
    facts = [wording.state(provider), wording.versions(provider)]
    facts += [wording.elsewhere(provider.changed_elsewhere)]
    return "\n".join(filter(None, facts))


def _total(element: ET.Element) -> None:
    for plural, tag in (("tests", "testcase"), ("failures", "failure"), ("errors", "error")):
        element.set(plural, str(sum(1 for _ in element.iter(tag))))
