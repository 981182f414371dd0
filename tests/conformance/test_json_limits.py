"""Limits of JSON: deep and large values are refused before they are built."""

from __future__ import annotations

import json
import tracemalloc
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pyvenice.conformance.json_limits import DEEPEST, parse_json

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(VALUES)
@settings(max_examples=100, deadline=None, database=None, derandomize=True)
def test_whatever_is_json_is_read(value: Any) -> None:
    assert parse_json(json.dumps(value)) == value
    assert parse_json(json.dumps(value, ensure_ascii=False).encode()) == value


@given(st.binary() | st.text())
@settings(max_examples=100, deadline=None, database=None, derandomize=True)
def test_anything_else_is_a_value_error(body: bytes | str) -> None:
    with suppress(ValueError):
        parse_json(body)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"[" * 5000, "nested deeper than 100"),
        (b'{"a":' * 5000, "nested deeper than 100"),
        (b"[" * (DEEPEST + 1) + b"]" * (DEEPEST + 1), "nested deeper than 100"),
        (b"[" + b"[]," * 300_000 + b"[]]", "more than 200,000 values"),
        (b"[" + b"0," * 300_000 + b"0]", "more than 200,000 values"),
        (b'{"\\"' + b"[" * 200 + b'": ' + b"[" * 101, "nested deeper than 100"),
        (b"NaN", "NaN is not JSON"),
        (b"[1e999]", "the number 1e999 is too large"),
        (b"9" * 5000, "digits"),
        ('{"a": 1}'.encode("utf-16"), "codec"),
    ],
)
def test_what_would_blow_up_is_refused(body: bytes, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        parse_json(body)


def test_brackets_and_commas_in_strings_do_not_count() -> None:
    text = '[{,\\"' * 100_000
    body = json.dumps([text, '"' + text])
    assert parse_json(body) == [text, '"' + text]


def test_the_deepest_value_that_is_allowed_is_read() -> None:
    assert str(parse_json(b"[" * DEEPEST + b"]" * DEEPEST)) == "[" * DEEPEST + "]" * DEEPEST


def test_lone_surrogates_are_replaced() -> None:
    assert parse_json(rb'["\ud800x"]') == ["?x"]
    assert parse_json(rb'["\ud83d\ude00"]') == ["\U0001f600"]


def test_a_bomb_costs_no_more_memory_than_its_text() -> None:
    bomb = b"[" + b"[]," * 300_000 + b"[]]"
    tracemalloc.start()
    try:
        with pytest.raises(ValueError, match="values"):
            parse_json(bomb, most_values=5000)
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()
