"""pyvenice beside other clients in one run, as ratios, over a harness that drives them all.

    python benchmarks/peers.py [--harness DIR] [--rounds N] [--only WHAT …]

The harness (`../shared/bench`) keeps one environment a client below `$BENCH_HOME`; the first run
installs them (58 distributions for litellm alone). It says what each figure is in its README. Its
warming picture is smaller than Venice takes, so the figures of memory in JSON are those of a first call.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
ADAPTER = Path(__file__).resolve().parent / "adapter.py"
OURS = {"pyvenice": "[fast,httpx2]", "pyvenice_httpx": "[fast]"}
"""Our rows, and the extras that each is installed with."""
PROBE = "httpx2_thin"
"""Streams made by hand over httpx2, without checks or retries: as near to the socket as one comes."""
PEERS = ("httpx", "httpx2", "openai", "litellm", "xinference")
WORK = {
    "calls": [
        *("rawsock", PROBE, *OURS, *PEERS),
        *("--ops", "multipart_png", "multipart_url", "multipart_b64", "json_png"),
    ],
    "memory": [
        *(*OURS, "httpx", "openai", "--in-mb", "24"),
        *("--ops", "multipart_b64", "json_png", "multipart_b64_file", "json_png_file"),
    ],
    "load": [*(*OURS, "httpx", "--in-mb", "8", "--ops", "json_png", "json_png_file")],
    "imports": [*OURS, *PEERS],
    "cold": [*OURS, *PEERS, "--modes", "sync", "--ops", "multipart_b64", "--in-mb", "1"],
}
Row = dict[str, Any]
Rows = Mapping[str, list[Row]]


class Target(NamedTuple):
    """A figure that is watched: a number of rows, and where it should be."""

    name: str
    limit: float
    measured: Callable[[Rows, str], float]
    at_least: bool = False

    def line(self, rows: Rows) -> str:
        """The figure over httpx2 and over httpx, beside its target."""
        found = [self.measured(rows, client) for client in OURS]
        good = found[0] >= self.limit if self.at_least else found[0] <= self.limit
        sign = "≥" if self.at_least else "≤"
        figures = "".join(f"{value:>12.2f}" for value in found)
        return f"{self.name:<52}{figures}   {sign} {self.limit:<6g}{'' if good else '  missed'}"


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print; exit status 2 when the harness is not there."""
    options = _options(argv)
    if not (options.harness / "bench.py").is_file():
        print(f"{options.harness}: no harness to measure peers with; give --harness")
        return 2
    rows = dict(_measured(options))
    print(f"\n{'':<52}{'httpx2':>12}{'httpx':>12}   target")
    for what in options.only:
        for target in TARGETS[what]:
            print(target.line(rows))
    return 0


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--harness", type=Path, default=ROOT.parent / "shared" / "bench")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--only", nargs="+", choices=WORK, default=list(WORK))
    return parser.parse_args(argv)


def _measured(options: argparse.Namespace) -> Iterator[tuple[str, list[Row]]]:
    home = os.environ.get("BENCH_HOME", tempfile.gettempdir() + "/pyvenice-bench")
    environment = os.environ | {"BENCH_HOME": home, "PYVENICE": str(ROOT)}
    environment.pop("PYTHONPATH", None)
    with tempfile.TemporaryDirectory() as folder:
        harness = Path(shutil.copytree(options.harness, Path(folder, "bench")))
        for name, extras in OURS.items():
            adapter = ADAPTER.read_text("utf-8").replace("[EXTRAS]", extras)
            (harness / "adapters" / f"{name}_.py").write_text(adapter, "utf-8")
        _harness(harness, environment, "setup", *OURS, "--refresh")
        for what in options.only:
            print(f"\n# {what}", flush=True)
            found = harness / f"{what}.json"
            rounds = ["--rounds", str(options.rounds), "--json", str(found)]
            _harness(harness, environment, what, *WORK[what], *rounds)
            yield what, json.loads(found.read_text())


def _harness(folder: Path, environment: Mapping[str, str], *arguments: str) -> None:
    command = [sys.executable, str(folder / "bench.py"), *arguments]
    subprocess.run(command, check=True, cwd=folder, env=environment)


def _row(rows: Sequence[Row], client: str, **facts: Any) -> Row:
    for row in rows:
        if row["client"] == client and all(row.get(key) == value for key, value in facts.items()):
            return row
    raise LookupError(f"nothing was measured of {client} with {facts}")


