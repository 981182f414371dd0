"""Start, rest, CPU and memory of a gateway, a process of its own between this one's client and server.

    python benchmarks/gateway.py [--edits N]

CPU time is that of the gateway's process alone: what it costs over the provider itself.
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

import httpx
from PIL import Image

PORT = 18_796
URL = f"http://127.0.0.1:{PORT}"
MB = 1_000_000
LIMITS = {
    "CPU until the start, s": 1.0,
    "at rest, MB": 70.0,
    "CPU for an edit of 1 MB, ms": 5.0,
    "memory for an edit of 24 MB, MB": 8.0,
    "memory for an edit of 24 MB that answers 24 MB, MB": 8.0,
    "memory for an edit of 24 MB as JSON, MB": 8.0,
}
_TICKS = os.sysconf("SC_CLK_TCK")


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
def gateway(folder: Path) -> Iterator[int]:
    """A gateway in front of the provider; its process."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    config = folder / "gateway.toml"
    config.write_text(
        f'[gateway]\nport = {PORT}\ndata = "{folder}/data"\n'
        "[providers.openai]\n"
        f'base_url = "http://127.0.0.1:{server.server_address[1]}/v1"\nkey_env = "BENCHMARK_KEY"\n'
    )
    environment = {**os.environ, "BENCHMARK_KEY": "k", "PYVENICE_STATE_DIR": str(folder)}
    command = [sys.executable, "-m", "pyvenice", "serve", "--config", str(config)]
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as process:
        try:
            while not _is_up():
                time.sleep(0.01)
            yield process.pid
        finally:
            process.terminate()
    server.shutdown()


def _is_up() -> bool:
    try:
        return httpx.get(f"{URL}/health").is_success
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
    response = httpx.post(f"{URL}/v1/images/edits", timeout=120, **body)  # type: ignore[arg-type]  # one kind of body
    response.raise_for_status()


def cpu_seconds(process: int) -> float:
    """CPU time of a process."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


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
    parser.add_argument("--edits", type=int, default=100)
    given = parser.parse_args()
    small, large = picture(1), picture(24)
    figures = {}
    with tempfile.TemporaryDirectory() as folder, gateway(Path(folder)) as process:
        figures["CPU until the start, s"] = cpu_seconds(process)
        figures["at rest, MB"] = memory(process, "VmRSS")
        answers_with(small)
        for _ in range(5):
            edit(small)
        began = cpu_seconds(process)
        for _ in range(given.edits):
            edit(small)
        spent = cpu_seconds(process) - began
        figures["CPU for an edit of 1 MB, ms"] = 1000 * spent / given.edits
        figures["memory for an edit of 24 MB, MB"] = growth(process, edit, large)
        answers_with(large)
        figures["memory for an edit of 24 MB that answers 24 MB, MB"] = growth(process, edit, large)
        answers_with(small)
        figures["memory for an edit of 24 MB as JSON, MB"] = growth(process, edit_with_json, large)
    for name, value in figures.items():
        print(f"{name}: {value:.2f}   ≤ {LIMITS[name]:g}")
    return 1 if any(value > LIMITS[name] for name, value in figures.items()) else 0


if __name__ == "__main__":
    raise SystemExit(main())
