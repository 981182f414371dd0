"""The text of a row as `specs/catalogue/` writes it: a line for each key, short values in flow style."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_LONG = 60
"""Lists of mappings that take more characters get a line for each item."""

_PLAIN = re.compile(r"\d{4}-\d\d-\d\d")
"""Dates, which YAML 1.2 reads as text; a writer that has version 1.1 in mind quotes them."""


def row_text(row: Mapping[str, Any]) -> str:
    """The row as an item of the list `models`."""
    lines = [line for key, value in row.items() for line in _lines(key, value)]
    return "".join(f"{'- ' if index == 0 else '  '}{line}\n" for index, line in enumerate(lines))


def _lines(key: str, value: Any, indent: str = "") -> list[str]:
    short = f"{indent}{key}: {_flow(value)}"
    if isinstance(value, dict) and any(_is_table(item) for item in value.values()):
        return [
            f"{indent}{key}:",
            *(line for name, item in value.items() for line in _lines(name, item, indent + "  ")),
        ]
    if _is_table(value) and len(short) > _LONG:
        return [f"{indent}{key}:", *(f"{indent}- {_flow(item)}" for item in value)]
    return [short]


def _is_table(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _flow(value: Any) -> str:
    import yaml

    from pyvenice.contract.document import yaml12

    if isinstance(value, str):
        if _PLAIN.fullmatch(value):
            return value
        return yaml12.dumps(value).removesuffix("\n...\n").strip()
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_flow(key)}: {_flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return str(yaml.safe_dump(value)).removesuffix("\n...\n").strip()
