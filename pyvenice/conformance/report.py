"""Violations in the form of a contract report, so that all its formats tell them."""

from __future__ import annotations

from collections.abc import Iterable

from pyvenice.conformance.checks.violations import Fault, Violation
from pyvenice.contract.diff.findings import Category, Finding

WHOSE: dict[Fault, str] = {
    "client": "client at fault",
    "server": "server at fault",
    "contract": "gap in the contract",
}


def findings(violations: Iterable[Violation]) -> tuple[Finding, ...]:
    """Each violation as a finding: `old` is what the contract says there, `new` what was seen."""
    return tuple(map(_finding, violations))


def _finding(one: Violation) -> Finding:
    return Finding(
        rule=one.rule,
        level=one.level,
        category=_category(one),
        operation=one.operation,
        direction=one.direction,
        pointer=one.pointer,
        old=one.expected,
        new=one.found,
        message=f"{WHOSE[one.fault]}: {one.message}",
    )


def _category(one: Violation) -> Category:
    if one.pointer == "headers/authorization":
        return "security"
    if one.pointer.startswith("headers/"):
        return "header"
    return "request" if one.direction == "request" else "response"
