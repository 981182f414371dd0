"""What a comparison finds, as values. The json report is these values, field by field."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Literal, NamedTuple, Self

from pyvenice.contract.slicing.unchecked import UncheckedPlace

Json = Any
Level = Literal["breaking", "warning", "info"]
Category = Literal[
    "request", "response", "endpoint", "security", "header", "catalogue", "prose", "docs"
]
Direction = Literal["request", "response", "none"]
Status = Literal["ok", "drift", "unchecked"]
Subject = Literal["drift", "conformance"]

LEVELS: tuple[Level, ...] = ("breaking", "warning", "info")
CATEGORIES: tuple[Category, ...] = (
    "request",
    "response",
    "endpoint",
    "security",
    "header",
    "catalogue",
    "prose",
    "docs",
)
_NO_FACTS: Mapping[str, Json] = {}


class Witness(NamedTuple):
    """A value that the one side accepts and the other refuses."""

    payload: Json
    accepted_by: Literal["old", "new"]
    media_type: str | None = None


class Impact(NamedTuple):
    """What of this package a finding touches: `VeniceClient.image.edit(aspect_ratio=…)` and its class."""

    call: str
    symbol: str | None = None
    advice: str = ""


class Finding(NamedTuple):
    """One difference that matters, and what it does to code that uses the client."""

    rule: str
    level: Level
    category: Category
    operation: str
    """`POST /image/edit`."""
    direction: Direction
    pointer: str
    """Where it stands in the contract, below the operation: `requestBody/…`, as a JSON pointer."""
    old: Json
    new: Json
    message: str
    witness: Witness | None = None
    impact: tuple[Impact, ...] = ()
    unproved: bool = False
    """A suspicion that no value proves or refutes; its level is that of what is suspected."""
    line: int = 1
    """Where it stands in the file of its report."""
    sides: tuple[str, str] = ("before", "now")
    """What reports call the old and the new value."""

    @property
    def fingerprint(self) -> str:
        """Stable while rule, place and values stay the same; independent of wording."""
        facts = [self.rule, self.operation, self.pointer, self.old, self.new]
        text = json.dumps(facts, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:16]


class DocumentDiff(NamedTuple):
    """What differs between the operations of two documents, and what could not be compared."""

    findings: tuple[Finding, ...] = ()
    unchecked: tuple[UncheckedPlace, ...] = ()


class ProviderReport(NamedTuple):
    """What was found out about one provider, or why nothing could be."""

    provider: str
    status: Status
    reason: str = ""
    """Why it is unchecked; empty otherwise."""
    pinned: Mapping[str, Json] = _NO_FACTS
    """`version`, `sha256`, `pulled` of the pin; for a diff: `name`, `version`, `sha256` of OLD."""
    live: Mapping[str, Json] = _NO_FACTS
    """`url`, `version`, `sha256` of the document that it was compared with."""
    findings: tuple[Finding, ...] = ()
    acknowledged: tuple[Finding, ...] = ()
    """Findings that the ignore file silences."""
    changed_elsewhere: int = 0
    """Operations that changed and that no operation in use touches."""
    unchecked: tuple[UncheckedPlace, ...] = ()
    """Places that could not be compared, while the rest of the document was."""
    file: str | None = None
    """The user's own file that was compared, seen from the working folder; empty where there is none."""
    subject: Subject = "drift"
    """Whether documents were compared, or requests and responses checked against the contract."""

    def with_findings(
        self, findings: tuple[Finding, ...], acknowledged: tuple[Finding, ...]
    ) -> Self:
        """The report with these findings, and the status that follows from them."""
        status = self.status
        if status == "drift" and not findings:
            status = "unchecked" if self.unchecked else "ok"
        reason = self.reason or unchecked_reason(self.unchecked) if status == "unchecked" else ""
        return self._replace(
            findings=findings, acknowledged=acknowledged, status=status, reason=reason
        )


def unchecked_reason(places: tuple[UncheckedPlace, ...]) -> str:
    """One sentence about places that could not be compared; empty without any."""
    if not places:
        return ""
    first, *others = places
    more = f"; and {len(others)} more place{'s' if len(others) > 1 else ''}" if others else ""
    return f"{first}{more}"


class Report(NamedTuple):
    """A whole run."""

    providers: tuple[ProviderReport, ...]
    notes: tuple[str, ...] = ()
    """What the reader should know beside the findings: ignore entries that match nothing, …"""

    @property
    def subject(self) -> Subject:
        """What the report is about, which is the same for all its providers."""
        return self.providers[0].subject if self.providers else "drift"

    @property
    def status(self) -> Status:
        """`unchecked` if any provider is; else `drift` if there is any finding; else `ok`."""
        states = {provider.status for provider in self.providers}
        return "unchecked" if "unchecked" in states else "drift" if "drift" in states else "ok"
