"""Calls a second with 256 in flight, as a share of those with one in flight.

    python benchmarks/in_flight.py [--calls N] [--rounds N]

Both are measured by the CPU time of this process, alternately and in a client of their own, and the
median of the rounds counts, so that other programs hardly matter. The server is another process.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from io import BytesIO
from pathlib import Path

from PIL import Image

from pyvenice import AsyncVeniceClient
from pyvenice.core.http import transport

LAKE = Path(__file__).resolve().parent.parent / "examples" / "photos" / "lake.jpg"
MANY = 256
LIMIT = 0.85
"""The share that is left at least."""


def main() -> int:
    """Measure and print; exit status 1 where too little is left."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--calls", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    picture = _picture()
    enough = True
    with _server(picture) as base_url:
        for name in ("httpx2", "httpx"):
            transport.http_library = partial(import_module, name)  # type: ignore[assignment]
            rounds = [
                (
                    _rate(base_url, picture, options.calls, 1),
                    _rate(base_url, picture, options.calls, MANY),
                )
                for _ in range(options.rounds)
            ]
            single, many = (statistics.median(rates) for rates in zip(*rounds, strict=True))
            share = statistics.median(many / single for single, many in rounds)
            enough &= share >= LIMIT
            print(
                f"{name:<8} {len(picture) / 1e6:.1f} MB: {single:5.0f} calls per CPU second with one in"
                f" flight, {many:5.0f} with {MANY}: {share:.2f}   ≥ {LIMIT}",
                flush=True,
            )
    return 0 if enough else 1


def _rate(base_url: str, picture: bytes, calls: int, in_flight: int) -> float:
    return asyncio.run(_measure(base_url, picture, calls, in_flight))


async def _measure(base_url: str, picture: bytes, calls: int, in_flight: int) -> float:
    async with AsyncVeniceClient("key", base_url=base_url) as client:
        await _edits(client, picture, 2 * in_flight, in_flight)  # connections are made once
        started = time.process_time()
        await _edits(client, picture, calls, in_flight)
        return calls / (time.process_time() - started)


async def _edits(client: AsyncVeniceClient, picture: bytes, calls: int, in_flight: int) -> None:
    remaining = iter(range(calls))

    async def edit() -> None:
        for _ in remaining:
            await client.image.edit(image=picture, prompt="sepia")

    await asyncio.gather(*(edit() for _ in range(in_flight)))


def _picture() -> bytes:
    file = BytesIO()
    Image.open(LAKE).resize((800, 600)).save(file, "JPEG", quality=90)
    return file.getvalue()


@contextmanager
def _server(picture: bytes) -> Iterator[str]:
    command = [sys.executable, "-c", _SERVER]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        if server.stdin is None or server.stdout is None:
            raise RuntimeError("the server has no pipes")
        server.stdin.write(picture)
        server.stdin.close()
        try:
            yield f"http://127.0.0.1:{int(server.stdout.readline())}/v1"
        finally:
            server.kill()


_SERVER = """
import asyncio, sys

PICTURE = sys.stdin.buffer.read()
ANSWER = b"HTTP/1.1 200 OK\\r\\nContent-Type: image/jpeg\\r\\nContent-Length: %d\\r\\n\\r\\n" % len(PICTURE)


class Connection(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport, self.head, self.left = transport, b"", None

    def data_received(self, data):
        if self.left is None:
            self.head += data
            head, end, data = self.head.partition(b"\\r\\n\\r\\n")
            if not end:
                return
            self.head = b""
            self.left = int(head.lower().partition(b"content-length:")[2].partition(b"\\r\\n")[0])
        self.left -= len(data)
        if self.left == 0:
            self.left = None
            self.transport.write(ANSWER + PICTURE)


async def serve():
    server = await asyncio.get_running_loop().create_server(Connection, "127.0.0.1", 0, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(serve())
"""

if __name__ == "__main__":
    sys.exit(main())
