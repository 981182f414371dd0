"""Runs: every outcome of a call has its state, and money is spent once."""

from __future__ import annotations

import asyncio
import json
import os
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import pyvenice.batch
from pyvenice.batch.engines.performer import EditorPerformer, job_listener
from pyvenice.batch.engines.runner import RunOptions, RunSummary, coordinating, run, workers
from pyvenice.batch.outputs import PARTS, OutputFolder, write_whole
from pyvenice.batch.pace import Limits
from pyvenice.batch.remote_outputs import RemotePlace
from pyvenice.batch.state import changes
from pyvenice.batch.state.items import Item, State
from pyvenice.batch.state.journal import Journal
from pyvenice.core.provider_rules import ProviderRules
from pyvenice.core.response.result import EditResult
from pyvenice.errors import (
    AnswerError,
    APIConnectionError,
    APITimeoutError,
    ArgumentError,
    BadRequestError,
    JobNotFoundError,
    JobTimeoutError,
    JournalError,
    PaymentRequiredError,
    PyveniceError,
    RateLimitError,
    SaveError,
    ServerError,
)
from tests.batch.conftest import Buyer, MakeJournal, bought
from tests.batch.purchase_server import png
from tests.pictures import picture

FAST = Limits()


def buy_all(journal: Path, out: Path | RemotePlace, buyer: Buyer, **options: Any) -> RunSummary:
    async def main() -> RunSummary:
        with Journal(journal) as opened:
            return await run(opened, buyer, RunOptions(out=out, concurrency=4, **options))

    return asyncio.run(asyncio.wait_for(main(), 60))


def raising(error: Callable[[], PyveniceError], *, times: int = 1_000) -> Buyer:
    left = [times]

    async def buy(_: Item, part: Path) -> EditResult:
        if left[0]:
            left[0] -= 1
            raise error()
        return bought(part)

    return buy


def status_error(kind: type[Any], status: int, **facts: Any) -> Callable[[], PyveniceError]:
    return lambda: kind("no", status=status, provider="X", operation="image.edit", **facts)


def the_record(journal: Path) -> dict[str, Any]:
    with Journal(journal) as opened:
        (record,) = opened.records()
    return record


async def buy(_: Item, part: Path) -> EditResult:
    return bought(part, cost=0.004)


