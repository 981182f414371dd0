"""Texts that a regular expression matches."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from typing import Any


def from_pattern(pattern: str) -> str:
    """A short text that a simple regular expression matches; empty where it is beyond us."""
    # The parser of regular expressions is not public, and no stub knows it.
    op: Any = importlib.import_module("re._constants")
    parser: Any = importlib.import_module("re._parser")
    try:
        text = "".join(_matched(parser.parse(pattern), op))
    except (re.error, KeyError, IndexError, TypeError, OverflowError):
        return ""
    return text if re.search(pattern, text) else ""


def _matched(items: Any, op: Any) -> Iterator[str]:
    for kind, value in items:
        if kind is op.LITERAL:
            yield chr(value)
        elif kind is op.NOT_LITERAL:
            yield "x" if value != ord("x") else "y"
        elif kind is op.ANY:
            yield "x"
        elif kind is op.IN:
            yield _one_of(value, op)
        elif kind is op.BRANCH:
            yield from _matched(value[1][0], op)
        elif kind is op.SUBPATTERN:
            yield from _matched(value[3], op)
        elif kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            yield "".join(_matched(value[2], op)) * value[0]
        elif kind is not op.AT:
            raise KeyError(kind)


def _one_of(items: Any, op: Any) -> str:
    kind, value = items[0]
    if kind is op.NEGATE:
        return "~"
    if kind is op.LITERAL:
        return chr(value)
    if kind is op.RANGE:
        return chr(value[0])
    classes = {op.CATEGORY_DIGIT: "0", op.CATEGORY_WORD: "a", op.CATEGORY_SPACE: " "}
    return classes.get(value, "-")
