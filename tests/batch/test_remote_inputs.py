"""Manifests and images in a store: read by their URLs, and never taken for local files."""

from __future__ import annotations

import io
import sys
import threading
from pathlib import Path

import pytest
from fsspec.implementations.memory import MemoryFileSystem

from pyvenice import batch
from pyvenice.batch.manifest import read_rows
from pyvenice.batch.planner import Plan
from pyvenice.batch.remote_files import is_remote, local_path, name_of, scheme_of, sibling_url
from pyvenice.batch.state.journal import Journal
from pyvenice.errors import ArgumentError, ManifestError, MissingExtraError, PyveniceError
from tests.batch.test_remote_outputs import files
from tests.batch.test_remote_outputs import store as store  # noqa: PLC0414  (a fixture)
from tests.pictures import picture

MODEL = "venice/firered-image-edit"


@pytest.fixture
def photos(store: MemoryFileSystem) -> MemoryFileSystem:
    """Three photos in a store, one in a folder of its own, and files that are none."""
    for number, name in enumerate(("a.png", "b #1.PNG", "more/c.png")):
        store.pipe_file(f"/shop/in/{name}", picture(300 + number, 300))
    store.pipe_file("/shop/in/notes.txt", b"no image")
    store.pipe_file("/shop/in/.hidden.png", picture())
    return store


def plan_rows(source: str | Path, journal: Path, **options: object) -> Plan:
    given = {"model": MODEL, "prompt": "sepia", **options}
    return batch.plan(source, journal, **given)  # type: ignore[arg-type]  # options of tests


def names_of_rows(source: str, *, recursive: bool = False) -> list[str]:
    return [name_of(row.image) for row in read_rows(source, recursive=recursive)]


@pytest.mark.usefixtures("photos")
def test_a_folder_a_glob_and_an_image_of_a_store_are_sources() -> None:
    assert names_of_rows("memory://shop/in") == ["a.png", "b #1.PNG"]
    assert names_of_rows("memory://shop/in/", recursive=True) == ["a.png", "b #1.PNG", "c.png"]
    assert names_of_rows("memory://shop/in/*.png") == [".hidden.png", "a.png"]
    assert names_of_rows("memory://shop/in/a.png") == ["a.png"]
    deep = list(read_rows("memory://shop/in", recursive=True))[-1]
    assert deep.relative == "more/c"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("rows.csv", "image,style\nin/a.png,oil\nmemory://shop/in/more/c.png,ink\n"),
        ("rows.tsv", "image\tstyle\n./in/a.png\toil\nin/more/../more/c.png\tink\n"),
        (
            "rows.jsonl",
            '{"image": "in/a.png", "style": "oil"}\n{"image": "in/more/c.png", "style": "ink"}\n',
        ),
    ],
)
def test_a_manifest_in_a_store_is_run_with_results_in_it(
    tmp_path: Path, photos: MemoryFileSystem, name: str, text: str
) -> None:
    photos.pipe_file(f"/shop/{name}", text.encode())
    made = plan_rows(f"memory://shop/{name}", tmp_path / "j", prompt="{stem} in {style}")
    assert (made.rows, made.items) == (2, 2)
    with Journal(tmp_path / "j") as journal:
        assert [item.prompt for item in journal.items()] == ["a in oil", "c in ink"]
    summary = batch.run(tmp_path / "j", "memory://shop/out", sandbox=True)
    assert summary.totals.done == 2
    assert {"a.png", "c.png"} <= files(photos).keys()
    batch.write_reports(tmp_path / "j", "memory://shop/out", tmp_path / "report")
    sheet = (tmp_path / "report" / "contact-sheet.html").read_text()
    assert sheet.count("<img") == 4


def test_a_parquet_file_in_a_store_is_a_manifest(tmp_path: Path, photos: MemoryFileSystem) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="the extra 'parquet' is not installed")
    arrow = pytest.importorskip("pyarrow", reason="the extra 'parquet' is not installed")
    parquet.write_table(arrow.table({"image": ["in/a.png"]}), file := io.BytesIO())
    photos.pipe_file("/shop/rows.parquet", file.getvalue())
    assert plan_rows("memory://shop/rows.parquet", tmp_path / "j").items == 1


def test_a_local_manifest_names_images_and_masks_in_a_store(
    tmp_path: Path, photos: MemoryFileSystem
) -> None:
    photos.pipe_file("/shop/mask.png", picture(300, 300, mode="RGBA"))
    (tmp_path / "local.png").write_bytes(photos.cat_file("/shop/in/a.png"))
    manifest = tmp_path / "rows.csv"
    manifest.write_text(
        "image\nmemory://shop/in/a.png\nlocal.png\n" + (tmp_path / "local.png").as_uri()
    )
    made = plan_rows(manifest, tmp_path / "j")
    assert (made.rows, made.items) == (3, 1), "the same content is bought once"
    mask = "memory://shop/mask.png"
    made = plan_rows(
        "memory://shop/in/a.png", tmp_path / "m", model="openai/gpt-image-2.5-sunburst", mask=mask
    )
    with Journal(tmp_path / "m") as journal:
        assert journal.items()[0].mask == mask
    assert batch.run(tmp_path / "m", tmp_path / "out", sandbox=True).totals.done == 1


def test_an_image_that_is_gone_when_it_is_bought_is_dead_and_costs_nothing(
    tmp_path: Path, photos: MemoryFileSystem
) -> None:
    plan_rows("memory://shop/in/a.png", tmp_path / "j")
    photos.rm_file("/shop/in/a.png")
    assert batch.run(tmp_path / "j", tmp_path / "out", sandbox=True).totals.dead == 1
    assert batch.status(tmp_path / "j")["usd"]["billed"] == 0
    with Journal(tmp_path / "j") as journal:
        assert "no file memory://shop/in/a.png" in next(iter(journal.records()))["error"]


