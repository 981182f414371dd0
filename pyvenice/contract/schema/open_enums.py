"""`x-known-values`: a list of values beside which the server takes others."""

from __future__ import annotations

from typing import Any

Json = Any


def without_known_values(node: Json) -> Json:
    """A copy of a document, or a part of one, in which lists that only inform no longer bind."""
    if isinstance(node, list):
        return [without_known_values(one) for one in node]
    if not isinstance(node, dict):
        return node
    informs = node.get("x-known-values") is True
    return {
        key: without_known_values(value)
        for key, value in node.items()
        if not (informs and key == "enum")
    }
