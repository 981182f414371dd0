"""The studio in a real browser: what a person does in the first two minutes, and what could break."""

from __future__ import annotations

import base64
import http.server
import io
import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

from PIL import Image
from playwright.sync_api import Browser, Locator, Page, Response, expect

from tests_browser.conftest import RunningStudio, start

PAGES = {
    "edit": "/",
    "history": "/history",
    "models": "/models",
    "model": "/models/compare?model=openai/gpt-image-2&model=venice/qwen-image-3-edit",
    "batch": "/batch",
    "usage": "/usage",
    "contracts": "/contracts",
    "settings": "/settings",
}
SCREENS = [("light", 1280), ("dark", 1280), ("light", 390)]
DROP = """([data, name]) => {
    const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
    const files = new DataTransfer();
    files.items.add(new File([bytes], name, { type: "image/png" }));
    document.dispatchEvent(new DragEvent("drop", { dataTransfer: files, bubbles: true, cancelable: true }));
}"""


def photo(width: int = 320, height: int = 200, **options: object) -> bytes:
    buffer = io.BytesIO()
    image = Image.radial_gradient("L").resize((width, height)).convert("RGB")
    image.save(buffer, "JPEG" if options else "PNG", **options)
    return buffer.getvalue()


def upload(page: Page, data: bytes, name: str = "photo.png") -> None:
    page.locator("#files").set_input_files({"name": name, "mimeType": "image/png", "buffer": data})
    expect(page.locator("#inputs li")).to_have_count(1)


