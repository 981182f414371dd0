"""Write `catalogue.py`: the models of a provider, as plain data that loads without a YAML parser."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pyvenice.codegen.catalogue.rows import plain_rows, read_rows
from pyvenice.codegen.shapes.shape import Shapes
from pyvenice.contract.pin.source import Source


def catalogue_module(shapes: Shapes, source: Source, specs: Path) -> str:
    """The source of `catalogue.py` of one provider.

    Raises `CatalogueError` with file, line and reason for a row that is broken.
    """
    rows = read_rows(source.provider, specs, stated_lifecycles(shapes))
    constants = dict(plain_rows(rows))
    return (
        f'"""The models of {source.title}, from specs/catalogue/."""\n'
        "from typing import Any\n\n"
        f"ROWS: tuple[dict[str, Any], ...] = {constants['ROWS']!r}\n"
        f"OPEN: dict[str, Any] | None = {constants['OPEN']!r}\n"
    )


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
