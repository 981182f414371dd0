"""`oneOf` of plain values that overlap: what is found agrees with the letter, and with what is meant."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from pyvenice.contract.diff.findings import Finding
from pyvenice.contract.schema_diff.verdicts import agrees
from tests.contract.diff.test_operation_diff import STRING, found, rules

Schema = dict[str, Any]

SHORT: Schema = {"type": "string", "maxLength": 5}
LISTED: Schema = {"type": "string", "enum": ["ab", "c"]}
NUMBER: Schema = {"type": "number"}
WHOLE: Schema = {"type": "integer"}


def one_of(*branches: Schema) -> Schema:
    return {"oneOf": [*branches]}


def one_of_or_null(*branches: Schema) -> Schema:
    return {"anyOf": [one_of(*branches), {"type": "null"}]}


LITERAL: list[tuple[Schema, Schema, list[tuple[str, str]]]] = [
    (LISTED, one_of(LISTED, {"const": "c"}), [("request-exactly-one-narrowed", "warning")]),
    (one_of(LISTED, {"const": "c"}), LISTED, [("request-exactly-one-widened", "info")]),
    (one_of(STRING, SHORT), one_of(STRING, SHORT | {"maxLength": 3}), [("request-exactly-one-widened", "info")]),
    (one_of(STRING, SHORT), one_of(STRING, SHORT | {"maxLength": 9}), [("request-exactly-one-narrowed", "warning")]),
    (one_of(SHORT, LISTED), one_of(SHORT, {"const": "c"}), [("request-exactly-one-widened", "info")]),
    ({}, one_of({}, WHOLE), [("request-exactly-one-narrowed", "warning")]),
    (one_of({}, WHOLE), {}, [("request-exactly-one-widened", "info")]),
    (one_of_or_null({}, STRING), one_of_or_null({}, SHORT), [("request-exactly-one-widened", "info")]),
    (one_of_or_null({}, SHORT), one_of_or_null({}, STRING), [("request-exactly-one-narrowed", "warning")]),
    (one_of({}, WHOLE, SHORT), one_of({}, WHOLE, LISTED), [("request-exactly-one-widened", "info")]),
    (one_of(NUMBER, WHOLE | {"minimum": 3}), one_of(NUMBER, WHOLE | {"minimum": 5}), [("request-exactly-one-widened", "info")]),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), LITERAL)
def test_what_only_the_letter_changes_is_no_break_and_not_silent(
    old: Schema, new: Schema, expected: list[tuple[str, str]]
) -> None:
    assert rules(old, new) == expected


MEANT: list[tuple[Schema, Schema]] = [
    (one_of(STRING, WHOLE), {"type": ["integer", "string"]}),
    (one_of(LISTED, {"const": "d"}), {"type": "string", "enum": ["ab", "c", "d"]}),
    # To the letter null fits both shapes and is refused. Who marks each shape as nullable means that null
    # is taken, and servers take it: a warning would be a false alarm in every generated document.
    (
        one_of({"type": ["string", "null"]}, {"type": ["integer", "null"]}),
        {"type": ["integer", "null", "string"]},
    ),
]


@pytest.mark.parametrize(("old", "new"), MEANT)
def test_another_way_to_write_what_is_meant_is_silent(old: Schema, new: Schema) -> None:
    assert found(old, new) == []
    assert found(new, old) == []


def test_null_is_no_proof_where_it_fits_two_shapes() -> None:
    (finding,) = found(STRING, one_of({"type": ["string", "null"]}, {"const": None}))
    assert (finding.rule, finding.unproved) == ("request-type-widened", True)


PLAIN = st.one_of(
    st.fixed_dictionaries(
        {"type": st.just("string")},
        optional={"minLength": st.integers(0, 3), "maxLength": st.integers(1, 4)},
    ),
    st.builds(
        lambda values: {"type": "string", "enum": values},
        st.lists(st.sampled_from(["a", "b", "ab"]), min_size=1, unique=True),
    ),
    st.builds(lambda value: {"const": value}, st.sampled_from(["a", "b", 0, 1, True])),
    st.fixed_dictionaries(
        {"type": st.sampled_from(["integer", "number"])},
        optional={"minimum": st.integers(-1, 2), "maximum": st.integers(2, 4)},
    ),
)
UNIONS = st.lists(PLAIN, min_size=2, max_size=3).map(lambda branches: one_of(*branches))
VALUES: list[Any] = [*(True, False, -2, -1, 0, 0.5, 1, 1.5, 2, 3, 4, 5), "", *("a", "b", "c", "ab")]
VALUES += ["x" * length for length in range(1, 7)]


@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(UNIONS, UNIONS)
def test_findings_and_proofs_agree_with_a_validator_that_takes_exactly_one_at_its_word(
    old: Schema, new: Schema
) -> None:
    takes_old, takes_new = Draft202012Validator(old), Draft202012Validator(new)
    findings = found(old, new)
    if any(takes_old.is_valid(value) != takes_new.is_valid(value) for value in VALUES):
        assert findings
    for finding in findings:
        assert_is_proved(finding, takes_old, takes_new)


def assert_is_proved(finding: Finding, takes_old: Any, takes_new: Any) -> None:
    if finding.witness is None:
        return
    value, accepted_by = finding.witness.payload, finding.witness.accepted_by
    assert takes_old.is_valid(value) == (accepted_by == "old"), finding
    assert takes_new.is_valid(value) == (accepted_by == "new"), finding
    assert agrees(finding.rule, accepted_by), finding
