"""Sunset dates: the day on which something goes away, as `x-sunset` says it."""

from __future__ import annotations

from typing import Literal


def sunset_change(before: str | None, after: str | None) -> Literal["set", "postponed"] | None:
    """`set` where the day is new, earlier or unreadable, `postponed` where it is later or gone; None where it is the same."""
    sooner, later = _day(before or ""), _day(after or "")
    if sooner == later:
        return None
    if not later:
        return "postponed"
    return "postponed" if sooner and later > sooner and _is_day(later) else "set"


def sunset_sentence(subject: str, before: str | None, after: str | None) -> str:
    """When something goes away, and when it did before."""
    day = after if not after or _is_day(_day(after)) else f"a day that cannot be read ({after})"
    text = f"{subject} goes away on {day}" if after else f"{subject} no longer goes away on a day"
    return f"{text} instead of {before}" if before and after else text


def _is_day(day: str) -> bool:
    return day[:4].isdecimal() and day[4:5] == "-"


def _day(text: str) -> str:
    """The day of a date or a time, as ISO 8601 or as HTTP writes it: such texts sort like their days."""
    if text[:1].isalpha():
        import email.utils  # eight milliseconds that hardly any document needs

        moment = email.utils.parsedate(text)
        return text if moment is None else "{:04}-{:02}-{:02}".format(*moment)
    return text[:10]
