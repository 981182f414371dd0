"""Run the tests against real servers, after building their environments below .venv-real/.

Arguments go to pytest. An environment is kept until its pins change. With FULL=1 in the environment
the whole server of Xinference runs too, with torch.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILT = ROOT / ".venv-real"
SERVER = ROOT / "tests_real" / "xinference_server"
ORACLES = ROOT / "tests_real" / "oracles"


def main() -> int:
    """Return the exit status of pytest; 2 if an environment cannot be built."""
    BUILT.mkdir(exist_ok=True)
    (BUILT / ".gitignore").write_text("*\n", "utf-8")
    try:
        _build_servers()
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"the environments of the servers cannot be built: {error}", file=sys.stderr)
        return 2
    _build_oracles()
    command = [sys.executable, "-m", "pytest", "tests_real", *sys.argv[1:]]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def _build_servers() -> None:
    _build("xinference", [SERVER / "requirements.txt"], _install)
    for release in (SERVER / "releases.txt").read_text("utf-8").split():
        _build(f"xinference-{release}", [f"xinference=={release}"], _install_for_path)
    if os.environ.get("FULL") == "1":
        pins = [SERVER / "requirements.txt", SERVER / "requirements-full.txt"]
        _build("xinference-full", pins, _install)


def _build_oracles() -> None:
    """Build the other clients; print which cannot be built, and skip its tests."""
    for name, pins, install in (
        ("litellm", ORACLES / "litellm.txt", _install),
        ("model-clients", ORACLES / "model-clients.txt", _install),
        ("steady", ORACLES / "npm.txt", _install_node_package),
    ):
        try:
            _build(name, [pins], install)
        except (OSError, subprocess.CalledProcessError) as error:
            print(f"{name} cannot be built, so its tests are skipped: {error}")


def _build(
    name: str, pins: Sequence[Path | str], install: Callable[[Path, Path | str], None]
) -> None:
    """Make `.venv-real/<name>` unless it is there with the same pins."""
    folder, wanted = BUILT / name, "".join(map(_text, pins))
    stamp = folder / ".built"
    if stamp.is_file() and stamp.read_text("utf-8") == wanted:
        return
    print(f"Building {folder.relative_to(ROOT)} …", flush=True)
    started = time.perf_counter()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    install(folder, pins[-1])
    stamp.write_text(wanted, "utf-8")
    size = sum(path.lstat().st_size for path in folder.rglob("*")) / 1e6
    print(f"  {size:,.0f} MB in {time.perf_counter() - started:.0f} s", flush=True)


def _text(pin: Path | str) -> str:
    return pin if isinstance(pin, str) else pin.read_text("utf-8")


def _install(folder: Path, pins: Path | str) -> None:
    """Create a virtual environment with the packages that a file pins."""
    _run(sys.executable, "-m", "venv", folder)
    _pip(folder / "bin" / "python", "--requirement", pins)


def _install_for_path(folder: Path, pin: Path | str) -> None:
    """Install a package for PYTHONPATH, without its dependencies."""
    _pip(sys.executable, "--no-deps", "--target", folder, pin)


def _install_node_package(folder: Path, pins: Path | str) -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise FileNotFoundError("there is no npm")
    _run(npm, "install", "--silent", "--no-save", "--prefix", folder, _text(pins).strip())


def _pip(python: Path | str, *arguments: Path | str) -> None:
    _run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *arguments)


def _run(*command: Path | str) -> None:
    subprocess.run([str(part) for part in command], cwd=ROOT, check=True)


if __name__ == "__main__":
    sys.exit(main())
