"""Hashes for the operations of a whole document, without parsing it where its text is regular.

The hash of an operation covers what stands under it, what its path says for all methods, and every
component that it reaches through a reference, word by word: prose counts. It leaves out what stands for
the document as a whole (`servers`, `security`, security schemes). Hashes of a YAML text compare with
those of YAML only, JSON with JSON.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from pyvenice.contract.document.load import Document
from pyvenice.contract.document.operation_key import METHODS, operation_name
from pyvenice.contract.document.pointer import unescape
from pyvenice.contract.slicing.published_document import PublishedDocument
from pyvenice.contract.slicing.text_blocks import Blocks, Irregular

Json = Any
Texts = dict[str, bytes]

_REFERENCE = re.compile(rb"#/(?:components/)?([\w.-]+/[^\"'\s,}\]]+)")
_PLAIN_REFERENCE = re.compile(
    rb"""\$ref["']? *: *["']?\#/components/([\w.-]+/[^"'\s,}\]/]+)["']? *[\n,}]"""
)
_ALIAS = re.compile(rb"\*(?<=[\s\[{,:]\*)[^\s*]")
_ANCHOR = re.compile(rb"&(?<=[\s\[{,:]&)[^\s&]")
_SECTIONS_OF_2 = ("definitions", "parameters", "responses")
_FOR_ALL = (
    *("openapi", "servers", "security"),
    *("swagger", "host", "basePath", "schemes", "consumes", "produces", "securityDefinitions"),
)
_SCHEMES = "securitySchemes"


class _Texts(NamedTuple):
    operations: Texts
    components: Texts
    """By kind and name: `schemas/Image`."""
    for_all: bytes
    """What stands for the document as a whole."""


class OperationHashes(Mapping[str, str]):
    """`{"POST /image/edit": "5c1f…", …}` for each operation. Raises `DocumentError`."""

    def __init__(self, document: PublishedDocument) -> None:
        self._document = document
        try:
            self._texts = _texts_of_blocks(document.blocks)
            self._may_have_aliases = True
        except Irregular:
            self._texts = _texts_of_tree(document.tree[0])
            self._may_have_aliases = False
        self._links: dict[str, set[str]] = {}
        self._digests: Texts = {}

    def __getitem__(self, operation: str) -> str:
        own = self._texts.operations[operation]
        total = hashlib.sha256(own)
        for name in sorted(self._reached(own)):
            total.update(self._digests[name])
        return total.hexdigest()[:16]

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts.operations)

    def __len__(self) -> int:
        return len(self._texts.operations)

    def __contains__(self, operation: object) -> bool:
        return operation in self._texts.operations

    def of_slice(self, operation: str) -> str | None:
        """A hash that two documents share only if their slices for this operation are equal.

        It covers what stands for the document as a whole, too. None where the text does not tell all.
        """
        operations, components, for_all = self._texts
        own = operations[operation]
        reached = [components[name] for name in self._reached(own)]
        if all(map(self._is_plain, (own, for_all, *reached))):
            return hashlib.sha256(for_all + self[operation].encode()).hexdigest()[:16]
        return None

    def _reached(self, text: bytes) -> set[str]:
        reached = self._references(text)
        waiting = list(reached)
        while waiting:
            name = waiting.pop()
            if name not in self._links:
                component = self._texts.components[name]
                self._links[name] = self._references(component)
                self._digests[name] = hashlib.sha256(component).digest()
            new = self._links[name] - reached
            reached |= new
            waiting += new
        return reached

    def _references(self, text: bytes) -> set[str]:
        return _names(_REFERENCE.findall(text)) & self._texts.components.keys()

    def _is_plain(self, text: bytes) -> bool:
        """Nothing in it leads anywhere but to a component, in the way that everybody writes it."""
        found = _PLAIN_REFERENCE.findall(text)
        return (
            text.count(b"$ref") == len(found)
            and _names(found) <= self._texts.components.keys()
            and b"mapping" not in text
            and not (_ALIAS.search(text) and self._has_anchors)
        )

    @cached_property
    def _has_anchors(self) -> bool:
        return self._may_have_aliases and bool(_ANCHOR.search(self._document.text))


def _names(references: list[bytes]) -> set[str]:
    return {unescape(name.decode("utf-8", "replace")) for name in set(references)}


def _texts_of_blocks(top: Blocks) -> _Texts:
    operations: Texts = {}
    paths = top.below("paths")
    for path in paths:
        parts = {key: block.content for key, block in paths.below(path).blocks()}
        operations |= _by_method(path, parts)
    components: Texts = {}
    for_all = [top.block(key).content for key in _FOR_ALL if key in top]
    if "components" in top:
        for kind, names in _mappings(top.below("components")):
            components |= {f"{kind}/{name}": block.content for name, block in names.blocks()}
            if kind == _SCHEMES:
                for_all += [block.content for _, block in names.blocks()]
    return _Texts(operations, components, b"".join(for_all))


def _mappings(components: Blocks) -> Iterator[tuple[str, Blocks]]:
    """The kinds of components that have any: `schemas: {}` has none."""
    for kind, block in components.blocks():
        if not block.has_inline_value:
            yield kind, components.below(kind)


def _texts_of_tree(document: Document) -> _Texts:
    operations: Texts = {}
    for path, item in _items(document.get("paths")):
        operations |= _by_method(path, {key: _dumped(value) for key, value in _items(item)})
    kinds = dict(_items(document.get("components")))
    kinds |= {kind: document.get(kind) for kind in _SECTIONS_OF_2 if "swagger" in document}
    components = {
        f"{kind}/{name}": _dumped(value)
        for kind, names in kinds.items()
        for name, value in _items(names)
    }
    for_all = [document.get(key) for key in _FOR_ALL]
    return _Texts(operations, components, _dumped([*for_all, kinds.get(_SCHEMES)]))


def _items(node: Json) -> Iterator[tuple[str, Json]]:
    return iter(node.items() if isinstance(node, dict) else ())


def _dumped(value: Json) -> bytes:
    return json.dumps(value, sort_keys=True, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _by_method(path: str, parts: Texts) -> Texts:
    shared = b"".join(text for key, text in parts.items() if key not in METHODS)
    return {
        operation_name(method, path): parts[method] + shared
        for method in METHODS
        if method in parts
    }
