"""Usage: what the ledger says, as tables and as bars of an SVG."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pyvenice.catalogue.estimation import dollars
from pyvenice.ledger.entry import UsageRow
from pyvenice.ledger.ledger import Ledger

_DAYS = 30
_WIDTH, _HEIGHT, _LABELS = 600, 180, 24


@dataclass(frozen=True, slots=True)
class Bar:
    """Two bars of one day, in units of the drawing."""

    day: str
    x: float
    width: float
    estimated: float
    billed: float
    text: str


def usage_facts(ledger: Ledger) -> Mapping[str, Any]:
    """The facts of the page. Calls that the sandbox answered are never among what was spent."""
    days = ledger.usage("day")
    is_real = any(not row.sandbox for row in days)
    shown = [row for row in days if row.sandbox != is_real][-_DAYS:]
    groups = {
        "day": _table(list(reversed(days[-2 * _DAYS :]))),
        "model": _table(ledger.usage("model")),
        "provider": _table(ledger.usage("provider")),
    }
    spent = sum(row.billed for row in days if not row.sandbox)
    return {
        "groups": groups,
        "bars": bars(shown),
        "is_real": is_real,
        "most": dollars(_most(shown)),
        "spent": dollars(spent),
        "unpriced": sum(row.unpriced for row in days if not row.sandbox),
        "chart": {"width": _WIDTH, "height": _HEIGHT, "labels": _LABELS},
    }


def bars(rows: Sequence[UsageRow]) -> list[Bar]:
    """The bars of these days; the highest has the height of the drawing."""
    most = _most(rows) or 1
    step = _WIDTH / max(len(rows), 7)
    return [
        Bar(
            row.key,
            round(index * step, 2),
            round(step * 0.4, 2),
            round(_HEIGHT * row.estimated / most, 2),
            round(_HEIGHT * row.billed / most, 2),
            f"{row.key}: estimated {_amount(row.known_estimate)}, billed {_amount(row.known_bill)}",
        )
        for index, row in enumerate(rows)
    ]


def _most(rows: Sequence[UsageRow]) -> int:
    return max((max(row.estimated, row.billed) for row in rows), default=0)


def _amount(sum_of_group: int | None) -> str:
    return "unknown" if sum_of_group is None else dollars(sum_of_group)


def _table(rows: Sequence[UsageRow]) -> list[Mapping[str, Any]]:
    most = _most(rows) or 1
    return [_row(row, most) for row in rows]


def _row(row: UsageRow, most: int) -> Mapping[str, Any]:
    return {
        "key": row.key,
        "sandbox": row.sandbox,
        "calls": row.calls,
        "failed": row.failed,
        "images": row.images,
        "estimated": _amount(row.known_estimate),
        "billed": _amount(row.known_bill),
        "unpriced": row.unpriced,
        "estimated_share": round(100 * row.estimated / most, 1),
        "billed_share": round(100 * row.billed / most, 1),
    }
