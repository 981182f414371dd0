"""Values as the text that goes over the wire: parameters, headers, cookies and fields of forms.

`?n=1` is an integer to one document and a string to another, and a list of one item goes out like the
item itself. A value that one side takes reaches the other as text, which reads it in its own way.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from itertools import islice, product

from pyvenice.contract.schema.validators import Validator
from pyvenice.core.json_types import Json

_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?")
_MOST_READINGS = 64
_LONGEST_LIST = 50


def readings(value: Json) -> Iterator[Json]:
    """What a receiver may take a value for that was sent as text, the value itself first."""
    yield value
    if isinstance(value, list):
        if len(value) == 1 and not isinstance(value[0], list):
            yield from readings(value[0])
        if len(value) <= _LONGEST_LIST:
            sides = ([*islice(readings(item), 3)] for item in value)
            yield from (list(items) for items in islice(product(*sides), _MOST_READINGS))
    elif not isinstance(value, dict) and value is not None:
        texts = [*_scalars(_text(value))]
        yield from texts
        yield from ([text] for text in (value, *texts))


def _text(value: Json) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _scalars(text: str) -> Iterator[Json]:
    yield text
    if text in ("true", "false"):
        yield text == "true"
    if len(text) < 40 and _NUMBER.fullmatch(text):
        yield json.loads(text)
    if text[:1] == "{":
        try:
            yield json.loads(text)
        except ValueError:
            return


class TextValidator:
    """Takes a value if the schema takes what its text can be read as."""

    def __init__(self, inner: Validator) -> None:
        self._inner = inner

    def is_valid(self, instance: Json, /) -> bool:
        if isinstance(instance, dict):
            return FormValidator(self._inner).is_valid(instance)
        return any(self._inner.is_valid(value) for value in readings(instance))


class FormValidator:
    """The same for the fields of a form, and of an object that is a parameter, but for fields that are JSON."""

    def __init__(self, inner: Validator, json_fields: Collection[str] = ()) -> None:
        self._inner = inner
        self._json_fields = json_fields

    def is_valid(self, instance: Json, /) -> bool:
        if self._inner.is_valid(instance):
            return True
        if not isinstance(instance, dict):
            return False
        for name, value in instance.items():
            for other in () if name in self._json_fields else readings(value):
                if self._inner.is_valid(instance | {name: other}):
                    return True
        return False
