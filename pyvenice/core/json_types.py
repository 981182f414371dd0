"""JSON values as types: recursive, for what is only read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"
"""Any JSON value. Narrow it with `isinstance(…, dict)`, `isinstance(…, list)`, `isinstance(…, str)`."""

JsonObject: TypeAlias = Mapping[str, Json]
"""A JSON object."""
