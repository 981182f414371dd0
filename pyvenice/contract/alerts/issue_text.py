"""What an issue about a drift says, and the hidden mark by which it is found again."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote, unquote

from pyvenice.contract.diff.findings import Finding, ProviderReport
from pyvenice.contract.reports import wording
from pyvenice.contract.reports.causes import Cause
from pyvenice.contract.reports.markdown import MARKS, change, evidence, fit
from pyvenice.contract.reports.markup import code, prose
from pyvenice.contract.reports.values import cut, visible

State = Literal["open", "gone"]

_LONGEST_BODY = 60_000
_MARK = re.compile(
    r"<!-- pyvenice-contract provider=(?P<provider>\S*) fingerprint=(?P<fingerprint>\w+)"
    r" content=(?P<content>\w+) state=(?P<state>open|gone) -->\s*"
)


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """What makes two drifts the same one."""

    provider: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Mark:
    """The first line of an issue: whose it is, what it was written from, and whether we closed it."""

    key: Key
    content: str
    state: State = "open"

    def __str__(self) -> str:
        provider = quote(self.key.provider, safe="", errors="replace").replace("-", "%2D")
        return (
            f"<!-- pyvenice-contract provider={provider} fingerprint={self.key.fingerprint}"
            f" content={self.content} state={self.state} -->"
        )


@dataclass(frozen=True, slots=True)
class Draft:
    """An issue as it should be."""

    mark: Mark
    worst: Finding
    title: str
    body: str


def drafts(provider: ProviderReport) -> Iterator[Draft]:
    """One issue for each drift of a provider, the gravest first."""
    groups: dict[str, list[Finding]] = {}
    for finding in sorted(provider.findings, key=wording.gravity):
        groups.setdefault(finding.fingerprint, []).append(finding)
    for fingerprint, findings in groups.items():
        yield _draft(Key(provider.provider, fingerprint), findings)


def read_mark(body: str) -> Mark | None:
    """The mark of an issue; only the first counts, since what follows quotes foreign text."""
    match = _MARK.search(body)
    if match is None:
        return None
    key = Key(unquote(match["provider"]), match["fingerprint"])
    return Mark(key, match["content"], "gone" if match["state"] == "gone" else "open")


def farewell(body: str, mark: Mark, why: str) -> str:
    """The text of an issue that is closed because of `why`; a later run can tell that we closed it."""
    closed = Mark(mark.key, mark.content, "gone")
    rest = _MARK.sub("", body, count=1)
    return cut(f"{closed}\n**Closed:** {why}\n\n{rest}", _LONGEST_BODY + 4_000)


def _draft(key: Key, findings: list[Finding]) -> Draft:
    worst = findings[0]
    title = f"API drift in {key.provider}: {worst.operation}: {worst.message}"
    title = cut(visible(title), 200)
    text = _text(key, findings)
    content = hashlib.sha256(f"{title}\n{text}".encode()).hexdigest()[:16]
    mark = Mark(key, content)
    return Draft(mark, worst, title, f"{mark}\n{text}")


def _text(key: Key, findings: list[Finding]) -> str:
    unique = dict.fromkeys(_section(finding) for finding in findings)
    return fit([*unique, _closing(key)], _LONGEST_BODY)


def _section(finding: Finding) -> str:
    what = [f"{MARKS[finding.level]} **{finding.level}** in {code(finding.operation)}"]
    what += [prose(finding.message), change(finding), evidence(Cause(finding, (finding,)))]
    return "\n\n".join(filter(None, what))


def _closing(key: Key) -> str:
    return (
        f"---\n*Kept up to date by* `pyvenice contract check` *and closed when the drift is gone, "
        f"accepted or acknowledged as* {code(key.fingerprint)}*. What is written below the first "
        "line by hand stays until the drift changes.*\n"
    )
