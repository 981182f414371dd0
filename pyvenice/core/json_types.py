"""Types of JSON values, as `json.loads` returns them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"
"""Any JSON value."""

JsonObject: TypeAlias = Mapping[str, Json]
"""A JSON object whose members are not known."""

Schema: TypeAlias = Mapping[str, Any]
"""A node of an OpenAPI document or JSON Schema.

`Any` because each keyword fixes the type of its own value (`properties` is an object, `required` a
list): a recursive type would ask for an `isinstance` at each step into a document that was validated.
"""
