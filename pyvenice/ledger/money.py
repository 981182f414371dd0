"""Money as whole micro-dollars: amounts are added without rounding errors."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from pyvenice.core.recording.short_repr import short_repr
from pyvenice.errors import ArgumentError

_MICRO = 1_000_000
_MOST = 10**12
"""Micro-dollars: a million dollars. More is a slip of the hand, such as cents for dollars."""


def micro_dollars(value: object, *, argument: str) -> int:
    """An amount in US dollars as micro-dollars. Raises `ArgumentError` for what is no amount."""
    if isinstance(value, int | float | Decimal | str) and not isinstance(value, bool):
        try:
            amount = Decimal(str(value))
        except (InvalidOperation, ValueError):  # ValueError: more digits than Python writes
            amount = Decimal("NaN")
        if amount.is_finite() and 0 <= amount * _MICRO <= _MOST:
            return int((amount * _MICRO).to_integral_value())
    raise ArgumentError(
        f"{argument}={short_repr(value)} is not an amount: pass US dollars from 0 to 1,000,000, such as 0.25",
        argument=argument,
        value=value,
        allowed="0 to 1,000,000",
    )


def dollars(micro: int) -> float:
    """Micro-dollars as US dollars."""
    return micro / _MICRO


def known_dollars(micro: int | None) -> float | None:
    """Micro-dollars as US dollars; what is unknown stays unknown."""
    return None if micro is None else dollars(micro)


def micro_cost(cost: float | None) -> int | None:
    """The cost that a result has, in micro-dollars; what is unknown stays unknown."""
    return None if cost is None else round(cost * _MICRO)


def dollar_text(micro: int) -> str:
    """An amount as people write it: `$0.04`, `$1.2345`; never rounded to nothing."""
    whole, fraction = divmod(micro, _MICRO)
    digits = f"{fraction:06}".rstrip("0").ljust(2, "0")
    return f"${whole:,}.{digits}"
