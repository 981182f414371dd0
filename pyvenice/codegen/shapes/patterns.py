"""Which regular expressions of a document a model can check."""

from __future__ import annotations

import functools

from pydantic_core import SchemaError, SchemaValidator, core_schema


@functools.cache
def is_usable(pattern: str) -> bool:
    """Whether pydantic's engine takes the pattern; look-ahead and backreferences it does not."""
    try:
        SchemaValidator(core_schema.str_schema(pattern=pattern))
    except SchemaError:
        return False
    return True
