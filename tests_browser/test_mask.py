"""Masks: what is drawn reaches a provider pixel by pixel."""

from __future__ import annotations

import io

from PIL import Image
from playwright.sync_api import Page, expect

from tests_browser.running_studio import RunningStudio
from tests_browser.steps import photo, upload


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
