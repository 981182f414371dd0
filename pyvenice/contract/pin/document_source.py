"""A document by itself as a contract: all of its operations are in use, and nothing is pinned."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pyvenice.contract.document.openapi31 import to_openapi31
from pyvenice.contract.errors import DocumentError
from pyvenice.contract.fetching.fetch import fetch
from pyvenice.contract.pin.source import Source, UsedOperation
from pyvenice.contract.pin.usage.operation_match import Operations
from pyvenice.contract.slicing.operation_hashes import OperationHashes
from pyvenice.contract.slicing.published_document import PublishedDocument


def read_contract(path: Path) -> tuple[Source, dict[str, Any]]:
    """The source and the document, as OpenAPI 3.1. Raises `ContractError`."""
    fetched = fetch(str(path))
    document = PublishedDocument(fetched.raw, name=fetched.url, path=fetched.path)
    tree, repeated = document.openapi3
    repeated.refuse_any(fetched.url)
    names = Operations(OperationHashes(document)).names
    if not names:
        raise DocumentError(f"{fetched.url}: the document has no operation")
    pairs = [name.partition(" ") for name in names]
    used = [UsedOperation(f"{verb} {at}", verb.lower(), at, "") for verb, _, at in pairs]
    return Source(path.stem, path.stem, (), "", "", None, False, tuple(used)), to_openapi31(tree)
