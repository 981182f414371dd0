"""Rules of requests for the operation table: what a model takes, by the catalogue, and what conflicts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pyvenice.codegen.catalogue.rows import Row
from pyvenice.codegen.shapes.shape import Shape
from pyvenice.core.request.operation_table import Conflict, ModelRule, SizeRule

_SURE = ("verified", "documented")


def conflicts(shape: Shape) -> list[Conflict]:
    """The conflicts of the bodies, each once."""
    found = [
        Conflict(rule["without"], rule["schema"], rule["says"])
        for body in shape.bodies
        for rule in body.conflicts
    ]
    return [rule for number, rule in enumerate(found) if rule not in found[:number]]


def model_rules(shape: Shape, rows: Sequence[Row]) -> list[ModelRule]:
    """What the sure rows of the catalogue say of the fields of the operation; equal rules are one."""
    models: dict[ModelRule, list[str]] = {}
    for row in rows:
        if row.get("confidence") in _SURE:
            for rule in dict.fromkeys(_row_rules(shape, row)):
                models.setdefault(rule, []).extend([row["name"], *row.get("wire_names", ())])
    return [rule._replace(models=tuple(names)) for rule, names in models.items()]


def _row_rules(shape: Shape, row: Row) -> Iterator[ModelRule]:
    for call in row["calls"]:
        if call["method"] == shape.used.name:
            for canonical, name in call.get("arguments", {}).items():
                if "." not in name and (rule := _rule(row, canonical, name)) is not None:
                    yield rule


def _rule(row: Row, canonical: str, field: str) -> ModelRule | None:
    """What the row says of one parameter; `None` where it leaves any value open."""
    size = row.get("size", {})
    if canonical == size.get("kind"):
        automatic = ("auto",) if size.get("auto") else ()
        return ModelRule(field, (), (*automatic, *size.get("sizes", ())), _size_rule(size))
    if canonical in ("n", "size"):
        return None
    rule = row.get("parameters", {}).get(canonical)
    if rule is None:
        return ModelRule(field, ())
    return ModelRule(field, (), tuple(rule["enum"])) if rule.get("enum") else None


def _size_rule(size: Row) -> SizeRule | None:
    if not size.get("free"):
        return None
    return SizeRule(
        size["max_side"],
        size["min_pixels"],
        size["max_pixels"],
        size["max_ratio"],
        size.get("multiple", 1),
    )
