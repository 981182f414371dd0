"""`pyvenice contract accept`: move a pin to its live document, with all that is made from it, or not at all."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pyvenice.codegen.build import ROOT, build, copy_inputs, generated_paths
from pyvenice.codegen.pinning.changelog import with_entries
from pyvenice.codegen.pinning.lock import pin_lock
from pyvenice.codegen.pinning.new_pin import new_pin
from pyvenice.codegen.pinning.pull import JOURNAL, fetched_for
from pyvenice.codegen.pinning.swap import recover, swap
from pyvenice.contract.diff.check import diff
from pyvenice.contract.diff.findings import Finding
from pyvenice.contract.errors import ContractError, OverlayError
from pyvenice.contract.fetching.fetch import Fetched
from pyvenice.contract.pin import pin
from pyvenice.contract.pin.source import Source, short_path
from pyvenice.contract.reports.values import visible
from pyvenice.contract.reports.wording import gravity

Json = Any


def accept(
    provider: str, live: str | None = None, *, root: Path = ROOT, folder: Path | None = None
) -> str:
    """Pin the live document (`live`: address, file or `-` instead), regenerate, report what changed.

    Everything is built in a copy of the checkout at `root` first, and written only when all of it
    succeeded. `folder` is one of contracts for which nothing is generated: contract and lock move alone.
    Raises `ContractError`, and leaves every file as it was, when the document cannot be
    fetched or read, lacks an operation in use, no longer fits the overlay, or when a file cannot be
    written.
    """
    with pin_lock(folder or root / "specs"):
        if folder is None:
            return "\n".join(_accept(provider, live, root / "specs", root))
        return "\n".join(_accept(provider, live, folder, None))


def _accept(provider: str, live: str | None, specs: Path, root: Path | None) -> Iterator[str]:
    journal = specs / JOURNAL
    if undone := recover(journal):
        yield f"put back what an interrupted run left: {len(undone)} files"
    source = pin.source(provider, specs)
    before = pin.pinned_text(provider, specs)
    was = pin.read_lock(specs)[provider]
    fetched = fetched_for(source, live)
    text, record, unreadable = new_pin(fetched, source, was)
    yield from (f"could not read {visible(str(place))}" for place in unreadable)
    findings = _findings(before, text, fetched, source, specs)
    files: dict[Path, str | None] = {specs / provider / "contract.yaml": text}
    if root is None:
        files[specs / "specs.lock"] = pin.lock_text(provider, text, record, specs)
    else:
        files |= _built_files(source, text, record, root)
        files |= _changelog(source, findings, root / "CHANGELOG.md")
    written = _swap(files, journal)
    if not written:
        yield f"{provider}: nothing changed, the pin is this document ({record['version']})"
        return
    yield from _summary(source, fetched, was["version"], record["version"], findings)
    yield from (f"wrote {_short(path, root)}" for path in written)


def _short(path: Path, root: Path | None) -> str:
    return short_path(path) if root is None else path.relative_to(root).as_posix()


def _findings(
    before: bytes, after: str, fetched: Fetched, source: Source, specs: Path
) -> list[Finding]:
    old = Fetched(before, short_path(source.folder / "contract.yaml"))
    new = Fetched(after.encode(), fetched.url)
    findings = diff(old, new, provider=source.provider, folder=specs).findings
    return sorted(findings, key=gravity)


def _built_files(
    source: Source, text: str, record: dict[str, Json], root: Path
) -> dict[Path, str | None]:
    """`specs.lock` and every generated file, as they will be; `None` for what is no longer generated."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        copy_inputs(root, copy)
        specs = copy / "specs"
        lock = pin.lock_text(source.provider, text, record, specs)
        (specs / "specs.lock").write_text(lock, encoding="utf-8")
        (specs / source.provider / "contract.yaml").write_text(text, encoding="utf-8")
        try:
            files = build(copy)
        except OverlayError as error:
            place = str(error).replace(str(specs), specs.name)
            raise OverlayError(
                f"the overlay no longer fits the live document. {place}. The pin stays; "
                f"revise this action in specs/{source.provider}/overlay.yaml and accept again"
            ) from error
    gone: dict[Path, str | None] = dict.fromkeys(generated_paths(root))
    new = {root / name: content for name, content in files.items()}
    return gone | new | {root / "specs" / "specs.lock": lock}


def _changelog(source: Source, findings: list[Finding], changelog: Path) -> dict[Path, str]:
    if not findings:
        return {}
    text = changelog.read_text(encoding="utf-8") if changelog.is_file() else ""
    return {changelog: with_entries(text, source.title, findings)}


def _swap(texts: dict[Path, str | None], journal: Path) -> list[Path]:
    try:
        return swap(texts, journal)
    except OSError as error:
        where = error.filename or "a file"
        raise ContractError(
            f"{where}: {error.strerror or error}. Nothing was changed: all files are as they were"
        ) from error


def _summary(
    source: Source, fetched: Fetched, old: str, new: str, findings: list[Finding]
) -> Iterator[str]:
    versions = f"{new} (was {old})" if new or old else "its document without a version"
    yield f"{source.provider}: pinned {versions} from {fetched.url}"
    for finding in findings:
        calls = ", ".join(impact.call for impact in finding.impact) or finding.operation
        yield f"  {finding.level:<8}  {visible(f'{calls}: {finding.message}')}"
    if not findings:
        yield "nothing that the client uses changed"
