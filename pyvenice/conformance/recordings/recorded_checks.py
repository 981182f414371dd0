"""Recorded traffic against the pinned contracts: what client, server or contract got wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

from pyvenice.conformance.checks.operations import Document, contract_of
from pyvenice.conformance.checks.request import check_request
from pyvenice.conformance.checks.response import check_response
from pyvenice.conformance.checks.violations import Violation
from pyvenice.conformance.errors import RecordingError
from pyvenice.conformance.exchange_secrets import (
    exchange_secrets,
    violation_without_secrets,
    without_secrets,
)
from pyvenice.conformance.recordings.cassette_reader import read_cassette
from pyvenice.conformance.recordings.har_reader import read_har
from pyvenice.conformance.recordings.journal_reader import read_journal
from pyvenice.conformance.recordings.recording_entry import (
    RecordingEntry,
    as_object,
    parse_recording,
    read_recording_text,
)
from pyvenice.contract.pin import pin

Reader = Callable[[str, str], Iterator[RecordingEntry]]
FindProvider = Callable[[str], str | None]

_KEY_REFUSED = frozenset({401, 402, 403})
_VALUE_RULES = ("request-type-wrong", "request-value-unknown")
_ACCEPTED = "; the server took it, so the contract may be narrower than the server"
# A cassette in JSON is indented, so its first line is not JSON; the member is near the beginning.
_BEGINNING = 2000


@dataclass(slots=True)
class CheckResult:
    """What recordings hold: exchanges by provider, and where they break the contract."""

    files: tuple[str, ...]
    exchanges: Counter[str] = field(default_factory=Counter)
    violations: dict[str, list[Violation]] = field(default_factory=dict)
    others: int = 0
    """Exchanges that no pinned operation describes."""
    partial: int = 0
    """Exchanges of which a body was not recorded, or not as it was."""


def check_files(paths: Sequence[Path], provider: str | None = None) -> CheckResult:
    """Check all exchanges in HAR files, cassettes and journals.

    The provider of each exchange is found by its base URL, or by the path that a sandbox has; `provider`
    names it for all. Raises `RecordingError` for a file that cannot be read, and if no exchange is for a
    pinned operation.
    """
    providers = [provider] if provider else list(pin.providers())
    documents = {name: pin.effective(name) for name in providers}
    find = (lambda _: provider) if provider else _provider_finder(providers)
    entries = (entry for path in paths for entry in read_recording(path))
    return _check(entries, CheckResult(tuple(path.name for path in paths)), documents, find)


def read_recording(path: Path) -> Iterator[RecordingEntry]:
    """The exchanges in a file, whose format is recognised by its content.

    Raises `RecordingError` for a file that is not regular, larger than 256 MiB, or no recording.
    """
    text = read_recording_text(path)
    return _reader(path, text)(text, path.name)


def _reader(path: Path, text: str) -> Reader:
    suffix = path.suffix.lower()
    if suffix in {".har", ".jsonl"}:
        return read_har if suffix == ".har" else read_journal
    start = text.lstrip()
    if not start.startswith("{"):
        return read_cassette
    try:
        first_line = as_object(parse_recording(start.partition("\n")[0]))
    except (ValueError, TypeError):
        return read_cassette if '"interactions"' in text[:_BEGINNING] else read_har
    if "interactions" in first_line:
        return read_cassette
    return read_har if "log" in first_line else read_journal


def _provider_finder(providers: Sequence[str]) -> FindProvider:
    """Finds the provider of a URL by the base URLs of the providers."""
    bases = {name: urlsplit(pin.source(name).base_url) for name in providers}

    def find(url: str) -> str | None:
        parts = urlsplit(url)
        for name, base in bases.items():
            is_live = parts.netloc == base.netloc and parts.path.startswith(f"{base.path}/")
            if is_live or parts.path.startswith(f"/{name}{base.path}/"):
                return name
        return None

    return find


class _Places:
    """Violations of one provider, each kind with the places where it was seen."""

    def __init__(self) -> None:
        self._groups: dict[tuple[str, str, str, str], list[tuple[str, Violation]]] = {}

    def add(self, violation: Violation, where: str) -> None:
        key = violation.rule, violation.operation, violation.pointer, str(violation.expected)
        self._groups.setdefault(key, []).append((where, violation))

    def violations(self) -> list[Violation]:
        """One violation for all places."""
        merged = []
        for places in self._groups.values():
            where, first = places[0]
            times = f", {len(places)} times" if len(places) > 1 else ""
            merged.append(replace(first, message=f"{first.message} ({where}{times})"))
        return merged


def _check(
    entries: Iterable[RecordingEntry],
    result: CheckResult,
    documents: Mapping[str, Document],
    find: FindProvider,
) -> CheckResult:
    by_provider: dict[str, _Places] = {}
    for entry in entries:
        exchange = entry.exchange
        provider = find(exchange.url)
        document = documents.get(provider or "")
        if provider is None or document is None:
            result.others += 1
            continue
        if contract_of(document).find(exchange.method, exchange.url) is None:
            result.others += 1
            continue
        result.exchanges[provider] += 1
        result.partial += not (entry.request_is_whole and entry.answer_is_whole)
        places = by_provider.setdefault(provider, _Places())
        for violation in check_entry(document, entry):
            places.add(violation, entry.where)
    if not result.exchanges:
        raise RecordingError(_nothing_checked(result, documents))
    result.violations = {
        name: found for name, places in by_provider.items() if (found := places.violations())
    }
    return result


def check_entry(document: Document, entry: RecordingEntry) -> Iterator[Violation]:
    """The violations in one recorded exchange, as far as it was recorded."""
    secrets = exchange_secrets(entry.exchange)
    entry = replace(entry, exchange=without_secrets(entry.exchange, secrets))
    for violation in _entry_violations(document, entry):
        yield violation_without_secrets(violation, secrets)


def _entry_violations(document: Document, entry: RecordingEntry) -> Iterator[Violation]:
    exchange = entry.exchange
    for violation in check_request(document, exchange):
        is_known = _is_recorded(violation, entry.request_is_whole)
        if is_known and not _is_hidden_key(violation, exchange.status):
            yield weighed_by_status(violation, exchange.status)
    if exchange.status:
        for violation in check_response(document, exchange):
            if _is_recorded(violation, entry.answer_is_whole and entry.request_is_whole):
                yield violation


def _is_recorded(violation: Violation, is_whole: bool) -> bool:
    return is_whole or violation.pointer.startswith(("headers/", "query/", "status"))


def _is_hidden_key(violation: Violation, status: int) -> bool:
    """Recorders leave keys out: only a server that refuses the key shows that none was sent."""
    return violation.rule == "request-key-missing" and status not in _KEY_REFUSED


def weighed_by_status(violation: Violation, status: int) -> Violation:
    """The violation; a value that the server accepted is rather a gap in the contract."""
    is_about_value = violation.rule in _VALUE_RULES or violation.rule.endswith("-broken")
    if not (200 <= status < 300 and is_about_value):
        return violation
    message = violation.message + _ACCEPTED
    return replace(violation, fault="contract", level="warning", message=message)


def _nothing_checked(result: CheckResult, documents: Mapping[str, Document]) -> str:
    names = ", ".join(result.files)
    if not result.others:
        return f"{names}: there is no exchange in it"
    whose = f"an operation of {' or '.join(documents)}"
    hint = " at its base URL: say whose API it is with --provider" if len(documents) > 1 else ""
    return f"{names}: there is {exchange_count(result.others)}, and none is for {whose}{hint}"


def exchange_count(number: int) -> str:
    """`1 exchange`, `2 exchanges`."""
    return f"{number} exchange{'s' if number != 1 else ''}"
