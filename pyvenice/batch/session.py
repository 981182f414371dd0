"""Batches in Python: plan, run, look, and settle; each takes the path of a journal."""

from __future__ import annotations

import asyncio
import os
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Literal

from pyvenice.batch import planner, reconciliation, report
from pyvenice.batch.engines import runner
from pyvenice.batch.engines.performer import EditorPerformer, own_editor
from pyvenice.batch.engines.provider_batch import MOST_WAITING, BatchPerformer, takes_batches
from pyvenice.batch.engines.runner import OnChange, RunOptions, RunSummary
from pyvenice.batch.manifest import PARAMETERS, read_rows
from pyvenice.batch.pace import Limits
from pyvenice.batch.planner import Defaults, Plan
from pyvenice.batch.reconciliation import Reconciliation
from pyvenice.batch.remote_files import is_remote
from pyvenice.batch.remote_outputs import RemotePlace, Store, open_folder, output_place
from pyvenice.batch.state import changes
from pyvenice.batch.state.items import OPEN, State
from pyvenice.batch.state.journal import Journal
from pyvenice.core import extras
from pyvenice.editing.cost import provider_rules
from pyvenice.editing.editor import AsyncEditor
from pyvenice.errors import ArgumentError
from pyvenice.ledger.money import dollars, micro_dollars

JournalPath = str | os.PathLike[str]


def plan(  # noqa: PLR0913  (all by name)
    source: str | os.PathLike[str],
    journal: JournalPath,
    *,
    model: str | None = None,
    prompt: str | None = None,
    mask: str | os.PathLike[str] | None = None,
    output: str | None = None,
    recursive: bool = False,
    skip_bad: bool = False,
    **params: Any,
) -> Plan:
    """Check every row of a manifest, and write the purchases down. Nothing is sent.

    Args:
        source: A folder, a glob, an image, a `.csv`, `.jsonl` or `.parquet` file, each by its path or
            its fsspec URL, such as `s3://bucket/photos`, or `-` for standard input.
        journal: The file that is made, or that gets what is new in the manifest.
        model: `provider/model` of the rows that name none.
        prompt: That of the rows without one; `{column}` stands for a value of the row.
        mask: That of the rows without one.
        output: The name of a result without its suffix, a template as `prompt` is. Without it, the
            name of the image.
        recursive: Whether folders in a folder are read too.
        skip_bad: Leave out rows that cannot be sent, instead of planning nothing.
        params: Parameters of `pyvenice.edit` for the rows that do not have them as columns.

    Raises `ManifestError`, which lists every row that cannot be sent, and `JournalError`.
    """
    unknown = params.keys() - PARAMETERS
    if unknown:
        name = min(unknown)
        known = ", ".join(sorted(PARAMETERS))
        raise ArgumentError(f"a batch has no parameter {name}: it has {known}", argument=name)
    defaults = Defaults(
        model=model,
        prompt=prompt,
        mask=None if mask is None else os.fspath(mask),
        output=output,
        params=params,
    )
    rows = read_rows(os.fspath(source), recursive=recursive)
    path = Path(journal)
    is_new = not path.exists()
    try:
        with Journal(path, create=True) as opened:
            return planner.plan(rows, opened, defaults, skip_bad=skip_bad)
    except BaseException:
        if is_new:
            # An empty journal would be a batch with nothing left to do.
            with suppress(OSError):
                path.unlink()
        raise


def run(journal: JournalPath, out: str | os.PathLike[str], **options: Any) -> RunSummary:
    """Buy what a journal holds, or go on where the last run ended: see `run_async`."""
    return asyncio.run(run_async(journal, out, **options))


