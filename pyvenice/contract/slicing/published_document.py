"""A published document that is parsed lazily, and no part of it twice."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from pyvenice.contract.document.document_limits import RepeatedKeys
from pyvenice.contract.document.load import Document, read_leniently
from pyvenice.contract.document.precheck import document_text
from pyvenice.contract.errors import DocumentError, shape_problem
from pyvenice.contract.slicing.text_blocks import Blocks, Irregular, top_blocks

if TYPE_CHECKING:
    from pyvenice.contract.slicing.reference_resolver import ReferenceResolver


class PublishedDocument:
    """The bytes of a document, under the name that errors begin with.

    `path` is the file that it came from, if it did: references may lead into files of its folder.
    """

    def __init__(self, raw: bytes, *, name: str, path: Path | None = None) -> None:
        self.raw = raw
        self.name = name
        self.path = path

    @cached_property
    def text(self) -> bytes:
        """The bytes to parse, as OpenAPI. Raises `DocumentError` for what cannot be such a document."""
        from pyvenice.contract.sources.foreign import openapi_bytes

        return document_text(openapi_bytes(self.raw, name=self.name), name=self.name)

    @property
    def is_json(self) -> bool:
        """Whether the text is JSON, which is YAML in flow style, too."""
        return self.text.startswith(b"{")

    @cached_property
    def blocks(self) -> Blocks:
        """The keys at its top, found by indentation. Raises `Irregular` where only a parser can tell."""
        return top_blocks(self.text)

    @cached_property
    def tree(self) -> tuple[Document, RepeatedKeys]:
        """All of it, parsed, and the keys that stand twice. Raises `DocumentError`."""
        return read_leniently(self.text, name=self.name)

    @cached_property
    def openapi3(self) -> tuple[Document, RepeatedKeys]:
        """The same in the shape of OpenAPI 3. Raises `DocumentError`."""
        from pyvenice.contract.document.swagger2 import to_openapi3

        tree, repeated = self.tree
        try:
            return to_openapi3(tree), repeated
        except (AttributeError, KeyError, TypeError) as error:
            raise DocumentError(
                f"{self.name}: it is not shaped like Swagger 2: {shape_problem(error)}"
            ) from error

    @cached_property
    def resolver(self) -> ReferenceResolver:
        """Follows the references of the parsed document. Raises `DocumentError`."""
        from pyvenice.contract.slicing.reference_resolver import ReferenceResolver

        return ReferenceResolver(self.openapi3[0], self.path, self.openapi3[1])

    @cached_property
    def version(self) -> str:
        """`info.version`, which names a document and never identifies it."""
        try:
            info = self.blocks.get("info")
        except Irregular:
            info = self.tree[0].get("info")
        return str(info.get("version", "")) if isinstance(info, Mapping) else ""
