"""Planning: rows are checked, priced and deduplicated before anything is sent."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from PIL import Image

import pyvenice.batch
from pyvenice.batch.manifest import Row, fill, read_rows
from pyvenice.batch.pace import Limits
from pyvenice.batch.planner import Cost, Plan
from pyvenice.batch.state.journal import Journal
from pyvenice.core.provider_rules import RateLimit
from pyvenice.errors import ArgumentError, ManifestError, UnknownModelError
from tests.pictures import picture

MODEL = "venice/firered-image-edit"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three photos, and a file that is none."""
    photos = tmp_path / "photos"
    (photos / "more").mkdir(parents=True)
    for number, place in enumerate((photos / "a.png", photos / "b.PNG", photos / "more" / "a.png")):
        place.write_bytes(picture(300 + number, 300))
    (photos / "notes.txt").write_text("no image")
    return photos


def plan_rows(source: Path | str, journal: Path, **options: object) -> Plan:
    given = {"model": MODEL, "prompt": "make it sepia", **options}
    return pyvenice.batch.plan(source, journal, **given)  # type: ignore[arg-type]  # options of tests


def test_a_folder_is_read_in_the_order_of_its_names(folder: Path) -> None:
    assert [Path(row.image).name for row in read_rows(str(folder))] == ["a.png", "b.PNG"]
    assert [row.relative for row in read_rows(str(folder), recursive=True)] == ["a", "b", "more/a"]


def test_a_plan_counts_prices_and_names_what_binds(folder: Path, tmp_path: Path) -> None:
    made = plan_rows(folder, tmp_path / "j", recursive=True)
    assert (made.rows, made.items, made.known) == (3, 3, 0)
    assert (made.cost.min, made.cost.max) == (120_000, 120_000)
    seconds, why = made.seconds({"venice": Limits(rates=(RateLimit(20, 60.0),))}, concurrency=64)
    assert seconds == 9.0
    assert "more machines will not help" in why


def test_equal_purchases_are_planned_once_and_get_all_names(folder: Path, tmp_path: Path) -> None:
    shutil.copy(folder / "a.png", folder / "same.png")
    made = plan_rows(folder, tmp_path / "j")
    assert (made.rows, made.items) == (3, 2)
    with Journal(tmp_path / "j") as journal:
        names = [item.outputs for item in journal.items()]
    assert names == [("a", "same"), ("b",)]
    again = plan_rows(folder, tmp_path / "j")
    assert (again.items, again.known) == (0, 2)


def test_another_prompt_or_parameter_is_another_purchase(folder: Path, tmp_path: Path) -> None:
    plan_rows(folder, tmp_path / "j")
    assert plan_rows(folder, tmp_path / "j", prompt="make it blue").items == 2
    assert plan_rows(folder, tmp_path / "j", aspect_ratio="1:1").items == 2


@pytest.mark.parametrize(
    ("model", "size", "wanted"),
    [
        ("venice/firered-image-edit", (64, 64), "under the limit of 65,536"),
        ("openai/gpt-image-2.5-sunburst", None, "image/gif"),
    ],
)
def test_an_image_that_the_provider_does_not_take_is_not_planned(
    tmp_path: Path, model: str, size: tuple[int, int] | None, wanted: str
) -> None:
    image = tmp_path / "a.png"
    Image.new("RGB", size or (512, 512)).save(image, "PNG" if size else "GIF")
    with pytest.raises(ManifestError, match=re.escape(wanted)):
        plan_rows(image, tmp_path / "j", model=model)


def test_only_what_is_new_in_a_journal_is_priced(folder: Path, tmp_path: Path) -> None:
    first = plan_rows(folder, tmp_path / "j")
    again = plan_rows(folder, tmp_path / "j")
    assert first.cost.likely > 0
    assert (again.items, again.cost.likely, again.providers) == (0, 0, {})


