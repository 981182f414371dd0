"""The first two minutes: from a picture to a kept result, with a mouse and with the keyboard alone."""

from __future__ import annotations

import json

from playwright.sync_api import FilePayload, Page, expect

from tests_browser.running_studio import RunningStudio
from tests_browser.steps import drop, paste, photo, tab_to


def test_the_first_two_minutes(page: Page, studio: RunningStudio) -> None:
    edit_with_two_models(page)
    compare_blind(page)
    keep_and_use_again(page, studio)


def edit_with_two_models(page: Page) -> None:
    """A picture, a prompt, models with prices and reasons, and two results."""
    expect(page.get_by_text("Sandbox: nothing is billed.")).to_be_visible()
    drop(page, photo(), "dropped.png")
    expect(page.locator("#inputs")).to_contain_text("PNG · 320 × 200")
    expect(page.locator("#inputs")).to_contain_text("no transparency · upright")
    paste(page, photo(64, 64), "pasted.png")
    page.get_by_role("button", name="Remove pasted.png").click()
    expect(page.locator("#inputs li")).to_have_count(1)
    expect(page.get_by_role("button", name="Draw a mask…")).to_be_visible()
    page.get_by_label("What should change?").fill("make it sepia")
    expect(page.locator(".pick .price")).to_have_count(3)
    page.locator("#out summary").click()
    expect(page.locator("#disqualified")).to_contain_text("is retired")
    page.locator(".pick input").nth(1).check()
    expect(page.locator("#go")).to_contain_text("Edit with 2 — est. $")
    page.locator("#go").click()
    expect(page.locator(".state-done")).to_have_count(2, timeout=60_000)
    expect(page.locator(".card").first).to_contain_text("estimated $")
    expect(page.locator(".card").first).to_contain_text("billed nothing (sandbox, would be $")


def compare_blind(page: Page) -> None:
    """The slider, the candidates, the difference, side by side with synced zoom, and a vote."""
    for box in page.locator(".card").get_by_role("checkbox").all():
        box.check()
    page.get_by_role("link", name="Compare 2").click()
    expect(page.locator("#candidates button").first).to_have_attribute("aria-pressed", "true")
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
    page.keyboard.press("z")
    expect(page.locator("#sync")).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("b")
    expect(page.locator("#candidates")).to_contain_text("Candidate A")
    page.get_by_role("button", name="A is best").click()
    expect(page.locator("#verdict")).to_contain_text("Noted: you prefer A. A is ")


def keep_and_use_again(page: Page, studio: RunningStudio) -> None:
    """A result with its sidecar, the same edit as a program, and on many pictures."""
    page.goto(f"{studio.base}/history")
    page.get_by_role("button", name="Keep", exact=True).first.click()
    expect(page.get_by_text("kept as").first).to_be_visible()
    (sidecar,) = (studio.folder / "kept").glob("*.json")
    assert json.loads(sidecar.read_text("utf-8"))["prompt"] == "make it sepia"
    page.locator(".card").get_by_role("button", name="Copy as…").first.click()
    expect(page.locator("#snippets")).to_contain_text("pyvenice.edit(")
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Use on many…").first.click()
    expect(page.locator("#batch-prompt")).to_have_value("make it sepia")
    page.locator("#batch-files").set_input_files(
        [FilePayload(name=f"{n}.png", mimeType="image/png", buffer=photo(64 + n)) for n in (1, 2)]
    )
    page.get_by_role("button", name="Plan — nothing is sent").click()
    page.get_by_role("button", name="Run — est. $").click()
    expect(page.locator("#batches")).to_contain_text("2 done")


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
