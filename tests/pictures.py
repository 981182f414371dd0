"""Small real images for tests."""

from __future__ import annotations

import functools
import io

from PIL import Image


@functools.cache
def picture(
    width: int = 512, height: int = 512, kind: str = "PNG", mode: str = "RGB", seed: int = 0
) -> bytes:
    """A flat image; `seed` changes its colour."""
    colour = (40 + seed, 120, 200, 0)
    file = io.BytesIO()
    Image.new("RGBA", (width, height), colour).convert(mode).save(file, kind)
    return file.getvalue()
