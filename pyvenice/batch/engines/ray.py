"""Ray: the coordinator in one actor beside the journal, workers in others, on any machine.

The workers run the very same loop as in one process; an actor's round trip of about 1 ms is all
that is added. Images and results travel by shared storage, never through Ray. API keys come from
the environment of each machine. Ray itself retries nothing here: the journal decides.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager, closing
from dataclasses import replace
from functools import partial
from inspect import isawaitable
from pathlib import Path
from typing import Any

from pyvenice.batch.coordinator import Coordinator
from pyvenice.batch.engines.ray_cluster import connect
from pyvenice.batch.engines.runner import (
    RunOptions,
    RunSummary,
    interruptible,
    recover,
    summarize,
)
from pyvenice.batch.engines.worker import Perform, Worker
from pyvenice.batch.outputs import OutputFolder
from pyvenice.batch.state.group_committer import GroupCommitter
from pyvenice.batch.state.items import Item
from pyvenice.batch.state.journal import Journal
from pyvenice.errors import JournalError

Event = tuple[str, Item, Mapping[str, object]]
OpenPerformer = Callable[[], AbstractAsyncContextManager[Perform]]
_MOST_LIVES = 20
_POLL = 0.5
"""Seconds between two looks at the events of the coordinator."""


async def run_on_ray(
    journal: Path,
    open_performer: OpenPerformer,
    options: RunOptions,
    *,
    workers: int,
    address: str | None,
) -> RunSummary:
    """Run a journal with `workers` actors, each with `options.concurrency` requests in flight.

    `address` is that of a cluster, `auto` for the one that this machine is part of; without it, one
    is started here. Interrupts work as in a run of this process. Raises `MissingExtraError`,
    `ArgumentError` for a remote address without token authentication, and what a run in this
    process raises.
    """
    ray = connect(address)
    home = ray.util.scheduling_strategies.NodeAffinitySchedulingStrategy(
        ray.get_runtime_context().get_node_id(), soft=False
    )
    # The journal is a local file: its only writer stays on this machine.
    actor = ray.remote(_CoordinatorActor).options(
        num_cpus=0, max_concurrency=10_000, scheduling_strategy=home
    )
    silent = replace(options, on_change=None)
    coordinator = actor.remote(journal, silent, workers)
    try:
        await coordinator.start.remote()
        crew = ray.remote(_WorkerActor).options(num_cpus=0.1, max_restarts=0)
        watch = asyncio.ensure_future(_watch(coordinator, options))

        def start(name: str) -> Any:
            return crew.remote(name, coordinator, open_performer, silent)

        died = ray.exceptions.RayActorError
        tasks = [
            asyncio.ensure_future(_keep_working(start, died, coordinator, number))
            for number in range(1, workers + 1)
        ]
        with interruptible(_Remote(coordinator), tasks):
            outcomes = await asyncio.gather(*tasks, return_exceptions=True)
        watch.cancel()
        summary: RunSummary = await coordinator.end.remote()
        for outcome in outcomes:
            if isinstance(outcome, Exception):
                raise outcome
        await _report(coordinator, options)
    finally:
        ray.kill(coordinator)
        ray.shutdown()
    return summary


async def _keep_working(
    start: Callable[[str], Any], died: type[Exception], coordinator: Any, number: int
) -> None:
    """Start a worker, and another one when it dies, until nothing is left to do."""
    for life in range(1, _MOST_LIVES + 1):
        name = f"ray-{number}.{life}"
        try:
            await start(name).run.remote()
        except died as error:
            await coordinator.call.remote("lose", name)
            if life == _MOST_LIVES:
                raise JournalError(f"workers on Ray die again and again: {error}") from error
        else:
            return


async def _watch(coordinator: Any, options: RunOptions) -> None:
    while True:
        await asyncio.sleep(_POLL)
        await _report(coordinator, options)


async def _report(coordinator: Any, options: RunOptions) -> None:
    events: list[Event] = await coordinator.take_events.remote()
    if options.on_change is not None:
        for event in events:
            options.on_change(*event)


class _CoordinatorActor:
    """The coordinator in an actor: the same methods, called from anywhere."""

    def __init__(self, journal: Path, options: RunOptions, workers: int) -> None:
        self._path = journal
        self._options = options
        self._workers = workers
        self._events: list[Event] = []

    async def start(self) -> None:
        """Open the journal. Raises `JournalError`, also while another run has it."""
        self._journal = Journal(self._path)
        self._journal.lock()
        recover(self._journal, OutputFolder(self._options.out))
        self._committer = GroupCommitter(self._path)
        self._coordinator = Coordinator(
            self._journal,
            self._committer,
            limits=self._options.limits,
            concurrency=self._options.concurrency * self._workers,
            max_cost=self._options.max_cost,
            on_change=lambda *event: self._events.append(event),
        )
        self._began = time.monotonic()

    async def call(self, method: str, *arguments: Any) -> Any:
        """Call a method of the coordinator."""
        outcome = getattr(self._coordinator, method)(*arguments)
        return await outcome if isawaitable(outcome) else outcome

    async def take_events(self) -> list[Event]:
        events, self._events = self._events, []
        return events

    async def end(self) -> RunSummary:
        if self._coordinator.failure is not None:
            raise self._coordinator.failure
        await self._coordinator.release()
        self._committer.close()
        OutputFolder(self._options.out).remove_parts()
        with closing(self._journal):
            return summarize(self._journal, self._coordinator, time.monotonic() - self._began)


class _WorkerActor:
    """Several loops of one process, which share an editor."""

    def __init__(
        self, name: str, coordinator: Any, open_performer: OpenPerformer, options: RunOptions
    ) -> None:
        self._name = name
        self._steps: Any = _Remote(coordinator)
        self._open_performer = open_performer
        self._options = options

    async def run(self) -> None:
        folder = OutputFolder(self._options.out)
        async with self._open_performer() as perform:
            loops = [
                Worker(
                    self._name,
                    self._steps,
                    perform,
                    folder,
                    self._options.rules,
                    retry_unknown=self._options.retry_unknown,
                ).run()
                for _ in range(self._options.concurrency)
            ]
            await asyncio.gather(*loops)


class _Remote:
    """The coordinator, called through Ray: what a method returns can be awaited."""

    stopping: str | None = None

    def __init__(self, actor: Any) -> None:
        self._actor = actor

    def __getattr__(self, method: str) -> Any:
        return partial(self._actor.call.remote, method)

    def stop(self, why: str) -> None:
        self.stopping = why
        self._actor.call.remote("stop", why)
