"""Writers: a long run has a process that writes, and loses nothing when it dies or cannot be started."""

from __future__ import annotations

import asyncio
import shutil
import signal
import sys
import threading
from pathlib import Path

import pytest

from pyvenice.batch.engines import writer
from pyvenice.batch.engines.runner import RunOptions, coordinating
from pyvenice.batch.engines.writer import ThreadWriter, WriterProcess, open_writer
from pyvenice.batch.outputs import OutputFolder
from pyvenice.batch.state.items import Item, State
from pyvenice.batch.state.journal import Journal
from pyvenice.core.response.images import EditedImage
from pyvenice.core.response.result import EditResult
from pyvenice.errors import JournalError
from tests.batch.conftest import MakeJournal, bought
from tests.batch.purchase_server import png
from tests.batch.test_runner import buy_all


@pytest.fixture
def is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "LONG_RUN", 1)


async def buy(_: Item, __: Path) -> EditResult:
    return EditResult((EditedImage(png(), "image/png"),), cost=0.004)


async def kind(journal: Journal, out: Path) -> type[object]:
    async with open_writer(journal, OutputFolder(out)) as opened:
        return type(opened)


@pytest.mark.usefixtures("is_long")
def test_a_long_run_keeps_what_pictures_the_process_gets_and_finds(
    make_journal: MakeJournal, tmp_path: Path
) -> None:
    async def mixed(item: Item, part: Path) -> EditResult:
        if item.id == 1:
            return bought(part)
        return EditResult((EditedImage(b"<html>" if item.id == 2 else png(), "image/png"),))

    path = make_journal(4)
    summary = buy_all(path, tmp_path / "out", mixed)
    assert summary.counts[State.DONE] == 3
    assert (summary.counts[State.DEAD], summary.totals.spent) == (1, 40_000)
    assert {file.name for file in (tmp_path / "out").glob("item*.png")} == {
        f"item-{number}.png" for number in (0, 2, 3)
    }
    assert (tmp_path / "out" / "item-3.png").read_bytes() == png()
    with Journal(path) as journal:
        journal.lock_for_writer()  # the process has ended


@pytest.mark.usefixtures("is_long")
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs POSIX")
def test_a_killed_writer_ends_the_run_and_what_was_paid_for_is_kept(
    make_journal: MakeJournal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    processes = []
    started = WriterProcess.started

    async def watched(journal: Path, folder: OutputFolder) -> WriterProcess | None:
        process = await started(journal, folder)
        assert process is not None
        processes.append(process)
        return process

    async def kill_and_buy(item: Item, part: Path) -> EditResult:
        if item.id == 3:
            process = processes[0].process
            process.kill()
            while process.get_returncode() is None:  # noqa: ASYNC110  (nobody tells)
                await asyncio.sleep(0)
        return await buy(item, part)

    monkeypatch.setattr(WriterProcess, "started", watched)
    path = make_journal(20)
    with pytest.raises(JournalError, match="run it again to go on"):
        buy_all(path, tmp_path / "out", kill_and_buy)
    with Journal(path) as journal:
        assert journal.counts()[State.SENT] >= 1
    after = buy_all(path, tmp_path / "out", buy)
    assert after.counts[State.DONE] + after.counts[State.HELD] == 20
    assert (tmp_path / "out" / "item-2.png").exists()


def test_the_next_run_waits_for_what_the_writer_of_a_killed_one_has(
    make_journal: MakeJournal, tmp_path: Path
) -> None:
    path = make_journal(1)
    with Journal(path) as writes:
        writes.lock_for_writer()
        timer = threading.Timer(0.3, writes.close)
        timer.start()
        assert buy_all(path, tmp_path / "out", buy).counts[State.DONE] == 1
        assert timer.finished.is_set()


@pytest.mark.usefixtures("is_long")
@pytest.mark.parametrize("executable", ["", "/nowhere/python", shutil.which("false")])
def test_where_no_python_starts_threads_write(
    make_journal: MakeJournal,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    executable: str | None,
) -> None:
    monkeypatch.setattr(sys, "executable", executable)
    path = make_journal(2)
    with Journal(path) as journal:
        assert asyncio.run(kind(journal, tmp_path / "out")) is ThreadWriter
    assert buy_all(path, tmp_path / "out", buy).counts[State.DONE] == 2


def test_a_short_run_starts_no_process(make_journal: MakeJournal, tmp_path: Path) -> None:
    with Journal(make_journal(3)) as journal:
        assert asyncio.run(kind(journal, tmp_path / "out")) is ThreadWriter


def test_a_request_leaves_while_the_picture_of_another_is_written(
    make_journal: MakeJournal, tmp_path: Path
) -> None:
    async def main(journal: Journal) -> None:
        options = RunOptions(out=tmp_path / "out", concurrency=1)
        async with coordinating(journal, options) as (coordinator, _):
            first = await coordinator.lease("a")
            assert first is not None
            await coordinator.send(first)
            coordinator.receive(first, 0.1)
            second = await asyncio.wait_for(coordinator.lease("b"), 10)
            assert second is not None
            third = asyncio.ensure_future(coordinator.lease("c"))
            await asyncio.sleep(0)
            assert not third.done()
            third.cancel()

    with Journal(make_journal(3)) as journal:
        asyncio.run(main(journal))
