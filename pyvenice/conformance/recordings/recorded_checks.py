"""Recorded traffic against the pinned contracts: what the client, the server or the contract got wrong."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pyvenice.conformance.checks.operations import contract_of
from pyvenice.conformance.checks.request import check_request
from pyvenice.conformance.checks.response import check_answer
from pyvenice.conformance.checks.violations import Violation
from pyvenice.conformance.recordings.cassette_reader import read_cassette
from pyvenice.conformance.recordings.har_reader import read_har
from pyvenice.conformance.recordings.journal_reader import read_journal
from pyvenice.conformance.recordings.recording_entry import Recorded, RecordingError
from pyvenice.contract.pin import pin

Json = Any
Key = tuple[str, str, str, str]

_REFUSED_KEY = frozenset({401, 402, 403})
_OF_VALUES = ("request-type-wrong", "request-value-unknown")
_TAKEN = "; the server took it, so the contract may be narrower than the server"


@dataclass(slots=True)
class Checked:
    """What recordings hold: how many exchanges of each provider, and where they break the contract."""

    files: tuple[str, ...]
    exchanges: Counter[str] = field(default_factory=Counter)
    violations: dict[str, list[Violation]] = field(default_factory=dict)
    others: int = 0
    """Exchanges that no pinned operation describes."""
    partial: int = 0
    """Exchanges of which a body was not recorded, or not as it was."""


def check_files(paths: Sequence[Path], provider: str | None = None) -> Checked:
    """Check all exchanges in HAR files, cassettes and journals.

    The provider of each is found by its base URL, or by the path that a sandbox has; `provider` says
    it for all. Raises `RecordingError` for a file that cannot be read, and where nothing is ours.
    """
    known = [provider] if provider else list(pin.providers())
    documents = {name: pin.effective(name) for name in known}
    find = (lambda _: provider) if provider else _finder(known)
    return _checked(
        (one for path in paths for one in read_recording(path)),
        Checked(tuple(path.name for path in paths)),
        documents,
        find,
    )


def read_recording(path: Path) -> Iterator[Recorded]:
    """The exchanges in a file, whose kind is seen by its content. Raises `RecordingError`."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        said = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise RecordingError(f"{path}: cannot be read: {said}") from error
    if not text.strip():
        raise RecordingError(f"{path}: is empty: nothing was recorded")
    return _reader(path, text)(text, path.name)


def _reader(path: Path, text: str) -> Callable[[str, str], Iterator[Recorded]]:
    if path.suffix.lower() == ".har":
        return read_har
    if not text.lstrip().startswith("{"):
        return read_cassette
    try:
        first = json.loads(text.lstrip().partition("\n")[0])
    except ValueError:
        return read_cassette if '"interactions"' in text[:2000] else read_har
    if "interactions" in first:
        return read_cassette
    return read_har if "log" in first else read_journal


def _finder(known: Sequence[str]) -> Callable[[str], str | None]:
    """Whose an address is, by the base URLs of the providers."""
    bases = {name: urlsplit(pin.source(name).base_url) for name in known}

    def find(url: str) -> str | None:
        parts = urlsplit(url)
        for name, base in bases.items():
            there = parts.netloc == base.netloc and parts.path.startswith(f"{base.path}/")
            if there or parts.path.startswith(f"/{name}{base.path}/"):
                return name
        return None

    return find


def _checked(
    recorded: Iterable[Recorded],
    checked: Checked,
    documents: Mapping[str, Mapping[str, Json]],
    find: Callable[[str], str | None],
) -> Checked:
    found: dict[str, dict[Key, list[tuple[str, Violation]]]] = {}
    for one in recorded:
        name = find(one.exchange.url)
        document = documents.get(name or "")
        method, url = one.exchange.method, one.exchange.url
        if name is None or document is None or contract_of(document).find(method, url) is None:
            checked.others += 1
            continue
        checked.exchanges[name] += 1
        checked.partial += not (one.request_is_whole and one.answer_is_whole)
        for violation in violations(document, one):
            places = found.setdefault(name, {}).setdefault(_key(violation), [])
            places.append((one.where, violation))
    if not checked.exchanges:
        raise RecordingError(_nothing(checked, documents))
    checked.violations = {name: [*map(_told, group.values())] for name, group in found.items()}
    return checked


def violations(document: Mapping[str, Json], recorded: Recorded) -> Iterator[Violation]:
    """What one recorded exchange breaks, as far as it was recorded."""
    exchange = recorded.exchange
    for one in check_request(document, exchange):
        if _is_known(one, recorded.request_is_whole) and not _is_hidden_key(one, exchange.status):
            yield weighed(one, exchange.status)
    if exchange.status:
        for one in check_answer(document, exchange):
            if _is_known(one, recorded.answer_is_whole and recorded.request_is_whole):
                yield one


def _is_known(violation: Violation, is_whole: bool) -> bool:
    return is_whole or violation.pointer.startswith(("headers/", "query/", "status"))


def _is_hidden_key(violation: Violation, status: int) -> bool:
    """Recorders leave keys out: only a server that asked for one shows that none was sent."""
    return violation.rule == "request-key-missing" and status not in _REFUSED_KEY


def weighed(violation: Violation, status: int) -> Violation:
    """A value that the contract refuses and the server takes says more of the contract."""
    about_values = violation.rule in _OF_VALUES or violation.rule.endswith("-broken")
    if not (200 <= status < 300 and about_values):
        return violation
    return replace(violation, fault="contract", level="warning", message=violation.message + _TAKEN)


def _key(violation: Violation) -> Key:
    return violation.rule, violation.operation, violation.pointer, str(violation.expected)


def _told(places: list[tuple[str, Violation]]) -> Violation:
    """One violation for all places where it was seen."""
    where, first = places[0]
    times = f", {len(places)} times" if len(places) > 1 else ""
    return replace(first, message=f"{first.message} ({where}{times})")


def _nothing(checked: Checked, documents: Mapping[str, object]) -> str:
    names = ", ".join(checked.files)
    if not checked.others:
        return f"{names}: there is no exchange in it"
    whom = f"an operation of {' or '.join(documents)}"
    hint = " at its base URL: say whose API it is with --provider" if len(documents) > 1 else ""
    return f"{names}: there is {counted(checked.others)}, and none is for {whom}{hint}"


def counted(number: int) -> str:
    """`1 exchange`, `2 exchanges`."""
    return f"{number} exchange{'s' if number != 1 else ''}"
