"""Read operations out of the text of a document, before anything else in it is parsed.

A published document is mostly what a client does not use. Where its text is regular, only the blocks in
use are parsed; `benchmarks/contract.py` measures what that saves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from pyvenice.contract.document.document_limits import refuse_too_deep
from pyvenice.contract.document.gc_pause import pause_gc
from pyvenice.contract.errors import DocumentError
from pyvenice.contract.slicing.operation_reader import OperationReader, ReadDocument
from pyvenice.contract.slicing.published_document import PublishedDocument
from pyvenice.contract.slicing.reference_resolver import ReferenceResolver
from pyvenice.contract.slicing.text_blocks import Blocks, Irregular
from pyvenice.core.json_types import Json

Operations = Iterable[tuple[str, str]]


def read_operations(document: PublishedDocument, operations: Operations) -> ReadDocument:
    """Those of the operations `(method, path)` that the document has, by the shortest way.

    What is wrong elsewhere in the document does not matter unless it hides where they are. Raises
    `DocumentError`, which begins with the document's name, when it cannot be read at all.
    """
    wanted = list(operations)
    read = read_text(document, wanted)
    if read is None:
        read = read_tree(document, wanted)
    refuse_too_deep(read.document, document.name)
    return read


def read_text(document: PublishedDocument, operations: Operations) -> ReadDocument | None:
    """What `read_tree` reads, from blocks of the text, or None when only a full parse can tell.

    That is so for flow style where keys are looked for, for an alias whose anchor is elsewhere, for a
    schema that is referred to by its `$id` or anchor, and for whatever cannot be parsed by itself.
    """
    try:
        with pause_gc():
            lazy = _LazyDocument(document.blocks)
            return OperationReader(lazy, _LazyResolver(lazy, document.path)).read(list(operations))
    except Irregular:
        return None


def read_tree(document: PublishedDocument, operations: Operations) -> ReadDocument:
    """The operations, from the parsed document. Raises `DocumentError`."""
    tree, repeated = document.openapi3
    for key in ("paths", "components", "webhooks"):
        if reason := repeated.reason(tree, key):
            raise DocumentError(f"{document.name}: {reason}")
    return OperationReader(tree, document.resolver, repeated).read(list(operations))


class _LazyResolver(ReferenceResolver):
    def named_schemas(self) -> dict[str, Json]:
        raise Irregular("schemas with names of their own may stand anywhere")


class _LazyDocument(Mapping[str, Json]):
    """A document of which only the parts that are looked at get parsed."""

    def __init__(self, top: Blocks) -> None:
        self._top = top
        if not str(self._top.get("openapi")).startswith("3."):
            raise Irregular("not OpenAPI 3")

    def __getitem__(self, key: str) -> Json:
        if key in ("paths", "webhooks"):
            return self._top.below(key)
        return self.components if key == "components" else self._top[key]

    def __contains__(self, key: object) -> bool:
        return key in self._top

    def __iter__(self) -> Iterator[str]:
        return iter(self._top)

    def __len__(self) -> int:
        return len(self._top)

    @cached_property
    def components(self) -> Mapping[str, Mapping[str, Json]]:
        return _Components(self._top.below("components"))


class _Components(dict[str, "_Kind"]):
    """Components by kind and name, each parsed once, when it is first asked for."""

    def __init__(self, kinds: Blocks) -> None:
        super().__init__()
        self._kinds = kinds

    def __missing__(self, kind: str) -> _Kind:
        if kind not in self._kinds:
            raise KeyError(kind)
        self[kind] = _Kind(self._kinds.below(kind))
        return self[kind]


class _Kind(dict[str, Json]):
    def __init__(self, names: Blocks) -> None:
        super().__init__()
        self._names = names

    def __missing__(self, name: str) -> Json:
        self[name] = self._names[name]
        return self[name]
