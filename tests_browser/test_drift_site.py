"""The site of `pyvenice contract site`: no finding of axe, light or dark, on a wide and a narrow screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from pyvenice.contract.alerts.site import site_files
from pyvenice.contract.reports.history import HistoryStep
from tests.contract.reports import specimens


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_every_page_is_accessible_and_fits_the_screen(
    browser: Browser, tmp_path: Path, scheme: str, width: int
) -> None:
    axe = pytest.importorskip("axe_playwright_python", reason="axe is not installed")
    script = (Path(axe.__file__).parent / "axe.min.js").read_text("utf-8")
    step = HistoryStep("a" * 40, "commit", "2026-11-30", "7", specimens.DRIFTED.findings)
    files = site_files(
        specimens.MIXED, {"venice": [step]}, url="https://x.example", now="2026-11-30T00:00:00Z"
    )
    for name, text in files.items():
        (tmp_path / name).write_text(text, "utf-8")
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page = context.new_page()
    problems = {}
    for name in (name for name in files if name.endswith(".html")):
        page.goto(f"file://{tmp_path}/{name}")
        page.evaluate(script)
        violations = page.evaluate("axe.run()")["violations"]
        problems[name] = [(rule["id"], rule["nodes"][0]["target"]) for rule in violations]
        overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        problems[name] += [("overflow", width)] if page.evaluate(overflow) > 0 else []
        broken = "[...document.querySelectorAll('th a')].some(a => a.getClientRects().length > 1)"
        problems[name] += [("name broken", width)] if page.evaluate(broken) else []
    context.close()
    assert {name: found for name, found in problems.items() if found} == {}
