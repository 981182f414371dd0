"""Conformance of the sandbox in all dialects: how many requests, how long, and whether anything is found.

    python benchmarks/conformance.py [--cases N] [--seeds N]

The dialects run side by side, each in a process of its own with a sandbox of its own. With `--seeds` each
is asked again with requests that are drawn by as many seeds: nothing may be found then either.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import NamedTuple

from pyvenice.conformance.run.result import RequestCount, RunResult
from pyvenice.conformance.run.run import Options, Target, run
from pyvenice.contract.pin import pin
from pyvenice.sandbox import background


class Figures(NamedTuple):
    """The figures of one run."""

    provider: str
    seed: int | None
    counts: dict[str, RequestCount]
    found: list[str]
    wall: float
    cpu: float


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print; exit status 1 when anything is found."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--cases", type=int, default=300)
    parser.add_argument("--seeds", type=int, default=0)
    options = parser.parse_args(argv)
    started = time.perf_counter()
    found = _run_all(options.cases, [None])
    print(f"all dialects side by side: {time.perf_counter() - started:.1f} s")
    if options.seeds:
        found += _run_all(options.cases, list(range(options.seeds)))
        print(f"{options.seeds} random seeds: {time.perf_counter() - started:.1f} s")
    return 1 if found else 0


def _run_all(cases: int, seeds: Sequence[int | None]) -> int:
    found = 0
    with ProcessPoolExecutor() as pool:
        asked = [(name, cases, seed) for seed in seeds for name in pin.providers()]
        for done in pool.map(_run_dialect, asked):
            _print(done)
            found += len(done.found)
    return found


def _run_dialect(asked: tuple[str, int, int | None]) -> Figures:
    provider, cases, seed = asked
    used = pin.source(provider).operations
    names = [f"{operation.method.upper()} {operation.path}" for operation in used]
    before, started = _cpu(), time.perf_counter()
    with background() as server:
        target = Target(server[provider], server.api_key)
        result = run(pin.effective(provider), names, target, Options(cases=cases, seed=seed))
    wall = time.perf_counter() - started
    return Figures(provider, seed, result.counts, _found_lines(result), wall, _cpu() - before)


def _found_lines(result: RunResult) -> list[str]:
    violations = (found.violation for found in result.found)
    return [
        *(f"{violation.operation}: {violation.message}" for violation in violations),
        *map(str, result.troubles),
    ]


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _print(done: Figures) -> None:
    sent = sum(count.sent for count in done.counts.values())
    taken = sum(count.taken for count in done.counts.values())
    which = "" if done.seed is None else f" seed {done.seed}"
    print(
        f"{done.provider + which:<22}{sent:5} requests, {taken:5} taken "
        f"{done.wall:7.1f} s wall {done.cpu:7.1f} s CPU  {len(done.found)} found",
        flush=True,
    )
    for name, count in done.counts.items() if done.seed is None else ():
        print(f"    {name:<32}{count.sent:5} requests, {count.taken:5} taken")
    for line in done.found:
        print(f"    ! {line}")


if __name__ == "__main__":
    sys.exit(main())
