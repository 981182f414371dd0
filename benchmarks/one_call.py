"""The one call beside the provider's own client: time, and memory for a large image."""

from __future__ import annotations

import io
import statistics
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

from PIL import Image

import pyvenice
from pyvenice.core.client import construction
from pyvenice.core.recording.recorded_exchange import WireRequest, WireResponse
from pyvenice.generated import PROVIDERS

PHOTO = Path(__file__).resolve().parent.parent / "examples" / "photos" / "lake.jpg"
MODEL = "firered-image-edit"
LARGE = 24_000_000
RUNS = 400


def flat_image() -> bytes:
    """A PNG that costs next to nothing to look at: what is measured is the call, not the image."""
    file = io.BytesIO()
    Image.new("RGB", (256, 256), "teal").save(file, "PNG")
    return file.getvalue()


FLAT = flat_image()


class Canned:
    """A server that costs nothing: it gives the same picture to everybody."""

    def __init__(self) -> None:
        self._picture = FLAT

    def handle(self, _: WireRequest) -> WireResponse:
        return WireResponse(200, [("content-type", "image/png")], [self._picture])

    def addresses(self, origin: str) -> Mapping[str, str]:
        return dict.fromkeys(PROVIDERS, origin)


def main() -> None:
    """Measure and print."""
    for name, ledger in (("with the ledger", True), ("without a ledger", False)):
        with calls(FLAT, ledger=ledger) as (own, one):
            alone, both = alternating(own, one)
            print(
                f"one call {name}: client {1000 * alone:.3f} ms, one call {1000 * both:.3f} ms:"
                f" {1000 * (both - alone):.3f} ms more, ratio {both / alone:.2f}, of {RUNS}"
            )
    with calls(PHOTO.read_bytes().ljust(LARGE, b"\0"), ledger=True) as (own, one):
        peaks = peak(own), peak(one)
        print(f"{LARGE // 10**6} MB: peak {peaks[0]:.1f} MB and {peaks[1]:.1f} MB beside the image")


@contextmanager
def calls(
    image: bytes, *, ledger: bool
) -> Iterator[tuple[Callable[[], object], Callable[[], object]]]:
    """The same edit by the provider's client and by an editor."""
    with (
        mock.patch.object(construction, "_sandbox", Canned),
        tempfile.TemporaryDirectory() as folder,
        pyvenice.VeniceClient(sandbox=True) as client,
        pyvenice.Editor(
            sandbox=True, ledger=Path(folder, "ledger.sqlite") if ledger else False
        ) as editor,
    ):
        yield (
            lambda: client.image.edit(image=image, prompt="sepia", model=MODEL),
            lambda: editor.edit(image, "sepia", model=f"venice/{MODEL}"),
        )


def alternating(first: Callable[[], object], second: Callable[[], object]) -> tuple[float, float]:
    """Seconds of CPU for both, each the median of calls that take turns: noise meets both."""
    seconds: tuple[list[float], list[float]] = [], []
    for _ in range(RUNS):
        for action, taken in zip((first, second), seconds, strict=True):
            started = time.thread_time()
            action()
            taken.append(time.thread_time() - started)
    return statistics.median(seconds[0]), statistics.median(seconds[1])


def peak(action: Callable[[], object]) -> float:
    action()
    tracemalloc.start()
    action()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most / 1e6


if __name__ == "__main__":
    main()
