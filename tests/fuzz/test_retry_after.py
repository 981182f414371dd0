"""`Retry-After` and its relatives in any form: a number of seconds that can be waited, or none."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from email.utils import format_datetime

from hypothesis import given
from hypothesis import strategies as st

from pyvenice.core.engine.calls import Reply
from pyvenice.core.engine.retry_after import retry_after
from tests.fuzz.fuzzing import fuzz

DATES = st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31), timezones=st.just(UTC)).map(  # noqa: DTZ001
    format_datetime
)
VALUES = st.one_of(
    st.text(max_size=20),
    st.text("0123456789.,-+ nuµmshd\x1f\u0663", max_size=12),
    DATES,
    DATES.map(lambda date: date.replace("+0000", "-0000")),
    st.sampled_from(["inf", "nan", "-1", "1e9", "1_000", "٣", "5, 5", "20s", "1m30s", "0x10", "∞"]),
)
NAMES = [
    "retry-after",
    "retry-after-ms",
    "date",
    "x-ratelimit-reset-requests",
    "x-ratelimit-reset-tokens",
    "x-ratelimit-remaining-tokens",
]


@given(st.sampled_from([429, 503]), st.dictionaries(st.sampled_from(NAMES), VALUES))
@fuzz(120)
def test_any_header_says_how_long_to_wait_or_nothing(status: int, headers: dict[str, str]) -> None:
    seconds = retry_after(Reply(status, headers, b""))
    assert seconds is None or (math.isfinite(seconds) and seconds >= 0)


@given(st.integers(0, 10**6), st.sampled_from(["{}", " {} ", "{}s", "{}, {}", "{}.0"]))
@fuzz(20)
def test_seconds_are_read_in_each_form(seconds: int, form: str) -> None:
    headers = {"retry-after": form.format(seconds, seconds)}
    assert retry_after(Reply(429, headers, b"")) == seconds
