"""Compare a pin with the live document, or any two documents: from bytes to a provider's report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pyvenice.contract import pin
from pyvenice.contract.cache import Cache
from pyvenice.contract.errors import ContractError, DocumentError
from pyvenice.contract.fetch import Fetched, fetch
from pyvenice.contract.findings import Finding, ProviderReport
from pyvenice.contract.methods import operation_name
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
    from pyvenice.contract.elsewhere import changed_elsewhere
    from pyvenice.contract.ending import refuse_cut_off

    used = _used(source, operations)
    refuse_cut_off(fetched.raw, [one.path for one in source.operations], name=fetched.url)
    old = _sliced(pinned, used, name=f"specs/{source.provider}/contract.yaml")
    new = _sliced(fetched.raw, used, name=fetched.url)
    if len(new.views) < len(used):
        _refuse_implausible(source, fetched)
    found = _known(_changes(old, new, name=fetched.url), source)
    return ProviderReport(
        source.provider,
        "drift" if found else "ok",
        pinned=_shown(record),
        live=live | {"version": new.version},
        findings=tuple(found),
        changed_elsewhere=changed_elsewhere(
            record["operations"],
            fetched.raw,
            [operation_name(one.method, one.path) for one in source.operations],
            name=fetched.url,
        ),
    )


def _shown(record: Facts) -> Facts:
    """The record of a pin without the marks that only this module reads."""
    return {key: one for key, one in record.items() if key != "operations"}


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


def _refuse_implausible(source: Source, fetched: Fetched) -> None:
    """One operation may go. When most go at once, half a document or another one is likelier."""
    from pyvenice.contract.operation_hashes import operation_hashes

    there = operation_hashes(fetched.raw, name=fetched.url)
    names = [operation_name(one.method, one.path) for one in source.operations]
    gone = [name for name in names if name not in there]
    if len(gone) > max(1, len(names) // 2):
        raise DocumentError(
            f"{fetched.url}: {len(gone)} of the {len(names)} operations in use are not in the "
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
    from pyvenice.contract.elsewhere import changed_beside
    from pyvenice.contract.operation_hashes import operation_hashes

    source = pin.source(provider, folder) if provider else None
    before = operation_hashes(old.raw, name=old.url)
    after = operation_hashes(new.raw, name=new.url)
    used = list(operations)
    if not used and source:
        used = [(one.method, one.path) for one in source.operations]
    named = {operation_name(*one) for one in used}
    for name in sorted(named) if operations else ():
        if name not in before and name not in after:
            raise ContractError(f"neither document has the operation {name}{_near(name, after)}")
    every = [_split(name) for name in sorted(before.keys() | after.keys())]
    sides = [_sliced(one.raw, used or every, name=one.url) for one in (old, new)]
    found = _changes(*sides, name=new.url)
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
        changed_elsewhere=changed_beside(before, after, named) if named else 0,
    )


def _known(found: list[Finding], source: Source | None) -> list[Finding]:
    if source is None:
        return found
    from pyvenice.contract.impact import with_impact

    return with_impact(found, source)


def _near(operation: str, known: Iterable[str]) -> str:
    import difflib

    near = difflib.get_close_matches(operation, known, n=1)
    return f"; did you mean {near[0]}?" if near else ""


def _split(operation: str) -> tuple[str, str]:
    method, _, path = operation.partition(" ")
    return method.lower(), path


class Sliced:
    """The operations in view of one document, in normal form, and the document's version label.

    Raises `DocumentError` when what the document says of them has not the shape of OpenAPI.
    """

    def __init__(self, document: Mapping[str, Json], *, name: str) -> None:
        from pyvenice.contract.view import views

        self.version = label(document)
        with _shaped(name):
            self.views = views(document)


@contextmanager
def _shaped(name: str) -> Iterator[None]:
    """A foreign document may hold anything anywhere: a list for a mapping, a number for a name."""
    from pyvenice.contract.document import collector_paused

    try:
        with collector_paused():
            yield
    except DocumentError:
        raise
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        raise DocumentError(
            f"{name}: what it says of the operations in use is not shaped like OpenAPI ({error})"
        ) from error


def label(document: Mapping[str, Json]) -> str:
    """`info.version`, which names a document and never identifies it."""
    info = document.get("info")
    return str(info.get("version", "")) if isinstance(info, Mapping) else ""


def _sliced(raw: bytes, operations: Iterable[tuple[str, str]], *, name: str) -> Sliced:
    return Sliced(present(raw, operations, name=name), name=name)


def present(raw: bytes, operations: Iterable[tuple[str, str]], *, name: str) -> Mapping[str, Json]:
    """The slice for those of the operations that the document has."""
    from pyvenice.contract.operation_hashes import operation_hashes
    from pyvenice.contract.text_slice import sliced

    wanted = list(operations)
    with _shaped(name):
        try:
            return sliced(raw, wanted, name=name)
        except DocumentError:
            there = operation_hashes(raw, name=name)
            kept = [one for one in wanted if operation_name(*one) in there]
            if len(kept) == len(wanted):
                raise
        return sliced(raw, kept, name=name)


def _changes(old: Sliced, new: Sliced, *, name: str) -> list[Finding]:
    from pyvenice.contract.judge import changes

    with _shaped(name):
        return changes(old.views, new.views)
