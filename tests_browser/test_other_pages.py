"""Other tabs, other studios and other sites: what they see, and what a crash leaves."""

from __future__ import annotations

import base64
import http.server
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar

from playwright.sync_api import Browser, Page, expect

from tests_browser.running_studio import RunningStudio, start, stop
from tests_browser.steps import edit, photo, upload


def test_another_tab_sees_the_same_and_a_killed_studio_has_lost_nothing(
    page: Page, studio: RunningStudio
) -> None:
    other = page.context.new_page()
    other.goto(f"{studio.base}/")
    edit(page)
    expect(other.locator(".state-done")).to_have_count(1)
    page.close()
    studio.process.kill()
    studio.process.wait(timeout=10)
    again = start(studio.folder.parent)
    try:
        other.goto(again.url)
        expect(other.locator(".state-done")).to_have_count(1)
        expect(other.locator(".card img")).to_have_count(1)
    finally:
        again.process.kill()
        again.process.communicate()


class SilentProvider(http.server.BaseHTTPRequestHandler):
    """Shows an unfinished picture, and never the result."""

    requests: ClassVar[list[str]] = []
    may_end = threading.Event()

    def do_POST(self) -> None:
        self.requests.append(self.path)
        self.rfile.read(int(self.headers["content-length"]))
        data = {"b64_json": base64.b64encode(photo()).decode(), "partial_image_index": 0}
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.end_headers()
        self.wfile.write(b"event: image_edit.partial_image\n")
        self.wfile.write(b"data: %s\n\n" % json.dumps(data).encode())
        self.wfile.flush()
        self.may_end.wait(120)

    def log_message(self, *_: object) -> None:
        pass


def test_a_studio_killed_in_the_middle_of_an_edit_says_unknown_and_never_sends_it_again(
    browser: Browser, tmp_path: Path
) -> None:
    page = browser.new_page()
    with serving(SilentProvider) as address:
        keys = {"OPENAI_API_KEY": "sk-of-a-test", "OPENAI_BASE_URL": f"{address}v1"}
        first = start(tmp_path, **keys)
        page.goto(first.url)
        upload(page, photo())
        page.get_by_label("What should change?").fill("make it sepia")
        expect(page.locator("#go")).to_contain_text("Edit —")
        page.locator("#go").click()
        expect(page.get_by_alt_text("Unfinished result")).to_be_visible()
        first.process.kill()
        first.process.communicate(timeout=10)
        again = start(tmp_path, **keys)
        page.goto(again.url)
        expect(page.locator(".state-unknown")).to_be_visible()
        expect(page.get_by_alt_text("Unfinished result")).to_be_visible()
        expect(page.locator(".card .error")).to_contain_text("not sent again")
        assert len(SilentProvider.requests) == 1
        SilentProvider.may_end.set()
        stop(again)
    page.close()


@contextmanager
def other_site() -> Iterator[str]:
    """A page of another origin on this computer."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("content-type", "text/html")
            self.end_headers()
            self.wfile.write(b"<title>other</title>")

        def log_message(self, *_: object) -> None:
            pass

    with serving(Handler) as address:
        yield address


@contextmanager
def serving(handler: type[http.server.BaseHTTPRequestHandler]) -> Iterator[str]:
    """A server on this computer, and its address."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


def test_a_page_of_another_site_can_neither_read_nor_order(
    page: Page, studio: RunningStudio
) -> None:
    attacker = page.context.new_page()
    with other_site() as address:
        attacker.goto(address)
        outcomes = attacker.evaluate(
            """async (base) => Promise.all([
                ["/api/choices", "POST", "cors"], ["/api/pictures", "POST", "no-cors"], ["/", "GET", "cors"],
            ].map(([path, method, mode]) => fetch(base + path, { method, mode, credentials: "include",
                body: method === "POST" ? "{}" : undefined }).then((answer) => `${answer.type} ${answer.status}`, String)))""",
            studio.base,
        )
    assert outcomes[0].startswith("TypeError")
    assert outcomes[1].startswith(("opaque", "TypeError"))
    assert outcomes[2].startswith("TypeError")
    assert list((studio.folder / "pictures").iterdir()) == []
