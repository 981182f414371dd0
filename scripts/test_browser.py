"""Run the tests of the studio in a Chromium. Without one they are skipped, with the reason.

Arguments go to pytest. With INSTALL_CHROMIUM=1 in the environment, Debian's package is installed where
there is no browser. SCREENSHOTS names a folder that gets a picture of each page.
"""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from chromium import chromium_path

ROOT = Path(__file__).resolve().parent.parent
PINS = ROOT / "tests_browser" / "requirements.txt"
MOST_SECONDS = 100


def main() -> int:
    """Return the exit status of pytest; 0 where the tests are skipped."""
    try:
        if not _are_installed(PINS.read_text("utf-8").split()):
            _run(sys.executable, "-m", "pip", "install", "--quiet", "--requirement", PINS)
        if chromium_path() is None and os.environ.get("INSTALL_CHROMIUM") == "1":
            _install_chromium()
    except (OSError, subprocess.SubprocessError) as error:
        return _skip(f"what they need cannot be installed: {error}")
    if chromium_path() is None:
        return _skip("there is no Chromium: install Debian's package chromium")
    command = ["pytest", "-rs", "--no-cov", "-n", "2", "tests_browser", *sys.argv[1:]]
    return subprocess.run([sys.executable, "-m", *command], cwd=ROOT, check=False).returncode


def _skip(reason: str) -> int:
    print(f"The browser tests are skipped: {reason}", flush=True)
    return 0


def _are_installed(pins: list[str]) -> bool:
    try:
        return all(version(name) == pin for name, _, pin in (text.partition("==") for text in pins))
    except PackageNotFoundError:
        return False


def _install_chromium() -> None:
    """Install Debian's package. Its lists may be missing, as in a container, or out of date."""
    sudo = [] if hasattr(os, "geteuid") and os.geteuid() == 0 else ["sudo", "-n"]
    print("Installing Debian's package chromium …", flush=True)
    _run(*sudo, "apt-get", "update", "-qq")
    _run(*sudo, "apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium")


def _run(*command: str | Path) -> None:
    subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        check=True,
        timeout=MOST_SECONDS,
        stdout=subprocess.DEVNULL,
        env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
    )


if __name__ == "__main__":
    sys.exit(main())
