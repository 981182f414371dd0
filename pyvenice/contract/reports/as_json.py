"""The json report: an interface, described by `contract-report.schema.json`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pyvenice.contract.diff.findings import Finding, ProviderReport, Report, Witness
from pyvenice.contract.reports.values import (
    escape,
    plain,
    without_commands_in_json,
    without_credentials,
)
from pyvenice.core.recording.secrets import redacted_url

Json = Any

SCHEMA_VERSION = 1


def render(report: Report) -> str:
    """The report as a JSON document, the same text for the same report."""
    return json_text(document(report))


def document(report: Report) -> dict[str, Json]:
    """The report as the value that is written."""
    return {
        "schema_version": SCHEMA_VERSION,
        "status": report.status,
        "providers": [_provider(provider) for provider in report.providers],
        "notes": list(report.notes),
    }


def json_text(value: Json) -> str:
    """Strict JSON for a file or a terminal; what either would act on stands there as its escape."""
    text = json.dumps(plain(value), ensure_ascii=False, indent=2, allow_nan=False)
    lines = (
        line if line.isprintable() else "".join(map(escape, line)) for line in text.split("\n")
    )
    return without_commands_in_json("\n".join(lines)) + "\n"


def _provider(provider: ProviderReport) -> dict[str, Json]:
    return {
        "provider": provider.provider,
        "status": provider.status,
        "reason": without_credentials(provider.reason),
        "pinned": _facts(provider.pinned),
        "live": _facts(provider.live),
        "findings": [finding(item) for item in provider.findings],
        "acknowledged": [finding(item) for item in provider.acknowledged],
        "elsewhere": {"changed_operations": provider.changed_elsewhere},
        "unchecked": [place._asdict() for place in provider.unchecked],
    }


def _facts(facts: Mapping[str, Json]) -> dict[str, Json]:
    """The facts by name, sorted; an address without what may be secret in it."""
    known = {name: facts[name] for name in sorted(facts)}
    return known | (
        {"url": redacted_url(known["url"], "mark")} if isinstance(known.get("url"), str) else {}
    )


def finding(item: Finding) -> dict[str, Json]:
    """A finding as it stands in every json document of the validator."""
    return {
        "rule": item.rule,
        "level": item.level,
        "category": item.category,
        "operation": item.operation,
        "direction": item.direction,
        "pointer": item.pointer,
        "old": item.old,
        "new": item.new,
        "message": item.message,
        "witness": _witness(item.witness),
        "unproved": item.unproved,
        "impact": [
            {"call": impact.call, "symbol": impact.symbol, "advice": impact.advice}
            for impact in item.impact
        ],
        "fingerprint": item.fingerprint,
    }


def _witness(witness: Witness | None) -> dict[str, Json] | None:
    if witness is None:
        return None
    return {
        "payload": witness.payload,
        "accepted_by": witness.accepted_by,
        "media_type": witness.media_type,
    }


def schema() -> dict[str, Json]:
    """The JSON Schema of the report; `$defs/history` in it is that of a history."""
    file = Path(__file__).with_name("contract-report.schema.json")
    described: dict[str, Json] = json.loads(file.read_bytes())
    return described
