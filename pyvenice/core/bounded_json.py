"""Bounded JSON parsing: the number of values is limited, not only the number of bytes.

A kilobyte on the wire can be a megabyte of `{},`, and each of those becomes a Python object, or a model.
Counting the separators first costs little compared with parsing.
"""

from __future__ import annotations

import json
from typing import Any

MOST_VALUES = 200_000
"""A list of 3,000 models with 30 fields each has about half as many values."""
MOST_OBJECTS = 20_000
"""Of a response that becomes generated models."""

_SEPARATORS = (b",", b"[", b"{")


class TooManyValuesError(ValueError):
    """The document would unfold into more values than any real one has."""


def count_values(data: bytes) -> int:
    """At least as many as there are values in a JSON document, or in a part of one."""
    return sum(data.count(separator) for separator in _SEPARATORS)


def loads(data: bytes | str, most: int = MOST_VALUES) -> Any:
    """The JSON document. Raises `ValueError` for anything else, too many values or levels."""
    raw = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    if count_values(raw) > most:
        raise TooManyValuesError(f"it holds more than {most:,} values")
    try:
        return json.loads(data)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
