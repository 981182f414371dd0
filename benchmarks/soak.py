"""Many edits of which every tenth goes wrong: none may be lost, and nothing may grow.

The server runs in the same process, so what it would leak is counted too.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import io
import os
import sys
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, ExitStack
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from PIL import Image

import pyvenice
from pyvenice import AnswerError, EditResult, PyveniceError
from pyvenice.sandbox import Addresses, background

REPEATED = (
    "429:0", "503:0", "500", "502", "504", "reset:before", "reset:during", "reset:after",
    "reset:answer", "hang-up", "cut", "short", "bad-chunk",
)  # fmt: skip
"""What the client repeats, since it is told to."""
REPORTED = ("bad-json", "html", "image:truncated", "image:none", "image:empty")
"""What the client reports at once, since the edit was carried out; then the caller asks again."""
FAULTS = REPEATED + REPORTED
EVERY = 10
PROVIDERS = ("Venice", "OpenAI")
IN_FLIGHT = 16
BATCH = 1000
MOST_GROWTH = 8.0
"""How many MB the process may grow after its first batch."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit of the many. It is known by the size of its picture."""

    number: int

    @property
    def provider(self) -> str:
        return PROVIDERS[self.number // 3 % len(PROVIDERS)]

    @property
    def fault(self) -> str | None:
        """What goes wrong when it is sent for the first time; each kind has its turn."""
        turn, place = divmod(self.number, EVERY)
        return FAULTS[turn % len(FAULTS)] if place == turn % EVERY else None

    @property
    def arguments(self) -> dict[str, Any]:
        headers = {"x-sandbox-fault": f"{self.fault}*1#{self.number}"} if self.fault else {}
        return {
            "image": photo(256 + self.number % 64),
            "prompt": "negative",
            "output_format": "jpeg",
            "extra_headers": headers,
        }

    def fits(self, result: EditResult) -> bool:
        """Whether this is its result, and not that of another edit."""
        return result.image.width == 256 + self.number % 64

    def reports(self, error: PyveniceError) -> bool:
        """Whether it has to end with this error, to be made again by the caller."""
        return self.fault in REPORTED and isinstance(error, AnswerError)


@dataclass(frozen=True, slots=True)
class Footprint:
    """What the process holds; zeros on a system that does not say so."""

    descriptors: int
    megabytes: float

    @classmethod
    def now(cls) -> Footprint:
        """What it holds after the garbage was collected."""
        gc.collect()
        own = Path("/proc/self")
        if not own.exists():
            return cls(0, 0.0)
        pages = int((own / "statm").read_text("ascii").split()[1])
        return cls(len(os.listdir(own / "fd")), pages * os.sysconf("SC_PAGE_SIZE") / 1e6)  # noqa: PTH208

    def __str__(self) -> str:
        return f"{self.descriptors} descriptors, {self.megabytes:.1f} MB"


@dataclass
class Tally:
    """What became of the edits so far."""

    server: Addresses
    edits: int = 0
    faults: int = 0
    lost: int = 0
    requests: int = 0
    footprints: list[Footprint] = field(default_factory=list)
    """One after each batch, with the connections open."""

    def add(self, batch: Iterable[Edit], found: Iterable[bool]) -> None:
        """Count a batch, and for each of its edits whether its result came."""
        for edit, came in zip(batch, found, strict=True):
            self.edits += 1
            self.faults += edit.fault is not None
            self.lost += not came
        self.requests += len(self.server.seen)
        self.server.seen.clear()
        self.footprints.append(Footprint.now())


def soak_threads(server: Addresses, edits: int, batch: int = BATCH) -> Tally:
    """Make so many edits from threads that share a client for each provider."""
    tally = Tally(server)
    with ExitStack() as stack, ThreadPoolExecutor(IN_FLIGHT) as pool:
        clients = {one: stack.enter_context(_client(one, "", server)) for one in PROVIDERS}
        for todo in _batches(edits, batch):
            tally.add(todo, pool.map(lambda edit: _made(clients[edit.provider], edit), todo))
    return tally


async def soak_tasks(server: Addresses, edits: int, batch: int = BATCH) -> Tally:
    """Make so many edits from tasks that share a client for each provider."""
    tally = Tally(server)
    free = asyncio.Semaphore(IN_FLIGHT)
    async with AsyncExitStack() as stack:
        clients = {
            one: await stack.enter_async_context(_client(one, "Async", server)) for one in PROVIDERS
        }

        async def made(edit: Edit) -> bool:
            async with free:
                return await _awaited(clients[edit.provider], edit)

        for todo in _batches(edits, batch):
            tally.add(todo, await asyncio.gather(*map(made, todo)))
    return tally


def _client(provider: str, colour: str, server: Addresses) -> Any:
    kind = getattr(pyvenice, f"{colour}{provider}Client")
    return kind("sandbox", base_url=getattr(server, provider.lower()), retry_unknown=True)


def _batches(edits: int, batch: int) -> list[list[Edit]]:
    numbers = range(edits)
    return [[Edit(one) for one in numbers[at : at + batch]] for at in numbers[::batch]]


def _made(client: Any, edit: Edit) -> bool:
    for _ in range(2):
        try:
            return edit.fits(client.image.edit(**edit.arguments))
        except PyveniceError as error:
            if not edit.reports(error):
                return False
    return False


async def _awaited(client: Any, edit: Edit) -> bool:
    for _ in range(2):
        try:
            return edit.fits(await client.image.edit(**edit.arguments))
        except PyveniceError as error:
            if not edit.reports(error):
                return False
    return False


@cache
def photo(width: int) -> bytes:
    """A plain picture of that width as PNG."""
    stream = io.BytesIO()
    Image.new("RGB", (width, 256), "teal").save(stream, "PNG")
    return stream.getvalue()


def main() -> int:
    """Soak and print; 1 when something was lost or grew."""
    parser = argparse.ArgumentParser("benchmarks/soak.py", description=__doc__)
    parser.add_argument("--edits", type=int, default=10_000, help="of each kind (%(default)s)")
    edits = parser.parse_args().edits
    good = [_printed(f"{IN_FLIGHT} threads", edits), _printed(f"{IN_FLIGHT} tasks", edits)]
    return 0 if all(good) else 1


def _printed(what: str, edits: int) -> bool:
    before, started = Footprint.now(), time.perf_counter()
    with background() as server:
        if what.endswith("tasks"):
            tally = asyncio.run(soak_tasks(server, edits))
        else:
            tally = soak_threads(server, edits)
    seconds, after = time.perf_counter() - started, Footprint.now()
    first, last = tally.footprints[0], tally.footprints[-1]
    print(
        f"{what}: {tally.edits:,} edits, {tally.faults:,} faults, {tally.requests:,} requests,"
        f" {tally.lost} lost, {seconds:.0f} s\n"
        f"  before          {before}\n  after one batch {first}\n"
        f"  after all edits {last}\n  closed          {after}",
        flush=True,
    )
    grown = last.megabytes - first.megabytes > MOST_GROWTH
    leaked = after.descriptors > before.descriptors
    exact = tally.requests == tally.edits + tally.faults
    return not (tally.lost or grown or leaked) and exact


if __name__ == "__main__":
    sys.exit(main())
