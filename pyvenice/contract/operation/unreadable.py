"""Find the schemas of an operation that stand for what cannot be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pyvenice.contract.document.openapi31 import SCHEMA_LISTS, SCHEMA_MAPS, SUBSCHEMAS
from pyvenice.contract.document.pointer import escape
from pyvenice.contract.operation.operation_view import View
from pyvenice.contract.slicing.unchecked import UNREADABLE, UNREADABLE_PARTS

Json = Any
_DEEPEST = 500
_HOLDERS = frozenset({*SCHEMA_MAPS, *SCHEMA_LISTS, *SUBSCHEMAS})
Place = tuple[str, str]
"""A pointer below the operation, and why it cannot be read there."""


def unreadable_places(view: View, sound: set[int]) -> Iterator[Place]:
    """Where the schemas of an operation cannot be read, as findings would point there.

    `sound` gathers the ids of what can be read, for all operations of a document.
    """
    for pointer, schema in _schemas(view):
        if not _is_sound(schema, view.defs, sound):
            yield from _places(schema, f"{pointer}/schema", view.defs)


def _is_sound(schema: Json, defs: Mapping[str, Json], sound: set[int]) -> bool:
    """Whether all of a schema can be read."""
    waiting = [schema]
    visited: set[int] = set()
    while waiting:
        part = waiting.pop()
        if not isinstance(part, dict) or id(part) in sound or id(part) in visited:
            continue
        visited.add(id(part))
        if UNREADABLE in part or UNREADABLE_PARTS in part:
            return False
        if str(part.get("$ref", "")).startswith("#/$defs/"):
            waiting.append(defs.get(part["$ref"].removeprefix("#/$defs/")))
        for key in part.keys() & _HOLDERS:
            value = part[key]
            waiting += (
                value.values()
                if key in SCHEMA_MAPS
                else value
                if isinstance(value, list)
                else [value]
            )
    sound |= visited
    return True


def _schemas(view: View) -> Iterator[tuple[str, Json]]:
    for (place, name), parameter in view.parameters.items():
        yield f"/parameters/{place}/{escape(name)}", parameter.schema
    for media_type, schema in view.bodies.items():
        yield f"/requestBody/content/{escape(media_type)}", schema
    for status, response in view.responses.items():
        for name, header in response.headers.items():
            yield f"/responses/{status}/headers/{escape(name)}", header.schema
        for media_type, schema in response.content.items():
            yield f"/responses/{status}/content/{escape(media_type)}", schema


def _own_places(schema: Mapping[str, Json], pointer: str) -> Iterator[Place]:
    if UNREADABLE in schema:
        yield pointer, str(schema[UNREADABLE])
    for key, reason in schema.get(UNREADABLE_PARTS, {}).items():
        yield f"{pointer}/{key}", str(reason)


def _places(whole: Json, start: str, defs: Mapping[str, Json]) -> Iterator[Place]:
    """Depth first, without recursion: a document may nest schemas deeper than Python calls."""
    waiting: list[tuple[Json, str, int]] = [(whole, start, 0)]
    seen: set[int] = set()
    while waiting:
        schema, pointer, depth = waiting.pop()
        if not isinstance(schema, dict) or id(schema) in seen:
            continue
        if depth > _DEEPEST:
            yield pointer, f"a schema more than {_DEEPEST} levels below cannot be read"
            return
        seen.add(id(schema))
        yield from _own_places(schema, pointer)
        parts = [(part, pointer + below, depth + 1) for part, below in _parts(schema, defs)]
        waiting += reversed(parts)


def _parts(schema: Mapping[str, Json], defs: Mapping[str, Json]) -> Iterator[tuple[Json, str]]:
    """The schemas directly below one, each with its pointer from there."""
    if str(schema.get("$ref", "")).startswith("#/$defs/"):
        yield defs.get(schema["$ref"].removeprefix("#/$defs/")), ""
    for key in SCHEMA_MAPS:
        for name, part in schema.get(key, {}).items():
            yield part, f"/{key}/{escape(str(name))}"
    for key in SCHEMA_LISTS:
        for number, part in enumerate(schema.get(key, ())):
            yield part, f"/{key}" if key != "prefixItems" else f"/{key}/{number}"
    for key in SUBSCHEMAS:
        if key in schema:
            yield schema[key], f"/{key}"
