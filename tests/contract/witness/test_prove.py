"""Three outcomes: a value tells the sides apart, none of many does, or nothing decides."""

from __future__ import annotations

from typing import Any

import pytest

from pyvenice.contract.diff.findings import Finding
from pyvenice.contract.diff.operation_diff import changes
from pyvenice.contract.document.document_limits import deadline
from pyvenice.contract.operation.operation_view import views
from pyvenice.contract.schema_diff.verdicts import agrees
from tests.contract.schema_diff.corpus import document, shape

TEXT = {"type": "string"}
HARD = {"type": "array", "items": TEXT, "minItems": 2147483647}


def found(before: Any, after: Any) -> list[Finding]:
    return changes(*(views(document(side, "request")) for side in (before, after)))


def test_a_proof_shows_what_its_sentence_says() -> None:
    (finding,) = found(shape(p=TEXT), shape(p=TEXT | {"maxLength": 2}))
    assert finding.witness is not None
    assert finding.witness.accepted_by == "old"
    assert not finding.unproved


def test_another_way_to_write_the_same_is_silent() -> None:
    assert (
        found(
            shape(p={"type": "string", "pattern": "^\\d+$"}),
            shape(p={"type": "string", "pattern": "^[0-9]+$"}),
        )
        == []
    )


def test_a_neighbour_without_values_leaves_a_suspicion() -> None:
    (finding,) = found(
        shape("n", "p", n=HARD, p=TEXT), shape("n", "p", n=HARD, p={"type": "integer"})
    )
    assert (finding.level, finding.unproved, finding.witness) == ("breaking", True, None)


@pytest.mark.parametrize(
    ("keyword", "before", "after"),
    [
        ("maxItems", 2147483647, 2147483646),
        ("maxLength", 4294967295, 4294967294),
        ("minItems", 10**9, 10**9 + 1),
        ("maxProperties", 10**9, 10**9 - 1),
    ],
)
def test_a_size_that_cannot_be_built_is_a_suspicion(keyword: str, before: int, after: int) -> None:
    (finding,) = found(shape(p={keyword: before}), shape(p={keyword: after}))
    assert (finding.level, finding.unproved) == ("breaking", True)


def test_a_ring_of_references_ends() -> None:
    def ring(member: Any) -> Any:
        names = [f"S{number}" for number in range(14)]
        schemas = {
            name: shape(
                v=TEXT,
                **{f"to_{other}": {"$ref": f"#/components/schemas/{other}"} for other in names},
            )
            for name in names
        }
        schemas["S3"]["properties"]["v"] = member
        made = document({"$ref": "#/components/schemas/S0"}, "request")
        return made | {"components": {"schemas": schemas}}

    (finding,) = changes(views(ring(TEXT)), views(ring({"type": "integer"})))
    assert finding.rule == "request-type-changed"


@pytest.mark.parametrize(
    ("rule", "side"),
    [
        ("request-enum-narrowed", "old"),
        ("request-value-removed", "old"),
        ("request-property-became-required", "old"),
        ("response-type-widened", "new"),
        ("response-property-became-optional", "new"),
        ("request-alternative-added", "new"),
    ],
)
def test_a_proof_that_points_the_other_way_is_none(rule: str, side: str) -> None:
    assert agrees(rule, side)
    assert not agrees(rule, "new" if side == "old" else "old")


def test_after_the_deadline_a_difference_is_unproved() -> None:
    with deadline(0):
        (finding,) = found({"type": "string"}, {"type": "integer"})
    assert finding.unproved
    (finding,) = found({"type": "string"}, {"type": "integer"})
    assert not finding.unproved
