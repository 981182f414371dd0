"""One comment on a pull request for a check, and one for each document of a diff, rewritten at each run."""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Callable, Mapping
from typing import Literal

from pyvenice.contract.alerts.github_api import GitHub
from pyvenice.contract.diff.findings import Report
from pyvenice.contract.errors import ContractError
from pyvenice.contract.reports import markdown

_TARGET = re.compile(r"(?P<repository>[\w.-]+/[\w.-]+)#(?P<number>[1-9][0-9]*)", re.ASCII)
_PULL_REQUEST = re.compile(r"refs/pull/([1-9][0-9]*)/")


def pull_request_of(target: str, environment: Mapping[str, str]) -> tuple[str, int]:
    """The repository and number of `owner/name#7`; of `auto`, those of this GitHub Actions run.

    Raises `ContractError` where there is none.
    """
    if target == "auto":
        reference = _PULL_REQUEST.match(environment.get("GITHUB_REF", ""))
        target = f"{environment.get('GITHUB_REPOSITORY', '')}#{reference[1] if reference else ''}"
        if reference is None:
            raise ContractError(
                "--github-comment auto: this is no run for a pull request ($GITHUB_REF); name it as "
                "OWNER/REPO#NUMBER"
            )
    match = _TARGET.fullmatch(target)
    if match is None:
        raise ContractError(f"--github-comment: {target!r} is not like 'owner/name#7'")
    return match["repository"], int(match["number"])


def sync_comment(  # noqa: PLR0913  (the last three have good defaults)
    report: Report,
    *,
    repository: str,
    number: int,
    token: str,
    api_url: str = "https://api.github.com",
    timeout: float = 30.0,
    sleep: Callable[[float], None] = time.sleep,
) -> Literal["written", "updated", "unchanged", "not needed"]:
    """Write the report as a comment, or rewrite the one of an earlier run.

    Without a finding none is written, but one that is there says so. Raises `ContractError` when GitHub
    refuses or does not answer.
    """
    github = GitHub(api_url, repository, token, timeout, sleep)
    mark = _mark(report)
    body = f"{mark}\n{markdown.render(report)}"
    known = next((entry for entry in github.comments(number) if _is_ours(entry, mark)), None)
    if known is None:
        if report.status == "ok":
            return "not needed"
        github.add_comment(number, body)
        return "written"
    if str(known.get("body") or "").replace("\r\n", "\n").strip() == body.strip():
        return "unchanged"
    github.edit_comment(int(known["id"]), body)
    return "updated"


def _mark(report: Report) -> str:
    """The hidden first line: the same for all checks, and for all diffs with the same new side."""
    sides = [
        str(provider.live.get("url")) for provider in report.providers if "name" in provider.pinned
    ]
    digest = hashlib.sha256("\n".join(sides).encode(errors="replace")).hexdigest()[:12]
    return f"<!-- pyvenice-contract comment{f' {digest}' if sides else ''} -->"


def _is_ours(comment: Mapping[str, object], mark: str) -> bool:
    """Whether a bot or somebody who may write here made it: anybody can put a mark into a comment."""
    author = comment.get("user")
    is_bot = isinstance(author, Mapping) and author.get("type") == "Bot"
    trusted = comment.get("author_association") in {"OWNER", "MEMBER", "COLLABORATOR"}
    return str(comment.get("body") or "").startswith(mark) and (is_bot or trusted)