def test_names_that_meet_get_numbers(folder: Path, tmp_path: Path) -> None:
    plan_rows(folder, tmp_path / "j", output="result")
    with Journal(tmp_path / "j") as journal:
        assert [item.outputs for item in journal.items()] == [("result",), ("result-2",)]


def test_a_bad_row_plans_nothing_unless_it_is_left_out(folder: Path, tmp_path: Path) -> None:
    (folder / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\nxx")
    with pytest.raises(ManifestError, match=r"(?s)1 of 3 rows.*broken\.png"):
        plan_rows(folder, tmp_path / "j")
    made = plan_rows(folder, tmp_path / "j", skip_bad=True)
    assert (made.items, len(made.problems)) == (2, 1)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"image": "missing.png"}', "no file"),
        ('{"picture": "a.png"}', "needs? no image|names no image"),
        ('{"image": "a.png", "mask": 7}', "mask must be text"),
        ('{"image": "a.png", "model": "venice/nothing-like-it"}', "nothing-like-it"),
        ('{"image": "a.png", "output": "../out"}', "without"),
        ('{"image": "a.png", "n": "many"}', "is not a number"),
        ('{"image": "a.png", "mask": "b.PNG"}', "mask"),
        ('{"image": ', "not JSON"),
        ("[" * 100_000, "no file|cannot be read"),
    ],
)
def test_a_row_that_cannot_be_sent_is_named(
    folder: Path, tmp_path: Path, line: str, message: str
) -> None:
    manifest = folder / "rows.jsonl"
    manifest.write_text(line + "\n")
    with pytest.raises((ManifestError, ArgumentError, UnknownModelError), match=message) as caught:
        plan_rows(manifest, tmp_path / "j")
    assert "line 1" in str(caught.value)


def test_problems_that_many_rows_have_leave_room_for_others(folder: Path, tmp_path: Path) -> None:
    manifest = folder / "rows.csv"
    rows = [f"a.png,{model}" for model in [*["venice/nothing"] * 30, "venice/other"]]
    manifest.write_text("image,model\n" + "\n".join(rows))
    with pytest.raises(ManifestError) as caught:
        plan_rows(manifest, tmp_path / "j")
    lines = str(caught.value).splitlines()
    assert [line.partition(": ")[0].strip() for line in lines[1:-1]] == [
        f"rows.csv, line {number}" for number in (2, 3, 4, 32)
    ]
    assert lines[-1] == "  … and 27 more"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("rows.csv", "image;colour\na.png;red, or so\n"),
        ("rows.jsonl", '"a.png"\n'),
        ("rows.txt", "a.png\n"),
    ],
)
def test_tables_of_spreadsheets_and_lists_of_paths_are_manifests(
    folder: Path, name: str, text: str
) -> None:
    (folder / name).write_text(text)
    (row,) = read_rows(str(folder / name))
    assert row.image == str(folder / "a.png")


def test_a_template_names_the_column_that_is_empty(folder: Path, tmp_path: Path) -> None:
    (folder / "rows.csv").write_text("image,colour\na.png,red\nb.PNG,\n")
    with pytest.raises(ManifestError, match=r"line 3: the prompt asks for {colour}, which has no"):
        plan_rows(folder / "rows.csv", tmp_path / "j", prompt="a {colour} car")


def test_columns_fill_prompts_and_parameters(folder: Path, tmp_path: Path) -> None:
    manifest = folder / "rows.csv"
    manifest.write_text("image,style,aspect_ratio\na.png,oil,1:1\nb.PNG,ink,16:9\n")
    plan_rows(manifest, tmp_path / "j", prompt="paint {stem} in {style}, {{not this}}")
    with Journal(tmp_path / "j") as journal:
        items = journal.items()
    assert [item.prompt for item in items] == [
        "paint a in oil, {not this}",
        "paint b in ink, {not this}",
    ]
    assert [item.params for item in items] == [{"aspect_ratio": "1:1"}, {"aspect_ratio": "16:9"}]


