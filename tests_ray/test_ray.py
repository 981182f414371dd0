"""Ray: a worker, the driver and a whole node are killed, and nothing is bought twice or lost."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest

from pyvenice.batch.engines.ray_cluster import connect
from pyvenice.batch.state.items import Item, State
from pyvenice.batch.state.journal import Journal
from pyvenice.errors import ArgumentError
from tests.batch.purchase_server import png

pytest.importorskip("ray", reason="ray is not installed: make test-ray installs it")
HERE = Path(__file__).parent
ROOT = HERE.parent
ITEMS = 200
ENVIRONMENT = {
    **os.environ,
    "PYTHONPATH": str(ROOT),
    "RAY_AUTH_MODE": "token",
    "RAY_AUTH_TOKEN": secrets.token_hex(32),
    "RAY_raylet_start_wait_time_s": "120",
}


@dataclass(frozen=True, slots=True)
class Cluster:
    """The head's address, and the program that holds the nodes."""

    address: str
    process: subprocess.Popen[str]

    def kill(self, node: str) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"kill {node}\n")
        self.process.stdin.flush()
        assert self.process.stdout.readline() == "killed\n"


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with subprocess.Popen(
        [sys.executable, str(HERE / "cluster.py")],
        env=ENVIRONMENT,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        yield Cluster(process.stdout.readline().strip(), process)
        process.stdin.close()  # type: ignore[union-attr]


@dataclass(slots=True)
class Batch:
    """A journal, a server that counts what it sold, and runs on the cluster."""

    folder: Path
    port: str
    address: str

    @property
    def journal(self) -> Path:
        return self.folder / "journal"

    @property
    def out(self) -> Path:
        return self.folder / "out"

    @property
    def pids(self) -> Path:
        return self.folder / "pids"

    def start(self) -> subprocess.Popen[bytes]:
        paths = [self.journal, self.out, self.port, self.address, self.pids]
        command = [sys.executable, str(HERE / "buyer.py"), *map(str, paths)]
        return subprocess.Popen(command, env=ENVIRONMENT)

    def bought(self) -> Counter[str]:
        log = self.folder / "log"
        return Counter(log.read_text().split()) if log.exists() else Counter()

    def wait_for(self, count: int, process: subprocess.Popen[bytes]) -> None:
        while process.poll() is None and len(self.bought()) < count:
            time.sleep(0.01)

    def check(self, most_held: int) -> None:
        """Nothing was bought twice, and everything that was is there or held."""
        with Journal(self.journal) as state:
            counts = state.counts()
            held = {item.prompt for item in state.items(State.HELD)}
            done = {item.prompt for item in state.items(State.DONE)}
        bought = self.bought()
        assert {token: count for token, count in bought.items() if count > 1} == {}
        assert counts[State.DONE] + counts[State.HELD] == ITEMS
        assert len(held) <= most_held
        assert {path.stem for path in self.out.glob("*.png")} == done
        assert set(bought) <= done | held


@pytest.fixture
def batch(tmp_path: Path, cluster: Cluster) -> Iterator[Batch]:
    server = ROOT / "tests" / "batch" / "purchase_server.py"
    command = [sys.executable, str(server), str(tmp_path / "log"), "0.05"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        made = Batch(tmp_path, process.stdout.readline().strip(), cluster.address)
        made.pids.mkdir()
        image = tmp_path / "in.png"
        image.write_bytes(png())
        with Journal(made.journal, create=True) as journal:
            journal.add(
                Item(
                    key=sha256(str(number).encode()).hexdigest(),
                    model="venice/x",
                    prompt=f"item-{number}",
                    image=str(image),
                    outputs=(f"item-{number}",),
                    estimate=10_000,
                )
                for number in range(ITEMS)
            )
        yield made
        process.kill()


def kill_a_worker(batch: Batch, _: Cluster, __: subprocess.Popen[bytes]) -> None:
    os.kill(int(next(batch.pids.iterdir()).name), signal.SIGKILL)


def kill_a_node(batch: Batch, cluster: Cluster, _: subprocess.Popen[bytes]) -> None:
    cluster.kill(next(batch.pids.iterdir()).read_text())


def kill_the_driver(_: Batch, __: Cluster, driver: subprocess.Popen[bytes]) -> None:
    driver.kill()


@pytest.mark.parametrize("kill", [kill_a_worker, kill_the_driver, kill_a_node])
def test_what_is_killed_buys_nothing_twice_and_loses_nothing(
    batch: Batch,
    cluster: Cluster,
    kill: Callable[[Batch, Cluster, subprocess.Popen[bytes]], None],
) -> None:
    with batch.start() as driver:
        batch.wait_for(ITEMS // 3, driver)
        kill(batch, cluster, driver)
        status = driver.wait(240)
    if kill is kill_the_driver:
        with batch.start() as driver:
            status = driver.wait(240)
    assert status == 0
    batch.check(most_held=16)


def test_a_remote_cluster_without_a_token_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAY_AUTH_MODE", "disabled")
    with pytest.raises(ArgumentError, match="RAY_AUTH_MODE=token"):
        connect("10.1.2.3:6379")
    with pytest.raises(ArgumentError, match="RAY_AUTH_MODE=token"):
        connect("ray://gpu.example:10001")


def test_an_address_where_no_cluster_is_says_so() -> None:
    with pytest.raises(ArgumentError, match="no Ray cluster can be reached"):
        connect("127.0.0.1:1")


def test_a_store_that_no_other_process_sees_is_refused(batch: Batch) -> None:
    command = [sys.executable, str(HERE / "buyer.py"), str(batch.journal), "memory://shop/out"]
    options = [batch.port, batch.address, str(batch.pids)]
    refused = subprocess.run(
        [*command, *options], env=ENVIRONMENT, capture_output=True, text=True, check=False
    )
    assert "the URL of the results is another folder" in refused.stderr
    assert batch.bought() == {}
