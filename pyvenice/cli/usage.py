"""`pyvenice usage`: what the calls in the ledger have cost."""

from __future__ import annotations

import csv
import datetime as dt
import json
import re
import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, get_args

import click

from pyvenice.cli.terminal.tables import print_table
from pyvenice.ledger.entry import UsageGroup, UsageRow
from pyvenice.ledger.ledger import Ledger
from pyvenice.ledger.money import dollar_text, known_dollars

_COLUMNS = ("calls", "failed", "images", "estimated", "billed", "unpriced", "time")
_AGES = {"h": "hours", "d": "days", "w": "weeks"}


class Moment(click.ParamType[dt.datetime]):
    """A day such as 2026-11-30, a moment, or an age such as 12h, 7d, 4w; in UTC."""

    name = "moment"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> dt.datetime:
        if age := re.fullmatch(r"(\d{1,5})([hdw])", str(value)):
            return dt.datetime.now(dt.UTC) - dt.timedelta(**{_AGES[age[2]]: int(age[1])})
        try:
            moment = dt.datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is not like 2026-11-30, 12h, 7d or 4w", param, ctx)
        return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


@click.command("usage")
@click.option(
    "--by",
    type=click.Choice(get_args(UsageGroup)),
    default="model",
    help="What a row is for; default: model.",
)
@click.option("--since", type=Moment(), metavar="DAY|AGE", help="Such as 2026-11-30, 12h, 7d, 4w.")
@click.option("--until", type=Moment(), metavar="DAY|AGE", help="Before this.")
@click.option("--csv", "as_csv", is_flag=True, help="Print comma-separated values.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def command(
    by: UsageGroup,
    since: dt.datetime | None,
    until: dt.datetime | None,
    as_csv: bool,
    as_json: bool,
) -> None:
    """Show what calls have cost, from the ledger on this machine.

    Days are in UTC. Calls whose cost nobody knows are counted as unpriced, and are not in the sum.
    """
    if as_csv and as_json:
        raise click.UsageError("--csv and --json: give one")
    with Ledger() as ledger:
        rows = ledger.usage(by, since=since, until=until)
        path = ledger.path
    if as_json:
        _print_json(by, rows)
    elif as_csv:
        _print_csv(by, rows)
    elif rows:
        _print_table(by, rows)
    else:
        click.echo(f"no calls in {path}", err=True)


def _print_table(by: str, rows: Sequence[UsageRow]) -> None:
    paid = [row for row in rows if not row.sandbox]
    lines = [_cells(row) for row in rows]
    if len(paid) > 1:
        lines.append(_cells(_total(paid)))
    print_table(
        [by, *_COLUMNS], lines, numbers=_COLUMNS, whole=[by, *_COLUMNS], optional=["time", "failed"]
    )


def _cells(row: UsageRow) -> list[str]:
    counts = [str(row.calls), str(row.failed), str(row.images)]
    billed = "sandbox" if row.sandbox else _sum_text(row.known_bill, row.unpriced)
    money = [_sum_text(row.known_estimate, row.unestimated), billed, str(row.unpriced)]
    return [row.key or "(none)", *counts, *money, f"{row.duration:.0f} s"]


def _sum_text(amount: int | None, unknown: int) -> str:
    """A sum as people read it: `unknown`, or `$0.04 + ?` where that of some calls is unknown."""
    return "unknown" if amount is None else f"{dollar_text(amount)}{' + ?' if unknown else ''}"


def _total(rows: Sequence[UsageRow]) -> UsageRow:
    names = (
        "calls",
        "failed",
        "images",
        "estimated",
        "billed",
        "unpriced",
        "duration",
        "unestimated",
    )
    sums: dict[str, Any] = {name: sum(getattr(row, name) for row in rows) for name in names}
    return UsageRow(key="total", sandbox=False, **sums)


def _record(by: str, row: UsageRow) -> dict[str, Any]:
    facts = asdict(row)
    del facts["estimated"], facts["billed"]
    facts["estimated_usd"] = known_dollars(row.known_estimate)
    facts["billed_usd"] = 0.0 if row.sandbox else known_dollars(row.known_bill)
    return {by: facts.pop("key"), **facts}


def _print_json(by: str, rows: Sequence[UsageRow]) -> None:
    document = {"version": 1, "by": by, "rows": [_record(by, row) for row in rows]}
    click.echo(json.dumps(document, indent=2, ensure_ascii=False))


def _print_csv(by: str, rows: Sequence[UsageRow]) -> None:
    records = [_record(by, row) for row in rows]
    empty = _record(by, _total([]))
    writer = csv.DictWriter(sys.stdout, list(empty), lineterminator="\n")
    writer.writeheader()
    writer.writerows(records)
