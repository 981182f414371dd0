"""The operations of a path item, and how they are called."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from pyvenice.core.json_types import Json

_IN_PATH = re.compile(r"\{[^}]*\}")

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
"""The keys of a path item that are operations; `query` since OpenAPI 3.2."""


def operation_name(method: str, path: str) -> str:
    """`POST /image/edit`, as reports call it."""
    return f"{method.upper()} {path}"


def any_parameters(operation: str) -> str:
    """The name of an operation whatever its path calls its parameters: `GET /models/{}`."""
    return _IN_PATH.sub("{}", operation)


def method_of(key: str, item: Collection[str]) -> str | None:
    """The method of which a key of a path item is the operation, in lower case; None for other keys.

    Some documents write `POST`, which no version of OpenAPI knows.
    """
    method = key.lower()
    return method if method in METHODS and (key == method or method not in item) else None


def methods_of(item: Mapping[str, Json]) -> dict[str, Json]:
    """The operations of a path item by method in lower case, `additionalOperations` included."""
    found = {
        method: operation
        for key, operation in item.items()
        if (method := method_of(str(key), item)) is not None
    }
    more = item.get("additionalOperations")
    if isinstance(more, Mapping):
        found |= {str(method).lower(): operation for method, operation in more.items()}
    return found