async def run_async(  # noqa: PLR0913  (all by name)
    journal: JournalPath,
    out: str | os.PathLike[str],
    *,
    max_cost: float | str | None = None,
    concurrency: int = 16,
    sandbox: bool = False,
    retry_unknown: bool = False,
    allow_unknown_price: bool = False,
    mode: Literal["each", "provider-batch"] = "each",
    engine: Literal["local", "ray"] = "local",
    address: str | None = None,
    workers: int = 2,
    editor: AsyncEditor | None = None,
    limits: Callable[[str], Limits] | None = None,
    on_change: OnChange | None = None,
) -> RunSummary:
    """Buy what a journal holds, or go on where the last run ended.

    What is written down as sent is never sent again by itself: if its outcome is unknown, it is
    `held`.

    Args:
        journal: A file that `plan` has made.
        out: The folder of the results, or its fsspec URL, such as `s3://bucket/folder`.
        max_cost: US dollars that all runs of this journal together may cost.
        concurrency: Requests in flight at the same time, at most; it adapts to the provider.
        sandbox: Let a server in this process answer: no key and no network are needed.
        retry_unknown: Buy again what may have been bought already.
        allow_unknown_price: Run under `max_cost` although the prices of some items are unknown.
        mode: `each` sends a request for each item; `provider-batch` sends them as files to providers that
            carry them out within a day, for less (OpenAI: half the price).
        engine: Where the requests are made: `local` is this process, `ray` are processes on the
            machines of a Ray cluster, each with `concurrency` requests in flight.
        address: That of the cluster, `auto` for the one that this machine is part of; without it,
            one is started on this machine. Any but `auto` needs `RAY_AUTH_MODE=token`.
        workers: Processes of the engine `ray`.
        editor: An editor with keys, addresses, budget and ledger; it is not closed.
        limits: What a provider allows for one key; without it, what its documentation says.
        on_change: Called with the event, the item and facts, for each step of each item.

    Raises `JournalError`, `ArgumentError`, `OSError` for a folder that cannot be written, and
    `MissingExtraError` for a URL without the extra `fsspec`.
    """
    most = None if max_cost is None else micro_dollars(max_cost, argument="max_cost")
    if concurrency < 1:
        raise ArgumentError(
            "concurrency must be at least 1", argument="concurrency", value=concurrency
        )
    if engine not in {"local", "ray"} or (engine == "ray" and editor is not None):
        raise ArgumentError(
            f"engine={engine!r} is not allowed"
            + (": its workers make editors of their own" if editor else ""),
            argument="engine",
            value=engine,
            allowed="'local', or 'ray' without an editor",
        )
    if mode not in {"each", "provider-batch"} or (mode != "each" and engine != "local"):
        raise ArgumentError(
            f"mode={mode!r} is not allowed with engine={engine!r}",
            argument="mode",
            value=mode,
            allowed="'each', or 'provider-batch' with engine='local'",
        )
    with Journal(_absolute(journal)) as opened:
        if mode == "provider-batch":
            _refuse_without_batches(opened)
        if most is not None and not allow_unknown_price:
            _refuse_unknown_prices(opened)
        options = RunOptions(
            out=output_place(out, opened.path),
            concurrency=concurrency,
            max_cost=most,
            retry_unknown=retry_unknown,
            limits=limits or (_no_limits if sandbox else documented_limits),
            rules=provider_rules,
            on_change=on_change,
        )
        if engine == "ray":
            return await _run_on_ray(opened.path, options, sandbox, workers, address)
        async with _editor(editor, sandbox=sandbox) as used:
            if mode == "provider-batch":
                options = replace(
                    options, concurrency=MOST_WAITING, limits=lambda _: Limits(ramp=False)
                )
                poll_every = 0.2 if sandbox else 30.0
                return await runner.run(
                    opened, BatchPerformer(used, poll_every=poll_every), options
                )
            return await runner.run(opened, EditorPerformer(used), options)


@asynccontextmanager
async def _editor(given: AsyncEditor | None, *, sandbox: bool) -> AsyncIterator[AsyncEditor]:
    """The editor that was given, or one with keys from the environment, which is closed."""
    if given is not None:
        yield given
        return
    async with own_editor(sandbox=sandbox) as editor:
        yield editor


async def _run_on_ray(
    journal: Path, options: RunOptions, sandbox: bool, workers: int, address: str | None
) -> RunSummary:
    module = extras.load("pyvenice.batch.engines.ray", extra="ray", feature="engine='ray'")
    open_folder(options.out)  # what is wrong with it is said before Ray starts
    summary: RunSummary = await module.run_on_ray(
        journal,
        partial(EditorPerformer.opened, sandbox=sandbox),
        options,
        processes=workers,
        address=address,
    )
    return summary


def _absolute(path: str | os.PathLike[str]) -> Path:
    """For processes that have another working directory."""
    return Path(path).absolute()


def status(journal: JournalPath) -> dict[str, Any]:
    """Counts by state, and what was spent, in US dollars."""
    with Journal(Path(journal)) as opened:
        counts = {state.value: count for state, count in opened.counts().items()}
        money = opened.money()
    usd = {name: dollars(money[name]) for name in ("billed", "assumed", "reserved")}
    return {"counts": counts, "usd": {**usd, "purchases_of_unknown_price": money["unknown"]}}


