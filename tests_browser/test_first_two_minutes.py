"""The first two minutes: from a picture to a kept result, with a mouse and with the keyboard alone."""

from __future__ import annotations

import json

from playwright.sync_api import Page, expect

from tests_browser.running_studio import RunningStudio
from tests_browser.steps import drop, photo, tab_to


def test_the_first_two_minutes(page: Page, studio: RunningStudio) -> None:
    expect(page.get_by_text("Sandbox: nothing is billed.")).to_be_visible()
    drop(page, photo(), "dropped.png")
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

    for box in page.locator(".card").get_by_role("checkbox").all():
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
