"""Hashes for the operations of a whole document, without parsing it where its text is regular.

The hash of an operation covers what stands under it, what its path says for all methods, and every
component that it reaches through a reference, word by word: prose counts. It leaves out what stands for
the document as a whole (`servers`, `security`, security schemes). Hashes of a YAML text compare with
those of YAML only, JSON with JSON.
"""

import functools
import hashlib
import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from pyvenice.contract.document import yaml12
from pyvenice.contract.document.operation_key import method_of, operation_name
from pyvenice.contract.document.pointer import unescape
from pyvenice.contract.errors import DocumentError
from pyvenice.contract.pin.prose_words import has_prose
from pyvenice.contract.pin.strip_prose import strip_prose
from pyvenice.contract.slicing.inbound import webhook_path
from pyvenice.contract.slicing.operation_reader import path_layers
from pyvenice.contract.slicing.published_document import PublishedDocument
from pyvenice.contract.slicing.text_blocks import Block, Blocks, Irregular, JsonBlock
from pyvenice.contract.slicing.unchecked import UnreadableError

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
_SECTIONS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("paths", str),
    ("webhooks", webhook_path),
)
_ELSEWHERE = {"$ref", "additionalOperations"}
_REFERENCE_KEY = re.compile(rb"""\$ref["']?\s*:|\?\s*["']?\$ref""")
"""A key, not the word in a sentence."""
_OTHER_REFERENCES = re.compile(
    rb"""mapping["']?\s*:|\?\s*["']?mapping|\$(?:dynamicRef|recursiveRef|id\b|\w*[aA]nchor)"""
)

# A sentence of the publisher: of a field that is called so, the value is no text but a mapping.
_PROSE = re.compile(
    rb"""^( *)(?:description|summary|title): +(?![{\[&*!\#])[^\n]*\n(?:(?:\1 [^\n]*|[ \t]*)\n)*""",
    re.MULTILINE,
)
_QUOTED = rb'"(?:description|summary|title)": "(?:[^"\\]|\\.)*"'
_QUOTED_PROSE = re.compile(rb", %b|%b(?:, )?" % (_QUOTED, _QUOTED))

_MEMO = 1 << 15
_DECODER = json.JSONDecoder()


class _Texts(NamedTuple):
    operations: Texts
    components: Texts
    """By kind and name: `schemas/Image`."""
    for_all: bytes
    """What stands for the document as a whole."""
    unreadable: Mapping[str, str]
    """By path: why its operations are not even known."""


