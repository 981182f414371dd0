"""Pages: each is small, accessible, and fits the screen, in light, in dark, and on a phone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Page, Response, expect

from tests_browser.running_studio import RunningStudio, start, stop
from tests_browser.steps import edit

PAGES = {
    "edit": "/",
    "history": "/history",
    # Each row is made alike; axe would take most of the test's time for 170 of them.
    "models": "/models?text=flux",
    "model": "/models/compare?model=openai/gpt-image-2&model=venice/qwen-image-3-edit",
    "batch": "/batch",
    "usage": "/usage",
    "contracts": "/contracts",
    "settings": "/settings",
}
CONTRAST = '"color-contrast"'
# Colours depend on the scheme alone, and all other rules on the width alone.
SCREENS = {
    ("light", 1280): "{}",
    ("dark", 1280): f"{{ runOnly: [{CONTRAST}] }}",
    ("light", 390): f"{{ rules: {{ {CONTRAST}: {{ enabled: false }} }} }}",
}
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
VIOLATIONS = """async () => (await axe.run({ resultTypes: ["violations"], ...%s })).violations
    .map((rule) => `${rule.id}: ${rule.nodes[0].target} ${rule.nodes[0].failureSummary}`)"""
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def test_the_first_page_is_small(browser: Browser, studio: RunningStudio) -> None:
    sizes: list[int] = []

    def count(answer: Response) -> None:
        if answer.ok and "event-stream" not in answer.headers.get("content-type", ""):
            sizes.append(len(answer.body()))

    page = browser.new_page()
    page.on("response", count)
    # The stream of events is opened by the last line of the last module.
    with page.expect_response("**/api/events?*"):
        page.goto(studio.url)
    page.close()
    assert 0 < sum(sizes) < 100_000


@pytest.fixture(scope="session")
def used_studio(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[RunningStudio, str]]:
    """A studio that has edited a picture, and the address where the results are compared."""
    studio = start(tmp_path_factory.mktemp("studio"))
    page = browser.new_page()
    page.goto(studio.url)
    edit(page, models=2)
    cards = page.locator("[data-edit]").all()
    ids = ",".join(card.get_attribute("data-edit") or "" for card in cards)
    page.close()
    yield studio, f"/compare?edits={ids}"
    stop(studio)


def problems(page: Page, name: str, rules: str) -> list[str]:
    """What axe finds on a page, and whether it is wider than the screen."""
    page.evaluate(AXE)
    violations: list[str] = page.evaluate(VIOLATIONS % rules)
    if page.evaluate(OVERFLOW) > 0:
        violations.append("it is wider than the screen")
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)
    return violations


@pytest.mark.parametrize(("scheme", "width"), SCREENS)
def test_every_page_is_accessible_and_fits_the_screen(
    used_studio: tuple[RunningStudio, str], browser: Browser, scheme: str, width: int
) -> None:
    studio, compare = used_studio
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page = context.new_page()
    page.goto(studio.url)
    rules = SCREENS[scheme, width]
    found = {}
    for name, path in {**PAGES, "compare": compare}.items():
        page.goto(f"{studio.base}{path}")
        found[name] = problems(page, f"{name}-{scheme}-{width}", rules)
    page.goto(studio.base)
    page.locator(".card").get_by_role("button", name="Copy as…").first.click()
    expect(page.locator("#snippets")).to_be_visible()
    found["snippets"] = problems(page, f"snippets-{scheme}-{width}", rules)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="still life").click()
    expect(page.locator(".pick input")).to_have_count(3)
    found["order"] = problems(page, f"order-{scheme}-{width}", rules)
    page.get_by_role("button", name="Draw a mask…").click()
    expect(page.locator("#mask-dialog")).to_be_visible()
    found["mask"] = problems(page, f"mask-{scheme}-{width}", rules)
    context.close()
    assert {name: broken for name, broken in found.items() if broken} == {}
