"""A message for Slack, and for what understands Slack's incoming webhooks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from pyvenice.contract.alerts.webhook import deliver
from pyvenice.contract.diff.findings import Finding, Level, ProviderReport, Report
from pyvenice.contract.reports import wording
from pyvenice.contract.reports.values import cut, visible

Json = Any

_MARKS: dict[Level, str] = {
    "breaking": ":red_circle:",
    "warning": ":large_orange_circle:",
    "info": ":large_blue_circle:",
}
_LONGEST_TEXT = 2_900
_MAX_FINDINGS = 10


def post(report: Report, url: str, *, timeout: float = 10.0) -> None:
    """Post the report to an incoming webhook, in at most `timeout` seconds.

    Raises `ContractError` unless it was taken; the address is a secret and stands in no error.
    """
    body = json.dumps(payload(report)).encode()
    headers = {"Content-Type": "application/json", "User-Agent": "pyvenice"}
    deliver(url, body, headers, receiver="Slack", timeout=timeout)


def payload(report: Report) -> dict[str, Json]:
    """The message: `text` says it all, for clients and servers that show no blocks."""
    title = f"API contract: {wording.summary(report)}"
    sections = [_provider(provider) for provider in report.providers]
    return {
        "text": cut("\n\n".join([f"*{_escaped(title)}*", *sections]), 8 * _LONGEST_TEXT),
        "blocks": [
            {"type": "header", "text": {"type": "plain_text", "text": cut(_escaped(title), 150)}},
            *({"type": "section", "text": _mrkdwn(section)} for section in sections[:45]),
        ],
        "unfurl_links": False,
        "unfurl_media": False,
    }


def _mrkdwn(text: str) -> dict[str, str]:
    return {"type": "mrkdwn", "text": cut(text, _LONGEST_TEXT)}


def _provider(provider: ProviderReport) -> str:
    name = _escaped(provider.provider)
    if provider.status == "unchecked":
        reason = _escaped(wording.reason(provider))
        return f":grey_question: *{name}: {wording.UNCHECKED}*\n{reason}"
    mark = ":warning:" if provider.findings else ":white_check_mark:"
    lines = [f"{mark} *{name}: {_escaped(wording.state(provider))}*", *_findings(provider)]
    lines += map(_escaped, wording.unchecked_places(provider)[:_MAX_FINDINGS])
    return "\n".join(lines)


def _findings(provider: ProviderReport) -> Iterator[str]:
    findings = [
        finding for _, group in wording.by_operation(provider.findings) for finding in group
    ]
    for finding in sorted(findings, key=wording.gravity)[:_MAX_FINDINGS]:
        yield _finding(finding)
    if len(findings) > _MAX_FINDINGS:
        yield f"… and {len(findings) - _MAX_FINDINGS} more"
    yield from (
        f":grey_question: {_escaped(place)}"
        for place in wording.unchecked_places(provider)[:_MAX_FINDINGS]
    )


def _finding(finding: Finding) -> str:
    calls = ", ".join(dict.fromkeys(_code(impact.call) for impact in finding.impact))
    hit = f" ({wording.hits(finding.level)} {calls})" if calls else ""
    return f"{_MARKS[finding.level]} {_code(finding.operation)}: {_escaped(finding.message)}{hit}"


def _escaped(text: str) -> str:
    """Text without what Slack reads as a mention, a link or emphasis."""
    line = cut(visible(text), 500)
    return line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _code(text: str) -> str:
    return f"`{_escaped(text).replace('`', chr(0x2BC))}`"
