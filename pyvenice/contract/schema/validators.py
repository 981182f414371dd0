"""JSON Schema validators that stand aside where a schema cannot be compiled."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

import jsonschema_rs

Json = Any
Schema = dict[str, Json]


class Validator(Protocol):
    """Says whether a schema takes a value."""

    def is_valid(self, instance: Json, /) -> bool:
        """Whether it does."""
        ...


def validator(schema: Schema, defs: Mapping[str, Schema]) -> Validator:
    """A validator of Draft 2020-12 that checks formats."""
    whole = {**schema, "$defs": dict(defs)} if defs else schema
    try:
        return jsonschema_rs.Draft202012Validator(whole, validate_formats=True)
    except (jsonschema_rs.ValidationError, ValueError):
        return _Unprovable()


class _Unprovable:
    """Stands for a schema that no validator takes: nothing can be proven of it, only names compared."""

    @staticmethod
    def is_valid(_: Json, /) -> bool:
        return True
