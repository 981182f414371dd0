"""Foreign patterns are read, never run by Python; texts are made from them, and a limit stops the engine."""

from __future__ import annotations

import jsonschema_rs
import pytest

from pyvenice.contract.schema.broken_keywords import REGEX_LIMIT, readable_pattern
from pyvenice.contract.schema.regex import UnreadablePatternError, parse, rewritten
from pyvenice.contract.witness.regex_samples import texts


def matches(pattern: str, text: str) -> bool:
    schema = {"pattern": readable_pattern(pattern)}
    return jsonschema_rs.Draft202012Validator(schema, pattern_options=REGEX_LIMIT).is_valid(text)


@pytest.mark.parametrize(
    "pattern",
    [
        "^[a-z]{3,50}$",
        r"^\d{4}-\d{2}$",
        "^(?<year>[0-9]{4})$",
        "^(?:|sk-[a-z]{3})$",
        r"^[\w-.]+$",
        r"^\p{Lu}+$",
        r"^(['\"]).*\1$",
        r"^\u{1F600}$",
        r"^(?=.*[0-9])(?=.*[a-z]).{8,}$",
        "^(?!admin)[a-z]{3,10}$",
        "^(a+)+b$",
        r"\A[a-z]+\z",
        "^[^~x]+$",
    ],
)
def test_texts_are_made_that_the_pattern_matches(pattern: str) -> None:
    assert any(matches(pattern, text) for text in texts(pattern))


def test_lengths_that_the_schema_names_are_tried() -> None:
    assert "0" * 12 in texts("^[0-9]+$", (12,))


def test_texts_stand_at_the_edges_of_a_repetition() -> None:
    assert {3, 50} <= {len(text) for text in texts("^[a-z]{3,50}$")}


@pytest.mark.parametrize("pattern", ["(", "[", "a)", "*a", "[b-a]", "(?z)", r"\p{Nothing}"])
def test_a_broken_pattern_is_refused_and_gives_no_text(pattern: str) -> None:
    with pytest.raises(UnreadablePatternError):
        parse(pattern)
    assert texts(pattern) == ()


def test_a_spelling_that_only_ecmascript_has_is_rewritten() -> None:
    assert matches(r"^[\w-.]+$", "a-b.c")
    assert rewritten("^(?=a)b$") is None


@pytest.mark.parametrize(
    "pattern", ["(" * 500 + ")" * 500, "a" * 9000, "^((a{0,99}){0,99}){0,99}$"]
)
def test_a_pattern_beyond_all_measure_gives_no_long_text(pattern: str) -> None:
    assert all(len(text) <= 20_000 for text in texts(pattern))
