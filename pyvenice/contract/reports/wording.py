"""The sentences that all formats share: what happened, how much of it, and what a proof proves."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Literal, NamedTuple

from pyvenice.contract.diff.findings import (
    LEVELS,
    Direction,
    Finding,
    Level,
    ProviderReport,
    Report,
    Subject,
    Witness,
)
from pyvenice.contract.reports.values import (
    apart,
    display,
    one_line,
    shorten,
    visible,
    without_credentials,
)
from pyvenice.core.recording.secrets import redacted_url

FailOn = Literal["breaking", "warning", "info", "never"]

UNCHECKED = "could not check"
UNPROVED = "unproved"
UNDECIDED = "no value decides it: none reaches the place, or no validator can read it"


class Words(NamedTuple):
    """What reports call their subject."""

    title: str
    clean: str
    """What is said where there are no findings."""
    clean_details: str
    unknown: str
    """What it means that something could not be checked."""
    headlines: tuple[str, str, str, str]
    """Of a page: nothing could be checked, breaking findings, other findings, none."""
    sides: tuple[str, str]


WORDS: Mapping[Subject, Words] = {
    "drift": Words(
        title="API contract",
        clean="no drift",
        clean_details="The operations in use are as they were pinned",
        unknown="This is not 'no drift': whether the contract moved is unknown.",
        headlines=(
            "The API could not be checked",
            "The live API breaks the pinned contract",
            "The live API drifted",
            "The live API keeps the pinned contract",
        ),
        sides=("pinned", "live"),
    ),
    "conformance": Words(
        title="Conformance",
        clean="the contract is kept",
        clean_details="No request and no response that was checked breaks the contract",
        unknown="Whether the contract is kept there is unknown.",
        headlines=(
            "Conformance could not be checked",
            "The contract is broken",
            "The contract is broken",
            "The contract is kept",
        ),
        sides=("contract", "checked"),
    ),
}


def counts(findings: Iterable[Finding], clean: str = "no drift") -> str:
    """`3 breaking (1 unproved), 2 warnings, 1 info`; `clean` where there are none."""
    every = list(findings)
    number = Counter(finding.level for finding in every)
    unproved = Counter(finding.level for finding in every if finding.unproved)
    parts = (
        number_of(number[level], level)
        + (f" ({unproved[level]} {UNPROVED})" if unproved[level] else "")
        for level in LEVELS
        if number[level]
    )
    return ", ".join(parts) or clean


def number_of(number: int, level: Level) -> str:
    """`1 warning`, `2 warnings`, `2 breaking`."""
    return f"{number} {level}{'s' if level == 'warning' and number > 1 else ''}"


def state(provider: ProviderReport) -> str:
    """What became of a provider, in a few words."""
    if provider.status == "unchecked":
        return UNCHECKED
    known, places = len(provider.acknowledged), len(provider.unchecked)
    return (
        counts(provider.findings, WORDS[provider.subject].clean)
        + (f", {known} acknowledged" if known else "")
        + (f", {number_of_places(places)} not checked" if places else "")
    )


def number_of_places(number: int) -> str:
    """`1 place`, `2 places`."""
    return f"{number} place{'s' if number > 1 else ''}"


def unchecked_places(provider: ProviderReport) -> list[str]:
    """A line for each place of a provider that could not be compared."""
    return [f"{UNCHECKED} {visible(str(place))}" for place in provider.unchecked]


def reason(provider: ProviderReport) -> str:
    """Why a provider is unchecked, and what that means."""
    why = visible(without_credentials(provider.reason)).rstrip(".") or "no reason was given"
    end = "" if why.endswith(("?", "!")) else "."
    return f"{why}{end} {WORDS[provider.subject].unknown}"


def summary(report: Report) -> str:
    """The whole run in one sentence."""
    unchecked = [
        visible(provider.provider)
        for provider in report.providers
        if provider.status == "unchecked"
    ]
    checked = [provider for provider in report.providers if provider.status != "unchecked"]
    clean = WORDS[report.subject].clean
    found = counts((finding for provider in checked for finding in provider.findings), clean)
    known = sum(len(provider.acknowledged) for provider in report.providers)
    places = sum(len(provider.unchecked) for provider in checked)
    parts = [f"{UNCHECKED} {', '.join(unchecked)}"] if unchecked else []
    parts += [f"otherwise {found}" if unchecked else found] if checked else []
    parts += [f"{known} acknowledged"] if known else []
    parts += [f"{UNCHECKED} {number_of_places(places)}"] if places else []
    parts += [elsewhere(sum(provider.changed_elsewhere for provider in report.providers))]
    return "; ".join(filter(None, parts)) or "no provider was checked"


def elsewhere(changed: int) -> str:
    """One phrase about operations that nobody here uses; nothing if none changed."""
    if changed == 1:
        return "1 operation changed elsewhere, not in use"
    return f"{changed} operations changed elsewhere, none of them in use" if changed else ""


def sides(provider: ProviderReport) -> list[tuple[str, str]]:
    """What is known of the pin and of what was compared with it, each with its name."""
    both = zip(WORDS[provider.subject].sides, (provider.pinned, provider.live), strict=True)
    return [(name, _side(facts)) for name, facts in both if facts]


def versions(provider: ProviderReport) -> str:
    """`pinned 20260801 (pulled 2026-08-02) → live 20260809`, as far as it is known."""
    return " → ".join(f"{name} {facts}" for name, facts in sides(provider))


def _side(facts: Mapping[str, Any]) -> str:
    details = [str(facts[key]) for key in ("name",) if facts.get(key)]
    details += [f"pulled {facts['pulled']}"] if facts.get("pulled") else []
    details += [f"sha256 {str(facts['sha256'])[:8]}"] if facts.get("sha256") else []
    details += [redacted_url(str(facts["url"]), "mark")] if facts.get("url") else []
    label = str(facts.get("version") or "without a version")
    return visible(f"{label} ({', '.join(details)})" if details else label)


def by_operation(findings: Iterable[Finding]) -> list[tuple[str, list[Finding]]]:
    """Findings by operation: the worst operation first, and the worst finding first in each."""
    groups: dict[str, list[Finding]] = {}
    for finding in sorted(findings, key=gravity):
        groups.setdefault(finding.operation, []).append(finding)
    return list(groups.items())


def gravity(finding: Finding) -> tuple[int, str, str, str]:
    """A key that sorts the gravest finding first, and always the same way."""
    return LEVELS.index(finding.level), finding.operation, finding.pointer, finding.rule


def fails(finding: Finding, fail_on: FailOn) -> bool:
    """Whether a finding is at or above the level that fails a run."""
    return fail_on != "never" and LEVELS.index(finding.level) <= LEVELS.index(fail_on)


def level(finding: Finding) -> str:
    """`breaking`, or `breaking, unproved`."""
    return f"{finding.level}, {UNPROVED}" if finding.unproved else finding.level


def verdict(finding: Finding) -> str:
    """What the witness of a finding shows; empty without one."""
    if finding.witness is None:
        return ""
    media_type = visible(finding.witness.media_type or "")
    before, now = verdicts(finding.direction, finding.witness)
    return f"{before} before, {now} now" + (f" ({media_type})" if media_type else "")


def verdicts(direction: Direction, witness: Witness) -> tuple[str, str]:
    """What each side says to the payload: the one before, then the one now."""
    yes, no = ("possible", "ruled out") if direction == "response" else ("accepted", "refused")
    return (yes, no) if witness.accepted_by == "old" else (no, yes)


def proof(finding: Finding) -> str:
    """The payload of the witness on one line, short enough to read; empty without one."""
    return "" if finding.witness is None else one_line(shorten(finding.witness.payload))


def change(finding: Finding, limit: int = 120) -> str:
    """`old → new`, or `expected X, found Y`; empty where the message says it all."""
    if not has_sides(finding):
        return ""
    old, new = (display(side, limit) for side in apart(finding.old, finding.new))
    text = joined_sides(finding, old, new)
    return "" if text in finding.message else text


def has_sides(finding: Finding) -> bool:
    """Whether its values say more than its sentence; those of "a may be missing now" are a name and nothing."""
    is_obligation = re.search("-property-became-(optional|required)$", finding.rule)
    return not is_obligation and (finding.old, finding.new) != (None, None)


def joined_sides(finding: Finding, old: str, new: str) -> str:
    """Both values of a finding in one line: a change, or what was expected and found."""
    if finding.sides == ("before", "now"):
        return f"{old} → {new}"
    return f"{finding.sides[0]} {old}, {finding.sides[1]} {new}"


def hits(level: Level) -> str:
    """What a finding of this level does to the Python call that it names."""
    return "breaks" if level == "breaking" else "touches"


def advice(finding: Finding) -> list[str]:
    """What to do, each thing once."""
    return list(dict.fromkeys(visible(impact.advice) for impact in finding.impact if impact.advice))


def lines(finding: Finding) -> list[str]:
    """A finding in plain lines, for formats that hold text only."""
    calls = [f"{hits(finding.level)}: {visible(impact.call)}" for impact in finding.impact]
    facts = [
        visible(finding.message),
        change(finding),
        f"proof: {verdict(finding)}: {proof(finding)}" if finding.witness else "",
        f"{UNPROVED}: {UNDECIDED}" if finding.unproved else "",
        *dict.fromkeys(calls),
        *(f"do: {text}" for text in advice(finding)),
        f"{visible(finding.rule)} at {visible(finding.pointer)} [{finding.fingerprint}]",
    ]
    return [line for line in facts if line]