def test_every_item_is_bought_once_and_kept_with_its_provenance(
    make_journal: MakeJournal, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    summary = buy_all(make_journal(10), out, buy)
    assert summary.counts[State.DONE] == 10
    assert summary.is_complete
    assert summary.totals.spent == 40_000
    assert {path.name for path in out.iterdir()} == {
        name for number in range(10) for name in (f"item-{number}.png", f"item-{number}.png.json")
    }
    sidecar = json.loads((out / "item-3.png.json").read_text())
    assert sidecar["prompt"] == "item-3"
    assert sidecar["billed_usd"] == 0.004


@pytest.mark.parametrize(
    ("error", "state", "is_billed"),
    [
        (lambda: ArgumentError("no", argument="size"), State.DEAD, False),
        (status_error(BadRequestError, 400), State.DEAD, False),
        (lambda: APIConnectionError("no", maybe_executed=False, hopeless=True), State.DEAD, False),
        (lambda: AnswerError("200 and no picture"), State.DEAD, True),
        (lambda: APITimeoutError("no", maybe_executed=True), State.HELD, False),
        (lambda: APIConnectionError("no", maybe_executed=True), State.HELD, False),
        (status_error(ServerError, 500), State.HELD, False),
    ],
)
def test_the_cause_of_a_failure_decides_its_state(
    make_journal: MakeJournal,
    tmp_path: Path,
    error: Callable[[], PyveniceError],
    state: State,
    is_billed: bool,
) -> None:
    journal = make_journal(1)
    buy_all(journal, tmp_path / "out", raising(error))
    record = the_record(journal)
    assert record["state"] == state
    assert bool(record["is_billed"]) is is_billed
    assert record["attempts"] == 1
    assert record["error"]


@pytest.mark.usefixtures("fast")
@pytest.mark.parametrize(
    "error",
    [
        status_error(RateLimitError, 429, retry_after=0.0),
        lambda: APIConnectionError("refused", maybe_executed=False),
    ],
)
def test_what_did_not_run_is_tried_again(
    make_journal: MakeJournal, tmp_path: Path, error: Callable[[], PyveniceError]
) -> None:
    journal = make_journal(1)
    summary = buy_all(journal, tmp_path / "out", raising(error, times=2))
    assert summary.counts[State.DONE] == 1
    assert the_record(journal)["attempts"] == 3


@pytest.mark.usefixtures("fast")
def test_a_status_that_the_provider_says_to_repeat_is_repeated(
    make_journal: MakeJournal, tmp_path: Path
) -> None:
    buyer = raising(status_error(ServerError, 500), times=1)
    rules = ProviderRules(documented_retries=(500,))
    summary = buy_all(make_journal(1), tmp_path / "out", buyer, rules=lambda _: rules)
    assert summary.counts[State.DONE] == 1


@pytest.mark.usefixtures("fast")
def test_attempts_that_never_succeed_end(make_journal: MakeJournal, tmp_path: Path) -> None:
    journal = make_journal(1)
    buy_all(
        journal, tmp_path / "out", raising(lambda: APIConnectionError("no", maybe_executed=False))
    )
    record = the_record(journal)
    assert (record["state"], record["attempts"]) == ("dead", 5)


def test_nothing_more_is_sent_to_a_provider_that_wants_money(
    make_journal: MakeJournal, tmp_path: Path
) -> None:
    journal = make_journal(20)
    calls = []

    async def broke(item: Item, part: Path) -> EditResult:
        calls.append(item)
        if len(calls) > 3:
            error = status_error(PaymentRequiredError, 402)
            raise error()
        return bought(part)

    summary = buy_all(journal, tmp_path / "out", broke)
    assert len(calls) <= 3 + 4
    assert "venice" in summary.halted
    assert summary.counts[State.DONE] == 3
    assert summary.counts[State.PLANNED] + summary.counts[State.RETRY] == 17
    assert not summary.is_complete
    assert buy_all(journal, tmp_path / "out", buy).counts[State.DONE] == 20


@pytest.mark.usefixtures("fast")
def test_held_items_are_bought_again_only_when_somebody_says_so(
    make_journal: MakeJournal, tmp_path: Path
) -> None:
    journal = make_journal(1)
    lost = raising(lambda: APITimeoutError("no", maybe_executed=True), times=1)
    buy_all(journal, tmp_path / "out", lost)
    assert buy_all(journal, tmp_path / "out", buy).counts[State.HELD] == 1
    again = make_journal(2)
    lost = raising(lambda: APITimeoutError("no", maybe_executed=True), times=1)
    assert buy_all(again, tmp_path / "out", lost, retry_unknown=True).counts[State.DONE] == 1


def test_a_budget_holds_with_calls_in_flight(make_journal: MakeJournal, tmp_path: Path) -> None:
    journal = make_journal(50)

    async def dear(_: Item, part: Path) -> EditResult:
        await asyncio.sleep(0)
        return bought(part, cost=0.01)

    summary = buy_all(journal, tmp_path / "out", dear, max_cost=75_000)
    assert summary.counts[State.DONE] == 7
    assert summary.totals.spent == 70_000
    assert summary.stopped == "the budget is reached"
    assert summary.counts[State.PLANNED] == 43
    assert buy_all(journal, tmp_path / "out", dear, max_cost=75_000).totals.spent == 70_000


def test_a_price_below_its_estimate_leaves_room_for_more(
    make_journal: MakeJournal, tmp_path: Path
) -> None:
    summary = buy_all(make_journal(10), tmp_path / "out", buy, max_cost=40_000)
    assert summary.counts[State.DONE] == 8
    assert summary.totals.spent <= 40_000


def test_a_paid_picture_in_an_error_is_kept(make_journal: MakeJournal, tmp_path: Path) -> None:
    journal = make_journal(1)

    async def saved_elsewhere(_: Item, part: Path) -> EditResult:
        raise SaveError("no room", result=bought(part).in_memory())

    buy_all(journal, tmp_path / "out", saved_elsewhere)
    assert (tmp_path / "out" / "item-0.png").read_bytes() == png()
    assert the_record(journal)["warnings"] == ["no room"]


def test_garbage_with_status_200_is_dead_and_billed(
    make_journal: MakeJournal, tmp_path: Path
) -> None:
    journal = make_journal(1)

    async def garbage(_: Item, part: Path) -> EditResult:
        return bought(part, data=png()[:-40] + b"\0" * 40)

    buy_all(journal, tmp_path / "out", garbage)
    record = the_record(journal)
    assert (record["state"], record["is_billed"]) == ("dead", 1)
    assert list((tmp_path / "out").glob("item*")) == []


def test_a_full_disk_stops_the_run_and_the_next_one_names_the_picture(
    make_journal: MakeJournal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = make_journal(20)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "link", full)
        patch.setattr("shutil.copyfile", full)
        OutputFolder(tmp_path / "out").part(Item("cut off", "x", None, "")).with_suffix(
            ".part.new"
        ).touch()
        summary = buy_all(journal, tmp_path / "out", buy)
    assert summary.stopped is not None
    assert "No space left" in summary.stopped
    assert 1 <= summary.counts[State.RECEIVED] <= 4
    after = buy_all(journal, tmp_path / "out", buy)
    assert after.counts[State.DONE] == 20
    assert after.totals.spent == 20 * 4_000
    assert not (tmp_path / "out" / PARTS).exists()


@pytest.mark.usefixtures("fast")
def test_a_job_whose_wait_ends_is_asked_for_again(
    make_journal: MakeJournal, tmp_path: Path
) -> None:
    journal = make_journal(1)
    seen = []

    async def job(item: Item, part: Path) -> EditResult:
        seen.append(item.job_id)
        if item.job_id is None:
            raise JobTimeoutError("still running", job_id="job-7")
        return bought(part)

    summary = buy_all(journal, tmp_path / "out", job)
    assert seen == [None, "job-7"]
    assert summary.counts[State.DONE] == 1


@pytest.mark.usefixtures("fast")
@pytest.mark.parametrize(
    "error",
    [
        status_error(RateLimitError, 429),
        status_error(ServerError, 503),
        lambda: APIConnectionError("no", maybe_executed=False),
        lambda: APIConnectionError("no", maybe_executed=True),
    ],
)
def test_a_job_that_cannot_be_asked_for_now_is_asked_later_and_never_bought_again(
    make_journal: MakeJournal, tmp_path: Path, error: Callable[[], PyveniceError]
) -> None:
    seen = []

    async def job(item: Item, part: Path) -> EditResult:
        seen.append(item.job_id)
        if item.job_id is None:
            raise JobTimeoutError("still running", job_id="job-7")
        if len(seen) < 4:
            raise error()
        return bought(part)

    rules = ProviderRules(documented_retries=(503,))
    summary = buy_all(
        make_journal(1), tmp_path / "out", job, rules=lambda _: rules, retry_unknown=True
    )
    assert seen == [None, "job-7", "job-7", "job-7"]
    assert summary.counts[State.DONE] == 1
    assert summary.totals.reserved == 0


def test_a_job_that_the_provider_does_not_know_any_more_is_held(
    make_journal: MakeJournal, tmp_path: Path
) -> None:
    error = JobNotFoundError("no such job", job_id="job-7")
    summary = buy_all(make_journal(1), tmp_path / "out", raising(lambda: error))
    assert summary.counts[State.HELD] == 1


def test_one_of_several_jobs_does_not_stand_for_all(
    make_journal: MakeJournal, tmp_path: Path
) -> None:
    journal = make_journal(1)
    with Journal(journal) as opened:
        opened.apply([("UPDATE items SET params = '{\"n\": 3}'", ())])
    error = JobTimeoutError("still running", job_id="job-7")
    summary = buy_all(journal, tmp_path / "out", raising(lambda: error))
    assert summary.counts[State.HELD] == 1


def test_two_runs_of_one_journal_are_refused(make_journal: MakeJournal, tmp_path: Path) -> None:
    path = make_journal(1)
    with Journal(path) as first:
        first.lock()
        with pytest.raises(JournalError, match="another run is using"):
            buy_all(path, tmp_path / "out", buy)
    assert buy_all(path, tmp_path / "out", buy).counts[State.DONE] == 1


def test_nothing_is_sent_when_the_journal_cannot_be_written(
    make_journal: MakeJournal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = make_journal(5)
    calls = []

    async def never(item: Item, part: Path) -> EditResult:
        calls.append(item)
        return bought(part)

    apply = Journal.apply

    def refuse(self: Journal, changes: Any) -> None:
        listed = list(changes)
        if any("'sent'" in statement for statement, _ in listed):
            raise JournalError("disk I/O error")
        apply(self, listed)

    monkeypatch.setattr(Journal, "apply", refuse)
    with pytest.raises(JournalError, match="disk I/O"):
        buy_all(journal, tmp_path / "out", never)
    assert calls == []


def test_a_clock_that_was_set_back_keeps_nothing_waiting(
    make_journal: MakeJournal, tmp_path: Path
) -> None:
    journal = make_journal(3)
    with Journal(journal) as opened:
        opened.apply([("UPDATE items SET state = 'retry', not_before = 9e12", ())])
    assert buy_all(journal, tmp_path / "out", buy).counts[State.DONE] == 3


def test_a_file_of_another_content_is_never_replaced(
    make_journal: MakeJournal, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "item-0.png").write_bytes(b"mine")
    buy_all(make_journal(1), out, buy)
    assert (out / "item-0.png").read_bytes() == b"mine"
    assert (out / "item-0~2.png").read_bytes() == png()


def test_a_picture_of_a_lost_worker_that_is_on_the_disk_gets_its_name(
    make_journal: MakeJournal, tmp_path: Path
) -> None:
    async def main(journal: Journal) -> None:
        folder = OutputFolder(tmp_path / "out")
        options = RunOptions(out=folder.folder)
        async with coordinating(journal, options) as (coordinator, _):
            lease = await coordinator.lease("first")
            assert lease is not None
            await coordinator.send(lease)
            write_whole(str(folder.part(lease.item)), png())
            await coordinator.lose("first")
            (worker,) = workers(["second"], coordinator, buy, options)
            await worker.run()
            assert (coordinator.totals.held, coordinator.totals.reserved) == (0, 0)
            assert coordinator.totals.spent == 10_000

    path = make_journal(1)
    with Journal(path) as journal:
        asyncio.run(main(journal))
    assert the_record(path)["state"] == "done"
    assert (tmp_path / "out" / "item-0.png").read_bytes() == png()


@pytest.mark.parametrize(("mark", "wait"), [({}, 30.0), ({"x-sandbox": "1"}, 0.0)])
def test_the_limits_in_the_headers_of_a_success_are_obeyed(
    make_journal: MakeJournal, tmp_path: Path, mark: dict[str, str], wait: float
) -> None:
    limit = {"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "30"}

    async def limited(_: Item, part: Path) -> EditResult:
        return replace(bought(part), metadata={**limit, **mark})

    async def main(journal: Journal) -> float:
        waits: list[float | None] = []

        def look(event: str, *_: object) -> None:
            if event == "done":
                waits.append(coordinator.paces["venice"].wait(time.monotonic()))
                coordinator.stop("that is enough")

        options = RunOptions(out=tmp_path / "out", on_change=look)
        async with coordinating(journal, options) as (coordinator, _):
            (worker,) = workers(["first"], coordinator, limited, options)
            await worker.run()
        assert waits[0] is not None
        return waits[0]

    with Journal(make_journal(2)) as journal:
        assert asyncio.run(main(journal)) == pytest.approx(wait, abs=5.0)


def test_a_provider_that_refuses_keeps_nothing_from_another_one(
    make_journal: MakeJournal, tmp_path: Path
) -> None:
    journal = make_journal(1200)
    make_journal(2, model="openai/y")

    async def refuse_one(item: Item, part: Path) -> EditResult:
        if item.provider == "venice":
            raise PaymentRequiredError("no", status=402, provider="X", operation="image.edit")
        return bought(part)

    summary = buy_all(journal, tmp_path / "out", refuse_one)
    assert summary.counts[State.DONE] == 2
    assert list(summary.halted) == ["venice"]
    assert summary.counts[State.PLANNED] + summary.counts[State.RETRY] == 1200


def test_what_is_planned_while_a_run_goes_on_is_bought_by_it(
    make_journal: MakeJournal, tmp_path: Path
) -> None:
    journal = make_journal(2)

    def plan_one_more(event: str, item: Item, _: object) -> None:
        if event == "done" and item.id == 2:
            with Journal(journal) as opened:
                opened.add([replace(item, key="another", outputs=("another",))])

    summary = buy_all(journal, tmp_path / "out", buy, on_change=plan_one_more)
    assert summary.counts[State.DONE] == 3
    assert summary.is_complete


@pytest.mark.parametrize("argument", ["image", "mask"])
def test_a_file_that_changed_after_it_was_planned_is_not_sent(
    argument: str, tmp_path: Path
) -> None:
    files = {name: tmp_path / f"{name}.png" for name in ("image", "mask")}
    files["image"].write_bytes(picture(300, 300))
    files["mask"].write_bytes(picture(300, 300, mode="RGBA"))
    journal = tmp_path / "journal"
    options: Any = {"model": "openai/gpt-image-2", "prompt": "red", "mask": str(files["mask"])}
    pyvenice.batch.plan(str(files["image"]), journal, **options)
    files[argument].write_bytes(picture(300, 300, seed=7, mode="RGBA"))
    sent = []

    async def watched(item: Item, part: Path) -> EditResult:
        sent.append(item)
        return bought(part)

    buy_all(journal, tmp_path / "out", watched)
    assert not sent
    with Journal(journal) as opened:
        (record,) = opened.records()
    assert record["state"] == State.DEAD
    assert f"{argument}.png has changed since it was planned" in record["error"]
    pyvenice.batch.plan(str(files["image"]), journal, **options)
    assert buy_all(journal, tmp_path / "out", watched).counts[State.DONE] == 1


@pytest.mark.parametrize("appended", [b"", b"." * 2_000_000], ids=["small", "large"])
def test_a_file_that_changed_under_its_size_and_its_time_is_not_sent(
    tmp_path: Path, appended: bytes
) -> None:
    image, journal = tmp_path / "image.png", tmp_path / "journal"
    image.write_bytes(picture(300, 300) + appended)
    before = image.stat()
    pyvenice.batch.plan(str(image), journal, model="venice/firered-image-edit", prompt="red")
    image.write_bytes(image.read_bytes()[:-1] + b"!")
    os.utime(image, ns=(before.st_atime_ns, before.st_mtime_ns))
    summary = pyvenice.batch.run(journal, tmp_path / "out", sandbox=True)
    assert (summary.totals.dead, summary.totals.spent) == (1, 0)


@pytest.mark.parametrize("source", ["{folder}/a.png", "memory://jobs/a.png"])
def test_a_job_is_asked_for_although_its_image_is_gone(tmp_path: Path, source: str) -> None:
    fsspec = pytest.importorskip("fsspec", reason="the extra 'fsspec' is not installed")
    image, journal = source.format(folder=tmp_path), tmp_path / "journal"
    with fsspec.open(image, "wb") as stream:
        stream.write(picture(300, 300))
    model = "wavespeed/wavespeed-ai/qwen-image/edit"
    pyvenice.batch.plan(image, journal, model=model, prompt="red")

    async def main() -> RunSummary:
        job_ids: list[str] = []
        async with pyvenice.AsyncEditor(sandbox=True, ledger=False) as editor:
            with Journal(journal) as opened, job_listener(job_ids.append):
                (item,) = opened.items()
                await EditorPerformer(editor)(item, tmp_path / "part")
                opened.apply([changes.send(item, 1.0), changes.accept(item, job_ids[0])])
            fs, path = fsspec.core.url_to_fs(image)
            fs.rm_file(path)
            return await pyvenice.batch.run_async(journal, tmp_path / "out", editor=editor)

    assert asyncio.run(main()).counts[State.DONE] == 1


def test_a_file_whose_time_alone_has_changed_is_the_same(tmp_path: Path) -> None:
    image, journal = tmp_path / "image.png", tmp_path / "journal"
    image.write_bytes(picture(300, 300))
    pyvenice.batch.plan(str(image), journal, model="venice/firered-image-edit", prompt="red")
    os.utime(image, (1, 1))
    assert buy_all(journal, tmp_path / "out", buy).counts[State.DONE] == 1


@pytest.fixture
def fast(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pauses between attempts take no time."""
    monkeypatch.setattr("pyvenice.batch.coordinator._BACK_OFF", 0.0)
