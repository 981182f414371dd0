"""The core schema of YAML 1.2 (chapter 10.3.2): what a scalar without quotes and tag stands for."""

from __future__ import annotations

import re
from typing import Any

_INTEGER = r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+"
_FLOAT = (
    r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"
    r"|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"
)
PATTERNS = (
    ("null", "~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", "true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", _INTEGER, list("-+0123456789")),
    ("float", _FLOAT, list("-+.0123456789")),
    ("merge", "<<", ["<"]),
)
"""Type, expression and possible first characters; `<<` is no type of 1.2, but in use everywhere."""

_WORDS = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_MAYBE_NUMBER = frozenset("-+.0123456789")
_IS_INTEGER = re.compile(_INTEGER).fullmatch
_IS_FLOAT = re.compile(_FLOAT).fullmatch
_BASES = {"0o": 8, "0x": 16}


def plain_value(text: str) -> Any:
    """The null, boolean, number or string that `text` is. Raises `ValueError` for endless digits."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _MAYBE_NUMBER:
        return text
    if _IS_INTEGER(text):
        return int(text, _BASES.get(text[:2], 10))
    if _IS_FLOAT(text):
        return float(text.lower().replace(".inf", "inf").replace(".nan", "nan"))
    return text
