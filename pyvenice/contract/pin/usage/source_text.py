"""The text of a new project's `source.toml`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence


def source_text(
    name: str, live: Sequence[str], operations: Sequence[str], code: Sequence[str] = ()
) -> str:
    """The file for an API of this name, with its document at `live` and these operations in use."""
    return "\n".join(_lines(name, live, operations, code)) + "\n"


def _lines(
    name: str, live: Sequence[str], operations: Sequence[str], code: Sequence[str]
) -> Iterator[str]:
    yield f"# What of this API is in use. 'pyvenice contract check {name}' compares it with"
    yield f"# the document at 'live', and 'pyvenice contract accept {name}' moves the pin there."
    yield f"title = {_string(name)}"
    yield f"live = {_list(live)}"
    if code:
        yield f"code = {_list(code)}"
    yield "operations = ["
    yield from (f"    {_string(operation)}," for operation in operations)
    yield "]"


def _list(values: Sequence[str]) -> str:
    return f"[{', '.join(map(_string, values))}]"


def _string(value: str) -> str:
    """A basic string of TOML: JSON's, where DEL is escaped as well."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
