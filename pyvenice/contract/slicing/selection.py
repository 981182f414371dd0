"""The operations in view of one document, in normal form, with what of them cannot be read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from pyvenice.contract.document.gc_pause import pause_gc
from pyvenice.contract.document.shared_trees import SharedTrees
from pyvenice.contract.errors import DocumentError, shape_problem
from pyvenice.contract.slicing.inbound import callback_of, pointer_in_document
from pyvenice.contract.slicing.published_document import PublishedDocument
from pyvenice.contract.slicing.unchecked import UncheckedPlace

if TYPE_CHECKING:
    from pyvenice.contract.operation.operation_view import View


class Selection(NamedTuple):
    """Operations of one document."""

    views: Mapping[str, View]
    """By `POST /path`; the callbacks of an operation are views of their own beside it."""
    unchecked: tuple[UncheckedPlace, ...] = ()

    def only(self, names: Collection[str]) -> Selection:
        """The part that is about some operations."""
        return Selection(
            {name: view for name, view in self.views.items() if owner_of(name) in names},
            tuple(place for place in self.unchecked if place.operation in names),
        )

    def __or__(self, other: Selection) -> Selection:
        return Selection({**self.views, **other.views}, (*self.unchecked, *other.unchecked))


def owner_of(name: str) -> str:
    """The operation that a view belongs to: itself, or the one whose callback it is."""
    callback = callback_of(name)
    return callback.owner if callback else name


def select_operations(
    document: PublishedDocument,
    operations: Iterable[tuple[str, str]],
    *,
    with_words: bool = True,
    trees: SharedTrees | None = None,
) -> Selection:
    """Those of the operations that the document has. Raises `DocumentError` when it cannot be read.

    Without `with_words` they lack what only prose says, for a comparison with a pin, which has none.
    Documents that are read with the same `trees` share their equal schemas.
    """
    wanted = list(operations)
    if not wanted:
        return Selection({})
    from pyvenice.contract.operation.operation_view import views
    from pyvenice.contract.slicing.text_slice import read_operations

    with openapi_shape(document.name), pause_gc():
        read = read_operations(document, wanted)
        found = views(read.document, with_words=with_words, trees=trees)
        return Selection(found, (*read.unchecked, *_unreadable_schemas(found)))


def _unreadable_schemas(found: Mapping[str, View]) -> Iterator[UncheckedPlace]:
    from pyvenice.contract.operation.unreadable import unreadable_places

    sound: set[int] = set()
    for name, view in found.items():
        for pointer, reason in unreadable_places(view, sound):
            yield UncheckedPlace(owner_of(name), pointer_in_document(name, pointer), reason)


@contextmanager
def openapi_shape(name: str) -> Iterator[None]:
    """Raise `DocumentError` where a document holds a list for a mapping or a number for a name."""
    try:
        yield
    except DocumentError:
        raise
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        raise DocumentError(
            f"{name}: what it says of the operations in use is not shaped like OpenAPI: "
            f"{shape_problem(error)}"
        ) from error
