"""Start, rest, CPU and memory of a gateway, a process of its own between this one's client and server.

    python benchmarks/gateway.py [--rounds N]

CPU over the upstream: what the gateway's process spends on an edit of 1 MB that answers 1 MB, less
what a process spends that sends the same edit to the same provider with `AsyncOpenAIClient`, from a
file and to a file. Both take turns, four edits each, and of each the cheapest turn counts, because
other programs on the machine make both dearer.
"""

from __future__ import annotations

import argparse
import base64
import io
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from subprocess import PIPE

import httpx
from PIL import Image

PORT = 18_796
URL = f"http://127.0.0.1:{PORT}"
CLIENT = httpx.Client(base_url=URL, timeout=120)
MB = 1_000_000
LIMITS = {
    "CPU until the start, s": 1.0,
    "at rest, MB": 70.0,
    "CPU over the upstream for an edit of 1 MB, ms": 5.0,
    "memory for an edit of 24 MB, MB": 8.0,
    "memory for an edit of 24 MB that answers 24 MB, MB": 8.0,
    "memory for an edit of 24 MB as JSON, MB": 8.0,
}
_TURN = 4
"""Edits of one turn."""
_DIRECT = """
import asyncio, sys, time, pyvenice

async def main(url, image):
    async with pyvenice.AsyncOpenAIClient("k", base_url=url) as client:
        while line := sys.stdin.readline():
            began = time.process_time()
            for _ in range(int(line)):
                await client.image.edit(
                    image=image, prompt="red", model="gpt-image-1.5", save_to=f"{image}.out.png"
                )
            print(time.process_time() - began, flush=True)

asyncio.run(main(*sys.argv[1:]))
"""
"""A process without a gateway: told how many edits to make, it says how much CPU time they took."""


class Provider(BaseHTTPRequestHandler):
    """OpenAI's edits, which answer with the picture of the class, whatever is asked for."""

    protocol_version = "HTTP/1.1"
    body = b""

    def do_POST(self) -> None:
        """Read the whole body, and answer."""
        if self.headers.get("transfer-encoding") == "chunked":
            while size := int(self.rfile.readline(), 16):
                self.rfile.read(size + 2)
            self.rfile.readline()
        else:
            self.rfile.read(int(self.headers["content-length"]))
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(self.body)))
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def picture(megabytes: float) -> bytes:
    """A PNG of noise of about this size."""
    side = int((megabytes * MB / 3) ** 0.5)
    stream = io.BytesIO()
    Image.frombytes("RGB", (side, side), os.urandom(side * side * 3)).save(
        stream, "PNG", compress_level=0
    )
    return stream.getvalue()


def answers_with(image: bytes) -> None:
    """Let the provider answer with this picture."""
    document = {"created": 1, "data": [{"b64_json": base64.b64encode(image).decode()}]}
    Provider.body = json.dumps(document).encode()


@contextmanager
def gateway(folder: Path) -> Iterator[tuple[int, str]]:
    """A gateway in front of the provider: its process, and the provider's address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    provider = f"http://127.0.0.1:{server.server_address[1]}/v1"
    config = folder / "gateway.toml"
    config.write_text(
        f'[gateway]\nport = {PORT}\ndata = "{folder}/data"\n'
        "[providers.openai]\n"
        f'base_url = "{provider}"\nkey_env = "BENCHMARK_KEY"\n'
    )
    environment = {**os.environ, "BENCHMARK_KEY": "k", "PYVENICE_STATE_DIR": str(folder)}
    command = [sys.executable, "-m", "pyvenice", "serve", "--config", str(config)]
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as process:
        try:
            while not _is_up():
                time.sleep(0.01)
            yield process.pid, provider
        finally:
            process.terminate()
    server.shutdown()


def _is_up() -> bool:
    try:
        return CLIENT.get("/health").is_success
    except httpx.TransportError:
        return False


def edit(image: bytes) -> None:
    """One edit by a form."""
    _post(data={"model": "openai/gpt-image-1.5", "prompt": "red"}, files={"image": image})


def edit_with_json(image: bytes) -> None:
    """One edit by JSON."""
    uri = f"data:image/png;base64,{base64.b64encode(image).decode()}"
    _post(json={"model": "openai/gpt-image-1.5", "prompt": "red", "image": uri})


def _post(**body: object) -> None:
    response = CLIENT.post("/v1/images/edits", **body)  # type: ignore[arg-type]  # one kind of body
    response.raise_for_status()


def cpu_seconds(process: int) -> float:
    """CPU time of the threads of a process."""
    threads = Path(f"/proc/{process}/task").glob("*/schedstat")
    return sum(int(thread.read_text().split()[0]) for thread in threads) / 1e9


def cpu_of_an_edit(process: int, provider: str, folder: Path, rounds: int) -> tuple[float, float]:
    """Milliseconds of CPU for an edit of 1 MB: in the gateway, and in a client without it."""
    image = folder / "image.png"
    image.write_bytes(content := picture(1))
    answers_with(content)
    turns: list[tuple[float, float]] = []
    command = [sys.executable, "-c", _DIRECT, provider, str(image)]
    with subprocess.Popen(command, stdin=PIPE, stdout=PIPE, text=True, bufsize=1) as client:
        if client.stdin is None or client.stdout is None:
            raise RuntimeError("the client has no pipes")
        for _ in range(rounds):
            client.stdin.write(f"{_TURN}\n")
            direct = float(client.stdout.readline())
            began = cpu_seconds(process)
            for _ in range(_TURN):
                edit(content)
            turns.append((cpu_seconds(process) - began, direct))
    through, direct = (1000 * min(turn) / _TURN for turn in zip(*turns, strict=True))
    return through, direct


def memory(process: int, name: str) -> float:
    """Memory of a process in MB: `VmRSS` now, `VmHWM` at most."""
    status = Path(f"/proc/{process}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith(name))
    return int(line.split()[1]) * 1024 / MB


def growth(process: int, ask: Callable[[bytes], None], image: bytes) -> float:
    """How much more memory a process takes at most while it carries out an edit."""
    Path(f"/proc/{process}/clear_refs").write_text("5")
    before = memory(process, "VmRSS")
    ask(image)
    return memory(process, "VmHWM") - before


def main() -> int:
    """Print all figures; exit status 1 where one is over its limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=40)
    given = parser.parse_args()
    large = picture(24)
    figures = {}
    with tempfile.TemporaryDirectory() as name, gateway(Path(name)) as (process, provider):
        figures["CPU until the start, s"] = cpu_seconds(process)
        figures["at rest, MB"] = memory(process, "VmRSS")
        through, direct = cpu_of_an_edit(process, provider, Path(name), given.rounds)
        print(f"CPU for an edit of 1 MB, ms: {through:.2f} in the gateway, {direct:.2f} without it")
        figures["CPU over the upstream for an edit of 1 MB, ms"] = through - direct
        figures["memory for an edit of 24 MB, MB"] = growth(process, edit, large)
        answers_with(large)
        figures["memory for an edit of 24 MB that answers 24 MB, MB"] = growth(process, edit, large)
        answers_with(picture(1))
        figures["memory for an edit of 24 MB as JSON, MB"] = growth(process, edit_with_json, large)
    for name, value in figures.items():
        print(f"{name}: {value:.2f}   ≤ {LIMITS[name]:g}")
    return 1 if any(value > LIMITS[name] for name, value in figures.items()) else 0


if __name__ == "__main__":
    raise SystemExit(main())
