"""Batches of tests: journals with items, and buyers that do what a test says."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from hashlib import sha256
from pathlib import Path

import pytest

from pyvenice.batch.state.items import Item
from pyvenice.batch.state.journal import Journal
from pyvenice.core.response.images import EditedImage
from pyvenice.core.response.result import EditResult
from pyvenice.core.response.sinks import SavedFile
from tests.batch.purchase_server import png

MakeJournal = Callable[..., Path]


@pytest.fixture
def make_journal(tmp_path: Path) -> MakeJournal:
    """Makes a journal with so many items, each of which may cost a cent."""

    def make(count: int, *, model: str = "venice/x", estimate: int | None = 10_000) -> Path:
        image = tmp_path / "in.png"
        image.write_bytes(png())
        path = tmp_path / "run.journal"
        with Journal(path, create=True) as journal:
            journal.add(
                Item(
                    key=sha256(f"{model} {number}".encode()).hexdigest(),
                    model=model,
                    prompt=f"item-{number}",
                    image=str(image),
                    outputs=(f"item-{number}",),
                    estimate=estimate,
                )
                for number in range(count)
            )
        return path

    return make


def bought(part: Path, *, cost: float | None = None, data: bytes | None = None) -> EditResult:
    """The result of a call that wrote its picture to a file."""
    part.write_bytes(png() if data is None else data)
    saved = SavedFile(part, part.stat().st_size)
    return EditResult((EditedImage(saved, "image/png"),), cost=cost)


Buyer = Callable[[Item, Path], Awaitable[EditResult]]
