"""Shared storage: a machine where results or images would be other files does no work."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from fsspec.implementations.memory import MemoryFileSystem

from pyvenice.batch.engines.ray_cluster import OpenPerformer, on_shared_storage
from pyvenice.batch.engines.worker import Perform
from pyvenice.batch.remote_outputs import output_place
from pyvenice.errors import ArgumentError
from tests.batch.conftest import MakeJournal
from tests.batch.test_remote_outputs import store as store  # noqa: PLC0414  (a fixture)
from tests.batch.test_runner import buy


@asynccontextmanager
async def buying() -> AsyncIterator[Perform]:
    yield buy


async def work(opener: OpenPerformer) -> None:
    """What a worker on another machine does first."""
    async with opener() as perform:
        assert perform is buy


def remove_mark(tmp_path: Path) -> None:
    (tmp_path / "out" / ".pyvenice-shared").unlink()


def leave_the_mark_of_another_run(tmp_path: Path) -> None:
    (tmp_path / "out" / ".pyvenice-shared").write_bytes(b"of an earlier run")


def remove_image(tmp_path: Path) -> None:
    (tmp_path / "in.png").unlink()


@pytest.mark.parametrize("place", ["out", "memory://shop/out"])
@pytest.mark.usefixtures("store")
def test_a_machine_that_shares_the_storage_works(
    make_journal: MakeJournal, tmp_path: Path, place: str
) -> None:
    out = output_place(place if "://" in place else tmp_path / place, tmp_path / "j")
    with on_shared_storage(out, make_journal(1), buying) as opener:
        asyncio.run(work(opener))
    assert MemoryFileSystem.store == {}
    assert not (tmp_path / "out" / ".pyvenice-shared").exists()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (remove_mark, "out is another folder than on the one that started the run: results"),
        (leave_the_mark_of_another_run, "another folder"),
        (remove_image, r"in\.png is not there, as it is on the one that started the run: images"),
    ],
)
def test_a_machine_with_other_files_is_refused(
    make_journal: MakeJournal,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[Path], None],
    message: str,
) -> None:
    monkeypatch.setattr("pyvenice.batch.engines.ray_cluster._DELAY", 0.0)
    with on_shared_storage(tmp_path / "out", make_journal(1), buying) as opener:
        change(tmp_path)
        with pytest.raises(ArgumentError, match=message):
            asyncio.run(work(opener))


def test_a_store_that_each_machine_has_for_itself_is_refused(
    make_journal: MakeJournal, store: MemoryFileSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pyvenice.batch.engines.ray_cluster._DELAY", 0.0)
    journal = make_journal(1)
    with on_shared_storage(output_place("memory://shop/out", journal), journal, buying) as opener:
        store.store.clear()
        with pytest.raises(ArgumentError, match="the URL of the results is another folder"):
            asyncio.run(work(opener))
