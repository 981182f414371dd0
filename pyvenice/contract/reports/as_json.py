"""The json report: an interface, described by `contract-report.schema.json`."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pyvenice.contract.diff.findings import Finding, ProviderReport, Report, Witness
from pyvenice.contract.reports.values import plain, without_credentials
from pyvenice.core.recording.secrets import redacted_url

Json = Any

SCHEMA_VERSION = 1
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def render(report: Report) -> str:
    """The report as a JSON document, the same text for the same report."""
    return dumped(document(report))


def document(report: Report) -> dict[str, Json]:
    """The report as the value that is written."""
    return {
        "schema_version": SCHEMA_VERSION,
        "status": report.status,
        "providers": [_provider(one) for one in report.providers],
        "notes": list(report.notes),
    }


def dumped(value: Json) -> str:
    """Strict JSON that can be encoded as UTF-8, whatever a foreign document held."""
    text = json.dumps(plain(value), ensure_ascii=False, indent=2, allow_nan=False)
    return _LONE_SURROGATE.sub(lambda one: f"\\u{ord(one.group()):04x}", text) + "\n"


def _provider(one: ProviderReport) -> dict[str, Json]:
    return {
        "provider": one.provider,
        "status": one.status,
        "reason": without_credentials(one.reason),
        "pinned": _facts(one.pinned),
        "live": _facts(one.live),
        "findings": [finding(each) for each in one.findings],
        "acknowledged": [finding(each) for each in one.acknowledged],
        "elsewhere": {"changed_operations": one.changed_elsewhere},
        "unchecked": [place._asdict() for place in one.unchecked],
    }


def _facts(facts: Mapping[str, Json]) -> dict[str, Json]:
    """The facts by name, sorted; an address without what may be secret in it."""
    known = {name: facts[name] for name in sorted(facts)}
    return known | (
        {"url": redacted_url(known["url"], "mark")} if isinstance(known.get("url"), str) else {}
    )


def finding(one: Finding) -> dict[str, Json]:
    """A finding as it stands in every json document of the validator."""
    return {
        "rule": one.rule,
        "level": one.level,
        "category": one.category,
        "operation": one.operation,
        "direction": one.direction,
        "pointer": one.pointer,
        "old": one.old,
        "new": one.new,
        "message": one.message,
        "witness": _witness(one.witness),
        "unproved": one.unproved,
        "impact": [
            {"call": each.call, "symbol": each.symbol, "advice": each.advice} for each in one.impact
        ],
        "fingerprint": one.fingerprint,
    }


def _witness(one: Witness | None) -> dict[str, Json] | None:
    if one is None:
        return None
    return {"payload": one.payload, "accepted_by": one.accepted_by, "media_type": one.media_type}


def schema() -> dict[str, Json]:
    """The JSON Schema of the report; `$defs/history` in it is that of a history."""
    file = Path(__file__).with_name("contract-report.schema.json")
    described: dict[str, Json] = json.loads(file.read_bytes())
    return described
