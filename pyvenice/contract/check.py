"""Compare a pin with the live document, or any two documents: from bytes to a provider's report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pyvenice.contract import pin
from pyvenice.contract.cache import Cache
from pyvenice.contract.errors import ContractError, DocumentError
from pyvenice.contract.fetch import Fetched, fetch
from pyvenice.contract.findings import Finding, ProviderReport
from pyvenice.contract.source import Source

Json = Any
Operations = Sequence[tuple[str, str]]
Facts = Mapping[str, Json]


def check(  # noqa: PLR0913  (each is a choice of the caller)
    provider: str,
    *,
    live: str | None = None,
    operations: Operations = (),
    timeout: float = 60.0,
    cache: Cache | None = None,
    folder: Path | None = None,
) -> ProviderReport:
    """Compare a provider's pin with its live document (`live`: address, file or `-` instead).

    Never raises for what could not be had or read: the report is `unchecked` then, and says why.
    """
    folder = folder or pin.specs_folder()
    try:
        source = pin.source(provider, folder)
        pinned = pin.pinned_text(provider, folder)
        fetched = fetch(live if live is not None else source.live, timeout=timeout, cache=cache)
        return _checked(source, pinned, fetched, operations, folder)
    except ContractError as error:
        return ProviderReport(
            provider, "unchecked", str(error), pin.read_lock(folder).get(provider, {})
        )


def _checked(
    source: Source, pinned: bytes, fetched: Fetched, operations: Operations, folder: Path
) -> ProviderReport:
    record = pin.read_lock(folder)[source.provider]
    digest = pin.sha256(fetched.raw)
    live: dict[str, Json] = {"url": fetched.url, "sha256": digest}
    if digest == record["upstream_sha256"]:
        return ProviderReport(
            source.provider, "ok", "", record, live | {"version": record["version"]}
        )
    used = operations or [(one.method, one.path) for one in source.operations]
    old = _views(pinned, used, name=f"specs/{source.provider}/contract.yaml")
    new = _views(fetched.raw, used, name=fetched.url)
    if not new.views:
        raise DocumentError(f"{fetched.url}: none of the operations in use is in the document")
    from pyvenice.contract.impact import with_impact

    found = with_impact(_changes(old, new), source)
    return ProviderReport(
        source.provider,
        "drift" if found else "ok",
        pinned=record,
        live=live | {"version": new.version},
        findings=tuple(found),
    )


def diff(
    old: Fetched, new: Fetched, *, provider: str | None = None, operations: Operations = ()
) -> ProviderReport:
    """Compare two documents, for the operations of a provider, for those given, or for all.

    Raises `DocumentError` when one of the two cannot be read.
    """
    from pyvenice.contract.operation_hashes import operation_hashes

    source = pin.source(provider) if provider else None
    before = operation_hashes(old.raw, name=old.url)
    after = operation_hashes(new.raw, name=new.url)
    used = list(operations)
    if not used and source:
        used = [(one.method, one.path) for one in source.operations]
    every = [_split(name) for name in sorted(before.keys() | after.keys())]
    sides = [_views(one.raw, used or every, name=one.url) for one in (old, new)]
    found = _changes(*sides)
    named = {f"{method.upper()} {path}" for method, path in used or every}
    elsewhere = {name for name in before.keys() | after.keys() if name not in named}
    facts: list[dict[str, Json]] = [
        {"name": one.url, "version": side.version, "sha256": pin.sha256(one.raw)}
        for one, side in zip((old, new), sides, strict=True)
    ]
    return ProviderReport(
        provider or "document",
        "drift" if found else "ok",
        pinned=facts[0],
        live={"url" if key == "name" else key: one for key, one in facts[1].items()},
        findings=tuple(_known(found, source)),
        changed_elsewhere=sum(before.get(name) != after.get(name) for name in elsewhere),
    )


def _known(found: list[Finding], source: Source | None) -> list[Finding]:
    if source is None:
        return found
    from pyvenice.contract.impact import with_impact

    return with_impact(found, source)


def _split(operation: str) -> tuple[str, str]:
    method, _, path = operation.partition(" ")
    return method.lower(), path


class Sliced:
    """The operations in view of one document, in normal form, and the document's version label."""

    def __init__(self, document: Mapping[str, Json]) -> None:
        from pyvenice.contract.view import views

        self.document = document
        self.version = str((document.get("info") or {}).get("version", ""))
        self.views = views(document)


def _views(raw: bytes, operations: Iterable[tuple[str, str]], *, name: str) -> Sliced:
    return Sliced(present(raw, operations, name=name))


def present(raw: bytes, operations: Iterable[tuple[str, str]], *, name: str) -> Mapping[str, Json]:
    """The slice for those of the operations that the document has."""
    from pyvenice.contract.operation_hashes import operation_hashes
    from pyvenice.contract.text_slice import sliced

    wanted = list(operations)
    try:
        return sliced(raw, wanted, name=name)
    except DocumentError:
        there = operation_hashes(raw, name=name)
        kept = [(method, path) for method, path in wanted if f"{method.upper()} {path}" in there]
        if len(kept) == len(wanted):
            raise
    return sliced(raw, kept, name=name)


def _changes(old: Sliced, new: Sliced) -> list[Finding]:
    from pyvenice.contract.judge import changes

    return changes(old.views, new.views)