@pytest.mark.parametrize("template", ["{colour}", "{stem!r}", "{stem:>9}", "{0}", "{"])
def test_a_template_that_cannot_be_filled_says_what_it_may_ask_for(template: str) -> None:
    with pytest.raises(ManifestError):
        fill(template, Row("line 1", "a.png", columns={"style": "oil"}))


def test_no_template_reaches_into_values() -> None:
    row = Row("line 1", "a.png", columns={"style": object()})
    with pytest.raises(ManifestError):
        fill("{style.__class__}", row)


def test_an_unknown_price_is_unknown_and_not_nothing() -> None:
    cost = Cost(unknown=2)
    assert (cost.max, cost.unknown) == (0, 2)


def test_a_parquet_file_is_a_manifest(folder: Path, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="the extra 'parquet' is not installed")
    arrow = pytest.importorskip("pyarrow", reason="the extra 'parquet' is not installed")
    table = arrow.table({"image": ["a.png", "b.PNG"], "n": [1, None]})
    parquet.write_table(table, folder / "rows.parquet")
    assert plan_rows(folder / "rows.parquet", tmp_path / "j").items == 2


def test_the_dead_are_a_manifest_that_can_be_planned_again(folder: Path, tmp_path: Path) -> None:
    shutil.copy(folder / "a.png", folder / "more" / "b.png")
    plan_rows(folder, tmp_path / "j", prompt="{{braces}}", recursive=True)
    with Journal(tmp_path / "j") as journal:
        journal.apply([("UPDATE items SET state = 'dead', error = 'no' WHERE id = 1", ())])
    paths = pyvenice.batch.write_reports(tmp_path / "j", tmp_path / "out", tmp_path / "report")
    dead = next(path for path in paths if path.name == "dead.jsonl")
    rows = list(map(json.loads, dead.read_text().splitlines()))
    assert [row["output"] for row in rows] == ["a", "more/b"]
    assert {(row["prompt"], row["error"], row["is_billed"]) for row in rows} == {
        ("{{braces}}", "no", False)
    }
    with Journal(tmp_path / "j") as journal:
        first = journal.items()[0]
    pyvenice.batch.plan(dead, tmp_path / "again")
    with Journal(tmp_path / "again") as journal:
        assert [(item.key, item.outputs) for item in journal.items()] == [
            (first.key, first.outputs)
        ]


@pytest.mark.parametrize("prompt", [None, ""])
def test_a_prompt_that_the_model_needs_is_asked_for(
    folder: Path, tmp_path: Path, prompt: str | None
) -> None:
    with pytest.raises(ManifestError, match=r"2 of 2 rows(.|\n)*firered-image-edit needs prompt"):
        plan_rows(folder, tmp_path / "j", prompt=prompt)


def test_numbers_are_numbers_however_they_are_given(folder: Path, tmp_path: Path) -> None:
    (folder / "rows.csv").write_text("image,n\na.png,2\na.png,\n")
    for source in (folder / "rows.csv", folder / "a.png"):
        plan_rows(source, tmp_path / source.name, n="2", model="openai/gpt-image-2.5-sunburst")
        with Journal(tmp_path / source.name) as journal:
            assert [item.params for item in journal.items()] == [{"n": 2}]
    with pytest.raises(ManifestError, match="n='many' is not a number"):
        plan_rows(folder / "a.png", tmp_path / "j", n="many")


def test_a_template_for_names_that_cannot_be_filled_is_called_one(
    folder: Path, tmp_path: Path
) -> None:
    with pytest.raises(ManifestError, match=r"the name asks for \{nme\}"):
        plan_rows(folder, tmp_path / "j", output="{nme}")


def test_a_row_with_a_parameter_that_no_batch_can_drop_names_only_that(
    folder: Path, tmp_path: Path
) -> None:
    with pytest.raises(ManifestError, match="takes no seed") as caught:
        plan_rows(folder, tmp_path / "j", seed=1)
    assert "on_unsupported" not in str(caught.value)
