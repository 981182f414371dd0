"""Suppressions: the ignore file lists accepted findings by fingerprint, or by rule and pointer.

```toml
[[ignore]]
fingerprint = "2f1c0a9b7d3e4f56"
reason = "we never pass 4:5"
until = 2027-01-31

[[ignore]]
rule = "response-header-added"
pointer = "/responses/200/headers/*"
reason = "new headers are of no interest"
```
"""

from __future__ import annotations

import datetime as dt
import json
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatchcase
from glob import escape
from pathlib import Path
from typing import Any, NamedTuple

from pyvenice.contract.diff.findings import Finding, ProviderReport, Report
from pyvenice.contract.errors import ContractError, shape_problem
from pyvenice.contract.fetching.fetch import read_file
from pyvenice.core.atomic_write import write_file

_KEYS = {"fingerprint", "rule", "pointer", "operation", "reason", "until"}


class Entry(NamedTuple):
    """One acknowledgement; `*` in a pointer or an operation stands for anything."""

    reason: str
    fingerprint: str | None = None
    rule: str | None = None
    pointer: str = "*"
    operation: str = "*"
    until: dt.date | None = None

    def covers(self, finding: Finding) -> bool:
        """Whether it is about this finding."""
        if self.fingerprint is not None:
            return self.fingerprint == finding.fingerprint
        return self.covers_place(finding.rule, finding.operation, finding.pointer)

    def covers_place(self, rule: str, operation: str, pointer: str) -> bool:
        """Whether it names a rule at a place."""
        return (
            self.rule == rule
            and fnmatchcase(pointer, self.pointer)
            and fnmatchcase(operation, self.operation)
        )

    @property
    def name(self) -> str:
        """How notes name it."""
        return self.fingerprint or f"{self.rule} at {self.pointer}"


def read_ignores(path: Path) -> list[Entry]:
    """Read an ignore file. Raises `ContractError` naming file and entry."""
    try:
        table = tomllib.loads(read_file(path).decode("utf-8-sig"))
    except (ContractError, ValueError, RecursionError) as error:
        problem = shape_problem(error)
        raise ContractError(f"{path}: cannot be read as an ignore file: {problem}") from error
    if unknown := sorted(set(table) - {"ignore"}):
        raise ContractError(f"{path}: there is only [[ignore]], not {unknown[0]!r}")
    entries = table.get("ignore", [])
    if not isinstance(entries, list):
        raise ContractError(f"{path}: 'ignore' is not a list of tables: write [[ignore]]")
    return [_entry(f"{path}: entry {number}", entry) for number, entry in enumerate(entries, 1)]


def write_ignores(path: Path, places: Iterable[tuple[str, str, str]]) -> None:
    """Write an ignore file with an entry for each rule, operation and pointer. Raises `ContractError`."""
    today = dt.datetime.now(dt.UTC).date()
    entries = [
        f"[[ignore]]\nrule = {_string(rule)}\noperation = {_string(escape(operation))}\n"
        f'pointer = {_string(escape(pointer))}\nreason = "known on {today}"\n'
        for rule, operation, pointer in dict.fromkeys(places)
    ]
    try:
        write_file(path, "\n".join(entries))
    except OSError as error:
        raise ContractError(f"{path}: {error.strerror or error}") from error


def _string(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _entry(where: str, table: Any) -> Entry:
    if not isinstance(table, dict):
        raise ContractError(f"{where}: is not a table: write [[ignore]]")
    if unknown := sorted(set(table) - _KEYS):
        raise ContractError(f"{where}: takes {', '.join(sorted(_KEYS))}, not {unknown}")
    for key, value in table.items():
        if key != "until" and not isinstance(value, str):
            raise ContractError(f"{where}: {key} is {value!r}, not a text")
    if not table.get("reason", "").strip():
        raise ContractError(f"{where}: needs a reason")
    if ("fingerprint" in table) == ("rule" in table):
        raise ContractError(f"{where}: needs either a fingerprint or a rule")
    if "fingerprint" in table and {"pointer", "operation"} & set(table):
        raise ContractError(
            f"{where}: a fingerprint stands alone; pointer and operation need a rule"
        )
    texts = {key: value for key, value in table.items() if key != "until"}
    return Entry(**texts, until=_day(where, table.get("until")))


def _day(where: str, until: Any) -> dt.date | None:
    if isinstance(until, dt.datetime):
        return until.date()
    if until is None or isinstance(until, dt.date):
        return until
    raise ContractError(f"{where}: until is {until!r}, not a date such as 2027-01-31")


def valid_entries(
    entries: Sequence[Entry], today: dt.date | None = None
) -> tuple[list[Entry], list[str]]:
    """The entries that count today, and a note for each one that expired."""
    day = today or dt.datetime.now(dt.UTC).date()
    expired = [entry for entry in entries if entry.until and entry.until < day]
    notes = [
        f"the ignore entry {entry.name} expired on {entry.until}: remove it, or renew its date"
        for entry in expired
    ]
    return [entry for entry in entries if entry not in expired], notes


def acknowledge(report: Report, entries: Sequence[Entry], today: dt.date) -> Report:
    """The report without what is acknowledged; notes name entries that expired or match nothing."""
    valid, notes = valid_entries(entries, today)
    providers = tuple(_silence(provider, valid) for provider in report.providers)
    notes += _unmatched(report, valid)
    return report._replace(providers=providers, notes=(*report.notes, *notes))


def _unmatched(report: Report, entries: Sequence[Entry]) -> Iterator[str]:
    """Notes about entries that match nothing; what could not be checked might have matched."""
    if report.status == "unchecked":
        return
    every = [finding for provider in report.providers for finding in provider.findings]
    names = ", ".join(provider.provider for provider in report.providers)
    for entry in entries:
        if not any(entry.covers(finding) for finding in every):
            yield (
                f"the ignore entry {entry.name} matches nothing in {names}: remove it, or check the "
                "provider that it is about"
            )


def _silence(provider: ProviderReport, entries: Sequence[Entry]) -> ProviderReport:
    known = [
        finding for finding in provider.findings if any(entry.covers(finding) for entry in entries)
    ]
    left = tuple(finding for finding in provider.findings if finding not in known)
    return provider.with_findings(left, tuple(known))
