"""What can go wrong with a document, an overlay or a pin."""

from __future__ import annotations

import re

from pyvenice.errors import PyveniceError


class ContractError(PyveniceError):
    """A contract, overlay or source file cannot be used; the text names the file and the place."""


class UnreachableError(ContractError):
    """No complete document came from a file or an address; the text says what to do."""


class DocumentError(ContractError):
    """A document is not readable as YAML 1.2 or JSON, or is not an OpenAPI document."""


class OverlayError(ContractError):
    """An overlay action does not fit the document that it is applied to."""


class PinError(ContractError):
    """What is pinned on disk does not match its own record."""


_KINDS = {
    "NoneType": "null",
    "bool": "a boolean",
    "int": "a number",
    "float": "a number",
    "str": "a text",
    "list": "a list",
    "dict": "an object",
}
# What Python says of a value of the wrong type names that type, in quotes or after "not".
_TYPE = re.compile(rf"(?:'|not (?:iterable )?|^)({'|'.join(_KINDS)})\b")


def shape_problem(error: Exception) -> str:
    """What is wrong with a document that is not shaped as its reader expects, without Python's words."""
    if isinstance(error, KeyError):
        return f"{error} is missing"
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    if isinstance(error, UnicodeDecodeError):
        return f"it is not written in UTF-8 (byte {error.start + 1})"
    if isinstance(error, (AttributeError, TypeError, IndexError)):
        kind = _TYPE.search(str(error))
        return f"{_KINDS[kind[1]] if kind else 'a value'} stands where something else belongs"
    return str(error)