def _cpu(op: str, megabytes: float, mode: str, *, over: str = "rawsock") -> Callable[..., float]:
    """CPU a call, ours ÷ theirs: the median over rounds of the ratio in the same round."""

    def measured(rows: Rows, client: str) -> float:
        facts = {"op": op, "in_mb": megabytes}
        ours = _row(rows["calls"], f"{client}/{mode}", **facts)["cpu_rounds"]
        theirs = _row(rows["calls"], f"{over}/{mode}", **facts)["cpu_rounds"]
        return float(statistics.median(a / b for a, b in zip(ours, theirs, strict=True)))

    return measured


def _peer(op: str, megabytes: float, mode: str, peer: str) -> Callable[..., float]:
    """CPU a call, theirs ÷ ours."""
    ours = _cpu(op, megabytes, mode, over=peer)
    return lambda rows, client: 1 / ours(rows, client)


def _memory(op: str, mode: str) -> Callable[..., float]:
    return lambda rows, client: _row(rows["memory"], f"{client}/{mode}", op=op)["delta"] / 1e6


def _in_flight(op: str, key: str, scale: float = 1.0) -> Callable[..., float]:
    return lambda rows, client: (
        float(_row(rows["load"], f"{client}/async", op=op, concurrency=64)[key]) / scale
    )


def _rate(rows: Rows, client: str) -> float:
    peer = _row(rows["load"], "httpx/async", op="json_png", concurrency=64)["rate"]
    return float(_in_flight("json_png", "rate")(rows, client) / peer)


def _import(rows: Rows, client: str) -> float:
    ours, theirs = (_row(rows["imports"], one) for one in (client, "httpx"))
    return float((ours["cpu"] - ours["bare_cpu"]) / (theirs["cpu"] - theirs["bare_cpu"]))


def _cold(peer: str) -> Callable[..., float]:
    def measured(rows: Rows, client: str) -> float:
        ours, theirs = (_row(rows["cold"], f"{one}/sync")["cold_cpu"] for one in (client, peer))
        return float(ours / theirs)

    return measured


def _installed(key: str) -> Callable[..., float]:
    return lambda rows, client: float(_row(rows["imports"], client)[key])


FLOORS = {
    ("multipart_png", "sync"): 1.4,
    ("multipart_url", "sync"): 1.5,
    ("multipart_b64", "sync"): 1.6,
    ("json_png", "sync"): 1.4,
    ("multipart_png", "async"): 2.0,
    ("multipart_url", "async"): 1.7,
    ("multipart_b64", "async"): 2.3,
    ("json_png", "async"): 1.8,
}
TARGETS = {
    "calls": [
        *(
            Target(f"CPU ÷ bare socket, 24 MB, {op}, {mode}", limit, _cpu(op, 24, mode))
            for (op, mode), limit in FLOORS.items()
        ),
        *(
            Target(
                f"ours ÷ probe, {size} MB, {op}, sync", limit, _cpu(op, size, "sync", over=PROBE)
            )
            for size, limit in ((24, 1.10), (1, 1.25))
            for op in ("multipart_png", "multipart_url", "multipart_b64", "json_png")
        ),
        *(
            Target(
                f"{peer} ÷ ours, {size} MB, {op}, {mode}",
                limit,
                _peer(op, size, mode, peer),
                at_least=True,
            )
            for peer, size, op, mode, limit in (
                ("openai", 1, "multipart_b64", "sync", 4),
                ("openai", 24, "multipart_b64", "sync", 2.2),
                ("litellm", 1, "multipart_b64", "sync", 3),
                ("httpx", 24, "json_png", "sync", 8),
                ("httpx", 24, "json_png", "async", 5),
            )
        ),
    ],
    "memory": [
        Target(f"24 MB edit above idle, MB, {op}, {mode}", limit, _memory(op, mode))
        for op, limit in {
            "multipart_b64": 5,
            "json_png": 5,
            "multipart_b64_file": 1,
            "json_png_file": 1,
        }.items()
        for mode in ("sync", "async")
    ],
    "load": [
        Target("64 × 8 MB JSON in flight, peak MB", 220, _in_flight("json_png", "peak", 1e6)),
        Target("… to files", 75, _in_flight("json_png_file", "peak", 1e6)),
        Target("… rate ÷ httpx", 3, _rate, at_least=True),
    ],
    "imports": [
        Target("import pyvenice ÷ import httpx, CPU above bare", 0.35, _import),
        Target("distributions, with the extras measured", 16, _installed("distributions")),
        Target("MB on disk, with the extras measured", 12, _installed("mb")),
    ],
    "cold": [
        Target("one cold edit ÷ openai's, CPU", 0.4, _cold("openai")),
        Target("one cold edit ÷ litellm's, CPU", 0.08, _cold("litellm")),
    ],
}


if __name__ == "__main__":
    sys.exit(main())
