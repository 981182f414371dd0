"""Batches of a provider: files of requests, for half the price, and none submitted twice."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

import pyvenice
from pyvenice import AsyncEditor, batch
from pyvenice.batch.state.items import Item, State
from pyvenice.batch.state.journal import Journal
from pyvenice.core.engine.calls import Flow
from pyvenice.errors import APITimeoutError, ArgumentError
from pyvenice.providers.openai import batches
from tests.pictures import picture

MODEL = "openai/gpt-image-2.5-sunburst"
Submit = Callable[[str, str, Sequence[str]], Flow[str]]


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    """Three images to be edited."""
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.png").write_bytes(picture(300 + number, 300))
    path = tmp_path / "j"
    # The sandbox of this process finds what other tests have submitted, by its key.
    batch.plan(folder, path, model=MODEL, prompt=tmp_path.name, size="1024x1024", quality="low")
    return path


@pytest.fixture
def submissions(monkeypatch: pytest.MonkeyPatch) -> list[Sequence[str]]:
    """The keys of each batch that is submitted."""
    seen: list[Sequence[str]] = []
    submit = batches.submit

    def counted(file_id: str, method: str, keys: Sequence[str]) -> Flow[str]:
        seen.append(keys)
        return submit(file_id, method, keys)

    monkeypatch.setattr(batches, "submit", counted)
    return seen


def run(journal: Path, **options: Any) -> Mapping[State, int]:
    out = journal.parent / "out"
    return batch.run(journal, out, sandbox=True, mode="provider-batch", **options).counts


def test_all_items_are_one_batch_at_half_the_price(
    journal: Path, submissions: list[Sequence[str]]
) -> None:
    assert run(journal)[State.DONE] == 3
    assert [len(keys) for keys in submissions] == [3]
    assert len(list((journal.parent / "out").glob("*.png"))) == 3
    with pyvenice.Editor(sandbox=True, ledger=False) as editor:
        single = editor.edit(
            journal.parent / "in" / "0.png",
            journal.parent.name,
            model=MODEL,
            size="1024x1024",
            quality="low",
        )
    assert single.cost is not None
    assert batch.status(journal)["usd"]["billed"] == pytest.approx(3 * single.cost / 2, abs=1e-5)


def test_a_file_has_no_more_images_than_can_be_read(
    journal: Path, submissions: list[Sequence[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "MOST_IMAGES", 2)
    assert run(journal)[State.DONE] == 3
    assert sorted(len(keys) for keys in submissions) == [1, 2]


def test_a_run_that_ends_while_a_batch_works_fetches_it_the_next_time(
    journal: Path, submissions: list[Sequence[str]]
) -> None:
    async def main() -> Mapping[State, int]:
        accepted = asyncio.Event()

        def note(event: str, item: Item, _: Mapping[str, object]) -> None:
            if event == "accepted" and item.id == 3:
                accepted.set()

        async with AsyncEditor(sandbox=True, ledger=False, max_retries=0) as editor:
            options: dict[str, Any] = {"editor": editor, "mode": "provider-batch", "sandbox": True}
            out = journal.parent / "out"
            first = asyncio.ensure_future(batch.run_async(journal, out, on_change=note, **options))
            await accepted.wait()
            first.cancel()
            await asyncio.gather(first, return_exceptions=True)
            return (await batch.run_async(journal, out, **options)).counts

    assert asyncio.run(main())[State.DONE] == 3
    assert len(submissions) == 1


@pytest.mark.parametrize(("is_sent", "state"), [(True, State.DONE), (False, State.HELD)])
def test_a_lost_answer_is_looked_for_and_else_the_items_are_held(
    journal: Path, monkeypatch: pytest.MonkeyPatch, is_sent: bool, state: State
) -> None:
    submit = batches.submit

    def lost(file_id: str, method: str, keys: Sequence[str]) -> Flow[str]:
        if is_sent:
            yield from submit(file_id, method, keys)
        raise APITimeoutError("late", maybe_executed=True)

    monkeypatch.setattr(batches, "submit", lost)
    counts = run(journal)
    assert counts[state] == 3, counts


def test_a_batch_of_held_items_is_found_later_and_fetched(
    journal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    submit = batches.submit

    def lost(file_id: str, method: str, keys: Sequence[str]) -> Flow[str]:
        yield from submit(file_id, method, keys)
        raise APITimeoutError("late", maybe_executed=True)

    def unreachable(_: Sequence[str]) -> Flow[dict[str, str]]:
        yield from ()
        raise APITimeoutError("late", maybe_executed=False)

    with monkeypatch.context() as patch:
        patch.setattr(batches, "submit", lost)
        patch.setattr(batches, "find", unreachable)
        counts = run(journal)
        assert counts[State.HELD] == 3, counts
    assert batch.reconcile(journal, sandbox=True).found == 3
    assert run(journal)[State.DONE] == 3


def test_a_request_that_is_refused_is_dead_and_the_others_are_done(journal: Path) -> None:
    with Journal(journal) as opened:
        opened.apply([('UPDATE items SET params = \'{"size": "17x17"}\' WHERE id = 2', ())])
    counts = run(journal)
    assert (counts[State.DONE], counts[State.DEAD]) == (2, 1)


def test_a_provider_without_batches_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(picture(300, 300))
    batch.plan(tmp_path / "a.png", tmp_path / "j", model="venice/firered-image-edit", prompt="x")
    with pytest.raises(ArgumentError, match="venice takes no batches"):
        run(tmp_path / "j")
