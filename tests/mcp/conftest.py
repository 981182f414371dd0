"""Photos that a server may read, and one beside them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pictures import picture


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    folder = tmp_path / "photos"
    folder.mkdir()
    (folder / "a.png").write_bytes(picture())
    (folder / "b.png").write_bytes(picture(seed=50))
    (folder / "alpha.png").write_bytes(picture(mode="RGBA"))
    (folder / "grey.png").write_bytes(picture(mode="L"))
    (folder / "text.png").write_bytes(b"no image")
    (tmp_path / "outside.png").write_bytes(picture())
    return folder
