"""Results at a URL: written whole, named as in a folder, and paid for once."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import fsspec
import pytest
from fsspec.implementations.memory import MemoryFileSystem

from pyvenice.batch import session
from pyvenice.batch.outputs import write_whole
from pyvenice.batch.remote_outputs import RemotePlace, Store, open_folder, output_place
from pyvenice.batch.state import changes
from pyvenice.batch.state.items import Item, State
from pyvenice.batch.state.journal import Journal
from pyvenice.core.response.result import EditResult
from pyvenice.errors import ArgumentError, MissingExtraError
from tests.batch.conftest import Buyer, MakeJournal
from tests.batch.purchase_server import png
from tests.batch.test_cli import batch
from tests.batch.test_runner import buy, buy_all

URL = "memory://shop/out"
Files = dict[str, bytes]


@pytest.fixture
def store() -> Iterator[MemoryFileSystem]:
    MemoryFileSystem.store.clear()
    MemoryFileSystem.pseudo_dirs[:] = [""]
    yield fsspec.filesystem("memory")
    MemoryFileSystem.store.clear()


def files(store: MemoryFileSystem) -> Files:
    return {name.removeprefix("/shop/out/"): store.cat_file(name) for name in store.store}


def run_at_url(journal: Path, buyer: Buyer = buy) -> Any:
    return buy_all(journal, output_place(URL, journal), buyer)


async def refuse_to_buy(_: Item, __: Path) -> EditResult:
    raise AssertionError("it was bought already")


def test_pictures_and_sidecars_are_written_to_a_url_and_nothing_stays_on_the_disk(
    make_journal: MakeJournal, store: MemoryFileSystem
) -> None:
    journal = make_journal(5)
    summary = run_at_url(journal)
    assert summary.counts[State.DONE] == 5
    assert set(files(store)) == {
        f"item-{number}.png{end}" for number in range(5) for end in ("", ".json")
    }
    assert files(store)["item-3.png"] == png()
    assert json.loads(files(store)["item-3.png.json"])["prompt"] == "item-3"
    assert not journal.with_name("run.journal.parts").exists()


@pytest.mark.parametrize(
    ("there", "name"),
    [(b"of somebody else", "item-0~2.png"), (png()[:20], "item-0.png"), (png(), "item-0.png")],
    ids=["another content", "an upload that was cut off", "the same content"],
)
def test_what_is_there_already_is_compared(
    make_journal: MakeJournal, store: MemoryFileSystem, there: bytes, name: str
) -> None:
    store.pipe_file("/shop/out/item-0.png", there)
    journal = make_journal(1)
    assert run_at_url(journal).counts[State.DONE] == 1
    kept = files(store)
    assert kept[name] == png()
    assert set(kept) == {"item-0.png", name, f"{name}.json"}
    assert name == "item-0.png" or kept["item-0.png"] == there


def test_a_name_that_another_machine_takes_meanwhile_is_not_replaced(
    store: MemoryFileSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    remote, read = Store(URL), Store.read
    store.pipe_file("/shop/out/a.png", b"of another machine")
    looks = iter([None])
    monkeypatch.setattr(Store, "read", lambda self, name: next(looks, read(self, name)))
    assert not remote.keep("a.png", png())
    assert files(store) == {"a.png": b"of another machine"}


def test_a_worker_removes_its_files_from_its_own_machine(
    tmp_path: Path, store: MemoryFileSystem
) -> None:
    part = tmp_path / "a.part"
    write_whole(str(part), png())
    folder = open_folder(RemotePlace(URL, tmp_path / "parts"))
    folder.name_parts(["a"], [part], [".png"])
    folder.forget([str(part)])
    assert not part.exists()
    assert files(store) == {"a.png": png()}


def test_a_picture_that_had_come_when_the_process_was_killed_is_not_bought_again(
    make_journal: MakeJournal, store: MemoryFileSystem
) -> None:
    journal = make_journal(1)
    place = output_place(URL, journal)
    with Journal(journal) as opened:
        (item,) = opened.items(State.PLANNED)
        write_whole(str(open_folder(place).part(item)), png())
        opened.apply([changes.send(item, 0.0)])
    assert run_at_url(journal, refuse_to_buy).counts[State.DONE] == 1
    assert files(store)["item-0.png"] == png()


def refuse_once(method: Callable[..., None]) -> Callable[..., None]:
    failures = [OSError("quota exceeded")]

    def pipe_file(self: Any, path: str, value: bytes, **options: Any) -> None:
        if path.endswith(".png") and failures:
            # As much of it is written as a connection that breaks has carried.
            method(self, path, value[:10], mode="overwrite")
            raise failures.pop()
        method(self, path, value, **options)

    return pipe_file


def test_a_picture_that_the_store_refuses_is_kept_and_uploaded_by_the_next_run(
    make_journal: MakeJournal, store: MemoryFileSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = make_journal(1)
    monkeypatch.setattr(MemoryFileSystem, "pipe_file", refuse_once(MemoryFileSystem.pipe_file))
    first = run_at_url(journal)
    assert first.counts[State.RECEIVED] == 1
    assert "memory://shop/out/item-0.png: the store refuses: quota exceeded" in first.stopped
    assert run_at_url(journal, refuse_to_buy).counts[State.DONE] == 1
    assert files(store)["item-0.png"] == png()


def test_an_upload_that_is_not_whole_is_not_done(
    make_journal: MakeJournal, store: MemoryFileSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = MemoryFileSystem.pipe_file

    def lose_the_end(self: Any, path: str, value: bytes, **options: Any) -> None:
        whole(self, path, value[:10], **options)

    journal = make_journal(1)
    with monkeypatch.context() as patch:
        patch.setattr(MemoryFileSystem, "pipe_file", lose_the_end)
        patch.setattr("pyvenice.batch.remote_outputs.Store.check", lambda _: None)
        first = run_at_url(journal)
    assert f"10 of {len(png())} bytes were written" in first.stopped
    assert run_at_url(journal, refuse_to_buy).counts[State.DONE] == 1
    assert files(store)["item-0.png"] == png()


def test_a_store_that_refuses_is_a_sentence_before_anything_is_bought(
    make_journal: MakeJournal, store: MemoryFileSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise RuntimeError("no credentials for ftp://me:secret@host/x")  # no OSError: as botocore's

    monkeypatch.setattr(type(store), "pipe_file", refuse)
    with pytest.raises(OSError, match=r"memory://shop/out.*refuses: no credentials") as caught:
        run_at_url(make_journal(1), refuse_to_buy)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("url", ["nowhere://bucket/out", "file://data/out"])
def test_a_url_that_leads_nowhere_is_refused(make_journal: MakeJournal, url: str) -> None:
    journal = make_journal(1)
    with pytest.raises(ArgumentError, match=r"nowhere://: Protocol not known|file:///data/out"):
        session.run(journal, url, sandbox=True)
    assert session.status(journal)["counts"]["planned"] == 1


def test_a_url_without_the_extra_names_it(
    make_journal: MakeJournal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    with pytest.raises(MissingExtraError, match=r"memory:// needs an extra: .*\[fsspec\]"):
        session.run(make_journal(1), URL, sandbox=True)


def test_a_file_url_is_a_local_folder(tmp_path: Path) -> None:
    folder = tmp_path / "a b"
    assert output_place(folder.as_uri(), tmp_path / "j") == folder
    assert output_place(f"file://localhost{tmp_path}", tmp_path / "j") == tmp_path


def test_the_url_of_a_place_is_in_no_log() -> None:
    place = output_place("ftp://me:secret@host/x", Path("j"))
    assert isinstance(place, RemotePlace)
    assert "secret" not in repr(place)


def test_the_command_line_runs_and_reports_at_urls(tmp_path: Path, store: MemoryFileSystem) -> None:
    image, journal = tmp_path / "lake.png", tmp_path / "j"
    image.write_bytes(png())
    model = "venice/firered-image-edit"
    assert batch("plan", image, "-p", "x", "-m", model, "--journal", journal).exit_code == 0
    options = ("--journal", journal, "-o")
    assert batch("run", *options, URL, "--sandbox").return_value == 0
    assert "lake.png" in files(store)
    needs_folder = batch("report", *options, URL)
    assert isinstance(needs_folder.exception, ArgumentError)
    assert batch("report", *options, URL, "--to", tmp_path / "report").return_value == 0
    assert (tmp_path / "report" / "contact-sheet.html").read_text().count("<img") == 2
    local = (tmp_path / "local").as_uri()
    assert batch("run", *options, local, "--sandbox").return_value == 0
