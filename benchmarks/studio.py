"""The studio in a Chromium: bytes, start, memory, a 24 MB photo, 50 cards; beside a page of Gradio.

python benchmarks/studio.py [--gradio PYTHON]

Needs what `make test-browser` installs. PYTHON is that of an environment with `gradio`. Times depend on
what else the machine does: its load is printed, and the processor time of the start too.
"""

from __future__ import annotations

import argparse
import base64
import http.server
import io
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import playwright.sync_api as chrome
from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

import tests_browser.running_studio as running  # noqa: E402
from chromium import chromium_path, launch_arguments  # noqa: E402
from pyvenice.studio.pictures import Pictures  # noqa: E402
from pyvenice.studio.store import Edit, Store  # noqa: E402

MEGABYTE = 1e6
PHOTO_BYTES, CARDS = 24 * MEGABYTE, 50
SCROLL = """() => new Promise((resolve) => {
    const frames = [];
    let last = performance.now();
    const step = (now) => {
        frames.push(now - last);
        last = now;
        scrollBy(0, 40);
        if (frames.length < 120) requestAnimationFrame(step); else resolve(frames.slice(1));
    };
    requestAnimationFrame(step);
})"""
GRADIO = """
import gradio as gr, sys
with gr.Blocks() as page:
    editor, prompt = gr.ImageEditor(type="filepath"), gr.Textbox()
    models = gr.CheckboxGroup(["a", "b", "c"])
    slider = gr.ImageSlider()
    gr.Button("Edit").click(lambda given: (given["background"], given["composite"]), editor, slider)
page.launch(server_port=int(sys.argv[1]), quiet=True)
"""


@dataclass
class FirstPage:
    """What a browser loads before a person can begin."""

    bytes: int
    requests: int
    seconds: float


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gradio", metavar="PYTHON")
    given = parser.parse_args()
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    with chrome.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium_path(), args=launch_arguments())
        _studio(browser)
        if given.gradio:
            _gradio(browser, given.gradio)
        browser.close()


def _studio(browser: chrome.Browser) -> None:
    with tempfile.TemporaryDirectory() as folder, provider() as address:
        begun = time.perf_counter()
        studio = running.start(Path(folder), OPENAI_API_KEY="sk-x", OPENAI_BASE_URL=f"{address}/v1")
        wait_for(studio.url)
        pid = studio.process.pid
        report("studio: start to first byte", f"{time.perf_counter() - begun:.1f} s")
        report("studio: processor time of the start", f"{processor_seconds(pid):.1f} s")
        page = browser.new_page()
        report_page("studio", first_page(page, studio.url))
        report("studio: server at rest (PSS)", f"{memory(pid, 'smaps_rollup', 'Pss'):.0f} MB")
        _large_photo(page, pid)
        _cards(page, studio.base, studio.folder)
        running.stop(studio)


def _large_photo(page: chrome.Page, pid: int) -> None:
    """Upload a photo of 24 MB and edit it; the provider is another process's, and small."""
    data = photo()
    before = memory(pid, "status", "VmRSS")
    Path(f"/proc/{pid}/clear_refs").write_text("5")
    heap = "performance.memory.usedJSHeapSize"
    heap_before = page.evaluate(heap)
    with tempfile.NamedTemporaryFile(suffix=".jpg") as file:
        file.write(data)
        file.flush()
        page.locator("#files").set_input_files(file.name)
        page.locator("#inputs li").wait_for(timeout=120_000)
    page.get_by_label("What should change?").fill("make it sepia")
    page.locator("#go:not([disabled])").wait_for(timeout=120_000)
    uploaded = memory(pid, "status", "VmHWM") - before
    page.locator("#go").click()
    page.locator(".state-done").wait_for(timeout=120_000)
    edited = memory(pid, "status", "VmHWM") - before
    size = len(data) / MEGABYTE
    report(f"a photo of {size:.0f} MB: server's peak while it is uploaded", f"+{uploaded:.0f} MB")
    report(f"a photo of {size:.0f} MB: server's peak until it is edited", f"+{edited:.0f} MB")
    grown = (page.evaluate(heap) - heap_before) / MEGABYTE
    report(f"a photo of {size:.0f} MB: heap of the page", f"{grown:+.0f} MB")


