"""JSON pointers, as references in a document use them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from pyvenice.contract.errors import DocumentError

Json = Any


def resolve(document: dict[str, Json], reference: str) -> Json:
    """The node that a local reference (`#/components/schemas/Image`) names. Raises `DocumentError`."""
    if not reference.startswith("#/"):
        raise DocumentError(
            f"the reference {reference} leads out of the document; it is not followed"
        )
    node: Json = document
    for part in parts_of(reference):
        node = step(node, part, reference)
    return node


def step(node: Json, part: str, reference: str) -> Json:
    """The member of a node that one part of a reference names. Raises `DocumentError`."""
    for name in dict.fromkeys((unescape(unquote(part)), unescape(part))):
        try:
            return node[int(name)] if isinstance(node, list) else node[name]
        except (KeyError, IndexError, ValueError, TypeError):
            continue
    raise DocumentError(f"the reference {reference} leads nowhere")


def parts_of(reference: str) -> Iterator[str]:
    """The parts of a pointer, still escaped: a reference is a URI, so `%7B` may stand for `{`."""
    return iter(reference.partition("#/")[2].split("/"))


def escape(part: str) -> str:
    """One part of a JSON pointer."""
    return part.replace("~", "~0").replace("/", "~1")


def unescape(part: str) -> str:
    """The name that one part of a JSON pointer stands for."""
    return part.replace("~1", "/").replace("~0", "~")
