"""Truncation: whether a document ends where its writer ended it.

A text that was cut off is often still YAML. That something is missing shows at its end, if anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from pyvenice.contract.document.operation_key import METHODS
from pyvenice.contract.errors import DocumentError
from pyvenice.contract.slicing.published_document import PublishedDocument
from pyvenice.contract.slicing.text_blocks import Block, Blocks, Irregular

Json = Any
_SCHEMA_REFERENCE = re.compile(rb"""#/components/schemas/([\w.-]+)["'\s]""")
_DEPTH = {"paths": 1, "components": 2}


def refuse_cut_off(document: PublishedDocument, used: Collection[str]) -> None:
    """Raise `DocumentError` when the text stops in the middle of something.

    A last line without its end is no proof by itself. It is one when it stands in or before the paths,
    and a path of `used` is missing or is the last, or after them and a schema that is referred to is missing.
    In the components a key without a value counts as such a line.
    Only the end is parsed where the text is regular, all of it elsewhere.
    """
    try:
        top = document.blocks
        if document.is_json:
            return  # it ends with the brace that its first line opened
        place = _last(top)
        whole = _is_whole(place[-1].value(), place) and not _stops(document.text, top, place, used)
    except Irregular:
        _ = document.tree
        return
    if not whole:
        where = " / ".join(block.key for block in place)
        raise DocumentError(f"{document.name}: it is cut off; it ends in {where}")


def _last(blocks: Blocks) -> list[Block]:
    """The key at the top under which the text ends, and below it the last path or component."""
    place = [_last_of(blocks)]
    for _ in range(_DEPTH.get(place[0].key, 0)):
        blocks = blocks.below(place[-1].key)
        place.append(_last_of(blocks))
    return place


def _last_of(blocks: Blocks) -> Block:
    *_, (_, last) = blocks.blocks()
    return last


def _is_whole(value: Json, place: list[Block]) -> bool:
    if place[0].key != "paths":
        return True
    if not isinstance(value, dict) or not value:
        return False
    operations = [operation for method, operation in value.items() if method in METHODS]
    return all(isinstance(node, dict) and _has_responses(node) for node in operations)


def _has_responses(operation: dict[str, Json]) -> bool:
    responses = operation.get("responses")
    return isinstance(responses, dict) and all(
        isinstance(response, dict) for response in responses.values()
    )


def _stops(text: bytes, top: Blocks, place: list[Block], used: Collection[str]) -> bool:
    last_line = text[text.rfind(b"\n") + 1 :]
    if not last_line and not (place[0].key == "components" and text.endswith(b":\n")):
        return False
    if "paths" not in top:
        return bool(used)
    if place[0].key != "paths":
        return _lacks_schemas(text, top)  # the paths are over: only what they refer to can be lost
    paths = top.below("paths")
    return not last_line.strip() or place[-1].key in used or any(path not in paths for path in used)


def _lacks_schemas(text: bytes, top: Blocks) -> bool:
    """Whether the text refers to schemas by plain names that it does not hold."""
    names = {name.decode() for name in _SCHEMA_REFERENCE.findall(text)}
    if "components" not in top or "schemas" not in top.below("components"):
        return bool(names)
    schemas = top.below("components").below("schemas")
    return any(name not in schemas for name in names)
