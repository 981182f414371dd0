"""Causes: what several findings say of several places, operations or values, once and for people.

One list of models that many operations share makes a finding for each of its values at each of its places.
Formats for programs have them all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from pyvenice.contract.diff.findings import Finding
from pyvenice.contract.document.pointer import unescape
from pyvenice.contract.reports.wording import gravity, level

_FEW_VALUES = 3
_MOST_VALUES = 12
_MOST_PLACES = 20
_ABOUT_A_VALUE = re.compile(r"-(?:value|known-value|model)-(?:added|removed)$")
_BEFORE_VALUE = re.compile(r" (?:newly|no longer) lists (?=\S)")
_MARKS = {"items": "*", "additionalProperties": "**"}
_WITH_NAMES = ("properties", "patternProperties", "prefixItems")


class Cause(NamedTuple):
    """Findings that have one cause, as far as their own facts tell."""

    finding: Finding
    """The gravest, whose message and impact speak of all."""
    findings: tuple[Finding, ...]

    @property
    def fingerprint(self) -> str:
        """That of the first finding."""
        return self.findings[0].fingerprint

    @property
    def operations(self) -> tuple[str, ...]:
        """Those that the findings are about, in the order of the findings."""
        return tuple(dict.fromkeys(finding.operation for finding in self.findings))

    @property
    def pointers(self) -> tuple[str, ...]:
        """Where in the operations it stands, each place once."""
        return tuple(dict.fromkeys(finding.pointer for finding in self.findings))


def causes(findings: Iterable[Finding]) -> list[Cause]:
    """The causes of findings, the gravest first."""
    groups: dict[tuple[str, ...], list[Finding]] = {}
    for finding in sorted(findings, key=gravity):
        groups.setdefault(_key(finding), []).append(finding)
    return _with_joined_values(Cause(_joined(group), tuple(group)) for group in groups.values())


def by_operations(found: Iterable[Cause]) -> list[tuple[tuple[str, ...], list[Cause]]]:
    """Causes by the operations that they touch, in the order of the causes."""
    groups: dict[tuple[str, ...], list[Cause]] = {}
    for cause in found:
        groups.setdefault(cause.operations, []).append(cause)
    return list(groups.items())


def label(operations: Sequence[str]) -> str:
    """`POST /image/edit`, or `POST /image/edit and 10 more operations`."""
    more = len(operations) - 1
    return operations[0] + (f" and {more} more operation{'s' * (more > 1)}" if more else "")


def shortened(texts: Sequence[str], most: int = _MOST_PLACES) -> tuple[list[str], list[str]]:
    """The texts, so many as a reader looks at, and a word about the others, if there are any."""
    more = len(texts) - most
    return ([*texts], []) if more < 2 else ([*texts[:most]], [f"… and {more} more"])


def summary(found: Iterable[Cause]) -> str:
    """`150 findings have 4 causes, each of which is shown once`; empty where each finding has its own."""
    sizes = [len(cause.findings) for cause in found]
    if sum(sizes) == len(sizes):
        return ""
    word = "cause, which is shown once"
    word = word if len(sizes) == 1 else "causes, each of which is shown once"
    return f"{sum(sizes)} findings have {len(sizes)} {word}"


def _key(finding: Finding) -> tuple[str, ...]:
    """What findings have in common whose sentences differ in the status and the way to the field at most."""
    status = _below("responses", finding)
    values = [repr(side) for side in (finding.old, finding.new) if side != status]
    message = _without_way(finding).replace(f"status {status}", "status", 1)
    # A violation of the contract is what one exchange showed.
    exchange = "" if finding.sides == ("before", "now") else repr(finding)
    return level(finding), finding.rule, message, *values, exchange


def _without_way(finding: Finding) -> str:
    """The message with the last name of the field alone: `model newly lists …` for `styles.*.model …`."""
    names = _names(finding.pointer)
    path = ".".join(names)
    if len(names) < 2 or not re.match(r"[ :]", finding.message[len(path) :]):
        return finding.message
    if not finding.message.startswith(path):
        return finding.message
    start = max((n for n, name in enumerate(names) if name not in _MARKS.values()), default=0)
    return ".".join(names[start:]) + finding.message[len(path) :]


def _names(pointer: str) -> list[str]:
    """The names on the way to a place in a schema, as sentences write them."""
    found: list[str] = []
    keys = iter(pointer.partition("/schema/")[2].split("/"))
    for key in keys:
        if key in _WITH_NAMES:
            found.append(unescape(next(keys, "")))
        elif key in _MARKS:
            found.append(_MARKS[key])
    return found


def _joined(findings: Sequence[Finding]) -> Finding:
    """The first finding, with a message about all of them and what all of them touch."""
    first = findings[0]
    own = [finding for finding in findings if finding.operation == first.operation]
    ways = {".".join(_names(finding.pointer)) for finding in findings}
    if len(ways) > 1:
        joined = first._replace(message=_without_way(first))
    else:
        joined = _with_statuses(own, is_alone=len(own) == len(findings))
    touched = (impact for finding in findings for impact in finding.impact)
    return joined._replace(impact=tuple(dict.fromkeys(touched)))


def _with_statuses(findings: Sequence[Finding], *, is_alone: bool) -> Finding:
    """The first of the findings of an operation, with the statuses, media types or number of places of all."""
    first = findings[0]
    if len(findings) == 1:
        return first
    statuses, types = (
        list(dict.fromkeys(_below(name, finding) for finding in findings))
        for name in ("responses", "content")
    )
    prefix = f"status {statuses[0]}"
    if len(statuses) == 1:
        places = f"in {', '.join(types)}" if len(types) > 1 else f"in {len(findings)} places"
        return first._replace(message=f"{first.message} ({places})") if is_alone else first
    if not first.message.startswith(prefix):
        return first._replace(message=f"{first.message} (statuses {', '.join(statuses)})")
    rest = re.sub("^ is ", " are ", first.message.removeprefix(prefix))
    joined = first._replace(message=f"statuses {', '.join(statuses)}{rest}")
    return joined._replace(old=None, new=None) if statuses[0] in (first.old, first.new) else joined


def _below(name: str, finding: Finding) -> str:
    """The status below `responses`, or the media type below `content`; empty where there is none."""
    found = re.search(f"/{name}/([^/]+)", finding.pointer)
    return unescape(found[1]) if found else ""


def _with_joined_values(found: Iterable[Cause]) -> list[Cause]:
    """Many values that came to one list, or went from it, as one cause."""
    groups: dict[tuple[object, ...], list[Cause]] = {}
    for cause in found:
        groups.setdefault(_place_key(cause), []).append(cause)
    return [cause for group in groups.values() for cause in _of_list(group)]


def _place_key(cause: Cause) -> tuple[object, ...]:
    finding, places = cause.finding, [(each.operation, each.pointer) for each in cause.findings]
    value = _BEFORE_VALUE.search(finding.message)
    if not value or not _ABOUT_A_VALUE.search(finding.rule):
        return (id(cause),)
    return level(finding), finding.rule, finding.message[: value.end()], tuple(places)


def _of_list(group: list[Cause]) -> Iterator[Cause]:
    if len(group) <= _FEW_VALUES:
        yield from group
        return
    first = group[0].finding
    match = _BEFORE_VALUE.search(first.message)
    start = first.message[: match.end()] if match else ""
    values = [cause.finding.message.removeprefix(start) for cause in group]
    shown, more = shortened(values, _MOST_VALUES)
    impact = tuple(dict.fromkeys(impact for cause in group for impact in cause.finding.impact))
    whole = first._replace(
        message=start + ", ".join([*shown, *more]), old=None, new=None, impact=impact
    )
    yield Cause(whole, tuple(finding for cause in group for finding in cause.findings))
