"""From a document that was fetched to what is pinned of it: the contract and its record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, NamedTuple

from pyvenice.contract.document import yaml12
from pyvenice.contract.document.operation_key import operation_name
from pyvenice.contract.errors import DocumentError
from pyvenice.contract.fetching.fetch import Fetched
from pyvenice.contract.pin import pin
from pyvenice.contract.pin.source import Source
from pyvenice.contract.pin.strip_prose import contract_from
from pyvenice.contract.slicing.operation_hashes import OperationHashes
from pyvenice.contract.slicing.published_document import PublishedDocument
from pyvenice.contract.slicing.slice import refuse_without_responses, slice_document
from pyvenice.contract.slicing.text_slice import read_operations
from pyvenice.contract.slicing.truncation import refuse_cut_off
from pyvenice.contract.slicing.unchecked import UncheckedPlace
from pyvenice.contract.slicing.unused_operations import marks

Json = Any


class NewPin(NamedTuple):
    """What stands in `contract.yaml` and in `specs.lock`."""

    text: str
    record: dict[str, Json]
    unreadable: tuple[UncheckedPlace, ...] = ()
    """What of the operations in use the document does not describe readably."""


def new_pin(fetched: Fetched, source: Source, was: Mapping[str, Json]) -> NewPin:
    """What to pin of a document. `was` is the present record: the same document keeps its date.

    Raises `DocumentError` when it is no document of an API, is cut off, or lacks an operation in use.
    """
    document = PublishedDocument(fetched.raw, name=fetched.url, path=fetched.path)
    tree, repeated = document.openapi3
    repeated.refuse_any(fetched.url)
    refuse_cut_off(document, [used.path for used in source.published])
    try:
        text, unreadable = _contract(document, tree, source)
    except DocumentError as error:
        raise DocumentError(
            f"{fetched.url}: {error}. The pin stays. If it is gone for good, take it out of "
            f"{source.file}"
        ) from error
    digest = pin.sha256(fetched.raw)
    hashes = OperationHashes(document)
    known = digest == was.get("upstream_sha256")
    today = dt.datetime.now(dt.UTC).date().isoformat()
    record = {
        "upstream_sha256": digest,
        "version": document.version,
        "pulled": was["pulled"] if known else today,
        "operations": marks(hashes),
        "in_use": _in_use(hashes, source),
    }
    return NewPin(text, record, unreadable)


def _contract(
    document: PublishedDocument, tree: dict[str, Json], source: Source
) -> tuple[str, tuple[UncheckedPlace, ...]]:
    """The text of `contract.yaml`; where references lead to files or nowhere, what can be read of it."""
    try:
        return contract_text(tree, source), ()
    except DocumentError:
        if source.generates_code:
            raise
        used = [(operation.method, operation.path) for operation in source.published]
        read = read_operations(document, used)
        if any(method not in read.document["paths"].get(path, ()) for method, path in used):
            raise
        readable = read.document | {"info": tree.get("info", {})}
        return yaml12.dumps(contract_from(readable, source.provider)), read.unchecked


def contract_text(document: dict[str, Json], source: Source) -> str:
    """The text of `contract.yaml` for an upstream document."""
    used = [(operation.method, operation.path) for operation in source.published]
    sliced = slice_document(document, used)
    refuse_without_responses(sliced)
    return yaml12.dumps(contract_from(sliced, source.provider))


def _in_use(hashes: OperationHashes, source: Source) -> dict[str, str]:
    """By operation, as far as there are any: what is still so in the live document needs no parser."""
    names = (operation_name(used.method, used.path) for used in source.published)
    return {name: digest for name in sorted(names) if (digest := hashes.of_slice(name))}
