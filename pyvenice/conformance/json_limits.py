"""JSON parsing within limits of nesting and number of values, for bodies from servers and recordings.

A kilobyte of compressed `[[],[],…` becomes a gigabyte of Python lists, and a value that is nested a
thousand deep ends every recursive function, so both are refused before anything is built.
"""

from __future__ import annotations

import json
import math
import re
from typing import NoReturn

from pyvenice.core.json_types import Json

MOST_VALUES = 200_000
"""Values in one body: ten times the longest list of models that a gateway is known to return."""
DEEPEST = 100
# A whole string, a bracket or a comma. Matching is linear: no alternation inside the repetition.
_TOKENS = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{},]', re.DOTALL)
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


def parse_json(body: bytes | str, *, most_values: int = MOST_VALUES) -> Json:
    """The value of a JSON text, in UTF-8 if it is bytes.

    Raises `ValueError` if it is malformed, has a number that is not finite, more than `most_values`
    values or is nested deeper than 100. Lone surrogates become `?`: no validator reads them.
    """
    refuse_bomb(body if isinstance(body, bytes) else body.encode(), most_values=most_values)
    text = body.decode("utf-8-sig") if isinstance(body, bytes) else body
    value: Json = json.loads(text, parse_constant=_refuse_constant, parse_float=_finite)
    if _SURROGATE.search(text):
        whole = json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")
        value = json.loads(whole)
    return value


def refuse_bomb(body: bytes, *, most_values: int = MOST_VALUES) -> None:
    """Raise `ValueError` for a JSON text that is nested too deeply or has too many values."""
    # These also count what is inside strings, so they are never too low, and most bodies end here. A
    # value takes two bytes at least (`0,`), so the commas of a small body need no counting.
    opened = body.count(b"[") + body.count(b"{")
    is_small = len(body) < 2 * most_values
    if opened <= DEEPEST and (is_small or opened + body.count(b",") < most_values):
        return
    values = depth = 0
    for token in _TOKENS.finditer(body):
        character = body[token.start()]
        if character in b"[{":
            depth += 1
        elif character in b"]}":
            depth -= 1
        values += character in b"[{,"
        if depth > DEEPEST:
            _refuse(f"it is nested deeper than {DEEPEST}")
        if values >= most_values:
            _refuse(f"it has more than {most_values:,} values")


def _refuse_constant(name: str) -> NoReturn:
    _refuse(f"{name} is not JSON")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        _refuse(f"the number {text[:20]} is too large")
    return number


def _refuse(reason: str) -> NoReturn:
    raise ValueError(reason)
