"""Listed flags and numbers: Python takes `1`, `1.0` and `True` for the same, JSON does not."""

from __future__ import annotations

from typing import Any

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from pyvenice.core.request.models import whole_number


def _flag(value: Any) -> Any:
    if not isinstance(value, bool):
        raise PydanticCustomError("flag", "Input should be true or false")
    return value


def _number(value: Any) -> Any:
    if isinstance(value, bool):
        raise PydanticCustomError("number", "Input should be a number, not true or false")
    return whole_number(value)


ONLY_FLAGS = BeforeValidator(_flag)
"""For listed flags: to Python `1` and `True` are the same, in JSON they are not."""
ONLY_NUMBERS = BeforeValidator(_number)
"""For listed numbers: the same the other way round."""
