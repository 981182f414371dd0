"""Capacity of batches: the model of docs/scale.md against a simulation of the real coordinator.

    python benchmarks/batch_scale.py [rates] [capacity]

Time is virtual: an hour takes a second. `rates`: 400 images at 20 a minute, with 2 % of answers 500
and a block after 20 failures in 30 s; nothing may be lost, in the ideal time + 5 %. `capacity`: what
binds, from one folder to ten million images; model and simulation may differ by 5 %.
"""

from __future__ import annotations

import asyncio
import random
import sys
import tempfile
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyvenice.batch.coordinator import Coordinator
from pyvenice.batch.pace import Limits
from pyvenice.batch.state.changes import Change
from pyvenice.batch.state.items import Failure, Item, Receipt, State
from pyvenice.batch.state.journal import Journal
from pyvenice.core.provider_rules import RateLimit

Answer = Callable[["Source"], Awaitable[Failure | float]]
"""The seconds that the provider took, or why there is no picture."""
_TOLERANCE = 0.05
_SAMPLE = 6000
"""Items that are simulated at most: from there on, more only take longer."""
LOOP_SECONDS = 1 / 300
"""Of one process for an item, in its event loop: `python benchmarks/batch.py throughput`."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where edits are made: a key at a provider, or own servers behind one address."""

    name: str
    seconds: float
    """Of one edit."""
    per_minute: int | None = None
    in_flight: int | None = None
    price: float = 0.0

    @property
    def rate(self) -> float:
        """Edits a second at most."""
        by_rate = float("inf") if self.per_minute is None else self.per_minute / 60
        by_slots = float("inf") if self.in_flight is None else self.in_flight / self.seconds
        return min(by_rate, by_slots)


@dataclass(frozen=True, slots=True)
class Machines:
    """Where the batch runs."""

    count: int = 1
    processes: int = 1
    """Of each machine: Ray workers, or the one of the local engine."""
    cores: int = 8
    bytes_per_second: float = 125e6

    def rates(self, pixels: float, size: float) -> dict[str, float]:
        """Items a second that each resource allows; `pixels` are seconds of a core for an item."""
        loops = self.count * self.processes / LOOP_SECONDS
        cores = self.count * self.cores / pixels if pixels else float("inf")
        return {
            "the event loops": loops,
            "the cores": cores,
            "the network": self.count * self.bytes_per_second / size,
        }


@dataclass(frozen=True, slots=True)
class Scenario:
    """A batch of so many images."""

    name: str
    images: int
    sources: tuple[Source, ...]
    machines: Machines = Machines()
    pixels: float = 0.0
    size: float = 2e6
    """Bytes of an item, up and down."""

    def model(self) -> tuple[float, str]:
        """Items a second, and what binds."""
        rates = {"the providers": sum(source.rate for source in self.sources)}
        rates |= self.machines.rates(self.pixels, self.size)
        binding = min(rates, key=rates.__getitem__)
        return rates[binding], binding

    def cost(self) -> float:
        """US dollars; what a source does is in proportion to its rate."""
        whole = sum(source.rate for source in self.sources)
        return self.images * sum(source.rate / whole * source.price for source in self.sources)


VENICE = Source("venice", 12.0, per_minute=20, price=0.04)
BRONZE = Source("wavespeed-bronze", 12.0, per_minute=10, in_flight=3, price=0.02)
SILVER = Source("wavespeed-silver", 12.0, per_minute=500, in_flight=300, price=0.02)
ULTRA = Source("wavespeed-ultra", 12.0, per_minute=5000, in_flight=10_000, price=0.02)
SCENARIOS = (
    Scenario("a folder, one Venice key", 200, (VENICE,)),
    Scenario("the same, four machines", 200, (VENICE,), Machines(4)),
    Scenario("a shop, one Venice key", 10_000, (VENICE,)),
    Scenario("the same, Venice and WaveSpeed Silver", 10_000, (VENICE, SILVER)),
    Scenario("own servers, 8 GPUs of 2 s", 100_000, (Source("gpus", 2.0, in_flight=8),)),
    Scenario("WaveSpeed Ultra", 1_000_000, (ULTRA,)),
    Scenario("the same, two machines", 1_000_000, (ULTRA,), Machines(2)),
    Scenario("the same, re-encoding on 2 × 8 cores", 1_000_000, (ULTRA,), Machines(2), 0.6),
    Scenario("own servers, 800 GPUs of 2 s", 10_000_000, (Source("gpus", 2.0, in_flight=800),)),
    Scenario(
        "the same, Ray on 8 machines",
        10_000_000,
        (Source("gpus", 2.0, in_flight=800),),
        Machines(8, processes=2),
    ),
)


