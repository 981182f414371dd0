"""The Chromium that drives the studio: Debian's package, or the one that Playwright has downloaded."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

_NAMES = ("chromium", "chromium-browser", "google-chrome")


def chromium_path() -> str | None:
    """The path of an installed Chromium; `None` where there is none."""
    return next(filter(None, map(shutil.which, _NAMES)), None) or _downloaded()


def _downloaded() -> str | None:
    cache = os.environ.get("PLAYWRIGHT_BROWSERS_PATH", "~/.cache/ms-playwright")
    found = sorted(Path(cache).expanduser().glob("chromium-*/chrome-*/chrome"))
    return str(found[-1]) if found else None


def launch_arguments() -> list[str]:
    """As root, as in a container of CI, Chromium starts only without its sandbox."""
    return ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
