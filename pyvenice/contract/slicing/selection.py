"""The operations in view of one document, in normal form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from pyvenice.contract.document.gc_pause import pause_gc
from pyvenice.contract.document.operation_key import operation_name
from pyvenice.contract.errors import DocumentError
from pyvenice.contract.slicing.operation_hashes import OperationHashes
from pyvenice.contract.slicing.published_document import PublishedDocument

if TYPE_CHECKING:
    from pyvenice.contract.operation.operation_view import View

Json = Any


def operation_views(
    document: PublishedDocument, operations: Iterable[tuple[str, str]]
) -> dict[str, View]:
    """Those of the operations that the document has, by `POST /path`.

    Raises `DocumentError` when what the document says of them has not the shape of OpenAPI.
    """
    wanted = list(operations)
    if not wanted:
        return {}
    from pyvenice.contract.operation.operation_view import views

    with shaped(document.name), pause_gc():
        return views(_present(document, wanted))


def _present(document: PublishedDocument, wanted: list[tuple[str, str]]) -> Mapping[str, Json]:
    from pyvenice.contract.slicing.text_slice import slice_published

    try:
        return slice_published(document, wanted)
    except DocumentError:
        there = OperationHashes(document)
        kept = [key for key in wanted if operation_name(*key) in there]
        if len(kept) == len(wanted):
            raise
    return slice_published(document, kept)


@contextmanager
def shaped(name: str) -> Iterator[None]:
    """A foreign document may hold anything anywhere: a list for a mapping, a number for a name."""
    try:
        yield
    except DocumentError:
        raise
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        raise DocumentError(
            f"{name}: what it says of the operations in use is not shaped like OpenAPI ({error})"
        ) from error
