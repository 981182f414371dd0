"""Crashes: a run that is killed at any point buys nothing twice and loses nothing it paid for."""

from __future__ import annotations

import base64
import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from pyvenice.batch.state.items import Item, State
from pyvenice.batch.state.journal import Journal
from tests.batch.purchase_server import png

HERE = Path(__file__).parent
KILLS = int(os.environ.get("PYVENICE_KILLS", "6"))
ITEMS = max(120, 2 * KILLS)
JOBS = 30
WAVESPEED = re.compile(r"http\S+/api/v3")
PROMPT = re.compile(rb"item-\d+")


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    log = tmp_path / "purchases"
    command = [sys.executable, str(HERE / "purchase_server.py"), str(log), "0.02"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        yield server.stdout.readline().strip(), log
        server.kill()


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    log = tmp_path / "exchanges.jsonl"
    command = [sys.executable, "-m", "pyvenice.sandbox", "--port", "0", "--journal", str(log)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        lines = iter(server.stdout.readline, "")
        address = next(found[0] for line in lines if (found := WAVESPEED.search(line)))
        yield address, log
        server.kill()


def planned(folder: Path, count: int, model: str = "venice/x") -> Path:
    image = folder / "in.png"
    image.write_bytes(png())
    path = folder / "run.journal"
    with Journal(path, create=True) as journal:
        journal.add(
            Item(
                key=sha256(str(number).encode()).hexdigest(),
                model=model,
                prompt=f"item-{number}",
                image=str(image),
                outputs=(f"item-{number}",),
                estimate=10_000,
            )
            for number in range(count)
        )
    return path


def start(journal: Path, out: Path, port: str, buyer: str = "buyer.py") -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(HERE.parent.parent)}
    command = [sys.executable, str(HERE / buyer), str(journal), str(out), port]
    return subprocess.Popen(command, env=environment)


def bought(log: Path) -> Counter[str]:
    return Counter(log.read_text().split()) if log.exists() else Counter()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs POSIX")
def test_a_run_that_is_killed_again_and_again_buys_nothing_twice(
    tmp_path: Path, shop: tuple[str, Path]
) -> None:
    port, log = shop
    journal, out = planned(tmp_path, ITEMS), tmp_path / "out"
    moments = random.Random(os.environ.get("PYVENICE_SEED", "1"))  # noqa: S311
    for _ in range(KILLS):
        before = len(bought(log))
        with start(journal, out, port) as process:
            wanted = before + moments.randint(0, ITEMS // KILLS)
            while process.poll() is None and len(bought(log)) < wanted:
                time.sleep(0.001)
            process.send_signal(signal.SIGKILL)
    with start(journal, out, port) as process:
        assert process.wait(120) == 0
    with Journal(journal) as state:
        counts = state.counts()
        held = {item.prompt for item in state.items(State.HELD)}
        done = {item.prompt for item in state.items(State.DONE)}
    twice = {token: count for token, count in bought(log).items() if count > 1}
    assert twice == {}
    assert counts[State.DONE] + counts[State.HELD] == ITEMS
    assert len(held) <= 16 * KILLS
    assert {path.stem for path in out.glob("*.png")} == done
    assert all((out / f"{prompt}.png").read_bytes() == png() for prompt in done)


def test_a_job_of_a_killed_run_is_asked_for_and_never_submitted_again(
    tmp_path: Path, sandbox: tuple[str, Path]
) -> None:
    address, log = sandbox
    journal = planned(tmp_path, JOBS, "wavespeed/wavespeed-ai/qwen-image/edit")
    out, accepted = tmp_path / "out", set[str | None]()
    for number in range(1, 4):
        with start(journal, out, address, "job_buyer.py") as process, Journal(journal) as state:
            while process.poll() is None and not (
                state.counts()[State.DONE] >= number * JOBS // 5 and state.items(State.ACCEPTED)
            ):
                time.sleep(0.001)
            process.kill()
            process.wait()
            accepted |= {item.prompt for item in state.items(State.ACCEPTED)}
    with start(journal, out, address, "job_buyer.py") as process:
        assert process.wait(60) == 0
    with Journal(journal) as state:
        counts = state.counts()
        done = {item.prompt for item in state.items(State.DONE)}
    assert accepted
    assert accepted <= done
    assert counts[State.DONE] + counts[State.HELD] == JOBS
    assert set(submitted(log).values()) == {1}
    assert len(submitted(log)) >= counts[State.DONE]


def submitted(log: Path) -> Counter[bytes]:
    """How often each prompt was submitted as a job."""
    bodies = (
        base64.b64decode(json.loads(line)["request"]["body"])
        for line in log.read_text().splitlines()
    )
    return Counter(found[0] for body in bodies if (found := PROMPT.search(body)))
