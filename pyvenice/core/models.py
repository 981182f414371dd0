"""The two kinds of generated models: requests are closed and strict, responses are open."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class RequestModel(BaseModel):
    """A request body. An unknown field is an error, and nothing is converted: `"2"` is not a number."""

    model_config = ConfigDict(
        extra="forbid", strict=True, defer_build=True, protected_namespaces=()
    )


class ResponseModel(BaseModel):
    """An answer. What the server adds stays readable as an attribute, unknown values included."""

    model_config = ConfigDict(extra="allow", defer_build=True, protected_namespaces=())
