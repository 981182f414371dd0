"""Reduce a sliced document to facts: none of the publisher's sentences, but the limits in them.

A description may hold a limit that stands nowhere else ("less than 25MB"). The numbers with their units
stay, as `x-prose-limits`, with a hash of the text (`x-prose-hash`), so that a limit that moves is seen.
"""

from __future__ import annotations

import hashlib
import re
from typing import Any

from pyvenice.contract.pin.prose_words import prose_words

Json = Any

_PROSE = frozenset(
    {"description", "summary", "title", "example", "examples", "externalDocs", "tags"}
)
_DROPPED = _PROSE | {"enumDescriptions", "enumDeprecated"}
"""Prose, and keywords that a discovery document leaves behind where somebody converted it."""
_KEPT = (
    *("x-prose-limits", "x-prose-hash", "x-sunset", "x-stability-level"),
    *("x-nullable", "x-deprecated-values", "x-extensible-enum"),
)
_MAPS_OF_NAMES = frozenset(
    {
        "properties",
        "patternProperties",
        "schemas",
        "parameters",
        "responses",
        "headers",
        "requestBodies",
        "securitySchemes",
        "paths",
        "content",
        "encoding",
        "variables",
        "$defs",
        "definitions",
        "dependentSchemas",
        "dependentRequired",
        "mapping",
        "links",
        "callbacks",
        "mediaTypes",
        "pathItems",
        "webhooks",
        "additionalOperations",
    }
)
_VERBATIM = frozenset({"enum", "const", "default", "required", "security", "scopes", "mapping"})
_UNITS = (
    r"[KMGT]i?B|bytes?|px|pixels?|megapixels?|MP|characters?|chars?|images?|files?|seconds?|minutes?|"
    r"hours?|days?|tokens?|steps?|%|requests?|USD"
)
_HAS_DIGIT = re.compile("[0-9]").search
_LIMIT = re.compile(
    rf"(?<![\w.])(\d[\d,_]*(?:\.\d+)?)\s*[- ]?({_UNITS})(?!\w)|(?<![\w])(\d{{2,5}}\s?[x×*]\s?\d{{2,5}})(?!\w)",
    re.IGNORECASE,
)


def strip_prose(node: Json, *, names: bool = False, with_words: bool = False) -> Json:
    """Drop prose, examples and extensions below `node`. `names`: its keys are names, not keywords.

    `with_words` keeps what the prose says about the life of things, which no pin holds.
    """
    if isinstance(node, list):
        return [strip_prose(item, with_words=with_words) for item in node]
    if not isinstance(node, dict):
        return node
    if names:
        return {key: strip_prose(value, with_words=with_words) for key, value in node.items()}
    kept: dict[str, Json] = {}
    for key, value in node.items():
        if key in _VERBATIM and not (key == "mapping" and isinstance(value, list)):
            kept[key] = _without_words(key, value)
        elif key in _KEPT or (key not in _DROPPED and not str(key).startswith("x-")):
            is_names = key in _MAPS_OF_NAMES and isinstance(value, dict)
            kept[key] = strip_prose(value, names=is_names, with_words=with_words)
    kept |= prose_limits(node.get("description"))
    return kept | prose_words(node) if with_words else kept


def _without_words(key: str, value: Json) -> Json:
    if key == "scopes" and isinstance(value, dict):
        return dict.fromkeys(value, "")
    return value


def prose_limits(text: Json) -> dict[str, Json]:
    """The limits that a description states: `{"x-prose-limits": ["25MB"], "x-prose-hash": …}`, or nothing."""
    if not isinstance(text, str) or not _HAS_DIGIT(text):
        return {}
    limits = dict.fromkeys(_limit(match) for match in _LIMIT.finditer(text))
    if not limits:
        return {}
    words = " ".join(text.split())
    return {
        "x-prose-limits": list(limits),
        "x-prose-hash": hashlib.sha256(words.encode()).hexdigest()[:12],
    }


def _limit(match: re.Match[str]) -> str:
    number, unit, dimensions = match.groups()
    if dimensions:
        return re.sub(r"\s", "", dimensions).replace("×", "x")
    plain = number.replace(",", "").replace("_", "").rstrip(".")
    return plain + _UNIT_NAMES.get(unit.lower().rstrip("s"), unit)


_UNIT_NAMES = {
    "pixel": "px",
    "px": "px",
    "character": "characters",
    "char": "characters",
    "image": "images",
    "file": "files",
    "second": "seconds",
    "minute": "minutes",
    "hour": "hours",
    "day": "days",
    "token": "tokens",
    "step": "steps",
    "byte": "bytes",
    "request": "requests",
}


def contract_from(sliced: dict[str, Json], provider: str) -> dict[str, Json]:
    """A sliced document as it is pinned: a valid OpenAPI document of facts only."""
    contract: dict[str, Json] = strip_prose(sliced)
    version = str(sliced.get("info", {}).get("version", ""))
    contract["info"] = {"title": provider, "version": version}
    for item in contract["paths"].values():
        for operation in item.values():
            if isinstance(operation, dict):
                _describe_responses(operation.get("responses", {}))
    _describe_responses(contract.get("components", {}).get("responses", {}))
    return contract


def _describe_responses(responses: dict[str, Json]) -> None:
    """A response must carry a description to be valid; ours is empty."""
    for status, response in responses.items():
        if "$ref" not in response:
            responses[status] = {"description": ""} | response
