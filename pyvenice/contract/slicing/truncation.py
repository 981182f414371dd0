"""Truncation: whether a document ends where its writer ended it.

A text that was cut off is often still YAML. That something is missing shows at its end, if anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from pyvenice.contract.document.operation_key import methods_of
from pyvenice.contract.errors import DocumentError
from pyvenice.contract.slicing.published_document import PublishedDocument
from pyvenice.contract.slicing.text_blocks import Block, Blocks, Irregular

Json = Any
_SCHEMA_REFERENCE = re.compile(rb"""#/components/schemas/([\w.-]+)["'\s]""")
_DEPTH = {"paths": 1, "components": 2}


_NEIGHBOURS = 6
_A_FEW = 2  # a flawed document refers to as many schemas that it lacks, or fewer


def refuse_cut_off(
    document: PublishedDocument, used: Collection[str], earlier: bytes = b""
) -> None:
    """Raise `DocumentError` when the text stops in the middle of something.

    A last line without its end is no proof by itself. It is one when it stands in or before the paths,
    and a path of `used` is missing or is the last, or after them and a schema that is referred to is missing.
    In the components a key without a value counts as such a line. After a whole line in the components,
    schemas must be missing that `earlier`, an earlier version of the text, refers to, or more than a few.
    Where the paths are last, and one of `used` is missing or stands there, the last of them must have
    what those before it have. Only the end is parsed where the text is regular, all of it elsewhere.
    """
    try:
        top = document.blocks
        if document.is_json:
            return  # it ends with the brace that its first line opened
        place = _last(top)
        whole = _is_whole(place[-1].value(), place) and not (
            _stops(document.text, top, place, used)
            or _loses_schemas(document.text, top, place, earlier)
            or _is_unlike_its_neighbours(document.text, top, place, used)
        )
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
        if place[0].key == "components" and _is_bare(place[-1]):
            break  # it ends after this key
        blocks = blocks.below(place[-1].key)
        place.append(_last_of(blocks))
    return place


def _is_bare(block: Block) -> bool:
    """Whether nothing stands after the key."""
    return not block.has_inline_value and not block.text[block.body : block.end].strip()


def _last_of(blocks: Blocks) -> Block:
    *_, (_, last) = blocks.blocks()
    return last


def _is_whole(value: Json, place: list[Block]) -> bool:
    if place[0].key != "paths":
        return True
    if not isinstance(value, dict) or not value:
        return False
    return all(
        isinstance(operation, dict) and _has_responses(operation)
        for operation in methods_of(value).values()
    )


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


def _is_unlike_its_neighbours(
    text: bytes, top: Blocks, place: list[Block], used: Collection[str]
) -> bool:
    """Whether the last path lacks what stands at the end of each path before it."""
    if place[0].key != "paths":
        return False
    paths = top.below("paths")
    if place[-1].key not in used and all(path in paths for path in used):
        return False
    if text.rstrip().endswith(b":"):
        return True
    *before, last = [path for path in paths if not path.startswith("x-")][-_NEIGHBOURS:]
    neighbours = [set(_end_of(paths[path])) for path in before]
    return bool(neighbours) and not set.intersection(*neighbours) <= set(_end_of(paths[last]))


def _end_of(item: Json) -> list[str]:
    """The keys of the last operation after its responses, and those of its last response."""
    operations: list[Json] = [*methods_of(item).values()] if isinstance(item, dict) else []
    if not operations or not isinstance(operations[-1].get("responses"), dict):
        return []
    keys = [*operations[-1]]
    responses = [*operations[-1]["responses"].values()]
    is_described = bool(responses) and "description" in (responses[-1] or ())
    described = ["description of the response"] if is_described else []
    return keys[keys.index("responses") + 1 :] + described


def doubtful_end(document: PublishedDocument, gone: Collection[str], earlier: bytes) -> str:
    """Why a document that lost paths may have been cut off; empty if nothing says so.

    It ends in the middle of something, or its paths come last and it still holds schemas that only those
    paths used.
    """
    try:
        refuse_cut_off(document, gone, earlier)
    except DocumentError as error:
        return str(error).removeprefix(f"{document.name}: ")
    try:
        top = document.blocks
        if document.is_json or _last_of(top).key != "paths" or "components" not in top:
            return ""
        schemas = top.below("components").below("schemas")
        last = _last_of(top.below("paths")).key
    except Irregular:
        return ""
    there, before = (set(_SCHEMA_REFERENCE.findall(text)) for text in (document.text, earlier))
    unused = sorted(name.decode() for name in before - there if name.decode() in schemas)
    if not unused:
        return ""
    more = f" and {len(unused) - _A_FEW} more" if len(unused) > _A_FEW else ""
    return (
        f"it ends with the path {last} and still holds schemas that only operations use which are not "
        f"there ({', '.join(unused[:_A_FEW])}{more}): these were removed, or the document was cut off here"
    )


def _lacks_schemas(text: bytes, top: Blocks) -> bool:
    return bool(_lost_schemas(text, top))


def _lost_schemas(text: bytes, top: Blocks) -> set[bytes]:
    """The schemas to which the text refers by plain names, and that it does not hold."""
    names = set(_SCHEMA_REFERENCE.findall(text))
    if "components" not in top or _is_bare(top.block("components")):
        return names
    kinds = top.below("components")
    if "schemas" not in kinds or _is_bare(kinds.block("schemas")):
        return names
    schemas = kinds.below("schemas")
    return {name for name in names if name.decode() not in schemas}


def _loses_schemas(text: bytes, top: Blocks, place: list[Block], earlier: bytes) -> bool:
    """Whether a text that ends with the components, or before there are any, ends too early."""
    if "paths" not in top or place[0].key not in ("paths", "components"):
        return False
    if place[0].key == "paths" and "components" in top:
        return False
    lost = _lost_schemas(text, top)
    return len(lost) > _A_FEW or bool(lost & set(_SCHEMA_REFERENCE.findall(earlier)))
