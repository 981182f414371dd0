"""What prose says about the life of a thing, and limits that it states without a unit.

These are compared between two published documents only. A pin holds no prose, so that nothing of this can
be said about it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

Json = Any

LIFECYCLE, BOUNDS = "x-prose-lifecycle", "x-prose-bounds"

# Texts, because compiling both takes a millisecond, which a check of a pin does not need.
_LIFECYCLE = (
    r"(?<!\bnot )(?<!n't )(?<!\bno longer )\b(deprecat\w+|legacy|obsolete|discontinued|retire[ds]?|retiring|retirement|sunset\w*|"
    r"end[- ]of[- ]life|no longer (?:supported|available|maintained)|will be (?:removed|shut down)|"
    r"superseded|replaced by)\b"
)
_NUMBER = r"(\d[\d,]*(?:\.\d+)?)"
_BOUND = (
    rf"\b(at most|up to|no more than|at least|max(?:imum)?(?: of| is|:)?|min(?:imum)?(?: of| is|:)?|"
    rf"between|from)\s+{_NUMBER}(?:\s*(?:and|to|-|–)\s*{_NUMBER})?(?![\d.,]*\d)(?!\s*-?\s*[A-Za-z%])"
)


def prose_words(node: Mapping[str, Json]) -> dict[str, Json]:
    """The words and bare limits in the summary and the description of a node, or nothing."""
    texts = (node.get("summary"), node.get("description"))
    text = " ".join(part for part in texts if isinstance(part, str))
    if not text:
        return {}
    words = sorted({_stem(match[1]) for match in re.finditer(_LIFECYCLE, text, re.IGNORECASE)})
    bounds = dict.fromkeys(_bound(match) for match in re.finditer(_BOUND, text, re.IGNORECASE))
    found = {LIFECYCLE: words, BOUNDS: list(bounds)}
    return {key: value for key, value in found.items() if value}


def _stem(word: str) -> str:
    """`deprecated` for `deprecation`: another form of the word is no event."""
    plain = word.lower().replace("-", " ")
    stems = {"deprecat": "deprecated", "retir": "retired", "sunset": "sunset"}
    return next((name for stem, name in stems.items() if plain.startswith(stem)), plain)


def _bound(match: re.Match[str]) -> str:
    words, first, second = match.groups()
    kind = words.lower().rstrip(":").split()[0]
    plain = {"max": "at most", "maximum": "at most", "up": "at most", "no": "at most"}.get(kind)
    plain = plain or {"min": "at least", "minimum": "at least"}.get(kind, words.lower())
    numbers = [number.replace(",", "") for number in (first, second) if number]
    return f"{plain} {(' and ' if plain == 'between' else ' to ').join(numbers)}"


def has_prose(node: Json) -> bool:
    """Whether somebody described anything below a node."""
    if isinstance(node, list):
        return any(map(has_prose, node))
    if not isinstance(node, dict):
        return False
    if any(isinstance(node.get(key), str) and node[key] for key in ("description", "summary")):
        return True
    return any(map(has_prose, node.values()))
