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

from pyvenice.cli import exit_status
from pyvenice.cli.billing import billed_events, billing_providers, client_of
from pyvenice.cli.terminal.tables import print_table
from pyvenice.ledger.entry import UsageGroup, UsageRow
from pyvenice.ledger.ledger import Ledger
from pyvenice.ledger.money import dollar_text, dollars, known_dollars
from pyvenice.ledger.reconciliation import Reconciliation, reconcile

_COLUMNS = ("calls", "failed", "images", "estimated", "billed", "unpriced", "time")
_SHOWN = 10
"""Requests that only one side has, for a person."""
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


class _Word(click.Choice[str]):
    """A choice whose error does not quote the brackets of the usage line."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if value not in self.choices:
            known = ", ".join(self.choices)
            raise click.UsageError(f"invalid choice: {value!r} (choose from {known})", ctx)
        return super().convert(value, param, ctx)


@click.command("usage")
@click.argument("action", required=False, type=_Word(["reconcile"]), metavar="[reconcile")
@click.argument("provider", required=False, type=_Word(billing_providers()), metavar="PROVIDER]")
@click.option(
    "--by",
    type=click.Choice(get_args(UsageGroup)),
    default="model",
    help="Group the calls by this. Default: model.",
)
@click.option(
    "--since",
    type=Moment(),
    metavar="DAY|AGE",
    help="Count calls from then on: 2026-11-30, 12h, 7d, 4w.",
)
@click.option("--until", type=Moment(), metavar="DAY|AGE", help="Count calls before then.")
@click.option("--csv", "as_csv", is_flag=True, help="Print comma-separated values.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.option(
    "--tolerance",
    type=click.FloatRange(min=0),
    default=0.01,
    metavar="USD",
    help="With reconcile: the largest difference that still counts as equal. Default: 0.01.",
)
def command(  # noqa: PLR0913, PLR0917  (the options)
    action: str | None,
    provider: str | None,
    by: UsageGroup,
    since: dt.datetime | None,
    until: dt.datetime | None,
    as_csv: bool,
    as_json: bool,
    tolerance: float,
) -> int:
    """Show what calls have cost, from the ledger on this machine.

    Days are in UTC. Calls whose cost nobody knows are counted as unpriced, and are not in the sum.

    `reconcile PROVIDER` compares the ledger, by default of seven days, with what the provider billed,
    and needs an admin key: exit status 0: they agree; 1: they differ by more than the tolerance.
    """
    if action is not None:
        if provider is None:
            raise click.UsageError(f"reconcile needs a provider: {', '.join(billing_providers())}")
        return _reconcile(provider, since, until, tolerance, as_json=as_json)
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
    return exit_status.OK


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


def _reconcile(
    provider: str,
    since: dt.datetime | None,
    until: dt.datetime | None,
    tolerance: float,
    *,
    as_json: bool,
) -> int:
    since = since or dt.datetime.now(dt.UTC) - dt.timedelta(days=7)
    until = until or dt.datetime.now(dt.UTC)
    with client_of(provider) as client:
        is_sandbox = "x-sandbox" in client.request("GET", "/billing/balance").headers
        events = billed_events(provider, client, since, until)
    with Ledger() as ledger:
        entries = ledger.entries(since=since, until=until)
    kept = [entry for entry in entries if (entry.provider, entry.sandbox) == (provider, is_sandbox)]
    found = reconcile(kept, events)
    if as_json:
        click.echo(json.dumps(_reconciliation(found), indent=2))
    else:
        _print_reconciliation(found)
    differs = abs(found.difference) > tolerance * 1e6
    return exit_status.FAILED if differs else exit_status.OK


def _reconciliation(found: Reconciliation) -> dict[str, Any]:
    days = [
        {
            "day": day.day,
            "ledger_usd": dollars(day.ledger),
            "billed_usd": round(day.billed / 1e6, 9),
            "difference_usd": round(day.difference / 1e6, 9),
            "unpriced": day.unpriced,
        }
        for day in found.days
    ]
    return {
        "version": 1,
        "days": days,
        "matched": found.matched,
        "only_in_ledger": [entry.request_id for entry in found.only_ledger],
        "only_billed": [event.request_id for event in found.only_billed],
        "difference_usd": round(found.difference / 1e6, 9),
    }


def _print_reconciliation(found: Reconciliation) -> None:
    columns = ("ledger", "billed", "difference", "unpriced")
    rows = [
        [
            day.day,
            *(f"${amount / 1e6:.6f}" for amount in (day.ledger, day.billed, day.difference)),
            str(day.unpriced),
        ]
        for day in found.days
    ]
    print_table(["day", *columns], rows, numbers=columns, whole=["day", *columns], optional=[])
    click.echo(
        f"{found.matched} requests are on both sides, {len(found.only_ledger)} only in the ledger,"
        f" {len(found.only_billed)} only on the bill"
    )
    for event in found.only_billed[:_SHOWN]:
        click.echo(f"only billed: {event.request_id} {event.what} ${event.amount / 1e6:.6f}")
    for entry in found.only_ledger[:_SHOWN]:
        click.echo(f"only in the ledger: {entry.request_id} {entry.operation} {entry.model}")