def _cards(page: chrome.Page, base: str, folder: Path) -> None:
    store = Store(folder / "studio.sqlite3")
    pictures = Pictures(folder, store)
    now = time.time()
    for number in range(CARDS):
        image = Image.radial_gradient("L").resize((640 + number, 480)).convert("RGB")
        buffer = io.BytesIO()
        image.save(buffer, "JPEG")
        picture = pictures.add(buffer.getvalue(), "result").id
        facts = {"model": "openai/gpt-image-2", "prompt": f"prompt {number}", "images": [picture]}
        edit = Edit(id=f"{number:024}", batch="b", results=[picture], created=now, **facts)  # type: ignore[arg-type]
        store.add_edits([edit])
        store.claim(edit.id)
        store.end(edit.id, "done")
    page.goto(f"{base}/history")
    page.locator("[data-edit]").nth(CARDS - 1).wait_for(state="attached")
    frames = sorted(page.evaluate(SCROLL))
    slow = sum(frame > 34 for frame in frames)
    text = f"median {statistics.median(frames):.1f} ms, {slow} of {len(frames)} above 34 ms"
    report(f"{CARDS} cards: frames while scrolling", text)
    store.close()


def _gradio(browser: chrome.Browser, python: str) -> None:
    port = 17860
    begun = time.perf_counter()
    environ = os.environ | {"GRADIO_ANALYTICS_ENABLED": "False"}
    process = subprocess.Popen([python, "-c", GRADIO, str(port)], env=environ)
    try:
        wait_for(f"http://127.0.0.1:{port}/")
        report("gradio: start to first byte", f"{time.perf_counter() - begun:.1f} s")
        report("gradio: processor time of the start", f"{processor_seconds(process.pid):.1f} s")
        page = browser.new_page()
        report_page("gradio", first_page(page, f"http://127.0.0.1:{port}/", ready="text=Edit"))
        pss = memory(process.pid, "smaps_rollup", "Pss")
        report("gradio: server at rest (PSS)", f"{pss:.0f} MB")
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=20)


def first_page(page: chrome.Page, url: str, *, ready: str = "h1") -> FirstPage:
    """Load a page; what is open for ever, as a stream of events, is not counted."""
    sizes: list[int] = []

    def count(answer: chrome.Response) -> None:
        if answer.ok and "event-stream" not in answer.headers.get("content-type", ""):
            sizes.append(int(answer.headers.get("content-length", 0)) or len(answer.body()))

    page.on("response", count)
    begun = time.perf_counter()
    page.goto(url)
    page.locator(ready).first.wait_for(timeout=60_000)
    seconds = time.perf_counter() - begun
    page.wait_for_timeout(2000)
    page.remove_listener("response", count)
    return FirstPage(sum(sizes), len(sizes), seconds)


@contextmanager
def provider() -> Iterator[str]:
    """A provider that takes any edit, and gives a small picture back."""
    buffer = io.BytesIO()
    Image.new("RGB", (64, 64)).save(buffer, "PNG")
    image = base64.b64encode(buffer.getvalue()).decode()
    body = json.dumps({"created": 1, "data": [{"b64_json": image}]}).encode()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            left = int(self.headers["content-length"])
            while left > 0:
                left -= len(self.rfile.read(min(left, 65536)))
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def photo() -> bytes:
    """A JPEG of noise, as large as those of good cameras."""
    buffer = io.BytesIO()
    side = 5200
    Image.effect_noise((side, side), 60).convert("RGB").save(buffer, "JPEG", quality=88)
    data = buffer.getvalue()
    # A comment fills it up; what follows the end of the picture is no part of it.
    return data + bytes(max(0, int(PHOTO_BYTES) - len(data)))


def wait_for(url: str) -> None:
    """Wait until a server answers, in whatever way."""
    for _ in range(600):
        try:
            with urlopen(url, timeout=60):  # noqa: S310  (our own address)
                return
        except HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(url)


def memory(pid: int, file: str, key: str) -> float:
    """Megabytes of a process, by a line of a file below /proc."""
    for line in Path(f"/proc/{pid}/{file}").read_text("ascii").splitlines():
        if line.startswith(f"{key}:"):
            return int(line.split()[1]) * 1024 / MEGABYTE
    raise KeyError(key)


def processor_seconds(pid: int) -> float:
    """The processor time that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def report_page(name: str, page: FirstPage) -> None:
    """Print the figures of a first page."""
    report(f"{name}: first page", f"{page.bytes / 1000:.0f} kB in {page.requests} requests")
    report(f"{name}: first page is there", f"{page.seconds:.1f} s")


def report(what: str, figure: str) -> None:
    """Print a line of the table."""
    print(f"{what:56} {figure}", flush=True)


if __name__ == "__main__":
    main()
