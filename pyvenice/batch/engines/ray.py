"""Ray: the coordinator in one actor beside the journal, workers in others, on any machine.

The workers run the very same loop as in one process; an actor's round trip of about 1 ms is all
that is added. Images and results travel by shared storage, never through Ray. API keys come from
the environment of each machine. Ray itself retries nothing here: the journal decides.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from pyvenice.batch.coordinator import Coordinator, Lease, Totals
from pyvenice.batch.engines.runner import RunOptions, RunSummary, recover
from pyvenice.batch.engines.worker import Perform, Worker
from pyvenice.batch.outputs import OutputFolder
from pyvenice.batch.state.group_committer import GroupCommitter
from pyvenice.batch.state.items import Failure, Item, Receipt
from pyvenice.batch.state.journal import Journal
from pyvenice.core import extras
from pyvenice.errors import ArgumentError

Event = tuple[str, Item, Mapping[str, object]]
MakePerformer = Callable[[], Perform]
_LOCAL = (None, "auto", "local")
_POLL = 0.5
"""Seconds between two looks at the events of the coordinator."""


async def run_on_ray(
    journal: Path,
    make_performer: MakePerformer,
    options: RunOptions,
    *,
    workers: int,
    address: str | None,
) -> RunSummary:
    """Run a journal with `workers` actors, each with `options.concurrency` requests in flight.

    `address` is that of a cluster, `auto` for the one that this machine is part of; without it, one
    is started here. Raises `MissingExtraError`, `ArgumentError` for a remote address without token
    authentication, and what a run in this process raises.
    """
    ray = _connect(address)
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
        crew = _Crew(ray, coordinator, make_performer, silent)
        watch = asyncio.ensure_future(_watch(coordinator, options))
        await asyncio.gather(*(crew.keep_working(number) for number in range(1, workers + 1)))
        watch.cancel()
        summary: RunSummary = await coordinator.end.remote()
        await _report(coordinator, options)
    finally:
        ray.kill(coordinator)
        ray.shutdown()
    return summary


def _connect(address: str | None) -> Any:
    if address not in _LOCAL and os.environ.get("RAY_AUTH_MODE") != "token":
        raise ArgumentError(
            f"the cluster at {address} would take orders from anybody who reaches it: set"
            " RAY_AUTH_MODE=token there and here",
            argument="address",
            value=address,
            allowed="a cluster with token authentication",
        )
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    ray = extras.load("ray", extra="ray", feature="engine='ray'")
    extras.load("ray.util.scheduling_strategies", extra="ray", feature="engine='ray'")
    # Local ports only, and no dashboard: it would show the code to anybody.
    own = {} if address not in {None, "local"} else {"include_dashboard": False}
    ray.init(
        address=None if address == "local" else address,
        log_to_driver=False,
        configure_logging=False,
        **own,
    )
    return ray


class _Crew:
    """Workers that are replaced when they die; each one gets a name of its own."""

    def __init__(
        self, ray: Any, coordinator: Any, make_performer: MakePerformer, options: RunOptions
    ) -> None:
        self._ray = ray
        self._coordinator = coordinator
        self._arguments = (coordinator, make_performer, options)
        self._actor = ray.remote(_WorkerActor).options(num_cpus=0.1, max_restarts=0)

    async def keep_working(self, number: int) -> None:
        """Start a worker, and another one when it dies, until nothing is left to do."""
        for life in range(1, 1_000):
            name = f"ray-{number}.{life}"
            worker = self._actor.remote(name, *self._arguments)
            try:
                await worker.run.remote()
            except self._ray.exceptions.RayActorError:
                await self._coordinator.lose.remote(name)
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
        self._began = asyncio.get_running_loop().time()

    async def lease(self, worker: str) -> Lease | None:
        return await self._coordinator.lease(worker)

    async def send(self, lease: Lease) -> None:
        await self._coordinator.send(lease)

    async def accept(self, lease: Lease, job_id: str) -> None:
        await self._coordinator.accept(lease, job_id)

    async def finish(self, lease: Lease, receipt: Receipt) -> None:
        await self._coordinator.finish(lease, receipt)

    async def fail(self, lease: Lease, failure: Failure) -> None:
        await self._coordinator.fail(lease, failure)

    async def lose(self, worker: str) -> None:
        # A loop of the worker is called by the worker's name and its own number.
        await self._coordinator.lose(worker)

    async def take_events(self) -> list[Event]:
        events, self._events = self._events, []
        return events

    async def end(self) -> RunSummary:
        coordinator: Coordinator = self._coordinator
        if coordinator.failure is not None:
            raise coordinator.failure
        await coordinator.release()
        self._committer.close()
        counts, totals = self._journal.counts(), coordinator.totals
        self._journal.close()
        OutputFolder(self._options.out).remove_parts()
        return _summary(
            counts, totals, coordinator, asyncio.get_running_loop().time() - self._began
        )


def _summary(counts: Any, totals: Totals, coordinator: Coordinator, seconds: float) -> RunSummary:
    return RunSummary(
        counts=counts,
        totals=totals,
        seconds=seconds,
        stopped=coordinator.stopping,
        halted=coordinator.halted,
    )


class _WorkerActor:
    """Several loops of one process, which share an editor."""

    def __init__(
        self, name: str, coordinator: Any, make_performer: MakePerformer, options: RunOptions
    ) -> None:
        self._name = name
        self._steps = _RemoteSteps(coordinator)
        self._make_performer = make_performer
        self._options = options

    async def run(self) -> None:
        perform, folder = self._make_performer(), OutputFolder(self._options.out)
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
        with suppress(asyncio.CancelledError):
            await asyncio.gather(*loops)


class _RemoteSteps:
    """The coordinator's methods, called through Ray."""

    def __init__(self, actor: Any) -> None:
        self._actor = actor

    async def lease(self, worker: str) -> Lease | None:
        lease: Lease | None = await self._actor.lease.remote(worker)
        return lease

    async def send(self, lease: Lease) -> None:
        await self._actor.send.remote(lease)

    async def accept(self, lease: Lease, job_id: str) -> None:
        await self._actor.accept.remote(lease, job_id)

    async def finish(self, lease: Lease, receipt: Receipt) -> None:
        await self._actor.finish.remote(lease, receipt)

    async def fail(self, lease: Lease, failure: Failure) -> None:
        await self._actor.fail.remote(lease, failure)
