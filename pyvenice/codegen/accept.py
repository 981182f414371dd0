"""`pyvenice contract accept`: move a pin to its live document, with all that is made from it, or not at all."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pyvenice.codegen.alone import alone
from pyvenice.codegen.build import GENERATED, ROOT, build
from pyvenice.codegen.changelog import with_entries
from pyvenice.codegen.new_pin import new_pin
from pyvenice.codegen.pull import JOURNAL, fetched_for
from pyvenice.codegen.swap import recover, swap
from pyvenice.contract.diff.check import diff
from pyvenice.contract.diff.findings import Finding
from pyvenice.contract.errors import ContractError, OverlayError
from pyvenice.contract.fetching.fetch import Fetched
from pyvenice.contract.pin import pin
from pyvenice.contract.pin.source import Source
from pyvenice.contract.reports.values import visible
from pyvenice.contract.reports.wording import gravity

Json = Any

SPECS = ROOT / "specs"
CHANGELOG = ROOT / "CHANGELOG.md"


def accept(
    provider: str,
    live: str | None = None,
    *,
    specs: Path = SPECS,
    generated: Path = GENERATED,
    changelog: Path = CHANGELOG,
) -> str:
    """Pin the live document (`live`: address, file or `-` instead) and regenerate; say what changed.

    Everything is built beside the checkout first, and written only when all of it succeeded. Raises
    `ContractError`, and leaves every file as it was, when the document cannot be had or read, lacks
    an operation in use, no longer fits the overlay, or when a file cannot be written.
    """
    with alone(specs):
        return "\n".join(_accepted(provider, live, specs, generated, changelog))


def _accepted(
    provider: str, live: str | None, specs: Path, generated: Path, changelog: Path
) -> Iterator[str]:
    journal = specs / JOURNAL
    if undone := recover(journal):
        yield f"put back what an interrupted run left: {len(undone)} files"
    source = pin.source(provider, specs)
    before = pin.pinned_text(provider, specs)
    was = pin.read_lock(specs)[provider]
    fetched = fetched_for(source, live)
    text, record = new_pin(fetched, source, was)
    found = _findings(before, text, fetched, source, specs)
    written = _swapped(
        {
            specs / provider / "contract.yaml": text,
            **_built(source, text, record, specs, generated),
            **_changelog(source, found, changelog),
        },
        journal,
    )
    if not written:
        yield f"{provider}: nothing changed, the pin is this document ({record['version']})"
        return
    yield from _told(source, fetched, was["version"], record["version"], found)
    yield from (f"wrote {_short(path, specs.parent)}" for path in written)


def _findings(
    before: bytes, after: str, fetched: Fetched, source: Source, specs: Path
) -> list[Finding]:
    old = Fetched(before, f"specs/{source.provider}/contract.yaml")
    new = Fetched(after.encode(), fetched.url)
    found = diff(old, new, provider=source.provider, folder=specs).findings
    return sorted(found, key=gravity)


def _built(
    source: Source, text: str, record: dict[str, Json], specs: Path, generated: Path
) -> dict[Path, str | None]:
    """`specs.lock` and every generated file, as they will be; what is no longer generated is `None`."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "specs"
        shutil.copytree(specs, copy)
        lock = pin.lock_text(source.provider, text, record, copy)
        (copy / "specs.lock").write_text(lock, encoding="utf-8")
        (copy / source.provider / "contract.yaml").write_text(text, encoding="utf-8")
        try:
            files = build(copy)
        except OverlayError as error:
            place = str(error).replace(str(copy), specs.name)
            raise OverlayError(
                f"the overlay no longer fits the live document. {place}. The pin stays; "
                f"revise this action in specs/{source.provider}/overlay.yaml and accept again"
            ) from error
    gone: dict[Path, str | None] = {
        path: None for path in generated.rglob("*") if path.suffix in {".py", ".json"}
    }
    new = {generated / name: content for name, content in files.items()}
    return gone | new | {specs / "specs.lock": lock}


def _changelog(source: Source, found: list[Finding], changelog: Path) -> dict[Path, str]:
    if not found:
        return {}
    text = changelog.read_text(encoding="utf-8") if changelog.is_file() else ""
    return {changelog: with_entries(text, source.title, found)}


def _swapped(texts: dict[Path, str | None], journal: Path) -> list[Path]:
    try:
        return swap(texts, journal)
    except OSError as error:
        where = error.filename or "a file"
        raise ContractError(
            f"{where}: {error.strerror or error}. Nothing was changed: all files are as they were"
        ) from error


def _told(
    source: Source, fetched: Fetched, old: str, new: str, found: list[Finding]
) -> Iterator[str]:
    yield f"{source.provider}: pinned {new} (was {old}) from {fetched.url}"
    for one in found:
        calls = ", ".join(impact.call for impact in one.impact) or one.operation
        yield f"  {one.level:<8}  {visible(f'{calls}: {one.message}')}"
    if not found:
        yield "nothing that the client uses changed"


def _short(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
