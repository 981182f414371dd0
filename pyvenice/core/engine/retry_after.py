"""When to come back, in any of the ways in which a server says it."""

from __future__ import annotations

import math
import re
import time
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from pyvenice.core import bounded_json
from pyvenice.core.engine.calls import Reply
from pyvenice.core.json_types import Json

_NUMBER = re.compile(r"[0-9]{1,15}(\.[0-9]{1,9})?")
_DURATION = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,9})?)(ns|us|µs|ms|s|m|h|d)")
_SECONDS = {"ns": 1e-9, "us": 1e-6, "µs": 1e-6, "ms": 1e-3, "s": 1, "m": 60, "h": 3600, "d": 86400}
_LIMITS = ("requests", "tokens")
_PARSED_BYTES = 64 * 1024
_MAX_DEPTH = 8


def retry_after(reply: Reply, keys: Collection[str] = ()) -> float | None:
    """Seconds that the server asks to wait, or `None`. Nonsense and negative numbers count as none.

    Read from `retry-after-ms`, `Retry-After` (seconds or a date), the `keys` of a JSON body and,
    after a 429, from the reset of the limits that are used up (a duration such as `1m30s`, or a Unix
    time in ms or s).
    """
    headers = reply.headers
    now = _server_time(headers)
    milliseconds = _number(headers.get("retry-after-ms", ""))
    if milliseconds is not None:
        return milliseconds / 1000
    asked = headers.get("retry-after", "")
    # Several headers of this name arrive as one, joined with commas.
    numbers = [_seconds(part) for part in asked.split(",")]
    seconds = max((number for number in numbers if number is not None), default=None)
    if None in numbers:
        seconds = _seconds(asked)
    if seconds is None:
        seconds = _until(asked, now)
    if seconds is None and keys:
        seconds = _in_body(reply, keys)
    if seconds is None and reply.status == HTTPStatus.TOO_MANY_REQUESTS:
        seconds = _until_reset(headers, now)
    return seconds


def _number(text: str) -> float | None:
    text = text.strip()
    return float(text) if _NUMBER.fullmatch(text) else None


def _seconds(text: str) -> float | None:
    number = _number(text)
    return _duration(text) if number is None else number


def _server_time(headers: Mapping[str, str]) -> float:
    return _timestamp(headers.get("date", "")) or time.time()


def _timestamp(text: str) -> float | None:
    try:
        moment = parsedate_to_datetime(text)
        # A date without a zone, or with "-0000", is in UTC (RFC 9110, 5.6.7).
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except (ValueError, TypeError, OverflowError):
        return None


def _until(date: str, now: float) -> float | None:
    moment = _timestamp(date)
    return None if moment is None else max(0.0, moment - now)


def _in_body(reply: Reply, keys: Collection[str]) -> float | None:
    try:
        members = _members(bounded_json.loads(reply.content[:_PARSED_BYTES]))
    except ValueError:
        return None
    waits = [_seconds(str(value)) for name, value in members if name in keys]
    return next((seconds for seconds in waits if seconds is not None), None)


def _members(node: Json, depth: int = 0) -> Iterator[tuple[str, Json]]:
    if depth > _MAX_DEPTH:
        return
    if isinstance(node, dict):
        yield from node.items()
    if isinstance(node, dict | list):
        for inner in node.values() if isinstance(node, dict) else node:
            yield from _members(inner, depth + 1)


def seconds_until_reset(headers: Mapping[str, str]) -> float:
    """Seconds until a limit is reset that the headers of a success call used up; 0 where none is."""
    if not any(headers.get(f"x-ratelimit-remaining-{kind}") == "0" for kind in _LIMITS):
        return 0.0
    return _until_reset(headers, _server_time(headers)) or 0.0


def _until_reset(headers: Mapping[str, str], now: float) -> float | None:
    """Until the last of the limits that are used up is reset; that of requests if none says so."""
    spent = [kind for kind in _LIMITS if headers.get(f"x-ratelimit-remaining-{kind}") == "0"]
    resets = [headers.get(f"x-ratelimit-reset-{kind}", "") for kind in spent or ["requests"]]
    waits = [wait for text in resets if (wait := _wait_in(text, now)) is not None]
    return max(waits, default=None)


def _wait_in(text: str, now: float) -> float | None:
    number = _number(text)
    if number is None:
        return _duration(text)
    if number > 1e11:
        return max(0.0, number / 1000 - now)
    return max(0.0, number - now) if number > 1e9 else number


def _duration(text: str) -> float | None:
    parts = _DURATION.findall(text)
    if not parts or "".join(number + unit for number, unit in parts) != text.strip():
        return None
    return math.fsum(float(number) * _SECONDS[unit] for number, unit in parts)
