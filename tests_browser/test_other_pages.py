"""Other tabs, other studios and other sites: what they see, and what a crash leaves."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, expect

from tests_browser.running_studio import RunningStudio, start
from tests_browser.steps import edit


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

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
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
