"""What `--help` and shell completion cost beside a bare interpreter: CPU time of whole processes.

    python benchmarks/cli.py [--runs N]

Byte code is cached in a folder of its own. Exit status 1 if a command takes more than `MOST` times what
a bare interpreter takes.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence

MOST = 9.0
"""150 ms where a bare interpreter takes 16 ms."""
HELP: dict[str, tuple[list[str], dict[str, str]]] = {
    "pyvenice --help": (["--help"], {}),
    "pyvenice edit --help": (["edit", "--help"], {}),
    "pyvenice contract check --help": (["contract", "check", "--help"], {}),
    "completion of a command": ([], {"COMP_WORDS": "pyvenice mod", "COMP_CWORD": "1"}),
    "completion of a model": (
        [],
        {"COMP_WORDS": "pyvenice edit a.png -m venice/q", "COMP_CWORD": "4"},
    ),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--runs", type=int, default=9)
    runs = parser.parse_args(argv).runs
    too_slow = False
    with tempfile.TemporaryDirectory() as cache:
        environment = {**os.environ, "PYTHONPYCACHEPREFIX": cache}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        bare = cpu_seconds(["-c", "pass"], environment, runs)
        print(f"{'bare interpreter':34} {1000 * bare:6.0f} ms")
        for name, (words, variables) in HELP.items():
            completion = {"_PYVENICE_COMPLETE": "bash_complete"} if variables else {}
            values = environment | completion | variables
            taken = cpu_seconds(["-m", "pyvenice", *words], values, runs)
            too_slow |= taken / bare > MOST
            print(f"{name:34} {1000 * taken:6.0f} ms  {taken / bare:4.1f} x")
    return 1 if too_slow else 0


def cpu_seconds(words: Sequence[str], environment: Mapping[str, str], runs: int) -> float:
    """The median of the CPU time of a Python process, after one that writes the byte code."""
    times = []
    for _ in range(runs + 1):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(
            [sys.executable, *words], env=dict(environment), stdout=subprocess.DEVNULL, check=True
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return statistics.median(times[1:])


if __name__ == "__main__":
    sys.exit(main())
