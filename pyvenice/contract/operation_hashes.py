"""A hash for each operation of a whole document, cheap enough to count what changed beside the slice.

It covers the operation, what its path says for all methods, and every component that it reaches through a
reference, word by word: prose counts. It leaves out what stands for the document as a whole (`servers`,
`security`, security schemes). Hashes of a YAML text compare with those of YAML only, JSON with JSON.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from pyvenice.contract.document import collector_paused, read_leniently
from pyvenice.contract.glance import document_text
from pyvenice.contract.methods import METHODS, operation_name
from pyvenice.contract.slicing import unescape
from pyvenice.contract.text_blocks import Block, Irregular, top_blocks

Json = Any
Texts = dict[str, bytes]

_REFERENCE = re.compile(rb"#/(?:components/)?([\w.-]+/[^\"'\s,}\]]+)")
_SECTIONS_OF_2 = ("definitions", "parameters", "responses")


def operation_hashes(raw: bytes, *, name: str = "document") -> dict[str, str]:
    """`{"POST /image/edit": "5c1f…", …}` for each operation. Raises `DocumentError`."""
    text = document_text(raw, name=name)
    with collector_paused():
        try:
            operations, components = _texts_of_blocks(text)
        except Irregular:
            operations, components = _texts_of_tree(read_leniently(text, name=name)[0])
        links = {at: _references(one) & components.keys() for at, one in components.items()}
        digests = {at: hashlib.sha256(one).digest() for at, one in components.items()}
        return {
            operation: _hash(own, _reached(_references(own) & links.keys(), links), digests)
            for operation, own in operations.items()
        }


def _texts_of_blocks(text: bytes) -> tuple[Texts, Texts]:
    top = top_blocks(text)
    operations: Texts = {}
    for path, item in top.block("paths").children().blocks():
        parts = {key: block.content for key, block in item.children().blocks()}
        operations |= _by_method(path, parts)
    components: Texts = {}
    if "components" in top:
        for kind, names in _mappings(top.block("components")):
            components |= {f"{kind}/{name}": one.content for name, one in names.children().blocks()}
    return operations, components


def _mappings(section: Block) -> Iterator[tuple[str, Block]]:
    """The kinds of components that have any: `schemas: {}` has none."""
    for kind, block in section.children().blocks():
        if not block.has_inline_value:
            yield kind, block


def _texts_of_tree(document: Mapping[str, Json]) -> tuple[Texts, Texts]:
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
    return operations, components


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


def _references(text: bytes) -> set[str]:
    return {unescape(one.decode("utf-8", "replace")) for one in set(_REFERENCE.findall(text))}


def _reached(start: set[str], links: Mapping[str, set[str]]) -> set[str]:
    reached = set(start)
    waiting = list(start)
    while waiting:
        new = links[waiting.pop()] - reached
        reached |= new
        waiting += new
    return reached


def _hash(own: bytes, reached: set[str], digests: Mapping[str, bytes]) -> str:
    total = hashlib.sha256(own)
    for at in sorted(reached):
        total.update(digests[at])
    return total.hexdigest()[:16]
