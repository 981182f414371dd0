"""A published document that is parsed lazily, and no part of it twice."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from pyvenice.contract.document.document_limits import RepeatedKeys
from pyvenice.contract.document.load import Document, read_leniently
from pyvenice.contract.document.precheck import document_text
from pyvenice.contract.slicing.text_blocks import Blocks, Irregular, top_blocks

Json = Any


class PublishedDocument:
    """The bytes of a document, under the name that errors begin with."""

    def __init__(self, raw: bytes, *, name: str) -> None:
        self.raw = raw
        self.name = name

    @cached_property
    def text(self) -> bytes:
        """The bytes as they are to be parsed. Raises `DocumentError` for what is no document at a glance."""
        return document_text(self.raw, name=self.name)

    @cached_property
    def blocks(self) -> Blocks:
        """The keys at its top, found by indentation. Raises `Irregular` where only a parser can tell."""
        return top_blocks(self.text)

    @cached_property
    def tree(self) -> tuple[Document, RepeatedKeys]:
        """All of it, parsed, and the keys that stand twice. Raises `DocumentError`."""
        return read_leniently(self.text, name=self.name)

    @cached_property
    def version(self) -> str:
        """`info.version`, which names a document and never identifies it."""
        try:
            info = self.blocks.get("info")
        except Irregular:
            info = self.tree[0].get("info")
        return str(info.get("version", "")) if isinstance(info, Mapping) else ""
