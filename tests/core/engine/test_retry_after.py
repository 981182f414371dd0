from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from pyvenice.core.engine.calls import Reply
from pyvenice.core.engine.retry_after import retry_after, seconds_until_reset


@pytest.fixture
def _far_from_utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "America/New_York")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("_far_from_utc")
@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("5, 5", 5),
        ("20s", 20),
        ("Thu, 01 Jan 2026 00:00:20 -0000", 20),
        ("Thu, 01 Jan 2026 00:00:20", 20),
        ("Thu, 01 Jan 2026 00:00:20 GMT", 20),
    ],
)
def test_repeated_numbers_units_and_dates_without_a_zone_are_read(
    text: str, seconds: float
) -> None:
    headers = {"date": "Thu, 01 Jan 2026 00:00:00 GMT", "retry-after": text}
    assert retry_after(Reply(429, headers, b"")) == seconds


@pytest.mark.parametrize(
    ("left", "reset", "seconds"),
    [("0", "12", 12), ("0", "1m30s", 90), ("0", "1767225620", 20), ("0", "", 0), ("3", "12", 0)],
)
def test_a_success_that_used_up_a_limit_says_until_when(
    left: str, reset: str, seconds: float
) -> None:
    headers = {
        "date": "Thu, 01 Jan 2026 00:00:00 GMT",
        "x-ratelimit-remaining-requests": left,
        "x-ratelimit-reset-requests": reset,
    }
    assert seconds_until_reset(headers) == seconds
