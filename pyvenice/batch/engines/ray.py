"""Ray: the coordinator in one actor beside the journal, workers in others, on any machine.

The workers run the very same loop as in one process; an actor's round trip of about 1 ms is all
that is added. Images and results travel by shared storage, never through Ray. API keys come from
the environment of each machine. Ray itself retries nothing here: the journal decides.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import redirect_stdout
from dataclasses import replace
from inspect import isawaitable
from pathlib import Path
from typing import Any

from pyvenice.batch.engines.ray_cluster import (
    OpenPerformer,
    RemoteCoordinator,
    connect,
    explained,
    on_shared_storage,
)
from pyvenice.batch.engines.runner import (
    RunOptions,
    RunSummary,
    coordinating,
    interruptible,
    summarize,
    workers,
)
from pyvenice.batch.state.items import Item
from pyvenice.batch.state.journal import Journal
from pyvenice.errors import JournalError

Event = tuple[str, Item, Mapping[str, object]]
_MOST_LIVES = 20
_POLL = 0.5  # seconds between two looks at the events of the coordinator
_PATIENCE = 30.0
"""Seconds in which the coordinator of a driver that was killed ends."""


async def run_on_ray(
    journal: Path,
    open_performer: OpenPerformer,
    options: RunOptions,
    *,
    processes: int,
    address: str | None,
) -> RunSummary:
    """Run a journal with `processes` actors, each with `options.concurrency` requests in flight.

    `address` is that of a cluster, `auto` for the one that this machine is part of; without it, one
    is started here. Interrupts work as in a run of this process. Raises `MissingExtraError`,
    `ArgumentError` for a remote address without token authentication, `JournalError` when the
    coordinator or all workers are lost, and what a run in this process raises.
    """
    # Ray prints what happens to its processes, and stdout is for events.
    with redirect_stdout(sys.stderr):
        ray = connect(address)
        try:
            with on_shared_storage(options.out, journal, open_performer) as opener:
                return await _run(ray, journal, opener, options, processes)
        except ray.exceptions.RayError as error:
            raise explained(error) from error
        finally:
            ray.shutdown()


async def _run(
    ray: Any, journal: Path, open_performer: OpenPerformer, options: RunOptions, processes: int
) -> RunSummary:
    # The journal is a local file: its only writer stays on this machine.
    home = ray.util.scheduling_strategies.NodeAffinitySchedulingStrategy(
        ray.get_runtime_context().get_node_id(), soft=False
    )
    actor = ray.remote(CoordinatorActor).options(
        num_cpus=0, max_concurrency=10_000, scheduling_strategy=home
    )
    silent = replace(options, on_change=None)
    coordinator = actor.remote(journal, silent, processes)
    await coordinator.start.remote()
    crew = ray.remote(WorkerActor).options(num_cpus=0.1, max_restarts=0)

    def start(name: str) -> Awaitable[None]:
        done: Awaitable[None] = crew.remote(name, coordinator, open_performer, silent).run.remote()
        return done

    watch = asyncio.ensure_future(_watch(coordinator, options))
    crash = ray.exceptions.RayActorError
    tasks = [
        asyncio.ensure_future(_keep_working(start, crash, coordinator, number))
        for number in range(1, processes + 1)
    ]
    with interruptible(RemoteCoordinator(coordinator), tasks):
        outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    watch.cancel()
    summary: RunSummary = await coordinator.end.remote()
    await _report(coordinator, options)
    for outcome in outcomes:
        if isinstance(outcome, Exception):
            raise outcome
    return summary


async def _keep_working(
    start: Callable[[str], Awaitable[None]], crash: type[Exception], coordinator: Any, number: int
) -> None:
    """Start a worker, and another one when it dies, until nothing is left to do."""
    for life in range(1, _MOST_LIVES + 1):
        name = f"ray-{number}.{life}"
        try:
            return await start(name)
        except crash:
            await coordinator.call.remote("lose", name)
        except Exception as error:
            await coordinator.call.remote("stop", f"a worker ended: {explained(error)}")
            raise
    raise JournalError(f"{_MOST_LIVES} workers on Ray died one after the other")


async def _watch(coordinator: Any, options: RunOptions) -> None:
    while True:
        await asyncio.sleep(_POLL)
        await _report(coordinator, options)


async def _report(coordinator: Any, options: RunOptions) -> None:
    events: list[Event] = await coordinator.take_events.remote()
    if options.on_change is not None:
        for event in events:
            options.on_change(*event)


class CoordinatorActor:
    """The coordinator in an actor: the same methods, called from anywhere."""

    def __init__(self, journal: Path, options: RunOptions, processes: int) -> None:
        self._path = journal
        self._processes = processes
        self._events: list[Event] = []
        self._options = replace(options, on_change=lambda *event: self._events.append(event))

    async def start(self) -> None:
        """Open the journal. Raises `JournalError`, also while another run has it."""
        self._began = time.monotonic()
        self._journal = Journal(self._path)
        self._run = coordinating(
            self._journal, self._options, processes=self._processes, patience=_PATIENCE
        )
        self._coordinator, _ = await self._run.__aenter__()

    async def call(self, method: str, *arguments: Any) -> Any:
        """Call a method of the coordinator."""
        outcome = getattr(self._coordinator, method)(*arguments)
        return await outcome if isawaitable(outcome) else outcome

    async def take_events(self) -> list[Event]:
        """What has happened since the last call."""
        events = list(self._events)
        self._events.clear()
        return events

    async def end(self) -> RunSummary:
        """Close the journal. Raises the `JournalError` that ended the run."""
        with self._journal:
            await self._run.__aexit__(None, None, None)
            return summarize(self._journal, self._coordinator, time.monotonic() - self._began)


class WorkerActor:
    """Several loops of one process, which share an editor."""

    def __init__(
        self, name: str, coordinator: Any, open_performer: OpenPerformer, options: RunOptions
    ) -> None:
        self._name = name
        self._steps: Any = RemoteCoordinator(coordinator)
        self._open_performer = open_performer
        self._options = options

    async def run(self) -> None:
        """Work until there is nothing more."""
        async with self._open_performer() as perform:
            names = [self._name] * self._options.concurrency
            crew = workers(names, self._steps, perform, self._options)
            await asyncio.gather(*(worker.run() for worker in crew))
