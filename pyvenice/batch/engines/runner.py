"""The run of a journal: recovers, starts workers in this process, watches them, and sums up."""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Protocol

from pyvenice.batch.coordinator import Coordinator
from pyvenice.batch.engines.worker import Keep, Perform, Steps, Worker
from pyvenice.batch.engines.writer import (
    OpenWriter,
    ThreadWriter,
    Writer,
    keep_in_thread,
    open_writer,
)
from pyvenice.batch.outputs import OutputFolder
from pyvenice.batch.pace import Limits
from pyvenice.batch.remote_outputs import RemotePlace, open_folder
from pyvenice.batch.state import changes
from pyvenice.batch.state.items import OPEN, Item, State
from pyvenice.batch.state.journal import Journal
from pyvenice.batch.state.spending import Totals
from pyvenice.core.provider_rules import ProviderRules

OnChange = Callable[[str, Item, Mapping[str, object]], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOptions:
    """How a journal is run. `max_cost` is in millionths of a US dollar."""

    out: Path | RemotePlace
    concurrency: int = 16
    max_cost: int | None = None
    retry_unknown: bool = False
    """Buy again what may have been bought already."""
    limits: Callable[[str], Limits] = field(default=lambda _: Limits())
    rules: Callable[[str], ProviderRules] = field(default=lambda _: ProviderRules())
    on_change: OnChange | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSummary:
    """How a run ended."""

    counts: Mapping[State, int]
    totals: Totals
    seconds: float
    stopped: str | None
    """Why it ended before everything was tried; `None` if it did not."""
    halted: Mapping[str, str]
    """Providers that nothing more was sent to, and why."""

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left that another run could do by itself."""
        return not any(self.counts[state] for state in (*OPEN, State.SENT))


async def run(journal: Journal, perform: Perform, options: RunOptions) -> RunSummary:
    """Run a journal in this process until nothing is left that it may do by itself.

    The first interrupt (Ctrl-C) lets what is in flight end; the second cancels it, and what was
    sent is then held. Raises `JournalError` when the journal cannot be used or written.
    """
    began = time.monotonic()
    async with coordinating(journal, options, open_writer) as (coordinator, writer):
        count = options.concurrency + writer.most_waiting
        names = [f"worker-{number}" for number in range(1, count + 1)]
        await _work(coordinator, workers(names, coordinator, perform, options, writer.keep))
    return summarize(journal, coordinator, time.monotonic() - began)


def workers(
    names: Iterable[str],
    steps: Steps,
    perform: Perform,
    options: RunOptions,
    keep: Keep | None = None,
) -> list[Worker]:
    """A worker for each name; they share what buys, and what keeps: without `keep`, threads do."""
    folder = open_folder(options.out)
    keep = keep or partial(keep_in_thread, folder)
    return [
        Worker(
            *(name, steps, perform, folder, keep),
            rules=options.rules,
            retry_unknown=options.retry_unknown,
        )
        for name in names
    ]


@asynccontextmanager
async def coordinating(
    journal: Journal,
    options: RunOptions,
    open_writer: OpenWriter = ThreadWriter.opened,
    *,
    processes: int = 1,
    patience: float = 0.0,
) -> AsyncIterator[tuple[Coordinator, Writer]]:
    """The coordinator of a run, until the run ends. Raises the `JournalError` that ended it.

    `patience` is how many seconds another run of the journal may take to end.
    """
    await asyncio.to_thread(journal.lock, patience)
    folder = open_folder(options.out)
    async with open_writer(journal, folder) as writer:
        recover(journal, folder)
        coordinator = Coordinator(
            journal,
            writer,
            limits=options.limits,
            concurrency=options.concurrency * processes,
            max_cost=options.max_cost,
            on_change=options.on_change,
            find_part=folder.whole_part,
        )
        yield coordinator, writer
        if coordinator.failure is not None:
            raise coordinator.failure
        await coordinator.release()
    # What a second interrupt has cancelled is in flight no more.
    recover(journal, folder)
    folder.remove_parts()


def summarize(journal: Journal, coordinator: Coordinator, seconds: float) -> RunSummary:
    """How the run of a coordinator ended."""
    return RunSummary(
        counts=journal.counts(),
        totals=coordinator.totals,
        seconds=seconds,
        stopped=coordinator.stopping,
        halted=coordinator.halted,
    )


def recover(journal: Journal, folder: OutputFolder) -> None:
    """Bring a journal into a state in which nothing is in flight.

    A picture that is whole on the disk was received, even if the process ended before it wrote
    that down.
    """
    interrupted = journal.items(State.SENT, State.HELD)
    journal.apply(changes.recover(time.time()))
    journal.apply(
        changes.find(item, str(part))
        for item in interrupted
        if (part := folder.interrupted_part(item)) is not None
    )


async def _work(coordinator: Coordinator, workers: list[Worker]) -> None:
    tasks = [asyncio.ensure_future(worker.run()) for worker in workers]
    with interruptible(coordinator, tasks):
        outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    for outcome in outcomes:
        if isinstance(outcome, BaseException) and outcome is not coordinator.failure:
            if isinstance(outcome, asyncio.CancelledError):
                continue
            raise outcome


class Stoppable(Protocol):
    """A coordinator, or who passes that on to one."""

    stopping: str | None

    def stop(self, why: str) -> None: ...


class interruptible:  # noqa: N801  (used like a function)
    """While it lasts, the first SIGINT or SIGTERM stops the coordinator, the second the workers."""

    def __init__(self, coordinator: Stoppable, tasks: Sequence[asyncio.Future[None]]) -> None:
        self._coordinator = coordinator
        self._tasks = tasks
        self._installed: list[int] = []

    def __enter__(self) -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            # Not in the main thread, or not on this platform: then interrupts work as usual.
            with suppress(NotImplementedError, RuntimeError, ValueError):
                loop.add_signal_handler(number, self._interrupt)
                self._installed.append(number)

    def __exit__(self, *_: object) -> None:
        for number in self._installed:
            asyncio.get_running_loop().remove_signal_handler(number)

    def _interrupt(self) -> None:
        if self._coordinator.stopping is None:
            self._coordinator.stop("interrupted")
            return
        for task in self._tasks:
            task.cancel()
