"""`python -m codegen pull`: move the pin of one provider to a live or given document, and nothing else."""

from __future__ import annotations

from pathlib import Path

from pyvenice.codegen.pinning.lock import pin_lock
from pyvenice.codegen.pinning.new_pin import new_pin
from pyvenice.codegen.pinning.swap import recover, swap
from pyvenice.contract.errors import UnreachableError
from pyvenice.contract.fetching.fetch import Fetched, fetch
from pyvenice.contract.fetching.live import fetch_live
from pyvenice.contract.pin import pin
from pyvenice.contract.pin.source import Source

JOURNAL = ".accepting"


def pull(provider: str, folder: Path, origin: str | None = None) -> str:
    """Slice and distil the document at `origin` (URL or file; else the live ones) and pin it.

    Returns one line that says what happened. Raises `ContractError` and leaves the pin where it was when
    the document cannot be had, is no OpenAPI document, is cut off, or lacks an operation in use.
    """
    with pin_lock(folder):
        recover(folder / JOURNAL)
        source = pin.source(provider, folder)
        fetched = fetched_for(source, origin)
        text, record, _ = new_pin(fetched, source, pin.read_lock(folder).get(provider, {}))
        lock = pin.lock_text(provider, text, record, folder)
        files = {folder / provider / "contract.yaml": text, folder / "specs.lock": lock}
        if not swap(files, folder / JOURNAL):
            return f"{provider}: the pin already is this document ({record['version']})"
    return f"{provider}: pinned {record['version']} from {fetched.url}"


def fetched_for(source: Source, origin: str | None) -> Fetched:
    """The document at `origin`, or at the first live address that has one."""
    try:
        return fetch_live(source) if origin is None else fetch(origin)
    except UnreachableError as error:
        raise UnreachableError(f"{source.provider}: {error}") from error
