"""`python -m codegen pull`: move the pin of one provider to a live or given document."""

from __future__ import annotations

import datetime as dt
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from pyvenice.contract import pin, yaml12
from pyvenice.contract.distil import contract_from
from pyvenice.contract.errors import ContractError, DocumentError
from pyvenice.contract.slicing import slice_document
from pyvenice.contract.source import Source

MAX_BYTES = 64 * 1024 * 1024
TIMEOUT_SECONDS = 60


def pull(provider: str, folder: Path, origin: str | None = None) -> str:
    """Slice and distil the document at `origin` (URL or file; else the live ones) and pin it.

    Returns one line that says what happened. Raises `ContractError` and leaves the pin where it was when
    the document cannot be had, is no OpenAPI document, or lacks an operation in use.
    """
    source = pin.source(provider, folder)
    raw, found_at = _fetch(source, origin)
    document = openapi_document(raw, name=found_at)
    text = contract_text(document, source)
    recorded = pin.read_lock(folder).get(provider, {})
    if recorded.get("upstream_sha256") == pin.sha256(raw) and _unchanged(recorded, text):
        return f"{provider}: the pin already is this document ({recorded['version']})"
    version = str(document.get("info", {}).get("version", ""))
    today = dt.datetime.now(dt.UTC).date().isoformat()
    record = {"upstream_sha256": pin.sha256(raw), "version": version, "pulled": today}
    pin.move(provider, text, record, folder)
    return f"{provider}: pinned {version} from {found_at}"


def contract_text(document: dict[str, Any], source: Source) -> str:
    """The text of `contract.yaml` for an upstream document."""
    used = [(operation.method, operation.path) for operation in source.operations]
    return yaml12.dumps(contract_from(slice_document(document, used), source.provider))


def _unchanged(recorded: dict[str, str], text: str) -> bool:
    return recorded.get("contract_sha256") == pin.sha256(text.encode())


def openapi_document(raw: bytes, *, name: str) -> dict[str, Any]:
    """Parse an OpenAPI 3 document. Raises `DocumentError` for anything else."""
    if not raw.strip():
        raise DocumentError(f"{name}: the document is empty")
    if raw.lstrip()[:1] == b"<":
        raise DocumentError(f"{name}: this is HTML or XML, not an OpenAPI document")
    document = yaml12.loads(raw, name=name)
    if not isinstance(document, dict) or not str(document.get("openapi", "")).startswith("3."):
        raise DocumentError(f"{name}: not an OpenAPI 3 document (the key 'openapi' is missing)")
    return document


def _fetch(source: Source, origin: str | None) -> tuple[bytes, str]:
    if origin is not None:
        return _read(origin), origin
    failures = []
    for url in source.live:
        try:
            return _read(url), url
        except ContractError as error:
            failures.append(str(error))
    raise ContractError(
        f"{source.provider}: no live document could be read: " + "; ".join(failures)
    )


def _read(origin: str) -> bytes:
    try:
        if not origin.startswith(("http://", "https://")):
            return Path(origin).read_bytes()
        with urllib.request.urlopen(origin, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310
            raw: bytes = answer.read(MAX_BYTES + 1)
    except (OSError, urllib.error.URLError) as error:
        raise ContractError(f"{origin}: {error}") from error
    if len(raw) > MAX_BYTES:
        raise ContractError(f"{origin}: larger than {MAX_BYTES} bytes")
    return raw
