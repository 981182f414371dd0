"""The two kinds of generated models: requests are closed and strict, responses are open."""

from __future__ import annotations

from typing import Any

from pydantic import MISSING, BaseModel, ConfigDict


class RequestModel(BaseModel):
    """A request body. An unknown field is an error, and nothing is converted: `"2"` is not a number."""

    model_config = ConfigDict(
        extra="forbid", strict=True, defer_build=True, protected_namespaces=()
    )

    def body(self) -> dict[str, Any]:
        """What was set, by wire name; images stay as they are, because they are sent in pieces."""
        return {name: _plain(value) for name, value in self if value is not MISSING}


def _plain(value: Any) -> Any:
    if isinstance(value, RequestModel):
        return value.body()
    return [_plain(one) for one in value] if isinstance(value, list) else value


class ResponseModel(BaseModel):
    """An answer. What the server adds stays readable as an attribute, unknown values included."""

    model_config = ConfigDict(extra="allow", defer_build=True, protected_namespaces=())
