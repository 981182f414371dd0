"""A place where an exchange and the contract part ways, as a value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from pyvenice.contract.diff.findings import Direction, Level

Json = Any
Fault = Literal["client", "server", "contract"]


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken promise, and whose it was."""

    rule: str
    """A stable id in kebab case: `answer-image-undecodable`, `request-field-undeclared`, …"""
    operation: str
    """`POST /image/edit`."""
    direction: Direction
    pointer: str
    """Where: `/prompt` of the request, `/data/0/b64_json` of the answer, `headers/x-…`."""
    expected: Json
    """What the contract says there."""
    found: Json
    """What was seen; long texts shortened, images as media type and size."""
    message: str
    fault: Fault
    """`client` sent what the contract refuses; `server` broke it; `contract`: known to be untrue there."""
    level: Level = "breaking"


def of_answer(  # noqa: PLR0913  (the facts of a violation, by name)
    rule: str,
    operation: str,
    pointer: str,
    *,
    expected: Json,
    found: Json,
    message: str,
    level: Level = "breaking",
) -> Violation:
    """A violation by the server, in its answer."""
    return Violation(
        rule, operation, "response", pointer, expected, found, message, "server", level
    )


def of_judgement(  # noqa: PLR0913  (the facts of a violation, by name)
    rule: str, operation: str, pointer: str, *, expected: Json, found: Json, message: str
) -> Violation:
    """A violation by the server, which took or refused a request that it should not have."""
    return Violation(rule, operation, "request", pointer, expected, found, message, "server")
