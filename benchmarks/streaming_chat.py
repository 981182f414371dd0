"""Streamed chat beside OpenAI's client: time and CPU per event, both in one process and one run.

    python benchmarks/streaming_chat.py [--events N] [--runs N]

A server in a process of its own sends events as fast as they are read; the best of the runs counts.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import time
from collections.abc import Callable, Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.connection import Connection
from typing import Any, NamedTuple

import openai

from pyvenice import VeniceClient

MOST = 0.6
ASKED: dict[str, Any] = {"model": "m", "messages": [{"role": "user", "content": "hello"}]}


class Cost(NamedTuple):
    """Microseconds per event."""

    wall: float
    cpu: float


def main(argv: Sequence[str] | None = None) -> int:
    """Exit status 1: slower than the limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=4000)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args(argv)
    ours, theirs = _measure(options.events, options.runs)
    for name, cost in (("pyvenice", ours), ("openai", theirs)):
        print(f"{name:10} {cost.wall:7.1f} us an event, {cost.cpu:7.1f} us of CPU")
    ratio = Cost(ours.wall / theirs.wall, ours.cpu / theirs.cpu)
    print(f"ratio      {ratio.wall:7.2f} of the time, {ratio.cpu:.2f} of the CPU; at most {MOST}")
    return int(max(ratio) > MOST)


def _measure(events: int, runs: int) -> tuple[Cost, Cost]:
    receiver, sender = multiprocessing.Pipe(duplex=False)
    server = multiprocessing.Process(target=_serve, args=(sender, events), daemon=True)
    server.start()
    try:
        url = f"http://127.0.0.1:{receiver.recv()}"
        with (
            VeniceClient("key", base_url=url) as ours,
            openai.OpenAI(api_key="key", base_url=url) as theirs,
        ):
            calls: list[Callable[[], Iterator[Any]]] = [
                lambda: iter(ours.chat.completions.stream(**ASKED)),
                lambda: iter(theirs.chat.completions.create(**ASKED, stream=True)),
            ]
            found: list[list[Cost]] = [[], []]
            for _ in range(runs):
                for costs, call in zip(found, calls, strict=True):
                    costs.append(_cost(call, events))
    finally:
        server.terminate()
    best = [Cost(min(c.wall for c in costs), min(c.cpu for c in costs)) for costs in found]
    return best[0], best[1]


def _cost(call: Callable[[], Iterator[Any]], events: int) -> Cost:
    wall, cpu = time.perf_counter(), time.process_time()
    text = "".join(chunk.choices[0].delta.content or "" for chunk in call() if chunk.choices)
    spent = Cost(time.perf_counter() - wall, time.process_time() - cpu)
    if len(text) < events:
        raise RuntimeError("text is missing")
    return Cost(spent.wall / events * 1e6, spent.cpu / events * 1e6)


def _serve(sender: Connection, events: int) -> None:
    chunk = {
        "id": "chatcmpl-1",
        "object": "chat.completion.chunk",
        "created": 1774396800,
        "model": "m",
        "choices": [{"index": 0, "delta": {"content": " word"}, "finish_reason": None}],
    }
    body = f"data: {json.dumps(chunk)}\n\n".encode() * events + b"data: [DONE]\n\n"

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            self.send_response(200)
            self.send_header("content-type", "text/event-stream")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Only the measurements are printed."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    sender.send(server.server_port)
    server.serve_forever()


if __name__ == "__main__":
    raise SystemExit(main())
