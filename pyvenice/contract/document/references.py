"""References of a document: find them, and name the component that each leads to."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from pyvenice.contract.document.document_limits import levels
from pyvenice.contract.document.pointer import unescape

Json = Any
Node = dict[str, Json]

COMPONENTS = "#/components/"
_SCHEMAS = "schemas"
_KINDS = ("parameters", "headers", "responses", "examples", "links", "callbacks")


def references(tree: Json) -> Iterator[str]:
    """The references in a tree, those of a discriminator among them."""
    for level in levels(tree):
        for node in level:
            if isinstance(node, dict):
                yield from _own_references(node)


def _own_references(node: Node) -> Iterator[str]:
    if isinstance(node.get("$ref"), str):
        yield node["$ref"]
    if isinstance(discriminator := node.get("discriminator"), dict):
        for target in discriminator.get("mapping", {}).values():
            yield mapping_reference(target)


def mapping_reference(target: str) -> str:
    """The reference that a value of a discriminator's mapping stands for: it may be a bare name."""
    return target if "/" in target else f"{COMPONENTS}{_SCHEMAS}/{target}"


def component_of(reference: str) -> tuple[str, str]:
    """Kind and name of the component that a reference leads to, or that its target becomes.

    Some documents quote a schema from the middle of another operation (`#/paths/~1a/get/…/schema`). In
    a slice, which need not have that operation, it stands among the components under a name made of
    the reference.
    """
    parts = reference.split("/")
    if reference.startswith(COMPONENTS) and len(parts) > 3:
        return parts[2], unescape(unquote(parts[3]))
    return _kind(parts), readable_name(reference)


def readable_name(reference: str) -> str:
    """A name for the target of a reference, made of its letters and a hash of the whole."""
    readable = re.sub(r"[^A-Za-z0-9]+", "-", unescape(reference)).strip("-")
    digest = hashlib.sha256(reference.encode("utf-8", "surrogatepass")).hexdigest()[:6]
    return f"{readable}-{digest}"


def _kind(parts: list[str]) -> str:
    if "schema" in parts:
        return _SCHEMAS
    if parts[-1] == "requestBody":
        return "requestBodies"
    return parts[-2] if len(parts) > 1 and parts[-2] in _KINDS else _SCHEMAS


def to_components(tree: Json) -> Json:
    """The tree with each reference to elsewhere leading to the component that its target becomes.

    What holds no such reference is not copied.
    """
    if isinstance(tree, list):
        items = [to_components(item) for item in tree]
        return tree if all(map(_is, items, tree)) else items
    if not isinstance(tree, dict):
        return tree
    made = {key: to_components(value) for key, value in tree.items()}
    reference = tree.get("$ref")
    if isinstance(reference, str) and not reference.startswith(COMPONENTS):
        made["$ref"] = COMPONENTS + "/".join(component_of(reference))
    return tree if all(map(_is, made.values(), tree.values())) else made


def _is(left: Json, right: Json) -> bool:
    return left is right
