"""The results of a run as a report, with code that shows each violation again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal, get_args

from pyvenice.conformance.report import findings
from pyvenice.conformance.run import run_text
from pyvenice.conformance.run.run_summary import Ran
from pyvenice.contract.diff.findings import Finding, Impact, ProviderReport, Report
from pyvenice.contract.reports import as_json, render

Json = Any
Format = Literal["text", "json", "html", "junit"]
FORMATS: tuple[Format, ...] = get_args(Format)


def rendered(ran: Ran, kind: Format, *, colour: bool = False, width: int = 100) -> str:
    """The report in one of `FORMATS`, ending in a line break. No key is in it."""
    if kind == "json":
        return as_json.dumped(_document(ran))
    if kind == "text":
        return run_text.render(ran, colour=colour, width=width)
    return render(_report(ran, with_code=True), kind)


def _report(ran: Ran, *, with_code: bool) -> Report:
    found = tuple(_findings(ran, with_code=with_code))
    asked = f"{ran.tally.sent} requests, {ran.tally.taken} taken"
    provider = ProviderReport(
        provider=ran.source.provider,
        status="drift" if found else "ok",
        pinned={"version": ran.version},
        live={"version": asked, "url": ran.base_url},
        findings=found,
    )
    return Report((provider,), (*_counts(ran), *ran.notes()))


def _findings(ran: Ran, *, with_code: bool) -> Iterator[Finding]:
    calls = {
        f"{one.method.upper()} {one.path}": f"{ran.source.title}Client.{one.name}(…)"
        for one in ran.source.operations
    }
    told = findings(one.violation for one in ran.tally.found)
    for finding, code in zip(told, ran.reproducers, strict=True):
        call = calls.get(finding.operation, finding.operation)
        advice = f"see it again with: {code.curl}" if with_code else ""
        yield finding._replace(impact=(Impact(call, advice=advice),))


def _counts(ran: Ran) -> Iterator[str]:
    for name, count in ran.tally.counts.items():
        yield f"{name}: {count.sent} requests, {count.taken} taken"


def _document(ran: Ran) -> Mapping[str, Json]:
    document = as_json.document(_report(ran, with_code=False))
    provider = document["providers"][0]
    provider["requests"] = {
        name: {"sent": one.sent, "taken": one.taken} for name, one in ran.tally.counts.items()
    }
    provider["seed"] = ran.seed
    codes = zip(provider["findings"], ran.tally.found, ran.reproducers, strict=True)
    for finding, found, code in codes:
        finding["times"] = found.times
        finding["reproducer"] = {"python": code.python, "curl": code.curl}
    return document
