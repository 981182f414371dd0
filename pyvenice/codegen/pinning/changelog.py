"""Entries of a changelog, for what changed under a client's methods."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pyvenice.contract.diff.findings import Finding
from pyvenice.contract.reports.markup import code, prose

_EMPTY = "# Changelog\n\n## [Unreleased]\n"
_UNRELEASED = re.compile(r"^## \[?Unreleased\]?.*$", re.MULTILINE | re.IGNORECASE)
_RELEASE = re.compile(r"^## ", re.MULTILINE)
_CHANGED = re.compile(r"^### Changed[ \t]*\n+", re.MULTILINE)


def with_entries(text: str, title: str, findings: Iterable[Finding]) -> str:
    """The changelog with an entry for each finding under "Unreleased", in the order given."""
    entries = "\n".join(dict.fromkeys(_entries(title, findings)))
    head, section, rest = _parts(text or _EMPTY)
    if changed := _CHANGED.search(section):
        return f"{head}{section[: changed.end()]}{entries}\n{section[changed.end() :]}{rest}"
    body = section.strip("\n")
    tail = f"\n{body}\n" if body else ""
    return f"{head}\n\n### Changed\n\n{entries}\n{tail}" + (f"\n{rest}" if rest else "")


def _parts(text: str) -> tuple[str, str, str]:
    """What stands up to the heading "Unreleased", below it, and from the next release on."""
    heading = _UNRELEASED.search(text)
    if heading is None:
        first = _RELEASE.search(text)
        at = first.start() if first else len(text)
        before = text[:at].rstrip("\n")
        return f"{before}\n\n## [Unreleased]", "", text[at:]
    release = _RELEASE.search(text, heading.end())
    end = release.start() if release else len(text)
    return text[: heading.end()], text[heading.end() : end], text[end:]


def _entries(title: str, findings: Iterable[Finding]) -> Iterator[str]:
    for finding in findings:
        mark = "**Breaking:** " if finding.level == "breaking" else ""
        calls = ", ".join(dict.fromkeys(code(impact.call) for impact in finding.impact))
        yield f"- {mark}{title}: {calls or code(finding.operation)}: {prose(finding.message)}"
