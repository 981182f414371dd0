"""The slice of a document, cut out of its text before anything is parsed.

A published document is mostly what a client does not use. Where its text is regular, only the blocks in
use are parsed; they give the same slice as the whole document, or none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, cast

from pyvenice.contract.document.document_limits import refuse_too_deep
from pyvenice.contract.document.gc_pause import pause_gc
from pyvenice.contract.document.swagger2 import to_openapi3
from pyvenice.contract.errors import DocumentError
from pyvenice.contract.slicing.published_document import PublishedDocument
from pyvenice.contract.slicing.slice import Document, slice_document
from pyvenice.contract.slicing.text_blocks import Blocks, Irregular

Json = Any
Operations = Iterable[tuple[str, str]]


def slice_published(document: PublishedDocument, operations: Operations) -> Document:
    """The operations given as `(method, path)` and all that they reach, by the shortest way.

    What is wrong elsewhere in the document does not matter unless it hides where the slice is. Raises
    `DocumentError`, which begins with the document's name, when it cannot be read, lacks an operation, or
    the slice holds a key that stands twice or a reference that leads nowhere.
    """
    wanted = list(operations)
    try:
        found = slice_text(document, wanted)
    except DocumentError as error:
        raise DocumentError(f"{document.name}: {error}") from error
    if found is None:
        found = _slice_of_all(document, wanted)
    refuse_too_deep(found, document.name)
    return found


def slice_text(document: PublishedDocument, operations: Operations) -> Document | None:
    """The same as `slice_document` of the parsed text, or None when only a full parse can tell.

    That is so for JSON and other flow style where keys are looked for, for an alias whose anchor is
    elsewhere, for a component that is not found, and for whatever cannot be parsed by itself. Raises
    `DocumentError` for an operation that is not there.
    """
    try:
        with pause_gc():
            return slice_document(cast("Document", _LazyDocument(document.blocks)), operations)
    except (Irregular, AttributeError, TypeError):
        return None


def _slice_of_all(published: PublishedDocument, operations: Operations) -> Document:
    name = published.name
    read, repeated = published.tree
    document = to_openapi3(read)
    try:
        found = slice_document(document, operations)
    except DocumentError as error:
        repeated.refuse_any(name)  # the likely cause
        raise DocumentError(f"{name}: {error}") from error
    except (AttributeError, KeyError, TypeError) as error:
        raise DocumentError(
            f"{name}: what is in use is not built as OpenAPI says: {error}"
        ) from error
    repeated.refuse_within(found, document, name)
    return found


class _LazyDocument(Mapping[str, Json]):
    """A document of which only the parts that are looked at get parsed."""

    def __init__(self, top: Blocks) -> None:
        self._top = top
        if not str(self._top.get("openapi")).startswith("3."):
            raise Irregular("not OpenAPI 3")

    def __getitem__(self, key: str) -> Json:
        return getattr(self, key) if key in ("paths", "components") else self._top[key]

    def __contains__(self, key: object) -> bool:
        return key in self._top

    def __iter__(self) -> Iterator[str]:
        return iter(self._top)

    def __len__(self) -> int:
        return len(self._top)

    @cached_property
    def paths(self) -> Mapping[str, Json]:
        return self._top.below("paths")

    @cached_property
    def components(self) -> Mapping[str, Mapping[str, Json]]:
        return _Components(self._top.below("components"))


class _Components(dict[str, "_Kind"]):
    """Components by kind and name, each parsed once, when it is first asked for."""

    def __init__(self, kinds: Blocks) -> None:
        super().__init__()
        self._kinds = kinds

    def __missing__(self, kind: str) -> _Kind:
        self[kind] = _Kind(self._kinds.below(kind))
        return self[kind]


class _Kind(dict[str, Json]):
    def __init__(self, names: Blocks) -> None:
        super().__init__()
        self._names = names

    def __missing__(self, name: str) -> Json:
        self[name] = self._names.block(name).value()
        return self[name]
