"""`pyvenice batch …`: plan, run, watch and settle batches."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from pyvenice.batch import session
from pyvenice.batch.coordinator import BUDGET_REACHED
from pyvenice.batch.engines.runner import RunSummary
from pyvenice.batch.planner import Plan
from pyvenice.batch.state.items import OPEN, Item, State
from pyvenice.cli import exit_status
from pyvenice.cli.groups import CommandGroup
from pyvenice.errors import ArgumentError

_EVERY = 30.0
"""Seconds between two lines of progress, where nobody watches a terminal."""
_REDRAW = 0.2

_FOLDER = click.Path(path_type=Path)
_JOURNAL = click.option(
    "--journal",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="File with the state of the batch.",
)
_CONCURRENCY = click.option(
    "--concurrency",
    default=16,
    show_default=True,
    type=click.IntRange(min=1),
    help="Requests at the same time.",
)
_SANDBOX = click.option(
    "--sandbox", is_flag=True, help="Answer in this process: no key, no network, no cost."
)


class _Place(click.Path):
    """A local folder, or the URL of one."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        is_url = isinstance(value, str) and "://" in value
        return value if is_url else super().convert(value, param, ctx)


_OUT = click.option(
    "-o",
    "--out",
    required=True,
    type=_Place(file_okay=False, path_type=Path),
    metavar="DIR|URL",
    help="Folder of the results, or its URL, such as s3://bucket/folder.",
)


@click.group("batch", cls=CommandGroup)
def command() -> None:
    """Edit thousands of images, and pay for none twice, also after a crash."""


@command.command("plan")
@click.argument("source")
@_JOURNAL
@click.option("-m", "--model", metavar="PROVIDER/MODEL", help="Model of the rows that name none.")
@click.option("-p", "--prompt", help="Prompt of rows without one; {column} is that of the row.")
@click.option("--mask", metavar="FILE", help="Mask of the rows without one.")
@click.option("--name", "output", help="Name of a result, such as {stem}-sepia. Default: {stem}.")
@click.option("--recursive", is_flag=True, help="Read folders inside a folder, too.")
@click.option("--skip-bad", is_flag=True, help="Leave out rows that cannot be sent.")
@click.option(
    "--param",
    "params",
    multiple=True,
    metavar="NAME=VALUE",
    help="Parameter of all rows, such as size=1024x1024; repeatable.",
)
@_CONCURRENCY
@click.option("--json", "as_json", is_flag=True, help="Print the plan as JSON.")
def plan_command(**options: Any) -> int:
    """Check every row of SOURCE and write the plan into the journal; nothing is sent.

    SOURCE is a folder, a glob, a .csv, .jsonl or .parquet file, the URL of one, such as
    s3://bucket/photos, or - for standard input.
    """
    made = session.plan(
        options["source"],
        options["journal"],
        model=options["model"],
        prompt=options["prompt"],
        mask=options["mask"],
        output=options["output"],
        recursive=options["recursive"],
        skip_bad=options["skip_bad"],
        **_params(options["params"]),
    )
    limits = {provider: session.documented_limits(provider) for provider in made.providers}
    seconds, binding = made.seconds(limits, concurrency=options["concurrency"])
    if options["as_json"]:
        cost = {name: getattr(made.cost, name) / 1e6 for name in ("min", "likely", "max")}
        facts = {**asdict(made), "usd": cost, "seconds": seconds, "binding_limit": binding}
        click.echo(json.dumps(facts, indent=2))
    else:
        click.echo(_plan_text(made, seconds, binding))
    for problem in made.problems:
        click.echo(f"left out: {problem}", err=True)
    return exit_status.FAILED if made.problems else exit_status.OK


@command.command("run")
@_JOURNAL
@_OUT
@click.option("--yes", is_flag=True, help="Do not ask before money is spent.")
@click.option("--max-cost", metavar="USD", help="Budget of all runs of this journal together.")
@_CONCURRENCY
@click.option("--retry-unknown", is_flag=True, help="Send again what may have been billed already.")
@click.option("--allow-unknown-price", is_flag=True, help="Run although some prices are unknown.")
@_SANDBOX
@click.option(
    "--mode",
    default="each",
    show_default=True,
    type=click.Choice(["each", "provider-batch"]),
    help="Send requests one by one, or as files that the provider works off within a day for less money.",
)
@click.option(
    "--engine",
    default="local",
    show_default=True,
    type=click.Choice(["local", "ray"]),
    help="Send requests from this process, or from the machines of a Ray cluster.",
)
@click.option(
    "--address", help="Address of the Ray cluster, or 'auto'. Default: start one on this machine."
)
@click.option(
    "--workers",
    default=2,
    show_default=True,
    type=click.IntRange(min=1),
    help="Processes on the cluster, each with --concurrency requests.",
)
@click.option("--json", "as_json", is_flag=True, help="Print each event as a line of JSON.")
def run_command(**options: Any) -> int:
    """Send the requests of a journal, or go on where the last run ended.

    The first Ctrl-C lets what is in flight end, the second cancels it. Run the same command again
    to go on.
    """
    _confirm(options)
    is_limited = not options["sandbox"] and options["mode"] == "each"
    progress = _Progress(
        as_json=options["as_json"],
        least=session.seconds_by_limits(options["journal"]) if is_limited else 0.0,
    )
    summary = session.run(
        options["journal"],
        options["out"],
        max_cost=options["max_cost"],
        concurrency=options["concurrency"],
        sandbox=options["sandbox"],
        retry_unknown=options["retry_unknown"],
        allow_unknown_price=options["allow_unknown_price"],
        mode=options["mode"],
        engine=options["engine"],
        address=options["address"],
        workers=options["workers"],
        on_change=progress.report,
    )
    progress.end(summary)
    return _status(summary)


