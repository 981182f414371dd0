"""Draw the example photos and their masks: `python examples/make_photos.py [folder]`."""

from __future__ import annotations

import sys
from pathlib import Path

from scenes import lake, still_life


def main(folder: Path) -> None:
    """Write both photos, and for each a mask of one thing in it, into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    lake.draw().save(folder / "lake.jpg", quality=88, optimize=True)
    lake.mask().save(folder / "lake-mask.png", optimize=True)
    still_life.draw().save(folder / "still-life.jpg", quality=88, optimize=True)
    still_life.mask().save(folder / "still-life-mask.png", optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "photos")
