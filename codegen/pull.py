"""`python -m codegen pull`: move the pin of one provider to a live or given document."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from pyvenice.contract import pin, yaml12
from pyvenice.contract.distil import contract_from
from pyvenice.contract.document import read_document
from pyvenice.contract.elsewhere import marks
from pyvenice.contract.errors import UnreachableError
from pyvenice.contract.fetch import Fetched, fetch
from pyvenice.contract.slicing import refuse_without_responses, slice_document
from pyvenice.contract.source import Source

TIMEOUT_SECONDS = 60.0


def pull(provider: str, folder: Path, origin: str | None = None) -> str:
    """Slice and distil the document at `origin` (URL or file; else the live ones) and pin it.

    Returns one line that says what happened. Raises `ContractError` and leaves the pin where it was when
    the document cannot be had, is no OpenAPI document, or lacks an operation in use.
    """
    source = pin.source(provider, folder)
    raw, found_at, *_ = _fetched(source, origin)
    document = openapi_document(raw, name=found_at)
    text = contract_text(document, source)
    recorded = pin.read_lock(folder).get(provider, {})
    if recorded.get("upstream_sha256") == pin.sha256(raw) and _unchanged(recorded, text):
        return f"{provider}: the pin already is this document ({recorded['version']})"
    record = pin_record(raw, document)
    pin.move(provider, text, record, folder)
    return f"{provider}: pinned {record['version']} from {found_at}"


def pin_record(raw: bytes, document: dict[str, Any]) -> dict[str, str]:
    """What `specs.lock` says of a document that is pinned today."""
    return {
        "upstream_sha256": pin.sha256(raw),
        "version": str((document.get("info") or {}).get("version", "")),
        "pulled": dt.datetime.now(dt.UTC).date().isoformat(),
        "operations": marks(raw),
    }


def contract_text(document: dict[str, Any], source: Source) -> str:
    """The text of `contract.yaml` for an upstream document."""
    used = [(operation.method, operation.path) for operation in source.operations]
    sliced = slice_document(document, used)
    refuse_without_responses(sliced)
    return yaml12.dumps(contract_from(sliced, source.provider))


def _unchanged(recorded: dict[str, str], text: str) -> bool:
    return recorded.get("contract_sha256") == pin.sha256(text.encode())


def openapi_document(raw: bytes, *, name: str) -> dict[str, Any]:
    """Parse an OpenAPI 3 document. Raises `DocumentError` for anything else."""
    return read_document(raw, name=name, versions=("3",))


def _fetched(source: Source, origin: str | None) -> Fetched:
    try:
        return fetch(source.live if origin is None else origin, timeout=TIMEOUT_SECONDS)
    except UnreachableError as error:
        raise UnreachableError(f"{source.provider}: {error}") from error
