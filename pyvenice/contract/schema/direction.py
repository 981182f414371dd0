"""`readOnly` and `writeOnly`: fields that do not go in one of the two directions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pyvenice.contract.document.openapi31 import SCHEMA_LISTS, SCHEMA_MAPS
from pyvenice.contract.schema.merge import SHUT_OUT

Json = Any
Schema = dict[str, Json]


HIDDEN = "$hidden"
"""The keyword of a field that never goes one way: nothing else counts there."""


def in_direction(schema: Schema, direction: str) -> Schema:
    """The schema without what it says about fields that never go this way, but that they exist.

    `direction` is `request` or `response`.
    A read-only field is not sent: in a request it is not required, and what it may hold is of no
    interest. The same holds for a write-only field of a response.
    """
    return _applied(schema, "readOnly" if direction == "request" else "writeOnly")


def _applied(schema: Schema, flag: str) -> Schema:
    """The schema itself where the flag stands nowhere in it."""
    changed: Schema = {
        keyword: part
        for keyword, value in schema.items()
        if keyword in _PARTS and (part := _PARTS[keyword](value, flag)) is not value
    }
    hidden = {name for name, part in schema.get("properties", {}).items() if part.get(flag)}
    if hidden & set(schema.get("required", ())):
        changed["required"] = [name for name in schema["required"] if name not in hidden]
    made = schema | changed if changed else schema
    if "required" in changed and not changed["required"]:
        del made["required"]
    return made


def _members(members: Mapping[str, Schema], flag: str) -> Mapping[str, Schema]:
    made = {
        name: {flag: True, HIDDEN: True} if part.get(flag) else _applied(part, flag)
        for name, part in members.items()
    }
    return members if all(made[name] is part for name, part in members.items()) else made


def _listed(parts: list[Schema], flag: str) -> list[Schema]:
    made = [_applied(part, flag) for part in parts]
    return parts if all(part is own for part, own in zip(made, parts, strict=True)) else made


_PARTS: Mapping[str, Callable[[Any, str], Json]] = {
    **dict.fromkeys((*SCHEMA_MAPS, SHUT_OUT), _members),
    **dict.fromkeys(SCHEMA_LISTS, _listed),
    **dict.fromkeys(("items", "additionalProperties", "not", "if", "then", "else"), _applied),
    "contains": _applied,
}