@command.command("status")
@_JOURNAL
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def status_command(journal: Path, *, as_json: bool) -> int:
    """Show how many items are in which state, and what was spent."""
    facts = session.status(journal)
    if as_json:
        click.echo(json.dumps(facts, indent=2))
        return exit_status.OK
    for state, count in facts["counts"].items():
        if count:
            click.echo(f"{state:<10}{count:>9,}")
    usd = facts["usd"]
    click.echo(
        f"billed ${usd['billed']:.4f}, assumed ${usd['assumed']:.4f},"
        f" may be billed still ${usd['reserved']:.4f}"
    )
    if unknown := usd["purchases_of_unknown_price"]:
        click.echo(f"and {unknown:,} purchases whose price is unknown")
    return exit_status.OK


@command.command("retry-dead")
@_JOURNAL
def retry_dead_command(journal: Path) -> int:
    """Plan dead items again, except those that were paid for."""
    count = session.retry_dead(journal)
    click.echo(f"{_quantity(count, 'item')} {'is' if count == 1 else 'are'} planned again")
    return exit_status.OK


@command.command("reconcile")
@_JOURNAL
@click.option(
    "--buy-again", is_flag=True, help="Send the held items again; they may be billed twice."
)
@click.option(
    "--give-up", is_flag=True, help="Count the held items as billed, and their results as lost."
)
@_SANDBOX
def reconcile_command(journal: Path, *, buy_again: bool, give_up: bool, sandbox: bool) -> int:
    """Settle held items, which may have been billed: ask the providers, or decide.

    Without --buy-again or --give-up, the providers are asked, where they have a way: batches that were
    submitted, or the usage history. Nothing is bought.
    """
    if buy_again and give_up:
        raise ArgumentError(
            "say what becomes of the held items: --buy-again or --give-up", argument="reconcile"
        )
    if buy_again or give_up:
        count = session.settle_held(journal, buy_again=buy_again)
        click.echo(f"{_quantity(count, 'item')} {'is' if count == 1 else 'are'} settled")
        return exit_status.OK
    settled = session.reconcile(journal, sandbox=sandbox)
    click.echo(
        f"{settled.found:,} are in a batch of the provider, {settled.not_bought:,} were not bought and are"
        f" planned again, {settled.bought:,} were bought and are lost, {settled.held:,} are still held"
    )
    if not settled.held:
        return exit_status.OK
    click.echo("decide about the rest with --buy-again or --give-up", err=True)
    return exit_status.HELD


@command.command("report")
@_JOURNAL
@_OUT
@click.option(
    "--to", "folder", type=_FOLDER, metavar="DIR", help="Folder of the reports. Default: --out."
)
def report_command(journal: Path, out: Path | str, folder: Path | None) -> int:
    """Write results as CSV and JSONL, the dead as a manifest, and a contact sheet in HTML."""
    if folder is None and isinstance(out, str):
        raise ArgumentError(
            "reports are written into a local folder: --to DIR is needed with a URL", argument="to"
        )
    for path in session.write_reports(journal, out, folder or Path(out)):
        click.echo(path)
    return exit_status.OK


def _params(pairs: tuple[str, ...]) -> dict[str, Any]:
    params = {}
    for pair in pairs:
        name, separator, value = pair.partition("=")
        if not separator:
            raise ArgumentError(f"--param {pair!r} is not NAME=VALUE", argument="param", value=pair)
        params[name.replace("-", "_")] = value
    return params


def _plan_text(made: Plan, seconds: float, binding: str) -> str:
    cost = made.cost
    lines = [
        f"{_quantity(made.rows, 'row')}: {_quantity(made.items, 'new purchase')}, {made.known:,} known already",
        f"cost: ${cost.min / 1e6:.2f} to ${cost.max / 1e6:.2f}, likely ${cost.likely / 1e6:.2f}",
        f"time: at least {_duration(seconds)}: {binding}",
    ]
    if cost.unknown:
        lines.insert(2, f"      and {_quantity(cost.unknown, 'purchase')} whose price nobody knows")
    if cost.own_server:
        lines.insert(
            2, f"      {_quantity(cost.own_server, 'purchase')} at an own server: not priced"
        )
    if cost.stale:
        lines.insert(
            2, f"      {_quantity(cost.stale, 'price')} checked too long ago to be relied on"
        )
    return "\n".join(lines)


