"""How many frames and modules of pyvenice one warm `image.edit` passes, over a mock transport.

python benchmarks/frames.py [-v]
PYTHONPATH=../another/checkout python benchmarks/frames.py    # measures that one
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from types import FrameType
from typing import Any

import httpx2
from PIL import Image

import pyvenice

ROOT = Path(pyvenice.__file__).resolve().parent


def main() -> None:
    """Count and print; `-v` adds the frames of each module."""
    out = BytesIO()
    Image.effect_noise((512, 512), 80).save(out, "PNG")
    picture = out.getvalue()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "photo.png")
        path.write_bytes(picture)
        frames = count_frames(picture, path)
    print(f"modules entered: {len(frames)}  frames: {frames.total()}")
    if "-v" in sys.argv:
        for name, count in frames.most_common():
            print(f"  {count:4} {name}")


def count_frames(picture: bytes, path: Path) -> Counter[str]:
    """The frames that the second of two edits enters, by module; a resumed generator counts."""
    response = httpx2.Response(200, content=picture, headers={"content-type": "image/png"})
    transport = httpx2.MockTransport(lambda _: response)
    with pyvenice.VeniceClient("key", http_client=httpx2.Client(transport=transport)) as client:
        edit: Callable[[], object] = lambda: client.image.edit(image=path, prompt="sepia")  # noqa: E731
        edit()
        return _trace(edit)


def _trace(function: Callable[[], object]) -> Counter[str]:
    frames: Counter[str] = Counter()

    def enter(frame: FrameType, event: str, _: Any) -> None:
        file = Path(frame.f_code.co_filename)
        if event == "call" and file.is_relative_to(ROOT):
            frames[str(file.relative_to(ROOT))] += 1

    before = sys.gettrace()
    sys.settrace(enter)
    try:
        function()
    finally:
        sys.settrace(before)
    return frames


if __name__ == "__main__":
    main()
