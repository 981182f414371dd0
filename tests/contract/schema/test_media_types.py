"""Ranges of media types contain what they name, and parameters count."""

from __future__ import annotations

import pytest

from pyvenice.contract.schema.media_types import contains, media_type


@pytest.mark.parametrize(
    ("wide", "narrow", "expected"),
    [
        ("*/*", "application/json", True),
        ("image/*", "image/png", True),
        ("image/png", "image/*", False),
        ("application/json", "application/xml", False),
        ("Application/JSON", "application/json", True),
        ("application/json", "application/json; charset=utf-8", True),
        ("application/json", "application/json;version=1", True),
        ("application/json;version=1", "application/json", False),
        ("application/json;version=1", "application/json;version=2", False),
        ("image/png, image/jpeg", "image/jpeg", True),
        ("image/png", "image/png, image/jpeg", False),
    ],
)
def test_a_range_contains_what_it_names(wide: str, narrow: str, expected: bool) -> None:
    assert contains(wide, narrow) is expected


def test_a_media_type_is_written_in_one_way() -> None:
    assert (
        media_type('Application/JSON; Version="1" ;charset=x').text == "application/json; version=1"
    )