class OperationHashes(Mapping[str, str]):
    """`{"POST /image/edit": "5c1f…", …}` for each operation. Raises `DocumentError`.

    Webhooks are among them, as `POST webhooks/done`.
    """

    def __init__(self, document: PublishedDocument) -> None:
        self._document = document
        try:
            self._texts = _texts_of_blocks(document.blocks)
            self._may_have_aliases = not document.is_json
            self._repeats_keys = False
        except Irregular:
            self._texts = _texts_of_tree(document)
            self._may_have_aliases = False
            self._repeats_keys = bool(document.tree[1])

    @property
    def unreadable(self) -> Mapping[str, str]:
        """Paths whose operations are not known, because a reference cannot be followed, and why."""
        return self._texts.unreadable

    def __getitem__(self, operation: str) -> str:
        own = self._texts.operations[operation]
        total = hashlib.sha256(own)
        for name in sorted(self._reached(own)):
            total.update(_digest(self._texts.components[name]))
        return total.hexdigest()[:16]

    def of_meaning(self, operation: str) -> str:
        """The same without sentences: a title, a summary or a description may change."""
        own = self._texts.operations[operation]
        total = hashlib.sha256(_without_prose(own))
        for name in sorted(self._reached(own)):
            total.update(_digest_of_meaning(self._texts.components[name]))
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
        A reference that leads nowhere is told by the text: it is there, and its target is not.
        """
        if self._plain_texts(operation) is None:
            return None
        return hashlib.sha256(self._texts.for_all + self[operation].encode()).hexdigest()[:16]

    def of_facts(self, operation: str) -> str | None:
        """The same without sentences that state no limit and nothing about the life of a thing."""
        if (plain := self._plain_texts(operation)) is None:
            return None
        for_all, *texts = plain
        total = hashlib.sha256(for_all)
        for text in texts:
            total.update(_digest_of_facts(text))
        return total.hexdigest()[:16]

    def _plain_texts(self, operation: str) -> list[bytes] | None:
        """What stands for all of the document, the operation, and what it reaches; None as for `of_slice`."""
        operations, components, for_all, _ = self._texts
        own = operations[operation]
        texts = [for_all, own, *(components[name] for name in sorted(self._reached(own)))]
        return None if self._repeats_keys or not all(map(self._is_plain, texts)) else texts

    def _reached(self, text: bytes) -> set[str]:
        components = self._texts.components
        reached = set(_references(text) & components.keys())
        waiting = list(reached)
        while waiting:
            new = (_references(components[waiting.pop()]) & components.keys()) - reached
            reached |= new
            waiting += new
        return reached

    def _is_plain(self, text: bytes) -> bool:
        """Nothing in it leads anywhere but to a component, in the way that everybody writes it."""
        return _has_plain_references(text) and not (
            self._may_have_aliases and _ALIAS.search(text) and self._has_anchors
        )

    @cached_property
    def _has_anchors(self) -> bool:
        return bool(_ANCHOR.search(self._document.text))


# Kept by text, because most versions in a history share most of their texts.


@functools.lru_cache(_MEMO)
def _references(text: bytes) -> frozenset[str]:
    names = set(_REFERENCE.findall(text))
    return frozenset(unescape(name.decode("utf-8", "replace")) for name in names)


@functools.lru_cache(_MEMO)
def _digest(text: bytes) -> bytes:
    return hashlib.sha256(text).digest()


def _without_prose(text: bytes) -> bytes:
    return _QUOTED_PROSE.sub(b"", _PROSE.sub(b"", text + b"\n"))


@functools.lru_cache(_MEMO)
def _digest_of_meaning(text: bytes) -> bytes:
    return hashlib.sha256(_without_prose(text)).digest()


@functools.lru_cache(_MEMO)
def _digest_of_facts(text: bytes) -> bytes:
    """Of the text itself where it cannot be read by itself."""
    try:
        parts = [*_values(text.decode("utf-8", "surrogatepass"))]
    except (Irregular, ValueError):
        return _digest(text)
    facts = [(has_prose(part), strip_prose(part, with_words=True)) for part in parts]
    return _digest(_dumped(facts))


def _values(text: str) -> Iterator[Json]:
    """JSON values that stand one after the other, or the keys and values of a YAML text."""
    if text[:1] == " ":
        tree = _json(text.encode("utf-8", "surrogatepass"))
        yield from (*tree, *tree.values())
        return
    at = 0
    while at < len(text):
        value, at = _DECODER.raw_decode(text, at)
        yield value


@functools.lru_cache(_MEMO)
def _has_plain_references(text: bytes) -> bool:
    found = _PLAIN_REFERENCE.findall(text)
    return (
        len(_REFERENCE_KEY.findall(text)) == len(found)
        and not any(b"%" in name for name in found)
        and not _OTHER_REFERENCES.search(text)
    )


@functools.lru_cache(_MEMO)
def _dumped_text(text: bytes) -> bytes:
    """A JSON value in the form that `_dumped` gives it. Raises `Irregular`."""
    return _dumped(_json(text))


@functools.lru_cache(_MEMO)
def _dumped_members(text: bytes) -> Mapping[str, bytes]:
    """The members of a JSON object, each in the form that `_dumped` gives it. Raises `Irregular`."""
    return {key: _dumped(member) for key, member in _items(_json(text))}


def _json(text: bytes) -> Json:
    try:
        return yaml12.loads(text)
    except DocumentError as error:
        raise Irregular(str(error)) from error


def _texts_of_blocks(top: Blocks) -> _Texts:
    operations: Texts = {}
    if "paths" not in top and "webhooks" not in top:
        raise Irregular("there are neither paths nor webhooks")
    for section, name_of in _SECTIONS:
        for name in top.below(section) if section in top else ():
            if section != "paths" or not name.startswith("x-"):
                operations |= _by_method(name_of(name), _parts(top.below(section), name))
    components: Texts = {}
    if "components" in top:
        for kind, names in _mappings(top.below("components")):
            components |= {f"{kind}/{name}": _text(block) for name, block in names.blocks()}
    return _Texts(operations, components, _text_for_all(top), {})


def _parts(items: Blocks, name: str) -> Texts:
    """What stands under the keys of a path item. Raises `Irregular` for one that refers to another."""
    block = items.block(name)
    if isinstance(block, JsonBlock):
        parts = dict(_dumped_members(block.value_text))
    else:
        parts = {key: part.content for key, part in items.below(name).blocks()}
    if parts.keys() & _ELSEWHERE:
        raise Irregular(f"{name} refers to what stands elsewhere")
    return parts


def _text(block: Block) -> bytes:
    return _dumped_text(block.value_text) if isinstance(block, JsonBlock) else block.content


def _text_for_all(top: Blocks) -> bytes:
    schemes = top.below("components").get(_SCHEMES) if "components" in top else None
    if any(isinstance(block, JsonBlock) for _, block in top.blocks()):
        return _dumped([*(top.get(key) for key in _FOR_ALL), schemes])
    texts = [top.block(key).content for key in _FOR_ALL if key in top]
    if schemes:
        named = top.below("components").below(_SCHEMES)
        texts += [block.content for _, block in named.blocks()]
    return b"".join(texts)


def _mappings(components: Blocks) -> Iterator[tuple[str, Blocks]]:
    """The kinds of components that have any: `schemas: {}` has none."""
    for kind, block in components.blocks():
        if not block.has_inline_value:
            yield kind, components.below(kind)


def _texts_of_tree(published: PublishedDocument) -> _Texts:
    document = published.tree[0]
    operations: Texts = {}
    unreadable: dict[str, str] = {}
    for section, name_of in _SECTIONS:
        for name, item in _items(document.get(section)):
            if section != "paths" or not name.startswith("x-"):
                try:
                    operations |= _by_method(name_of(name), *_parts_of_item(item, published))
                except (UnreadableError, DocumentError) as error:
                    unreadable[name_of(name)] = str(error)
    kinds = dict(_items(document.get("components")))
    kinds |= {kind: document.get(kind) for kind in _SECTIONS_OF_2 if "swagger" in document}
    components = {
        f"{kind}/{name}": _dumped(value)
        for kind, names in kinds.items()
        for name, value in _items(names)
    }
    for_all = [document.get(key) for key in _FOR_ALL]
    every = _dumped([*for_all, kinds.get(_SCHEMES)])
    return _Texts(operations, components, every, unreadable)


def _parts_of_item(item: Json, published: PublishedDocument) -> tuple[Texts, set[str]]:
    """What stands under the keys of a path item, and which of them are methods beside the usual ones."""
    layers = [(item, "")]
    if isinstance(item, dict) and "$ref" in item:
        layers = path_layers(item, "", published.resolver)
    parts: Texts = {}
    methods: set[str] = set()
    for layer, _ in layers:
        more = dict(_items(dict(_items(layer)).get("additionalOperations")))
        methods |= {str(method).lower() for method in more}
        parts |= {key: _dumped(value) for key, value in _items(layer) if value is not more}
        parts |= {str(method).lower(): _dumped(value) for method, value in more.items()}
    return parts, methods


def _by_method(path: str, parts: Texts, more: Collection[str] = ()) -> Texts:
    """An operation's text is its own and what the path says for all methods."""
    methods = {key: key if key in more else method_of(key, parts) for key in parts}
    shared = b"".join(text for key, text in parts.items() if methods[key] is None)
    return {
        operation_name(method, path): parts[key] + shared
        for key, method in methods.items()
        if method is not None
    }


def _items(node: Json) -> Iterator[tuple[str, Json]]:
    return iter(node.items() if isinstance(node, dict) else ())


def _dumped(value: Json) -> bytes:
    return json.dumps(value, sort_keys=True, ensure_ascii=False).encode("utf-8", "surrogatepass")
