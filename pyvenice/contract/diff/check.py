"""Compare a pin with the live document, or any two documents: from bytes to a provider's report."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pyvenice.contract.diff.findings import Finding, ProviderReport
from pyvenice.contract.document.operation_key import operation_name
from pyvenice.contract.errors import ContractError, DocumentError
from pyvenice.contract.fetching.cache import Cache
from pyvenice.contract.fetching.fetch import Fetched, fetch
from pyvenice.contract.pin import pin
from pyvenice.contract.pin.source import Source

if TYPE_CHECKING:
    from pyvenice.contract.slicing.operation_hashes import OperationHashes
    from pyvenice.contract.slicing.published_document import PublishedDocument

Json = Any
Operations = Sequence[tuple[str, str]]
Facts = Mapping[str, Json]


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
    try:
        source = pin.source(provider, folder)
        pinned = pin.pinned_text(provider, folder)
        if sdk is not None:
            return _checked_sdk(source, pinned, sdk, operations, folder)
        fetched = fetch(live if live is not None else source.live, timeout=timeout, cache=cache)
        return _checked(source, pinned, fetched, operations, folder)
    except ContractError as error:
        record = pin.read_lock(folder).get(provider, {})
        return ProviderReport(provider, "unchecked", str(error), _shown(record))


def _checked(
    source: Source, pinned: bytes, fetched: Fetched, operations: Operations, folder: Path
) -> ProviderReport:
    record = pin.read_lock(folder)[source.provider]
    digest = pin.sha256(fetched.raw)
    live: dict[str, Json] = {"url": fetched.url, "sha256": digest}
    if digest == record["upstream_sha256"]:
        known = live | {"version": record["version"]}
        return ProviderReport(source.provider, "ok", "", _shown(record), known)
    from pyvenice.contract.slicing.operation_hashes import OperationHashes
    from pyvenice.contract.slicing.published_document import PublishedDocument
    from pyvenice.contract.slicing.truncation import refuse_cut_off
    from pyvenice.contract.slicing.unused_operations import changed_elsewhere

    used = _used(source, operations)
    document = PublishedDocument(fetched.raw, name=fetched.url)
    refuse_cut_off(document, [one.path for one in source.operations])
    hashes = OperationHashes(document)
    pin_of_it = PublishedDocument(pinned, name=f"specs/{source.provider}/contract.yaml")
    suspects = _not_as_pinned(used, record.get("in_use", {}), hashes)
    if any(operation_name(*one) not in hashes for one in used):
        _refuse_implausible(source, hashes, name=fetched.url)
    found = _known(_changes(pin_of_it, document, suspects), source)
    return ProviderReport(
        source.provider,
        "drift" if found else "ok",
        pinned=_shown(record),
        live=live | {"version": document.version},
        findings=tuple(found),
        changed_elsewhere=changed_elsewhere(
            record["operations"],
            hashes,
            [operation_name(one.method, one.path) for one in source.operations],
        ),
    )


def _checked_sdk(
    source: Source, pinned: bytes, where: str, operations: Operations, folder: Path
) -> ProviderReport:
    from pyvenice.contract.slicing.published_document import PublishedDocument
    from pyvenice.contract.sources.sdk import described_by_sdk, open_sdk

    package = open_sdk(source, where)
    used = _used(source, operations)
    tree, covered = described_by_sdk(pin.contract(source.provider, folder), source, package)
    pin_of_it = PublishedDocument(pinned, name=f"specs/{source.provider}/contract.yaml")
    document = PublishedDocument(json.dumps(tree).encode(), name=package.name)
    suspects = [operation for operation in used if operation in covered]
    if not suspects:
        names = ", ".join(operation_name(*operation) for operation in used)
        raise ContractError(f"specs/{source.provider}/source.toml names no SDK types for {names}")
    found = _known(_changes(pin_of_it, document, suspects), source)
    return ProviderReport(
        source.provider,
        "drift" if found else "ok",
        pinned=_shown(pin.read_lock(folder)[source.provider]),
        live={
            "url": package.name,
            "sha256": pin.sha256(package.digest),
            "version": package.version,
        },
        findings=tuple(found),
    )


def _shown(record: Facts) -> Facts:
    """The record of a pin without the hashes that only this module reads."""
    return {key: one for key, one in record.items() if key not in ("in_use", "operations")}


def _used(source: Source, operations: Operations) -> Operations:
    """The operations in view. Raises `ContractError` for one that is not pinned."""
    pinned = [(one.method, one.path) for one in source.operations]
    for method, path in operations:
        if (method, path) not in pinned:
            known = ", ".join(operation_name(*one) for one in pinned)
            raise ContractError(
                f"{source.provider} has no pinned operation {operation_name(method, path)}; "
                f"it has {known}"
            )
    return operations or pinned


def _not_as_pinned(
    used: Operations, kept: Mapping[str, str], hashes: OperationHashes
) -> Operations:
    """The operations that are not word for word what they were when they were pinned."""
    names = [operation_name(*one) for one in used]
    return [
        one
        for one, name in zip(used, names, strict=True)
        if name not in kept or name not in hashes or hashes.of_slice(name) != kept[name]
    ]


def _refuse_implausible(source: Source, there: OperationHashes, *, name: str) -> None:
    """One operation may go. When most go at once, half a document or another one is likelier."""
    names = [operation_name(one.method, one.path) for one in source.operations]
    gone = [one for one in names if one not in there]
    if len(gone) > max(1, len(names) // 2):
        raise DocumentError(
            f"{name}: {len(gone)} of the {len(names)} operations in use are not in the "
            f"document ({', '.join(gone)}): it is another one, or cut off"
        )


def diff(
    old: Fetched,
    new: Fetched,
    *,
    provider: str | None = None,
    operations: Operations = (),
    folder: Path | None = None,
) -> ProviderReport:
    """Compare two documents, for the operations of a provider, for those given, or for all.

    Raises `DocumentError` when one of the two cannot be read, `ContractError` for an operation that
    neither has.
    """
    from pyvenice.contract.slicing.operation_hashes import OperationHashes
    from pyvenice.contract.slicing.published_document import PublishedDocument
    from pyvenice.contract.slicing.unused_operations import count_changes

    source = pin.source(provider, folder) if provider else None
    sides = PublishedDocument(old.raw, name=old.url), PublishedDocument(new.raw, name=new.url)
    before, after = (OperationHashes(one) for one in sides)
    used = list(operations)
    if not used and source:
        used = [(one.method, one.path) for one in source.operations]
    named = {operation_name(*one) for one in used}
    for name in sorted(named) if operations else ():
        if name not in before and name not in after:
            raise ContractError(f"neither document has the operation {name}{_near(name, after)}")
    every = [_split(name) for name in sorted(before.keys() | after.keys())]
    suspects = [one for one in used or every if not _same(operation_name(*one), before, after)]
    found = _changes(*sides, suspects)
    facts: list[dict[str, Json]] = [
        {"name": one.name, "version": one.version, "sha256": pin.sha256(one.raw)} for one in sides
    ]
    return ProviderReport(
        provider or "document",
        "drift" if found else "ok",
        pinned=facts[0],
        live={"url" if key == "name" else key: one for key, one in facts[1].items()},
        findings=tuple(_known(found, source)),
        changed_elsewhere=count_changes(before, after, named) if named else 0,
    )


def _same(operation: str, before: OperationHashes, after: OperationHashes) -> bool:
    if operation not in before or operation not in after:
        return False
    known = before.of_slice(operation)
    return known is not None and known == after.of_slice(operation)


def _changes(
    old: PublishedDocument, new: PublishedDocument, operations: Operations
) -> list[Finding]:
    from pyvenice.contract.slicing.selection import operation_views, shaped

    if not operations:
        return []
    before, after = (operation_views(one, operations) for one in (old, new))
    from pyvenice.contract.diff.operation_diff import changes

    with shaped(new.name):
        return changes(before, after)


def _known(found: list[Finding], source: Source | None) -> list[Finding]:
    if source is None or not found:
        return found
    from pyvenice.contract.diff.impact import with_impact

    return with_impact(found, source)


def _near(operation: str, known: Iterable[str]) -> str:
    import difflib

    near = difflib.get_close_matches(operation, known, n=1)
    return f"; did you mean {near[0]}?" if near else ""


def _split(operation: str) -> tuple[str, str]:
    method, _, path = operation.partition(" ")
    return method.lower(), path