def main() -> int:
    """Simulate and print; exit status 1 where a limit is not kept."""
    parts = sys.argv[1:] or ["rates", "capacity"]
    kept = [{"rates": rates, "capacity": capacity}[part]() for part in parts]
    return 0 if all(kept) else 1


def rates() -> bool:
    """The provider of the facts, with five seeds."""
    kept = True
    for seed in range(5):
        provider = _Provider(random.Random(seed))  # noqa: S311
        limits = Limits((RateLimit(20, 60.0),), failures=RateLimit(20, 30.0))
        done, seconds = _simulate([VENICE] * 400, {"venice": limits}, provider.answer, workers=64)
        attempts = provider.carried_out
        ideal = attempts / 20 * 60
        kept &= done == 400 and provider.blocks == 0 and seconds <= ideal * (1 + _TOLERANCE)
        print(
            f"seed {seed}: {done} of 400 in {seconds / 60:.1f} minutes, ideal {ideal / 60:.1f},"
            f" {attempts - 400} repeats, {provider.refused} refused, {provider.blocks} blocks",
            flush=True,
        )
    return kept


class _Provider:
    """20 requests in each minute, a block of 30 s after 20 failures in 30 s, and 2 % of 500s."""

    def __init__(self, draw: random.Random) -> None:
        self._draw = draw
        self._failures: list[float] = []
        self._blocked_until = 0.0
        self._used: dict[int, int] = {}
        self.carried_out = self.refused = self.blocks = 0

    async def answer(self, _: Source) -> Failure | float:
        now = asyncio.get_running_loop().time()
        minute = int(now // 60)
        self._used[minute] = self._used.get(minute, 0) + 1
        if now < self._blocked_until or self._used[minute] > 20:
            self.refused += 1
            self._fail(now)
            return Failure(state=State.RETRY, error="429", code="RateLimitError", refused=True)
        self.carried_out += 1
        await asyncio.sleep(8.0)
        if self._draw.random() < 0.02:
            self._fail(now)
            return Failure(state=State.RETRY, error="500", code="ServerError")
        return 8.0

    def _fail(self, now: float) -> None:
        self._failures = [at for at in self._failures if at > now - 30] + [now]
        if len(self._failures) > 20:
            self._blocked_until = now + 30
            self.blocks += 1


def capacity() -> bool:
    """Each scenario by the model and by the simulation."""
    print(f"{'':<40}{'images':>11}{'hours':>8}{'USD':>10}  {'simulated':>9}  what binds")
    kept = True
    for scenario in SCENARIOS:
        rate, binding = scenario.model()
        simulated = _simulated_rate(scenario)
        kept &= abs(simulated / rate - 1) <= _TOLERANCE
        print(
            f"{scenario.name:<40}{scenario.images:>11,}{scenario.images / rate / 3600:>8.1f}"
            f"{scenario.cost():>10,.0f}  {simulated / rate:>8.0%}   {binding}",
            flush=True,
        )
    return kept


def _simulated_rate(scenario: Scenario) -> float:
    """Items a second, once the number in flight is what it will be."""
    whole = sum(source.rate for source in scenario.sources)
    counts = [
        (
            source,
            round(_SAMPLE * source.rate / whole),
            Limits(_per_minute(source), source.in_flight),
        )
        for source in scenario.sources
    ]
    sources = [source for source, count, _ in counts for _ in range(count)]
    random.Random(1).shuffle(sources)  # noqa: S311
    machines = scenario.machines
    loops = _Resource(machines.count * machines.processes, LOOP_SECONDS)
    cores = _Resource(machines.count * machines.cores, scenario.pixels)
    network = _Resource(machines.count, scenario.size / machines.bytes_per_second)
    ends: list[float] = []

    async def answer(source: Source) -> float:
        await loops.use()
        await network.use()
        await asyncio.sleep(source.seconds)
        await cores.use()
        ends.append(asyncio.get_running_loop().time())
        return source.seconds

    limits = {source.name: limit for source, _, limit in counts}
    _simulate(sources, limits, answer, workers=5000)
    # Between a third and nine tenths: neither the start nor the last ones.
    first, last = len(ends) // 3, len(ends) * 9 // 10
    return (last - first) / (ends[last] - ends[first])


def _per_minute(source: Source) -> tuple[RateLimit, ...]:
    # Over a second where it is many, so that a sample is longer than a window.
    if source.per_minute is None:
        return ()
    if source.per_minute < 600:
        return (RateLimit(source.per_minute, 60.0),)
    return (RateLimit(source.per_minute // 60, 1.0),)


class _Resource:
    """So many servers of one queue, each busy for the same time with each item."""

    def __init__(self, servers: int, seconds: float) -> None:
        self._slots = asyncio.Semaphore(servers)
        self._seconds = seconds

    async def use(self) -> None:
        if self._seconds:
            async with self._slots:
                await asyncio.sleep(self._seconds)


def _simulate(
    sources: list[Source], limits: dict[str, Limits], answer: Answer, *, workers: int
) -> tuple[int, float]:
    """How many items are done, and after how many seconds."""

    async def main() -> tuple[int, float]:
        with (
            tempfile.TemporaryDirectory() as name,
            Journal(Path(name, "j"), create=True) as journal,
        ):
            journal.add(
                Item(key=str(number), model=f"{source.name}/x", prompt=None, image="a.png")
                for number, source in enumerate(sources)
            )
            clock = asyncio.get_running_loop().time
            coordinator = Coordinator(
                journal,
                _NoCommitter(),
                limits=limits.__getitem__,
                concurrency=workers,
                clock=clock,
                wall=clock,
            )
            by_name = {source.name: source for source in sources}

            async def work() -> None:
                while (lease := await coordinator.lease("simulated")) is not None:
                    await coordinator.send(lease)
                    outcome = await answer(by_name[lease.item.provider])
                    if isinstance(outcome, Failure):
                        await coordinator.fail(lease, outcome)
                    else:
                        await coordinator.finish(lease, Receipt(files=(), seconds=outcome))

            await asyncio.gather(*(work() for _ in range(min(workers, len(sources)))))
            return coordinator.totals.done, clock()

    with asyncio.Runner(loop_factory=_VirtualLoop) as runner:
        coroutine: Coroutine[Any, Any, tuple[int, float]] = main()
        return runner.run(coroutine)


class _NoCommitter:
    """Nothing is written down: the disk is not what is simulated."""

    def commit(self, *_: Change, **__: Iterable[object]) -> asyncio.Future[None]:
        future = asyncio.get_running_loop().create_future()
        future.set_result(None)
        return future


class _VirtualLoop(asyncio.SelectorEventLoop):
    """A loop whose clock jumps to the next timer when there is nothing to do."""

    def __init__(self) -> None:
        super().__init__()
        self._virtual = 0.0
        selector: Any = self._selector  # type: ignore[attr-defined]
        select = selector.select

        def jump(timeout: float | None) -> Any:
            self._virtual += timeout or 0.0
            return select(0)

        selector.select = jump

    def time(self) -> float:
        return self._virtual


if __name__ == "__main__":
    sys.exit(main())
