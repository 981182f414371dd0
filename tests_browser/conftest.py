"""A studio in a process of its own, and a real Chromium."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

playwright = pytest.importorskip(
    "playwright.sync_api", reason="playwright is not installed: make test-browser installs it"
)
# A machine that does other work as well is slow, not broken.
playwright.expect.set_options(timeout=30_000)
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True, slots=True)
class RunningStudio:
    """A studio, its address with the token, and its data folder."""

    process: subprocess.Popen[str]
    url: str
    folder: Path

    @property
    def base(self) -> str:
        return self.url.partition("/?")[0]


def start(folder: Path) -> RunningStudio:
    state = {"PYVENICE_STATE_DIR": str(folder), "XDG_CONFIG_HOME": str(folder)}
    command = [sys.executable, "-m", "pyvenice", "studio", "--no-open", "--port", "0"]
    process = subprocess.Popen(
        command, env=os.environ | state, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    return RunningStudio(process, process.stdout.readline().strip(), folder / "studio")


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[RunningStudio]:
    running = start(tmp_path)
    yield running
    running.process.terminate()
    running.process.communicate(timeout=10)


@pytest.fixture(scope="session")
def browser() -> Iterator[playwright.Browser]:
    path = next(filter(None, map(shutil.which, _BROWSERS)), None)
    with playwright.sync_playwright() as driver:
        own = driver.chromium.executable_path
        if path is None and not Path(own).exists():
            pytest.skip("there is no Chromium: install Debian's package chromium")
        # As root, as in a container of CI, Chromium starts only without its sandbox.
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        opened = driver.chromium.launch(executable_path=path or own, args=arguments)
        yield opened
        opened.close()


@pytest.fixture
def page(browser: playwright.Browser, studio: RunningStudio) -> Iterator[playwright.Page]:
    """A page of the studio. Any error of a script or of the policy fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    problems: list[str] = []
    opened.on("pageerror", lambda error: problems.append(str(error)))
    opened.on("console", lambda line: problems.append(line.text) if line.type == "error" else None)
    opened.goto(studio.url)
    yield opened
    context.close()
    assert problems == []