@pytest.mark.parametrize("changed", ["in/a.png", "mask.png"])
def test_a_file_of_a_store_that_has_changed_since_it_was_planned_is_not_sent(
    tmp_path: Path, photos: MemoryFileSystem, changed: str
) -> None:
    photos.pipe_file("/shop/mask.png", picture(300, 300, mode="RGBA"))
    plan_rows(
        "memory://shop/in/a.png",
        tmp_path / "j",
        model="openai/gpt-image-2.5-sunburst",
        mask="memory://shop/mask.png",
    )
    photos.pipe_file(f"/shop/{changed}", photos.cat_file(f"/shop/{changed}") + b" ")
    summary = batch.run(tmp_path / "j", tmp_path / "out", sandbox=True)
    assert (summary.totals.dead, summary.totals.spent) == (1, 0)
    with Journal(tmp_path / "j") as journal:
        error = next(iter(journal.records()))["error"]
    assert f"memory://shop/{changed} has changed since it was planned" in error


def test_images_of_a_store_are_read_several_at_a_time_in_the_order_of_their_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    together, reading, most = threading.Barrier(4), [0], [0]

    def read(url: str, argument: str) -> bytes:
        reading[0] += 1
        most[0] = max(most[0], reading[0])
        together.wait(10)
        reading[0] -= 1
        number = int(name_of(url).partition(".")[0])
        if number in {5, 9}:
            raise ManifestError(f"{argument}: there is no file {url}")
        return picture(300 + number, 300)

    monkeypatch.setattr("pyvenice.batch.inputs.read_remote", read)
    manifest = tmp_path / "rows.csv"
    manifest.write_text("image\n" + "".join(f"memory://x/{n}.png\n" for n in range(40)))
    made = plan_rows(manifest, tmp_path / "j", skip_bad=True)
    assert (made.rows, made.items) == (40, 38)
    assert [problem.split()[-1] for problem in made.problems] == [
        "memory://x/5.png",
        "memory://x/9.png",
    ]
    assert 4 <= most[0] <= 16
    with Journal(tmp_path / "j") as journal:
        names = [name_of(item.image) for item in journal.items()]
    assert names == [f"{n}.png" for n in range(40) if n not in {5, 9}]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("/etc/passwd", "not in the store of the manifest"),
        ("file:///etc/passwd", "not in the store of the manifest"),
        ("../../other/x.png", "not in the store of the manifest"),
        ("in/none.png", "there is no file memory://shop/in/none.png"),
        ("in/notes.txt", "image"),
        ("nowhere://x/a.png", "Protocol not known: nowhere"),
        ("ftp://me:secret@host/a.png", "in the journal and in reports"),
    ],
)
def test_a_row_that_cannot_be_read_from_a_store_is_named(
    tmp_path: Path, photos: MemoryFileSystem, row: str, problem: str
) -> None:
    photos.pipe_file("/shop/rows.csv", f"image\n{row}\n".encode())
    with pytest.raises(ManifestError, match=problem) as caught:
        plan_rows("memory://shop/rows.csv", tmp_path / "j")
    assert "rows.csv, line 2" in str(caught.value)
    assert "secret" not in str(caught.value)
    assert not (tmp_path / "j").exists()


@pytest.mark.usefixtures("photos")
@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("memory://shop/none.csv", "no file or folder"),
        ("memory://shop/in/*.gif", "no file matches"),
        ("memory://shop/in/more/../..", "no file or folder|no image"),
        ("nowhere://x/rows.csv", "Protocol not known"),
        ("s4://x", "Protocol not known"),
        ("ftp://me:secret@host/rows.csv", "in the journal and in reports"),
        ("file://host/rows.csv", "file:///data"),
    ],
)
def test_a_source_that_is_not_there_is_a_sentence(
    tmp_path: Path, source: str, problem: str
) -> None:
    with pytest.raises((ManifestError, ArgumentError), match=problem) as caught:
        plan_rows(source, tmp_path / "j")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("source", ["memory://shop/in", "memory://shop/in/a.png"])
def test_a_store_needs_an_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    with pytest.raises(MissingExtraError, match=r"memory:// needs an extra: .*\[fsspec\]"):
        plan_rows(source, tmp_path / "j")


@pytest.mark.usefixtures("photos")
def test_a_provider_batch_refuses_images_in_a_store(tmp_path: Path) -> None:
    plan_rows("memory://shop/in/a.png", tmp_path / "j", model="openai/gpt-image-2.5-sunburst")
    with pytest.raises(ArgumentError, match=r"not memory://shop/in/a\.png"):
        batch.run(tmp_path / "j", tmp_path / "out", sandbox=True, mode="provider-batch")


def test_urls_are_taken_apart() -> None:
    assert [scheme_of(text) for text in ("C:\\a.png", "a.png", "S3://b/a", "C:/a//b")] == [
        "",
        "",
        "s3",
        "",
    ]
    assert [is_remote(text) for text in ("https://x/a", "file:///a", "gs://b/a", "a://b")] == [
        False,
        False,
        True,
        False,
    ]
    assert sibling_url("zip://m/rows.csv::s3://b/x.zip", "a.png") == "zip://m/a.png::s3://b/x.zip"
    assert sibling_url("simplecache::s3://b/rows.csv", "in/a.png") == "simplecache::s3://b/in/a.png"
    assert name_of("zip://m/a.png::s3://b/x.zip") == "a.png"
    assert name_of("https://x/a.png?width=3#top") == "a.png"
    assert local_path("file:///C:/a%20b.png", "image") == "C:/a b.png"
    with pytest.raises(PyveniceError):
        sibling_url("s3://bucket/rows.csv", "../other/a.png")