def edit(page: Page, *, models: int = 1) -> None:
    """Upload a picture, choose models, and wait for all results."""
    upload(page, photo())
    page.get_by_label("What should change?").fill("make it sepia")
    expect(page.locator(".pick input")).to_have_count(3)
    for number in range(1, models):
        page.locator(".pick input").nth(number).check()
    name = "Edit —" if models == 1 else f"Edit with {models} —"
    expect(page.locator("#go")).to_contain_text(name)
    page.locator("#go").click()
    expect(page.locator(".state-done")).to_have_count(models, timeout=60_000)


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the target has the focus."""
    for _ in range(150):
        page.keyboard.press("Tab")
        if target.evaluate("(node) => node === document.activeElement"):
            return
    raise AssertionError("the keyboard does not reach it")


def test_the_first_two_minutes(page: Page, studio: RunningStudio) -> None:
    expect(page.get_by_text("Sandbox: nothing is billed.")).to_be_visible()
    page.evaluate(DROP, [base64.b64encode(photo()).decode(), "dropped.png"])
    expect(page.locator("#inputs")).to_contain_text("PNG · 320 × 200")
    expect(page.locator("#inputs")).to_contain_text("no transparency · upright")
    page.get_by_label("What should change?").fill("make it sepia")
    expect(page.locator(".pick .price")).to_have_count(3)
    page.locator("#out summary").click()
    expect(page.locator("#disqualified")).to_contain_text("is retired")
    page.locator(".pick input").nth(1).check()
    expect(page.locator("#go")).to_contain_text("Edit with 2 — est. $")
    page.locator("#go").click()
    expect(page.locator(".state-done")).to_have_count(2, timeout=60_000)

    for box in page.get_by_label("compare").all():
        box.check()
    page.get_by_role("link", name="Compare 2").click()
    split = page.locator("#split")
    split.focus()
    page.keyboard.press("ArrowRight")
    expect(split).to_have_value("50.5")
    page.keyboard.press("2")
    expect(page.locator("#candidates button").nth(1)).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("d")
    expect(page.locator(".stage.difference")).to_be_visible()
    page.keyboard.press("g")
    expect(page.locator(".stage")).to_have_count(3)
    page.keyboard.press("+")
    turned = {
        image.evaluate("(n) => n.style.transform") for image in page.locator(".stage img").all()
    }
    assert len(turned) == 1, "the zoom is synced"
    page.keyboard.press("b")
    expect(page.locator("#candidates")).to_contain_text("Candidate A")
    page.get_by_role("button", name="A is best").click()
    expect(page.locator("#verdict")).to_contain_text("Noted: you prefer A. A is ")

    page.goto(f"{studio.base}/history")
    page.get_by_role("button", name="Keep", exact=True).first.click()
    expect(page.get_by_text("kept as").first).to_be_visible()
    (sidecar,) = (studio.folder / "kept").glob("*.json")
    assert json.loads(sidecar.read_text("utf-8"))["prompt"] == "make it sepia"
    page.get_by_role("button", name="Copy as…").first.click()
    expect(page.locator("#snippets")).to_contain_text("pyvenice.edit(")


def test_the_keyboard_alone_suffices(page: Page) -> None:
    example = page.get_by_role("button", name="lake")
    tab_to(page, example)
    page.keyboard.press("Enter")
    expect(page.locator(".pick input")).to_have_count(3)
    tab_to(page, page.get_by_role("button", name="Draw a mask…"))
    page.keyboard.press("Enter")
    expect(page.locator("#mask-stage")).to_be_focused()
    page.keyboard.down(" ")
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    page.keyboard.up(" ")
    tab_to(page, page.get_by_role("button", name="Use this mask"))
    page.keyboard.press("Enter")
    expect(page.locator("#mask-state")).to_contain_text("1200 × 800")
    tab_to(page, page.locator("#prompt"))
    page.keyboard.type("make it sepia")
    expect(page.locator("#go")).to_be_enabled()
    tab_to(page, page.locator("#go"))
    page.keyboard.press("Enter")
    expect(page.locator(".state-done")).to_have_count(1, timeout=60_000)


def draw(page: Page) -> bytes:
    """A brush stroke, an eraser, a rectangle, undo and inversion; the amounts of the canvas."""
    page.get_by_role("button", name="Draw a mask…").click()
    stage = page.locator("#mask-stage")
    expect(stage).to_be_visible()
    box = stage.bounding_box()
    assert box is not None

    def drag(*points: tuple[float, float]) -> None:
        first, *others = [
            (box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in points
        ]
        page.mouse.move(*first)
        page.mouse.down()
        for point in others:
            page.mouse.move(*point, steps=4)
        page.mouse.up()

    drag((0.2, 0.3), (0.8, 0.6))
    page.keyboard.press("e")
    drag((0.5, 0.2), (0.5, 0.8))
    page.keyboard.press("r")
    drag((0.1, 0.7), (0.3, 0.9))
    drag((0.0, 0.0), (0.9, 0.9))
    page.keyboard.press("z")
    page.keyboard.press("i")
    pixels = page.evaluate(
        """() => {
            const canvas = document.getElementById("mask-canvas");
            const all = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
            return Array.from({ length: all.length / 4 }, (_, at) => all[4 * at + 3]);
        }"""
    )
    page.get_by_role("button", name="Use this mask").click()
    expect(page.locator("#mask-dialog")).to_be_hidden()
    return bytes(pixels)


def test_a_mask_reaches_each_polarity_pixel_by_pixel(page: Page, studio: RunningStudio) -> None:
    upload(page, photo())
    amounts = draw(page)
    assert {0, 255} < set(amounts), "there are edges between the two"
    for polarity in ("white", "black", "transparent"):
        address = page.get_by_alt_text(f"The mask in {polarity}").get_attribute("src")
        sent = Image.open(io.BytesIO(page.request.get(f"{studio.base}{address}").body()))
        assert sent.size == (320, 200)
        channel = sent.getchannel("A") if polarity == "transparent" else sent.convert("L")
        given = channel.tobytes()
        read = given if polarity == "white" else bytes(255 - value for value in given)
        assert read == amounts, polarity


def test_a_turned_photo_is_masked_as_it_is_shown(page: Page) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    upload(page, photo(exif=exif), "turned.jpg")
    expect(page.locator("#inputs")).to_contain_text("200 × 320")
    expect(page.locator("#inputs")).to_contain_text("turned by EXIF (6)")
    draw(page)
    expect(page.locator("#mask-state")).to_contain_text("200 × 320")
    page.get_by_label("What should change?").fill("make it sepia")
    expect(page.locator("#go")).to_be_enabled()
    page.locator("#go").click()
    expect(page.locator(".state-done")).to_have_count(1, timeout=60_000)


def test_another_tab_sees_the_same_and_a_killed_studio_has_lost_nothing(
    page: Page, studio: RunningStudio
) -> None:
    other = page.context.new_page()
    other.goto(f"{studio.base}/")
    edit(page)
    expect(other.locator(".state-done")).to_have_count(1)
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


def test_the_first_page_is_small(browser: Browser, studio: RunningStudio) -> None:
    context = browser.new_context()
    sizes: list[int] = []
    page = context.new_page()

    def count(answer: Response) -> None:
        if answer.ok and "event-stream" not in answer.headers.get("content-type", ""):
            sizes.append(len(answer.body()))

    page.on("response", count)
    page.goto(studio.url)
    expect(page.get_by_role("heading", name="Edit", exact=True)).to_be_visible()
    page.wait_for_timeout(300)
    context.close()
    assert 0 < sum(sizes) < 100_000


@pytest.mark.parametrize(("scheme", "width"), SCREENS)
def test_every_page_is_accessible_and_fits_the_screen(
    page: Page, studio: RunningStudio, browser: Browser, scheme: str, width: int
) -> None:
    axe = pytest.importorskip("axe_playwright_python", reason="axe is not installed")
    script = (Path(axe.__file__).parent / "axe.min.js").read_text("utf-8")
    edit(page, models=2)
    ids = [card.get_attribute("data-edit") or "" for card in page.locator("[data-edit]").all()]
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    shown = context.new_page()
    shown.goto(studio.url)
    problems = {}
    for name, path in {**PAGES, "compare": f"/compare?edits={','.join(ids)}"}.items():
        shown.goto(f"{studio.base}{path}")
        shown.evaluate(script)
        found = shown.evaluate("axe.run()")["violations"]
        problems[name] = [(rule["id"], rule["nodes"][0]["target"]) for rule in found]
        overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        problems[name] += [("overflow", width)] if shown.evaluate(overflow) > 0 else []
        if folder := os.environ.get("SCREENSHOTS"):
            shown.screenshot(path=f"{folder}/{name}-{scheme}-{width}.png", full_page=True)
    context.close()
    assert {name: found for name, found in problems.items() if found} == {}
