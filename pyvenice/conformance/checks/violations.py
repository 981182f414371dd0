"""Violation: one place where a request or a response breaks the contract, and who is at fault."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from pyvenice.contract.diff.findings import Category, Direction, Finding, Level
from pyvenice.core.images.header import sniff
from pyvenice.core.json_types import Json
from pyvenice.core.recording.redaction import redacted_value, shortened

Fault = Literal["client", "server", "contract"]

FAULT_LABELS: dict[Fault, str] = {
    "client": "client at fault",
    "server": "server at fault",
    "contract": "gap in the contract",
}
_LONGEST = 160
# Enough bytes for `_LONGEST` characters after whitespace and encoded data are taken out.
_EXCERPT = 4096


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken rule of a contract."""

    rule: str
    """A stable id in kebab case: `answer-image-undecodable`, `request-field-undeclared`, …"""
    operation: str
    """`POST /image/edit`."""
    direction: Direction
    pointer: str
    """The place: `/prompt` of a request, `/data/0/b64_json` of a response, `headers/x-…`."""
    expected: Json
    """What the contract says about that place."""
    found: Json
    """The value there; long texts are shortened, images are given as media type and size."""
    message: str
    fault: Fault
    """`client`: the request is wrong; `server`: the response is; `contract`: known to be untrue."""
    level: Level = "breaking"


@dataclass(frozen=True, slots=True)
class Breach:
    """A broken rule in a request, before it is known which operation and client it belongs to."""

    rule: str
    pointer: str
    reason: str
    """The predicate of a sentence about the place: `is missing`."""
    expected: Json = None
    found: Json = None
    level: Level = "breaking"

    def violation(self, operation: str) -> Violation:
        """The violation by a client that calls the operation of this name."""
        place = self.pointer.removeprefix("/") or "the body"
        return Violation(
            rule=self.rule,
            operation=operation,
            direction="request",
            pointer=self.pointer,
            expected=self.expected,
            found=self.found,
            message=f"{place} {self.reason}",
            fault="client",
            level=self.level,
        )


def response_violation(  # noqa: PLR0913  (the facts of a violation, by name)
    rule: str,
    operation: str,
    pointer: str,
    *,
    expected: Json,
    found: Json,
    message: str,
    level: Level = "breaking",
) -> Violation:
    """A violation by the server, in its response."""
    return Violation(
        rule, operation, "response", pointer, expected, found, message, "server", level
    )


def acceptance_violation(  # noqa: PLR0913  (the facts of a violation, by name)
    rule: str, operation: str, pointer: str, *, expected: Json, found: Json, message: str
) -> Violation:
    """A violation by the server, which accepted or refused a request that it should not have."""
    return Violation(rule, operation, "request", pointer, expected, found, message, "server")


def findings(violations: Iterable[Violation]) -> tuple[Finding, ...]:
    """Violations as findings of a contract report, which all report formats can print."""
    return tuple(map(_finding, violations))


def _finding(violation: Violation) -> Finding:
    return Finding(
        rule=violation.rule,
        level=violation.level,
        category=_category(violation),
        operation=violation.operation,
        direction=violation.direction,
        pointer=violation.pointer,
        old=violation.expected,
        new=violation.found,
        message=f"{FAULT_LABELS[violation.fault]}: {violation.message}",
        sides=("expected", "found"),
    )


def _category(violation: Violation) -> Category:
    if violation.rule.startswith("request-key-"):
        return "security"
    if violation.pointer.startswith("headers/"):
        return "header"
    return "request" if violation.direction == "request" else "response"


def report_value(value: Json | bytes) -> Json:
    """A value that may be printed: shortened, without keys; a file as its media type and size."""
    if isinstance(value, bytes):
        return f"{sniff(value[:64]) or 'no image'}, {len(value):,} bytes"
    if isinstance(value, str):
        return shortened(value, _LONGEST)
    printable: Json = redacted_value(value)
    return printable


def report_text(body: bytes) -> str:
    """The beginning of a body as text that may be printed."""
    return shortened(body[:_EXCERPT].decode("utf-8", "replace"), _LONGEST)
