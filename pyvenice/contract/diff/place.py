"""A place in an operation, from which findings are made."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple, Self

from pyvenice.contract.diff.findings import Category, Direction, Finding
from pyvenice.contract.diff.rules import level_of
from pyvenice.contract.document.json_equality import same
from pyvenice.contract.operation.operation_view import View
from pyvenice.contract.pin.prose_words import BOUNDS, LIFECYCLE
from pyvenice.contract.schema.direction import in_direction
from pyvenice.contract.schema_diff.differences import Comparison
from pyvenice.contract.schema_diff.verdicts import Scope, Verdict, verdicts
from pyvenice.contract.witness.prove import Prover, Wire
from pyvenice.core.json_types import Json

Schema = dict[str, Any]
Views = tuple[View, View]
"""An operation on the old and on the new side."""


class Place(NamedTuple):
    """Where in an operation one looks, and how what stands there goes over the wire."""

    operation: str
    pointer: str
    direction: Direction
    category: Category
    media_type: str | None = None
    subject: str = "the body"
    wire: Wire = "json"
    json_fields: frozenset[str] = frozenset()
    """The fields of a form that are sent as JSON."""

    def below(self, pointer: str, **changes: Any) -> Self:
        """A place below this one."""
        return self._replace(pointer=self.pointer + pointer, **changes)

    def finding(self, rule: str, old: Json, new: Json, message: str) -> Finding:
        """A finding here, with the level of its rule."""
        return Finding(
            rule,
            level_of(rule),
            self.category,
            self.operation,
            self.direction,
            self.pointer,
            old,
            new,
            message,
        )


def schema_findings(place: Place, before: Schema, after: Schema, views: Views) -> Iterator[Finding]:
    """The findings about the schemas at a place."""
    if same(before, after) and views[0].defs == views[1].defs:
        return
    for verdict in _verdicts(place, before, after, views):
        at = place.below(verdict.pointer, category=_category(verdict.rule, place.category))
        made = at.finding(verdict.rule, verdict.old, verdict.new, verdict.message)
        yield made._replace(witness=verdict.witness, unproved=verdict.unproved)


def _verdicts(place: Place, before: Schema, after: Schema, views: Views) -> list[Verdict]:
    """The verdicts about two schemas, made once: many an API has the same error in every operation."""
    scope = Scope(place.direction, place.media_type, place.subject)
    sides = before, after, views[1].defs
    known: dict[object, tuple[object, list[Verdict]]] = views[0].defs.compared
    key = (*map(id, sides), scope, place.wire, place.json_fields)
    if key not in known:
        known[key] = sides, _verdicts_anew(place, scope, before, after, views)
    return known[key][1]


def _verdicts_anew(
    place: Place, scope: Scope, before: Schema, after: Schema, views: Views
) -> list[Verdict]:
    old, new = (in_direction(schema, place.direction) for schema in (before, after))
    old_defs, new_defs = (view.defs.in_direction(place.direction) for view in views)
    found = list(Comparison(old_defs, new_defs).differences(old, new))
    if not all(view.has_prose for view in views):
        found = [difference for difference in found if difference.aspect not in (LIFECYCLE, BOUNDS)]
    if not found:
        return []
    prover = Prover(old, new, old_defs, new_defs, wire=place.wire, json_fields=place.json_fields)
    return verdicts(found, prover, scope)


def _category(rule: str, category: Category) -> Category:
    if re.match(r"(request|response)-model-", rule):
        return "catalogue"
    return "prose" if rule.startswith("prose-") else category
