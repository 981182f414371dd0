"""Write `catalogue.py`: the models of a provider, as plain data that loads without a YAML parser."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from pyvenice.codegen.catalogue.contract_check import contradictions
from pyvenice.codegen.catalogue.rows import Row, Rows
from pyvenice.codegen.shapes.shape import Shapes
from pyvenice.contract.pin.source import Source


def catalogue_module(shapes: Shapes, source: Source, rows: Rows) -> str:
    """The source of `catalogue.py` of one provider."""
    every = [*rows.models, *([rows.open] if rows.open else ())]
    whole = [_freeze(row | _stale(row, shapes)) for row in every]
    shared = _shared_parts(whole)
    texts = [_row(row, shared) for row in whole]
    opened = texts.pop() if rows.open else "None"
    lines = [f"{name} = {value}" for value, name in shared.items()]
    listed = "".join(f"{text}, " for text in texts)
    return "\n".join(
        [
            f'"""The models of {source.title}, from specs/catalogue/."""\n',
            "from typing import Any\n",
            *lines,
            f"ROWS: tuple[dict[str, Any], ...] = ({listed})",
            f"OPEN: dict[str, Any] | None = {opened}\n",
        ]
    )


def _stale(row: Row, shapes: Shapes) -> Row:
    found = contradictions(row, shapes)
    return {"contradictions": found} if found else {}


def stated_lifecycles(shapes: Shapes) -> Mapping[str, Mapping[str, str]]:
    """Values of any argument that end by the overlay: when, and what replaces them."""
    fields = [
        field
        for shape in shapes.operations
        for field in (
            *(field for body in shape.bodies for field in body.fields),
            *(field for _, field in shape.parameters),
        )
    ]
    return {value: facts for field in fields for value, facts in field.lifecycles.items()}


def _freeze(value: Any) -> Any:
    """The value with tuples for lists: what the classes of the rows hold."""
    if isinstance(value, dict):
        return {key: _freeze(item) for key, item in value.items()}
    return tuple(map(_freeze, value)) if isinstance(value, list) else value


def _shared_parts(rows: list[Row]) -> dict[str, str]:
    """Parts that several rows have, as source text, with the names under which they are written once.

    They make the module a quarter as long, and users load each of them once.
    """
    counts = Counter(text for row in rows for _, text in _parts(row))
    kinds = {text: key for row in rows for key, text in _parts(row)}
    names: dict[str, str] = {}
    for text, count in counts.items():
        if count > 1:
            same = sum(name.startswith(f"_{kinds[text].upper()}_") for name in names.values())
            names[text] = f"_{kinds[text].upper()}_{same + 1}"
    return names


def _parts(row: Row) -> Iterator[tuple[str, str]]:
    return ((key, repr(value)) for key, value in row.items() if isinstance(value, dict | tuple))


def _row(row: Row, shared: Mapping[str, str]) -> str:
    pairs = (f"{key!r}: {shared.get(repr(value), repr(value))}" for key, value in row.items())
    return f"{{{', '.join(pairs)}}}"