def _quantity(count: int, thing: str) -> str:
    return f"{count:,} {thing}" if count == 1 else f"{count:,} {thing}s"


def _duration(seconds: float) -> str:
    minutes, hours = seconds / 60, seconds / 3600
    if hours >= 1:
        return f"{hours:.1f} h"
    return f"{minutes:.0f} min" if minutes >= 1 else f"{seconds:.0f} s"


def _confirm(options: Mapping[str, Any]) -> None:
    """Ask at a terminal; elsewhere a limit must be given. Raises `ArgumentError` or `Abort`."""
    if options["sandbox"] or options["yes"]:
        if not (options["sandbox"] or options["max_cost"] or sys.stdin.isatty()):
            raise ArgumentError(
                "nobody is at a terminal: --max-cost USD is needed", argument="max_cost"
            )
        return
    if not sys.stdin.isatty():
        raise ArgumentError(
            "nobody is at a terminal to be asked: --yes and --max-cost USD are needed",
            argument="yes",
        )
    counts = session.status(options["journal"])["counts"]
    left = sum(counts[state] for state in OPEN)
    most = f"up to ${options['max_cost']}" if options["max_cost"] else "without a limit"
    click.confirm(f"Buy {left:,} edits, {most}?", abort=True, err=True)


class _Progress:
    """Progress on stderr: one line that is redrawn on a terminal, else a line now and then."""

    def __init__(self, *, as_json: bool, least: float) -> None:
        self._as_json = as_json
        self._least = least
        self._money = ""
        self._began = self._last = time.monotonic()
        self._counts = dict.fromkeys(("done", "dead", "held", "retry"), 0)
        self._is_terminal = sys.stderr.isatty()
        # An engine may print on stdout for itself.
        self._events = sys.stdout

    def report(self, event: str, item: Item, facts: Mapping[str, object]) -> None:
        if self._as_json:
            line = {"event": event, "id": item.id, "key": item.key, "model": item.model, **facts}
            click.echo(json.dumps({**line, "image": item.image}), file=self._events)
        if event in self._counts:
            self._counts[event] += 1
        elif event == "received":
            # A worker that was lost had written the picture.
            self._counts["held"] -= 1
        self._money = f", ${facts['spent_usd']:.2f} spent, ${facts['reserved_usd']:.2f} reserved"
        now = time.monotonic()
        if now - self._last >= (_REDRAW if self._is_terminal else _EVERY):
            self._last = now
            self._draw(now, int(str(facts["left"])))

    def end(self, summary: RunSummary) -> None:
        if self._is_terminal:
            click.echo(err=True)
        counts = {state.value: count for state, count in summary.counts.items() if count}
        spent = summary.totals.spent / 1e6
        if self._as_json:
            end = {"event": "end", "counts": counts, "spent_usd": spent, "stopped": summary.stopped}
            click.echo(json.dumps({**end, "halted": dict(summary.halted)}), file=self._events)
        text = ", ".join(f"{count:,} {state}" for state, count in counts.items())
        click.echo(f"{text}; ${spent:.4f} spent in {_duration(summary.seconds)}", err=True)
        for provider, why in summary.halted.items():
            click.echo(f"{provider}: nothing more was sent: {why}", err=True)
        if summary.stopped:
            how = " with a higher --max-cost" if summary.stopped == BUDGET_REACHED else ""
            click.echo(f"stopped: {summary.stopped}; run it again{how} to go on", err=True)
        if summary.counts[State.HELD]:
            click.echo("held items may have been bought: 'pyvenice batch reconcile'", err=True)

    def _draw(self, now: float, left: int) -> None:
        done, seconds = self._counts["done"], now - self._began
        rate = done / seconds * 60
        total = done + self._counts["dead"] + self._counts["held"] + left
        # The first requests of a minute may go at once: the limit says how long the rest takes.
        by_limit = self._least * left / max(total, 1)
        eta = f", {_duration(max(left / rate * 60, by_limit))} left" if rate else ""
        others = "".join(
            f", {count} {name}" for name, count in self._counts.items() if count and name != "done"
        )
        text = f"{done:,} of {total:,} done, {rate:.0f} a minute{eta}{self._money}{others}"
        click.echo(
            f"\r{text}\x1b[K" if self._is_terminal else text, err=True, nl=not self._is_terminal
        )


def _status(summary: RunSummary) -> int:
    if summary.stopped == "interrupted":
        return exit_status.INTERRUPTED
    if summary.stopped == BUDGET_REACHED:
        return exit_status.MONEY
    if summary.halted:
        return exit_status.PROVIDER
    if summary.counts[State.HELD]:
        return exit_status.HELD
    return (
        exit_status.FAILED
        if summary.counts[State.DEAD] or not summary.is_complete
        else exit_status.OK
    )
