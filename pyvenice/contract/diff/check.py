"""Compare a pin with the live document, or any two documents: from bytes to a provider's report."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pyvenice.contract.diff.findings import DocumentDiff, Finding, ProviderReport
from pyvenice.contract.document.document_limits import OUT_OF_TIME, deadline, is_over
from pyvenice.contract.document.operation_key import any_parameters, operation_name
from pyvenice.contract.errors import ContractError, DocumentError
from pyvenice.contract.fetching.cache import Cache
from pyvenice.contract.fetching.fetch import Fetched, fetch
from pyvenice.contract.fetching.live import fetch_live
from pyvenice.contract.pin import pin
from pyvenice.contract.pin.source import Source, short_path
from pyvenice.contract.slicing.unchecked import UncheckedPlace
from pyvenice.core.json_types import Json

if TYPE_CHECKING:
    from pyvenice.contract.slicing.operation_hashes import OperationHashes
    from pyvenice.contract.slicing.published_document import PublishedDocument

Operations = Sequence[tuple[str, str]]
Facts = Mapping[str, Json]

_BATCH = 200
_OUT_OF_TIME = f"it was not compared, because {OUT_OF_TIME}"
_NOT_COUNTED = f"their changes were not counted, because {OUT_OF_TIME}"
_HURRIED = "the time ended while it was compared, so that something may be unproved; allow more with --timeout"


def check(  # noqa: PLR0913  (each is a choice of the caller)
    provider: str,
    *,
    live: str | None = None,
    sdk: str | None = None,
    operations: Operations = (),
    timeout: float = 60.0,
    cache: Cache | None = None,
    folder: Path | None = None,
) -> ProviderReport:
    """Compare a provider's pin with its live document (`live`: address, file or `-` instead).

    With `sdk`, a wheel or `installed`, the types of the provider's own package take its place.

    Never raises for what could not be had or read: the report is `unchecked` then, and says why.
    """
    folder = folder or pin.specs_folder()
    file = short_path(folder / provider / "contract.yaml")
    report = _check(provider, live, sdk, operations, timeout, cache, folder)
    return report._replace(file=file)


def _check(  # noqa: PLR0913, PLR0917  (the arguments of `check`)
    provider: str,
    live: str | None,
    sdk: str | None,
    operations: Operations,
    timeout: float,
    cache: Cache | None,
    folder: Path,
) -> ProviderReport:
    try:
        source = pin.source(provider, folder)
        pinned = pin.pinned_text(provider, folder)
        if sdk is not None:
            with deadline(timeout):
                return _checked_sdk(source, pinned, sdk, operations, folder)
        fetched = (
            fetch_live(source, timeout=timeout, cache=cache)
            if live is None
            else fetch(live, timeout=timeout, cache=cache)
        )
        with deadline(timeout):
            return _report(source, pinned, fetched, operations, folder)
    except ContractError as error:
        record = pin.read_lock(folder).get(provider, {})
        return ProviderReport(provider, "unchecked", str(error), _public_record(record))


def _report(
    source: Source, pinned: bytes, fetched: Fetched, operations: Operations, folder: Path
) -> ProviderReport:
    record = pin.read_lock(folder)[source.provider]
    digest = pin.sha256(fetched.raw)
    live: dict[str, Json] = {"url": fetched.url, "sha256": digest}
    if digest == record["upstream_sha256"]:
        known = live | {"version": record["version"]}
        return ProviderReport(source.provider, "ok", "", _public_record(record), known)
    from pyvenice.contract.slicing.operation_hashes import OperationHashes
    from pyvenice.contract.slicing.published_document import PublishedDocument
    from pyvenice.contract.slicing.truncation import refuse_cut_off
    from pyvenice.contract.slicing.unused_operations import changed_elsewhere

    used = _operations_in_view(source, operations)
    document = _parse(fetched)
    refuse_cut_off(document, [operation.path for operation in source.published], pinned)
    hashes = OperationHashes(document)
    pin_of_it = PublishedDocument(pinned, name=_contract_file(source))
    suspects = _suspects(used, record.get("in_use", {}), hashes)
    doubts: tuple[UncheckedPlace, ...] = ()
    if gone := [path for method, path in used if operation_name(method, path) not in hashes]:
        _refuse_implausible(source, hashes, name=fetched.url)
        doubts = _doubts(document, gone, PublishedDocument(pinned, name=""))
    compared = _compare(pin_of_it, document, suspects, with_words=False)
    named = [operation_name(operation.method, operation.path) for operation in source.published]
    elsewhere = changed_elsewhere(record["operations"], hashes, named)
    report = ProviderReport(
        source.provider,
        "drift",
        pinned=_public_record(record),
        live=live | {"version": document.version},
        changed_elsewhere=elsewhere or 0,
        unchecked=(*doubts, *compared.unchecked, *_uncounted(elsewhere)),
    )
    return report.with_findings(tuple(_with_impact([*compared.findings], source)), ())


def _checked_sdk(
    source: Source, pinned: bytes, where: str, operations: Operations, folder: Path
) -> ProviderReport:
    from pyvenice.contract.slicing.published_document import PublishedDocument
    from pyvenice.contract.sources.sdk import described_by_sdk, open_sdk

    package = open_sdk(source, where)
    used = _operations_in_view(source, operations)
    contract = pin.contract(source.provider, folder)
    tree, open_places = described_by_sdk(contract, source, package, used)
    pin_of_it = PublishedDocument(pinned, name=_contract_file(source))
    document = PublishedDocument(json.dumps(tree).encode(), name=package.name)
    compared = _compare(pin_of_it, document, used, with_words=False)
    report = ProviderReport(
        source.provider,
        "drift",
        pinned=_public_record(pin.read_lock(folder)[source.provider]),
        live={
            "url": package.name,
            "sha256": pin.sha256(package.digest),
            "version": package.version,
        },
        unchecked=(*open_places, *compared.unchecked),
    )
    return report.with_findings(tuple(_with_impact([*compared.findings], source)), ())


def _contract_file(source: Source) -> str:
    return short_path(source.folder / "contract.yaml")


def _public_record(record: Facts) -> Facts:
    """The record of a pin without the hashes that only this module reads."""
    return {key: fact for key, fact in record.items() if key not in ("in_use", "operations")}


def _operations_in_view(source: Source, operations: Operations) -> Operations:
    """The operations in view. Raises `ContractError` for one that is not pinned."""
    pinned = [(operation.method, operation.path) for operation in source.published]
    for method, path in operations:
        if (method, path) not in pinned:
            known = ", ".join(operation_name(*key) for key in pinned)
            raise ContractError(
                f"{source.provider} has no pinned operation {operation_name(method, path)}; "
                f"it has {known}"
            )
    return operations or pinned


def _suspects(used: Operations, kept: Mapping[str, str], hashes: OperationHashes) -> Operations:
    """The operations that are not word for word what they were when they were pinned."""
    names = [operation_name(*key) for key in used]
    return [
        key
        for key, name in zip(used, names, strict=True)
        if name not in kept or name not in hashes or hashes.of_slice(name) != kept[name]
    ]


def _refuse_implausible(source: Source, there: OperationHashes, *, name: str) -> None:
    """One operation may go. When most go at once, half a document or another one is likelier."""
    names = [operation_name(operation.method, operation.path) for operation in source.published]
    gone = [name for name in names if name not in there]
    if len(gone) > max(1, len(names) // 2):
        raise DocumentError(
            f"{name}: {len(gone)} of the {len(names)} operations in use are not in the "
            f"document ({', '.join(gone)}): it is another one, or cut off"
        )


def diff(  # noqa: PLR0913  (each is a choice of the caller)
    old: Fetched,
    new: Fetched,
    *,
    provider: str | None = None,
    operations: Operations = (),
    timeout: float = 60.0,
    folder: Path | None = None,
) -> ProviderReport:
    """Compare two documents, for the operations of a provider, for those given, or for all.

    After `timeout` seconds nothing more is compared or proved, and the report says what was left out.
    Raises `DocumentError` when one of the two cannot be read.
    """
    with deadline(timeout):
        return _diff(old, new, provider, operations, folder)._replace(file=_own_file(old, new))


def _own_file(old: Fetched, new: Fetched) -> str:
    """The file to which annotations point: the new side, or the old one where that is no file."""
    return next((side.path.as_posix() for side in (new, old) if side.path), "")


def _diff(
    old: Fetched, new: Fetched, provider: str | None, operations: Operations, folder: Path | None
) -> ProviderReport:
    from pyvenice.contract.slicing.operation_hashes import OperationHashes
    from pyvenice.contract.slicing.unused_operations import changed_between

    source = pin.source(provider, folder) if provider else None
    sides = _parse(old), _parse(new)
    before, after = (OperationHashes(side) for side in sides)
    used = list(operations)
    if not used and source:
        used = [(operation.method, operation.path) for operation in source.published]
    named = {operation_name(*key) for key in used}
    missing = _in_neither(sorted(named) if operations else [], before, after)
    every = [_split(name) for name in sorted(before.keys() | after.keys())]
    suspects = [
        key
        for key in _spellings(used, before, after) or every
        if not _same(operation_name(*key), before, after)
    ]
    compared = _compare(*sides, suspects)
    gone = [name for name in before if name not in after and (not named or name in named)]
    doubts = _doubts(sides[1], [_split(name)[1] for name in gone], sides[0]) if gone else ()
    unreadable = _unreadable_paths(before, after, {path for _, path in used})
    elsewhere = changed_between(before, after, named) if named else 0
    places = (*doubts, *missing, *unreadable, *compared.unchecked, *_uncounted(elsewhere))
    facts: list[dict[str, Json]] = [
        {"name": side.name, "version": side.version, "sha256": pin.sha256(side.raw)}
        for side in sides
    ]
    if not every and not places:
        places = (UncheckedPlace("both documents", "", "neither has an operation to compare"),)
    report = ProviderReport(
        provider or "document",
        "drift",
        pinned=facts[0],
        live={"url" if key == "name" else key: fact for key, fact in facts[1].items()},
        changed_elsewhere=elsewhere or 0,
        unchecked=tuple(dict.fromkeys(places)),
    )
    return report.with_findings(tuple(_with_impact([*compared.findings], source)), ())


def _doubts(
    document: PublishedDocument, gone: Sequence[str], earlier: PublishedDocument
) -> tuple[UncheckedPlace, ...]:
    """That a document which lost operations of these paths may have been cut off, where its end says so."""
    from pyvenice.contract.slicing.truncation import doubtful_end

    doubt = doubtful_end(document, gone, earlier.text)
    return (UncheckedPlace("the end of the document", "", doubt),) if doubt else ()


def _uncounted(elsewhere: int | None) -> Iterator[UncheckedPlace]:
    """That nobody counted what changed in other operations, where the time was over before."""
    if elsewhere is None:
        yield UncheckedPlace("operations that are not in use", "", _NOT_COUNTED)


def _parse(fetched: Fetched) -> PublishedDocument:
    from pyvenice.contract.slicing.published_document import PublishedDocument

    return PublishedDocument(fetched.raw, name=fetched.url, path=fetched.path)


def _in_neither(
    names: Iterable[str], before: OperationHashes, after: OperationHashes
) -> Iterator[UncheckedPlace]:
    """Operations that were asked for and that neither document has."""
    for name in names:
        path = name.partition(" ")[2]
        known = {*before, *after}
        if any_parameters(name) in map(any_parameters, known):
            continue
        if any(path in side.unreadable for side in (before, after)):
            continue
        yield UncheckedPlace(name, "", f"neither document has this operation{_near(name, known)}")


def _spellings(operations: Operations, *sides: OperationHashes) -> Operations:
    """The operations as each side names them: the names of parameters in a path are free."""
    wanted = {any_parameters(operation_name(*key)) for key in operations}
    there = {name: None for side in sides for name in side if any_parameters(name) in wanted}
    return [_split(name) for name in there]


def _unreadable_paths(
    before: OperationHashes, after: OperationHashes, used: set[str]
) -> Iterator[UncheckedPlace]:
    """Paths of which one side does not even show the operations."""
    for side in (before, after):
        for path, reason in side.unreadable.items():
            if not used or path in used:
                yield UncheckedPlace(path, "", reason)


def _same(operation: str, before: OperationHashes, after: OperationHashes) -> bool:
    if operation not in before or operation not in after or is_over():
        return False
    known = before.of_slice(operation)
    return known is not None and known == after.of_slice(operation)


def _compare(
    old: PublishedDocument,
    new: PublishedDocument,
    operations: Operations,
    *,
    with_words: bool = True,
) -> DocumentDiff:
    found: list[Finding] = []
    places: list[UncheckedPlace] = []
    for batch in _batches(operations):
        names = [operation_name(*key) for key in batch]
        label = names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} others"
        if is_over():
            places.append(UncheckedPlace(label, "", _OUT_OF_TIME))
            continue
        compared = _compare_batch(old, new, batch, with_words=with_words)
        found += compared.findings
        places += compared.unchecked
        if is_over():
            places.append(UncheckedPlace(label, "", _HURRIED))
    return DocumentDiff(tuple(found), tuple(places))


def _batches(operations: Operations) -> Iterator[Operations]:
    """The operations by name, some at a time; those that differ in names of parameters together."""
    names = [(any_parameters(operation_name(*key)), key) for key in operations]
    batch: list[tuple[str, str]] = []
    last = ""
    for name, key in sorted(names):
        if len(batch) >= _BATCH and name != last:
            yield batch
            batch = []
        batch.append(key)
        last = name
    if batch:
        yield batch


def _compare_batch(
    old: PublishedDocument, new: PublishedDocument, operations: Operations, *, with_words: bool
) -> DocumentDiff:
    from pyvenice.contract.document.shared_trees import SharedTrees
    from pyvenice.contract.slicing.selection import openapi_shape, select_operations

    trees = SharedTrees()
    before, after = (
        select_operations(side, operations, with_words=with_words, trees=trees)
        for side in (old, new)
    )
    from pyvenice.contract.diff.comparison import compare

    with openapi_shape(new.name):
        return compare(before, after)


def _with_impact(found: list[Finding], source: Source | None) -> list[Finding]:
    if source is None or not found:
        return found
    from pyvenice.contract.diff.impact import with_impact
    from pyvenice.contract.diff.rules import checked_levels, leveled
    from pyvenice.contract.pin.usage.code_impact import with_calls

    levels = checked_levels(source.levels, f"{source.file}: levels")
    return leveled(with_calls(with_impact(found, source), source), levels)


def _near(operation: str, known: Iterable[str]) -> str:
    import difflib

    near = difflib.get_close_matches(operation, known, n=1)
    return f"; did you mean {near[0]}?" if near else ""


def _split(operation: str) -> tuple[str, str]:
    method, _, path = operation.partition(" ")
    return method.lower(), path
