"""All findings about an operation: what may be sent, what may come back, who may call."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pyvenice.contract.diff.body_diff import body_findings
from pyvenice.contract.diff.endpoint_diff import endpoint_findings
from pyvenice.contract.diff.findings import LEVELS, Finding
from pyvenice.contract.diff.parameter_diff import parameter_findings
from pyvenice.contract.diff.place import Place
from pyvenice.contract.diff.response_diff import response_findings
from pyvenice.contract.diff.security_diff import security_findings
from pyvenice.contract.document.json_equality import kept_keys
from pyvenice.contract.operation.operation_view import View

_IN_PATH = re.compile(r"\{[^}]*\}")


def operation_findings(operation: str, old: View | None, new: View | None) -> list[Finding]:
    """The findings about one operation, the serious ones first; `None` where a side lacks it."""
    if old is None or new is None:
        rule = "operation-removed" if new is None else "operation-added"
        word = "no longer exists" if new is None else "is new"
        names = (operation if old else None, operation if new else None)
        place = Place(operation, "", "none", "endpoint")
        return [place.finding(rule, *names, f"{operation} {word}")]
    found = _each_once([*_findings(operation, old, new)])
    return sorted(
        found, key=lambda finding: (LEVELS.index(finding.level), finding.pointer, finding.rule)
    )


def _findings(operation: str, old: View, new: View) -> Iterator[Finding]:
    whole = Place(operation, "", "none", "endpoint")
    views = (old, new)
    yield from endpoint_findings(whole, old, new)
    yield from security_findings(whole._replace(category="security", pointer="/security"), old, new)
    request = whole._replace(direction="request", category="request")
    yield from parameter_findings(request.below("/parameters"), views)
    yield from body_findings(request.below("/requestBody"), views)
    response = whole._replace(direction="response", category="response", pointer="/responses")
    yield from response_findings(response, views)


def _each_once(found: list[Finding]) -> list[Finding]:
    """A field of the JSON body and of the form once, and no limit in prose beside its schema."""
    merged: dict[tuple[str, ...], Finding] = {}
    for finding in found:
        values = repr(finding.old), repr(finding.new)
        facts = (finding.rule, finding.direction, _field(finding.pointer), *values)
        merged.setdefault(facts, finding)
    told = {
        _field(finding.pointer).rpartition("/")[0] for finding in found if not _is_prose(finding)
    }
    return [
        finding
        for finding in merged.values()
        if not _is_prose(finding) or _field(finding.pointer) not in told
    ]


def _is_prose(finding: Finding) -> bool:
    return finding.category == "prose"


def _field(pointer: str) -> str:
    return re.sub(r"/content/[^/]+/schema", "", pointer)


def changes(old: Mapping[str, View], new: Mapping[str, View]) -> list[Finding]:
    """The findings about all operations that either side has.

    Names of parameters in a path are free: `/models/{id}` and `/models/{name}` are the same place.
    """
    had, has = ({_IN_PATH.sub("{}", name): name for name in side} for side in (old, new))
    with kept_keys():
        return [
            finding
            for place in sorted(had.keys() | has.keys())
            for finding in operation_findings(
                had.get(place) or has[place],
                old.get(had.get(place, "")),
                new.get(has.get(place, "")),
            )
        ]
