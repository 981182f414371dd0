"""Time and memory of the paths that matter; each line is a median, and says of how many runs."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pyvenice
from pyvenice.conformance.live import LiveCheck
from pyvenice.core.engine.settings import Settings
from pyvenice.core.request.builder import prepare
from pyvenice.generated.venice.operations import IMAGE_EDIT

LAKE = Path(__file__).resolve().parent.parent / "examples" / "photos" / "lake.jpg"
LARGE = 24_000_000


def main() -> None:
    """Measure and print."""
    print(f"Python {sys.version.split()[0]}, pyvenice {pyvenice.__version__}\n")
    _measure_imports()
    _measure_bodies()
    _measure_looking()
    _measure_edits()


def _measure_imports() -> None:
    bare = _median(partial(_python, "pass"), 9)
    for code in ("import pyvenice", "from pyvenice import VeniceClient as C; C('key')"):
        _print(code, _median(partial(_python, code), 9) - bare, 9)


def _python(code: str) -> None:
    subprocess.run([sys.executable, "-c", code], check=True)


def _measure_bodies() -> None:
    with tempfile.TemporaryDirectory() as folder:
        photo = Path(folder, "large.jpg")
        photo.write_bytes(LAKE.read_bytes().ljust(LARGE, b"\0"))
        for media_type in ("json", "multipart"):
            encode = _encoder(photo, media_type)
            _print(f"{LARGE // 10**6} MB as {media_type}", _median(encode, 5), 5, _peak(encode))


def _encoder(photo: Path, media_type: str) -> Callable[[], None]:
    def encode() -> None:
        arguments = {"image": photo, "prompt": "sepia", "media_type": media_type}
        for _ in prepare(IMAGE_EDIT, arguments).body or ():
            pass

    return encode


def _peak(action: Callable[[], None]) -> float:
    tracemalloc.start()
    action()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6


def _measure_looking() -> None:
    settings = Settings("Venice", "https://api.venice.ai/api/v1", "key")
    check = LiveCheck("venice", "raise")
    arguments = {"image": LAKE.read_bytes().ljust(2_000_000, b"\0"), "prompt": "sepia"}
    call = prepare(IMAGE_EDIT, arguments)
    _print(
        "2 MB upload beside its contract", _median(partial(check.before, call, settings), 99), 99
    )


def _measure_edits() -> None:
    for provider in ("Venice", "OpenAI", "Xinference"):
        with getattr(pyvenice, f"{provider}Client")(sandbox=True) as client:
            edit = partial(client.image.edit, image=LAKE, prompt="sepia")
            edit()
            _print(f"{provider} edit in the sandbox", _median(edit, 5), 5)


def _median(action: Callable[[], object], runs: int) -> float:
    return statistics.median(_seconds(action) for _ in range(runs))


def _seconds(action: Callable[[], object]) -> float:
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def _print(what: str, seconds: float, runs: int, megabytes: float | None = None) -> None:
    memory = "" if megabytes is None else f"   peak {megabytes:.1f} MB"
    print(f"{what:<50} {seconds * 1000:8.1f} ms   of {runs}{memory}", flush=True)


if __name__ == "__main__":
    main()
