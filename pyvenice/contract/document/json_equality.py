"""When two JSON trees are the same."""

from __future__ import annotations

import json
from typing import Any

Json = Any

_ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=False)


def canonical(tree: Json) -> str:
    """Equal texts for equal values, whatever the order of keys."""
    return _ENCODER.encode(tree)


def same(left: Json, right: Json) -> bool:
    """Whether two trees are equal as JSON, where 1 and true are two values."""
    return left is right or (bool(left == right) and _have_same_types(left, right))


def _have_same_types(left: Json, right: Json) -> bool:
    """Whether no number stands for a boolean in two trees that Python takes for equal."""
    if left is right:
        return True
    if isinstance(left, dict):
        return all(_have_same_types(value, right[key]) for key, value in left.items())
    if isinstance(left, list):
        return all(map(_have_same_types, left, right))
    return type(left) is type(right)
