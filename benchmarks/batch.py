"""Batches against a server that takes 50 ms a call and counts what was bought.

    python benchmarks/batch.py [throughput] [faults] [plan] [memory] [--items N] [--rounds N]

`throughput`: items a second with 64 in flight, as a share of a bare asyncio loop of 64 tasks that makes the same
calls with the same client and writes each result to a file, without a check, a sidecar, a journal or `fsync`.
`faults`: a batch, a loop with retries and a checkpoint of what is finished (as async-batch-llm has
it), and a gather with retries; each is killed once in the middle and started again.
`plan`: 100,000 files, time and memory. `memory`: resident memory after each 10,000 of 100,000 tiny edits, whose calls
take no time.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import resource
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from PIL import Image

from pyvenice import AsyncEditor, PyveniceError
from pyvenice.batch import Limits, plan, run_async
from pyvenice.batch.engines.runner import RunOptions, run
from pyvenice.batch.state.items import Item
from pyvenice.batch.state.journal import Journal
from pyvenice.core.response.images import EditedImage
from pyvenice.core.response.result import EditResult

LAKE = Path(__file__).resolve().parent.parent / "examples" / "photos" / "lake.jpg"
SERVER = Path(__file__).with_name("batch_server.py")
MODEL = "venice/firered-image-edit"
IN_FLIGHT = 64
PARTS = ("throughput", "faults", "plan", "memory")
_HUNDRED_THOUSAND = 100_000
_MB = 1 << 20


def main() -> int:
    """Measure and print; exit status 1 where a limit is not kept."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("parts", nargs="*", metavar="|".join(PARTS))
    parser.add_argument("--items", type=int, default=3000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--loop", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.loop:
        return _run_loop(*options.loop)
    measures = {
        "throughput": lambda: throughput(options.items, options.rounds),
        "faults": lambda: faults(min(options.items, 400)),
        "plan": planning,
        "memory": memory,
    }
    kept = [measures[name]() for name in options.parts or PARTS]
    return 0 if all(kept) else 1


def throughput(items: int, rounds: int) -> bool:
    """The same edits by a bare loop and by a batch, alternately."""
    with _folder() as folder, _server(folder, faulty=False) as address:
        _write_inputs(folder / "in", items)
        pairs = []
        for _ in range(rounds):
            bare = _timed(lambda: _bare(folder, address), items)
            plan(folder / "in", folder / "journal", model=MODEL, prompt="sepia")
            batch = _timed(lambda: _batch(folder, address), items)
            pairs.append((bare, batch))
            _clear(folder)
    share = statistics.median(batch[0] / bare[0] for bare, batch in pairs)
    for name, rates in zip(("bare loop", "batch"), zip(*pairs, strict=True), strict=True):
        rate, whole, loop = (statistics.median(column) for column in zip(*rates, strict=True))
        print(
            f"{name:<10} {rate:6.0f} items a second, {whole:5.2f} ms CPU an item,"
            f" {loop:5.2f} of it in the event loop"
        )
    print(f"the batch has {share:.2f} of the throughput of the bare loop   ≥ 0.90", flush=True)
    return share >= 0.9


def _timed(
    call: Callable[[], Coroutine[None, None, None]], items: int
) -> tuple[float, float, float]:
    wall, whole, loop = time.perf_counter(), _all_cpu(), time.thread_time()
    asyncio.run(call())
    return (
        items / (time.perf_counter() - wall),
        1e3 * (_all_cpu() - whole) / items,
        1e3 * (time.thread_time() - loop) / items,
    )


def _all_cpu() -> float:
    """Seconds of this process, and of those that it has started and that have ended."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime


async def _bare(folder: Path, address: str) -> None:
    out = folder / "bare"
    out.mkdir()
    paths = iter(sorted((folder / "in").iterdir()))
    async with _editor(address) as editor:

        async def work() -> None:
            for path in paths:
                result = await editor.edit(path, "sepia", model=MODEL)
                (out / path.name).write_bytes(result.images[0].data)

        await asyncio.gather(*(work() for _ in range(IN_FLIGHT)))


async def _batch(folder: Path, address: str) -> None:
    async with _editor(address) as editor:
        await run_async(
            folder / "journal",
            folder / "out",
            concurrency=IN_FLIGHT,
            editor=editor,
            limits=lambda _: Limits(),
        )


@asynccontextmanager
async def _editor(address: str) -> AsyncIterator[AsyncEditor]:
    async with AsyncEditor(
        api_keys={"venice": "key"}, base_urls={"venice": address}, max_retries=0, ledger=False
    ) as editor:
        yield editor


def faults(items: int) -> bool:
    """Each way of editing a folder under the same faults, killed once and started again."""
    print(f"{'':<24}{'bought twice':>14}{'lost':>7}{'held':>7}{'seconds':>10}")
    kept = True
    for name in _LOOPS:
        with _folder() as folder, _server(folder, faulty=True) as address:
            _write_inputs(folder / "in", items)
            seconds = _run_and_kill(name, folder, address, items)
            bought = Counter((folder / "bought").read_text().split())
            twice = sum(count - 1 for count in bought.values())
            there = {path.name.split(".")[0] for path in (folder / "out").glob("*.jpg")}
            held = _held(folder)
            lost = len(set(bought) - there - held)
            print(f"{name:<24}{twice:>14}{lost:>7}{len(held):>7}{seconds:>10.1f}", flush=True)
        if name == "batch":
            kept = twice == lost == 0
    return kept


def _run_and_kill(name: str, folder: Path, address: str, items: int) -> float:
    command = [sys.executable, __file__, "--loop", name, str(folder), address]
    began = time.monotonic()
    with subprocess.Popen(command) as process:
        while process.poll() is None and _bought(folder) < items // 2:
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
    subprocess.run(command, check=False)
    return time.monotonic() - began


def _bought(folder: Path) -> int:
    try:
        return (folder / "bought").read_bytes().count(b"\n")
    except FileNotFoundError:
        return 0


def _held(folder: Path) -> set[str]:
    """The pictures that a journal says may have been bought; the others know of none."""
    if not (folder / "journal").exists():
        return set()
    with Journal(folder / "journal") as journal:
        return {
            Path(record["image"]).stem for record in journal.records() if record["state"] == "held"
        }


def _run_loop(name: str, folder: str, address: str) -> int:
    (Path(folder) / "out").mkdir(exist_ok=True)
    asyncio.run(_LOOPS[name](Path(folder), address))
    return 0


async def _loop_of_a_batch(folder: Path, address: str) -> None:
    if not (folder / "journal").exists():
        plan(folder / "in", folder / "journal", model=MODEL, prompt="{stem}")
    await _batch(folder, address)


async def _loop_with_checkpoint(folder: Path, address: str) -> None:
    """Records what is finished, and repeats whatever fails."""
    checkpoint = folder / "finished.jsonl"
    lines = checkpoint.read_text().splitlines() if checkpoint.exists() else []
    finished = {json.loads(line)["id"] for line in lines}
    paths = [path for path in sorted((folder / "in").iterdir()) if path.stem not in finished]
    slots = asyncio.Semaphore(IN_FLIGHT)
    async with _editor(address) as editor:

        async def work(path: Path) -> None:
            async with slots:
                await _edit_again_and_again(editor, path, folder / "out")
            with checkpoint.open("a") as stream:
                stream.write(json.dumps({"id": path.stem}) + "\n")

        await asyncio.gather(*map(work, paths), return_exceptions=True)


async def _loop_of_a_gather(folder: Path, address: str) -> None:
    """All at the same time, and from the start again after a crash."""
    async with _editor(address) as editor:
        calls = [
            _edit_again_and_again(editor, path, folder / "out")
            for path in sorted((folder / "in").iterdir())
        ]
        await asyncio.gather(*calls, return_exceptions=True)


async def _edit_again_and_again(editor: AsyncEditor, path: Path, out: Path) -> None:
    for attempt in range(4):
        try:
            result = await editor.edit(path, path.stem, model=MODEL)
        except PyveniceError:
            await asyncio.sleep(0.1 * 2**attempt * random.random())  # noqa: S311
        else:
            (out / path.name).write_bytes(result.images[0].data)
            return
    raise RuntimeError(f"{path} failed four times")


_LOOPS: dict[str, Callable[[Path, str], Coroutine[None, None, None]]] = {
    "batch": _loop_of_a_batch,
    "retries and checkpoint": _loop_with_checkpoint,
    "gather with retries": _loop_of_a_gather,
}


def planning() -> bool:
    """A folder with 100,000 files."""
    with _folder() as folder:
        _write_inputs(folder / "in", _HUNDRED_THOUSAND, tiny=True)
        code = (
            "import resource, sys, time; from pyvenice.batch import plan; began = time.monotonic();"
            "plan(sys.argv[1], sys.argv[2], model=sys.argv[3], prompt='sepia');"
            "print(time.monotonic() - began, time.process_time(),"
            " resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"
        )
        command = [sys.executable, "-c", code, str(folder / "in"), str(folder / "journal"), MODEL]
        text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    seconds, cpu, megabytes = map(float, text.split())
    print(
        f"100,000 items are planned in {seconds:.1f} s ({cpu:.1f} s CPU)   < 20,"
        f" with {megabytes:.0f} MB   < 300",
        flush=True,
    )
    return seconds < 20 and megabytes < 300


def memory() -> bool:
    """100,000 tiny edits that cost no time: only what a run itself keeps can grow."""
    picture = _picture(8)
    samples: list[float] = []

    async def buy(*_: object) -> EditResult:
        return EditResult((EditedImage(picture, "image/jpeg"),))

    def sample(event: str, item: Item, _: object) -> None:
        if event == "done" and item.id % 10_000 == 0:
            samples.append(_resident())
            print(f"after {item.id:,} edits: {samples[-1]:.0f} MB", flush=True)

    with _folder() as folder:
        image = folder / "in.jpg"
        image.write_bytes(picture)
        with Journal(folder / "journal", create=True) as journal:
            journal.add(
                Item(
                    key=sha256(b"%d" % number).hexdigest(),
                    model=MODEL,
                    prompt="sepia",
                    image=str(image),
                    outputs=(f"{number % 100}/{number}",),
                    estimate=0,
                )
                for number in range(_HUNDRED_THOUSAND)
            )
            options = RunOptions(out=folder / "out", concurrency=IN_FLIGHT, on_change=sample)
            began = time.monotonic()
            asyncio.run(run(journal, buy, options))
            seconds = time.monotonic() - began
    growth = samples[-1] - samples[1]
    print(
        f"100,000 edits in {seconds:.0f} s; {growth:+.1f} MB after 20,000   ≤ 10",
        flush=True,
    )
    return growth <= 10


def _resident() -> float:
    status = Path("/proc/self/statm")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return int(status.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / _MB


def _write_inputs(folder: Path, count: int, *, tiny: bool = False) -> None:
    """Images that differ, so that none is bought together with another one."""
    picture = _plain_picture() if tiny else _picture(512)
    folder.mkdir()
    for number in range(count):
        (folder / f"item-{number}.jpg").write_bytes(picture + b"%d" % number)


def _plain_picture() -> bytes:
    """The smallest that the model takes, in a kilobyte."""
    file = BytesIO()
    Image.new("RGB", (256, 256)).save(file, "JPEG")
    return file.getvalue()


def _picture(side: int) -> bytes:
    file = BytesIO()
    Image.open(LAKE).resize((side, side)).save(file, "JPEG", quality=85)
    return file.getvalue()


def _clear(folder: Path) -> None:
    for name in ("out", "bare"):
        shutil.rmtree(folder / name)
    for path in folder.glob("journal*"):
        path.unlink()


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


@contextmanager
def _server(folder: Path, *, faulty: bool) -> Iterator[str]:
    picture = folder / "picture"
    picture.write_bytes(_picture(512))
    command = [sys.executable, str(SERVER), str(picture), str(folder / "bought"), str(faulty)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as server:
        if server.stdout is None:
            raise RuntimeError("the server has no pipe")
        try:
            yield f"http://127.0.0.1:{int(server.stdout.readline())}/api/v1"
        finally:
            server.kill()


if __name__ == "__main__":
    sys.exit(main())