def seconds_by_limits(journal: JournalPath) -> float:
    """How long what is left takes at least, by the requests a minute that providers document."""
    with Journal(Path(journal)) as opened:
        counts = Counter(item.provider for item in opened.items(*OPEN))
    rates = {provider: documented_limits(provider).per_minute for provider in counts}
    return max((60 * counts[name] / rate for name, rate in rates.items() if rate), default=0.0)


def retry_dead(journal: JournalPath) -> int:
    """Plan the dead items again, but those that were paid for. Returns how many."""
    with Journal(Path(journal)) as opened:
        opened.lock()
        dead = [record for record in opened.records() if record["state"] == "dead"]
        again = [record["id"] for record in dead if not record["is_billed"]]
        opened.apply(changes.plan_again(again))
    return len(again)


async def reconcile_async(
    journal: JournalPath, *, sandbox: bool = False, editor: AsyncEditor | None = None
) -> Reconciliation:
    """Ask the providers what became of held items, and settle those that they know about.

    OpenAI is asked for batches that were submitted, Venice for its usage history, which needs an admin
    key. Nothing is bought. Raises `JournalError`, and what a request raises.
    """
    with Journal(Path(journal)) as opened:
        _lock_and_hold(opened)
        async with _editor(editor, sandbox=sandbox) as used:
            return await reconciliation.reconcile(opened, used)


def reconcile(journal: JournalPath, **options: Any) -> Reconciliation:
    """Ask the providers what became of held items: see `reconcile_async`."""
    return asyncio.run(reconcile_async(journal, **options))


def _lock_and_hold(journal: Journal) -> None:
    """Lock a journal that nobody runs; what a killed run had sent is held from now on."""
    journal.lock()
    journal.apply(changes.recover(time.time()))


def settle_held(journal: JournalPath, *, buy_again: bool) -> int:
    """Decide about the held items: buy them again, or take them as paid for and lost.

    Returns how many there were.
    """
    with Journal(Path(journal)) as opened:
        _lock_and_hold(opened)
        held = opened.items(State.HELD)
        if buy_again:
            opened.apply(changes.plan_again([item.id for item in held]))
        else:
            opened.apply(changes.give_up(item, time.time()) for item in held)
    return len(held)


def write_reports(journal: JournalPath, out: str | os.PathLike[str], folder: Path) -> list[Path]:
    """Write `results.csv`, `results.jsonl`, `dead.jsonl` and `contact-sheet.html` into a folder.

    `out` is what the run had. Raises `JournalError`, `OSError`, and what `run_async` raises for a URL.
    """
    place = output_place(out, Path(journal))
    results = Store(place.url) if isinstance(place, RemotePlace) else place
    folder.mkdir(parents=True, exist_ok=True)
    with Journal(Path(journal)) as opened:
        texts = {
            "results.csv": report.as_csv(report.results(opened)),
            "results.jsonl": report.as_jsonl(report.results(opened)),
            "dead.jsonl": report.as_jsonl(report.dead_rows(opened)),
            "contact-sheet.html": report.contact_sheet(opened, results),
        }
    paths = []
    for name, text in texts.items():
        paths.append(folder / name)
        paths[-1].write_text(text, "utf-8", errors="backslashreplace")
    return paths


def documented_limits(provider: str, tier: str | None = None) -> Limits:
    """What the provider's documentation allows for one key of a new account, or of one in a tier."""
    rules = provider_rules(provider)
    known = rules.tier(tier)
    return Limits(
        rates=known.rate_limits, in_flight=known.most_in_flight, failures=rules.failure_limit
    )


def _no_limits(_: str) -> Limits:
    return Limits()


def _refuse_without_batches(journal: Journal) -> None:
    for item in journal.items(*OPEN):
        if url := next(
            (path for path in (item.image, item.mask) if path and is_remote(path)), None
        ):
            raise ArgumentError(
                f"mode='provider-batch' takes local files and https:// addresses, not {url}:"
                " run it with mode='each'",
                argument="mode",
                value="provider-batch",
            )
    providers = {item.provider for item in journal.items(*OPEN)}
    if without := sorted(name for name in providers if not takes_batches(name)):
        raise ArgumentError(
            f"mode='provider-batch': {', '.join(without)} takes no batches: run it with mode='each'",
            argument="mode",
            value="provider-batch",
        )


def _refuse_unknown_prices(journal: Journal) -> None:
    unknown = sum(item.estimate is None for item in journal.items(State.PLANNED, State.RETRY))
    if unknown:
        raise ArgumentError(
            f"max_cost cannot hold: the price of {unknown} items is unknown;"
            " allow_unknown_price=True runs them, and they count as nothing",
            argument="max_cost",
        )
