"""Foreign values as text."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyvenice.contract.reports.values import (
    display,
    many_lines,
    one_line,
    shorten,
    visible,
    without_credentials,
)
from pyvenice.core.recording.secrets import redacted_url

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(st.text())
def test_visible_text_is_printable_and_on_one_line(text: str) -> None:
    assert visible(text).isprintable()


@given(VALUES)
def test_json_on_one_line_and_on_many_is_the_same_value(value: Any) -> None:
    assert one_line(value).isprintable()
    assert json.loads(one_line(value)) == value
    assert json.loads("\n".join(many_lines(value))) == value
    assert all(line.isprintable() for line in many_lines(value))


def test_short_parts_stay_on_one_line() -> None:
    assert many_lines({"type": ["string", "null"], "enum": ["a" * 30, "b" * 30]}) == [
        "{",
        '  "type": ["string", "null"],',
        '  "enum": [',
        f'    "{"a" * 30}",',
        f'    "{"b" * 30}"',
        "  ]",
        "}",
    ]


def test_what_is_cut_says_how_much_there_was() -> None:
    assert shorten("x" * 2000) == f"{'x' * 24}… (2,000 characters)"
    assert shorten(list(range(20)))[-1] == "… 14 more"
    assert shorten({"a": {"b": "short"}}) == {"a": {"b": "short"}}


def test_a_side_without_a_value_is_absent_and_a_long_one_is_cut() -> None:
    assert display(None) == "absent"
    assert display("") == '""'
    assert len(display({str(number): number for number in range(99)}, 40)) == 40


@pytest.mark.parametrize(
    ("url", "shown_as"),
    [
        ("https://a:b@example.test:8/x.yaml?k=v#f", "https://example.test:8/x.yaml?…"),
        ("specs/openapi.yaml", "specs/openapi.yaml"),
        ("-", "-"),
        ("https://[half", "https://[half"),
    ],
)
def test_an_address_is_shown_without_secrets(url: str, shown_as: str) -> None:
    assert redacted_url(url, "mark") == shown_as


def test_credentials_leave_a_sentence() -> None:
    assert without_credentials("http://u:p@h/ and ftp://x@h") == "http://h/ and ftp://h"
