"""Number ranges as regular expressions: whole numbers from one to another, without leading zeros."""

from __future__ import annotations

from collections.abc import Iterator


def range_pattern(low: int, high: int) -> str:
    r"""A pattern of the whole numbers `low` to `high`: `(?:25[6-9]|2[6-9]\d|…)`.

    Raises `ValueError` when there is none.
    """
    if not 0 <= low <= high:
        raise ValueError(f"there is no number from {low} to {high}")
    return f"(?:{'|'.join(_pattern(first, last) for first, last in _blocks(low, high))})"


def _blocks(low: int, high: int) -> Iterator[tuple[int, int]]:
    """The range in parts, of each of which only the last digits differ, and all of them freely."""
    while low <= high:
        step = 1
        while low % (step * 10) == 0 and low + step * 10 - 1 <= high and low:
            step *= 10
        last = low
        while last + step <= high - step + 1 and (last // (10 * step)) == (
            (last + step) // (10 * step)
        ):
            last += step
        yield low, last + step - 1
        low = last + step


def _pattern(first: int, last: int) -> str:
    """The digits of a block: the same, then a class, then any."""
    text = ""
    for begin, end in zip(str(first), str(last), strict=True):
        if begin == end:
            text += begin
        else:
            text += r"\d" if (begin, end) == ("0", "9") else f"[{begin}-{end}]"
    return text
