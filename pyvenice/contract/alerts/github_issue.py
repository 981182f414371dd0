"""One GitHub issue for each drift: opened, kept up to date, and closed when the drift is gone."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pyvenice.contract.alerts.github_api import GitHub
from pyvenice.contract.alerts.issue_text import Draft, Key, Mark, drafts, farewell, read_mark
from pyvenice.contract.diff.findings import ProviderReport, Report
from pyvenice.contract.errors import ContractError
from pyvenice.contract.reports.wording import FailOn, fails

Json = Any

LABEL = "contract-drift"
_REPOSITORY = re.compile(r"[\w.-]+/[\w.-]+", re.ASCII)
_TRUSTED = frozenset({"OWNER", "MEMBER", "COLLABORATOR"})


@dataclass(frozen=True, slots=True)
class Synced:
    """The numbers of the issues that a run opened (again), rewrote, closed, or left as they are."""

    opened: tuple[int, ...]
    updated: tuple[int, ...]
    closed: tuple[int, ...]
    unchanged: tuple[int, ...]
    left_out: int = 0
    """Drifts below `fail_on`, for which no issue was opened."""


@dataclass(frozen=True, slots=True)
class _Issue:
    number: int
    is_open: bool
    body: str
    mark: Mark


def sync(  # noqa: PLR0913  (the last four have good defaults)
    report: Report,
    *,
    repository: str,
    token: str,
    fail_on: FailOn = "info",
    api_url: str = "https://api.github.com",
    timeout: float = 30.0,
    sleep: Callable[[float], None] = time.sleep,
) -> Synced:
    """Bring the issues of `repository` (`owner/name`) in line with a report of all categories.

    A drift is known by its provider and fingerprint, which stand in a hidden mark in the issue's
    text. Its issue is opened again when the drift comes back, but what a person closed or opened
    again stays so. Only drifts at or above the level `fail_on` open an issue; one that is open
    already is kept up to date whatever its level. Nothing is closed for a provider that is
    unchecked or not in the report. `timeout` is in seconds, for each request. Raises
    `ContractError` when GitHub refuses or does not answer.
    """
    if not _REPOSITORY.fullmatch(repository):
        raise ContractError(f"the repository is {repository!r}, not like 'owner/name'")
    if not re.fullmatch("[!-~]+", token):
        raise ContractError("the GitHub token is empty or has characters that no token has")
    github = GitHub(api_url, repository, token, timeout, sleep)
    wanted = {
        draft.mark.key: draft
        for provider in report.providers
        if provider.status != "unchecked"
        for draft in drafts(provider)
    }
    known = _issues_by_drift(github.issues())
    done: dict[str, list[int]] = {"opened": [], "updated": [], "closed": [], "unchanged": []}
    grave = {key for key, draft in wanted.items() if fails(draft.worst, fail_on)}
    left_out = [key for key in wanted.keys() - grave if not _is_open(known.get(key, []))]
    kept = {key: draft for key, draft in wanted.items() if key not in left_out}
    for verb, number in (
        *_open_or_update(github, kept, known),
        *_close(github, report, wanted, known),
    ):
        done[verb].append(number)
    opened, updated, closed, unchanged = map(tuple, done.values())
    return Synced(opened, updated, closed, unchanged, len(left_out))


def _is_open(issues: list[_Issue]) -> bool:
    return bool(issues) and issues[0].is_open


def _issues_by_drift(issues: Iterable[dict[str, Json]]) -> dict[Key, list[_Issue]]:
    """Our issues by drift, the one that counts first: the oldest open one, else the oldest."""
    known: dict[Key, list[_Issue]] = {}
    for fields in issues:
        body = str(fields.get("body") or "").replace("\r\n", "\n")
        mark = read_mark(body)
        if mark is not None and _is_ours(fields):
            issue = _Issue(int(fields["number"]), fields.get("state") == "open", body, mark)
            known.setdefault(mark.key, []).append(issue)
    for group in known.values():
        group.sort(key=lambda issue: (not issue.is_open, issue.number))
    return known


def _is_ours(issue: dict[str, Json]) -> bool:
    """Whether somebody wrote it who may write here: anybody can put a mark into an issue."""
    labels = issue.get("labels") or ()
    names = [label.get("name") if isinstance(label, dict) else label for label in labels]
    author = issue.get("user") or {}
    association = issue.get("author_association", "OWNER")
    return LABEL in names or association in _TRUSTED or author.get("type") == "Bot"


def _open_or_update(
    github: GitHub, wanted: dict[Key, Draft], known: dict[Key, list[_Issue]]
) -> Iterator[tuple[str, int]]:
    for key, draft in wanted.items():
        if key not in known:
            yield "opened", github.create(draft.title, draft.body, LABEL)
            continue
        issue = known[key][0]
        if issue.is_open and issue.mark != draft.mark:
            github.edit(issue.number, title=draft.title, body=draft.body)
            yield "updated", issue.number
        elif not issue.is_open and issue.mark.state == "gone":
            github.edit(issue.number, title=draft.title, body=draft.body, state="open")
            yield "opened", issue.number
        else:
            yield "unchanged", issue.number


def _close(
    github: GitHub, report: Report, wanted: dict[Key, Draft], known: dict[Key, list[_Issue]]
) -> Iterator[tuple[str, int]]:
    checked = {
        provider.provider: provider
        for provider in report.providers
        if provider.status != "unchecked"
    }
    for key, group in known.items():
        for issue in group:
            why = ""
            if issue is not group[0]:
                why = f"the same drift as #{group[0].number}."
            elif key not in wanted and key.provider in checked:
                why = _reason(key, checked[key.provider])
            if why and issue.is_open and issue.mark.state == "open":
                text = farewell(issue.body, issue.mark, why)
                github.edit(issue.number, body=text, state="closed", state_reason="completed")
                yield "closed", issue.number


def _reason(key: Key, provider: ProviderReport) -> str:
    if any(finding.fingerprint == key.fingerprint for finding in provider.acknowledged):
        return "the drift is acknowledged in the ignore file."
    return "the drift is gone: the pinned contract and the live API agree on this again."
