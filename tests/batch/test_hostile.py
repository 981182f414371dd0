"""Hostile input: names, folders, files and places that break a run that is not careful."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pyvenice.batch.manifest import read_rows
from pyvenice.batch.outputs import OutputFolder
from pyvenice.batch.state.items import State
from pyvenice.batch.state.journal import Journal
from pyvenice.cli import exit_status
from pyvenice.cli.services.batch import command
from pyvenice.core.response.result import EditResult
from pyvenice.errors import (
    ArgumentError,
    JournalError,
    ManifestError,
    PaymentRequiredError,
    PyveniceError,
)
from tests.batch.conftest import MakeJournal, bought
from tests.batch.test_cli import run_with, status_of
from tests.batch.test_runner import buy, buy_all
from tests.pictures import picture

MODEL = "venice/firered-image-edit"


def batch(*arguments: object) -> Result:
    texts = [str(argument) for argument in arguments]
    return CliRunner().invoke(command, texts, standalone_mode=False)


def plan(source: object, journal: Path, *options: object) -> Result:
    return batch("plan", source, "-m", MODEL, "-p", "sepia", "--journal", journal, *options)


def rows(folder: Path, *manifest: Mapping[str, object]) -> Path:
    path = folder / "rows.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in manifest))
    (folder / "a.png").write_bytes(picture(300, 300))
    return path


@pytest.mark.parametrize(
    "output",
    [
        "../x",
        "/x",
        "a/../../x",
        "..",
        "a\\..\\x",
        "C:\\x",
        "\\\\server\\x",
        "x\0y",
        "x\ny",
        "x" * 300,
        "\ud800",
        ".pyvenice-parts/x",
    ],
)
def test_no_output_leaves_the_folder_or_cannot_be_written(tmp_path: Path, output: str) -> None:
    source = rows(tmp_path, {"image": "a.png", "output": output})
    refused = plan(source, tmp_path / "j")
    assert isinstance(refused.exception, ManifestError)
    assert "output" in str(refused.exception)


def test_a_symbolic_link_in_the_output_folder_leads_nowhere_else(tmp_path: Path) -> None:
    source = rows(tmp_path, {"image": "a.png", "output": "link/x"})
    (tmp_path / "out").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out" / "link").symlink_to(tmp_path / "elsewhere")
    plan(source, tmp_path / "j")
    done = batch("run", "--journal", tmp_path / "j", "-o", tmp_path / "out", "--sandbox")
    assert status_of(done) == exit_status.FAILED
    assert list((tmp_path / "elsewhere").iterdir()) == []
    with Journal(tmp_path / "j") as journal:
        assert journal.counts()[State.RECEIVED] == 1


def test_outputs_that_meet_are_all_kept(tmp_path: Path) -> None:
    names = ("a", "a", "A", "a/b", "a.png/b", "./a")
    manifest: list[dict[str, object]] = [
        {"image": "a.png", "prompt": f"p{n}", "output": name} for n, name in enumerate(names)
    ]
    plan(rows(tmp_path, *manifest), tmp_path / "j")
    out = tmp_path / "out"
    assert status_of(batch("run", "--journal", tmp_path / "j", "-o", out, "--sandbox")) == 0
    assert len([path for path in out.rglob("*.png") if path.is_file()]) == len(names)


def test_a_later_plan_takes_no_name_of_an_earlier_one(tmp_path: Path) -> None:
    journal, out = tmp_path / "j", tmp_path / "out"
    for prompt in ("red", "blue", "blue"):
        plan(rows(tmp_path, {"image": "a.png", "prompt": prompt}), journal)
    assert status_of(batch("run", "--journal", journal, "-o", out, "--sandbox")) == 0
    assert sorted(path.name for path in out.glob("*.png")) == ["a-2.png", "a.png"]


@pytest.mark.skipif(os.name == "nt", reason="names of files are text there")
def test_a_path_that_is_no_text_is_edited_and_reported(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / os.fsdecode(b"caf\xe9.png")).write_bytes(picture(300, 300))
    plan(folder, tmp_path / "j")
    out = tmp_path / "out"
    assert status_of(batch("run", "--journal", tmp_path / "j", "-o", out, "--sandbox")) == 0
    assert (out / "caf_.png").exists()
    written = batch("report", "--journal", tmp_path / "j", "-o", out)
    assert written.exception is None
    (record,) = (out / "results.jsonl").read_text().splitlines()
    assert os.fsencode(json.loads(record)["image"]).endswith(b"caf\xe9.png")


@pytest.mark.parametrize(
    ("row", "wanted"),
    [
        ({"image": "a.png", "prompt": "\ud800"}, "surrogate"),
        ({"image": "\ud800.png"}, "cannot be read"),
        ({"image": "a\0.png"}, "null byte"),
        ({"image": "a.png", "prompt": "x" * (1 << 20)}, "more than 1,048,576 characters"),
        ({"image": ["a.png"]}, "names no image"),
    ],
)
def test_a_row_that_cannot_be_read_is_named(
    tmp_path: Path, row: dict[str, object], wanted: str
) -> None:
    refused = plan(rows(tmp_path, row), tmp_path / "j")
    assert isinstance(refused.exception, ManifestError)
    assert "rows.jsonl, line 1" in str(refused.exception)
    assert wanted in str(refused.exception)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (b"image,prompt\na.png," + b"x" * 200_000, "line 1: field larger"),
        (b"image,prompt\na.png,caf\xe9\n", "not text in UTF-8"),
        (b'image,prompt\na.png,"open', "unexpected end of data"),
        (b"", "no rows"),
    ],
)
def test_a_broken_table_is_named(tmp_path: Path, text: bytes, wanted: str) -> None:
    (tmp_path / "rows.csv").write_bytes(text)
    refused = plan(tmp_path / "rows.csv", tmp_path / "j")
    assert isinstance(refused.exception, ManifestError)
    assert wanted in str(refused.exception)


def test_loops_of_symbolic_links_end(tmp_path: Path) -> None:
    (tmp_path / "up").symlink_to(tmp_path)
    (tmp_path / "self.png").symlink_to(tmp_path / "self.png")
    (tmp_path / "a.png").write_bytes(picture(300, 300))
    globbed = [Path(row.image).name for row in read_rows(str(tmp_path / "**" / "*.png"))]
    assert globbed == ["a.png"]
    folder = [Path(row.image).name for row in read_rows(str(tmp_path), recursive=True)]
    assert folder == ["a.png", "self.png"]


def test_an_empty_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(ManifestError, match="there is no image in"):
        list(read_rows(str(tmp_path)))


def test_heic_is_refused_with_what_the_provider_takes(tmp_path: Path) -> None:
    box = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0\0\0\x08free"
    (tmp_path / "a.heic").write_bytes(box)
    refused = plan(tmp_path / "a.heic", tmp_path / "j")
    assert isinstance(refused.exception, ManifestError)
    assert "a.heic" in str(refused.exception)
    assert not (tmp_path / "j").exists()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_journal_on_a_read_only_place_says_so(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert isinstance(plan(__file__, tmp_path / "j").exception, PyveniceError)
    tmp_path.chmod(0o700)


def test_a_journal_that_is_read_only_buys_nothing(
    make_journal: MakeJournal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal, calls = make_journal(2), []

    async def count(item: object, part: Path) -> EditResult:
        calls.append(item)
        return bought(part)

    opened = Journal._prepare

    def read_only(self: Journal, create: bool) -> None:
        opened(self, create)
        self._database.execute("PRAGMA query_only=ON")

    monkeypatch.setattr(Journal, "_prepare", read_only)
    with pytest.raises(JournalError, match="readonly"):
        buy_all(journal, tmp_path / "out", count)
    assert calls == []


@pytest.mark.parametrize("content", [b"", b"no journal", picture(9, 9)])
def test_a_file_that_is_no_journal_stays_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "j"
    path.write_bytes(content)
    assert isinstance(batch("status", "--journal", path).exception, JournalError)
    assert path.read_bytes() == content


def test_a_provider_without_balance_ends_the_run_resumable(
    make_journal: MakeJournal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal, calls = make_journal(10), []

    async def broke(item: object, part: Path) -> EditResult:
        calls.append(item)
        if len(calls) > 3:
            raise PaymentRequiredError("no", status=402, provider="X", operation="image.edit")
        return bought(part)

    halted = run_with(broke, monkeypatch, journal, tmp_path)
    assert status_of(halted) == exit_status.PROVIDER
    assert "nothing more was sent" in halted.stderr
    assert status_of(run_with(buy, monkeypatch, journal, tmp_path)) == exit_status.OK


def test_held_items_that_are_given_up_are_paid_and_dead(make_journal: MakeJournal) -> None:
    journal = make_journal(2)
    with Journal(journal) as opened:
        opened.apply([("UPDATE items SET state = 'held'", ())])
    assert "2 items are settled" in batch("reconcile", "--journal", journal, "--give-up").stdout
    with Journal(journal) as opened:
        assert (opened.counts()[State.DEAD], opened.money()["assumed"]) == (2, 20_000)
    assert "0 items" in batch("retry-dead", "--journal", journal).stdout


def test_two_runs_of_one_journal_are_refused_with_a_sentence(
    make_journal: MakeJournal, tmp_path: Path
) -> None:
    journal = make_journal(1)
    with Journal(journal) as first:
        first.lock()
        refused = batch("run", "--journal", journal, "-o", tmp_path / "out", "--sandbox")
        assert isinstance(refused.exception, JournalError)
        assert "another run is using" in str(refused.exception)
        assert not isinstance(refused.exception, ArgumentError)


@pytest.mark.parametrize("name", ["file", "file/below"])
def test_a_file_in_place_of_the_output_folder_is_named_and_stays(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(NotADirectoryError, match="the results need a folder"):
        OutputFolder(tmp_path / name)
    assert (tmp_path / "file").read_text() == "mine"
