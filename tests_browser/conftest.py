"""A studio in a process of its own, and a real Chromium. `make test-browser` installs what is needed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from chromium import chromium_path, launch_arguments
from tests_browser.running_studio import RunningStudio, start, stop

# A machine that does other work as well is slow, not broken.
expect.set_options(timeout=30_000)


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[RunningStudio]:
    running = start(tmp_path)
    yield running
    stop(running)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium_path()
    if path is None:
        pytest.skip("there is no Chromium: install Debian's package chromium")
    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=path, args=launch_arguments())
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser, studio: RunningStudio) -> Iterator[Page]:
    """A page of the studio. Any error of a script or of the policy fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    opened.set_default_timeout(60_000)
    problems: list[str] = []
    opened.on("pageerror", lambda error: problems.append(str(error)))
    opened.on("console", lambda line: problems.append(line.text) if line.type == "error" else None)
    opened.goto(studio.url)
    yield opened
    context.close()
    assert problems == []
