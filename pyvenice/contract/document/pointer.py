"""JSON pointers, as references in a document use them."""

from __future__ import annotations

from typing import Any

from pyvenice.contract.errors import DocumentError

Json = Any


def resolve(document: dict[str, Json], reference: str) -> Json:
    """The node that a local reference (`#/components/schemas/Image`) names. Raises `DocumentError`."""
    if not reference.startswith("#/"):
        raise DocumentError(
            f"the reference {reference} leads out of the document; it is not followed"
        )
    node: Json = document
    for part in map(unescape, reference[2:].split("/")):
        try:
            node = node[int(part)] if isinstance(node, list) else node[part]
        except (KeyError, IndexError, ValueError, TypeError):
            raise DocumentError(f"the reference {reference} leads nowhere") from None
    return node


def escape(part: str) -> str:
    """One part of a JSON pointer."""
    return part.replace("~", "~0").replace("/", "~1")


def unescape(part: str) -> str:
    """The name that one part of a JSON pointer stands for."""
    return part.replace("~1", "/").replace("~0", "~")
