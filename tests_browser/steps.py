"""Steps that a person takes in the studio."""

from __future__ import annotations

import base64
import io

from PIL import Image
from playwright.sync_api import Locator, Page, expect

GIVE = """([data, name, kind]) => {
    const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
    const files = new DataTransfer();
    files.items.add(new File([bytes], name, { type: "image/png" }));
    const how = { bubbles: true, cancelable: true };
    document.dispatchEvent(kind === "drop"
        ? new DragEvent("drop", { dataTransfer: files, ...how })
        : new ClipboardEvent("paste", { clipboardData: files, ...how }));
}"""


def photo(width: int = 320, height: int = 200, **options: object) -> bytes:
    buffer = io.BytesIO()
    image = Image.radial_gradient("L").resize((width, height)).convert("RGB")
    image.save(buffer, "JPEG" if options else "PNG", **options)
    return buffer.getvalue()


def drop(page: Page, data: bytes, name: str) -> None:
    """Drop a file on the page, as a file manager does."""
    page.evaluate(GIVE, [base64.b64encode(data).decode(), name, "drop"])


def paste(page: Page, data: bytes, name: str) -> None:
    """Paste a file from the clipboard."""
    page.evaluate(GIVE, [base64.b64encode(data).decode(), name, "paste"])


def upload(page: Page, data: bytes, name: str = "photo.png") -> None:
    page.locator("#files").set_input_files({"name": name, "mimeType": "image/png", "buffer": data})
    expect(page.locator("#inputs li")).to_have_count(1)


def edit(page: Page, *, models: int = 1) -> None:
    """Take an example, choose models, and wait for all results."""
    page.get_by_role("button", name="lake").click()
    expect(page.locator("#inputs li")).to_have_count(1)
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
