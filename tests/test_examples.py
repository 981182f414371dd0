"""The example scripts and the demo run as a newcomer runs them: one command, no key, no network."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

import demo

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "examples"
PHOTOS = EXAMPLES / "photos"
SAVED = {
    "quickstart.py": ["lake-sepia"],
    "mask.py": ["green-apple-openai", "green-apple-xinference"],
    "streaming.py": ["sketch", "sketch-partial-0", "sketch-partial-1"],
    "async_many.py": [
        "lake-a-pencil-sketch",
        "lake-blur-it",
        "lake-greyscale",
        "lake-mirror-it",
        "lake-sepia",
        "lake-tint-it-gold",
    ],
    "own_server.py": ["lake-own-server"],
}


def run(script: Path, *arguments: object, folder: Path) -> list[str]:
    """The lines that a script prints, run in `folder` with no key in the environment."""
    done = subprocess.run(
        [sys.executable, "-W", "error", script, *map(str, arguments)],
        cwd=folder,
        env={name: value for name, value in os.environ.items() if "_API_" not in name},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()


def test_every_example_is_tested() -> None:
    assert {path.name for path in EXAMPLES.glob("*.py")} == SAVED.keys() | {"make_photos.py"}


@pytest.mark.parametrize("script", SAVED)
def test_an_example_is_short(script: str) -> None:
    assert len((EXAMPLES / script).read_text("utf-8").splitlines()) <= 40


@pytest.mark.parametrize("script", SAVED)
def test_an_example_edits_its_photo_and_says_where_the_result_lies(
    script: str, tmp_path: Path
) -> None:
    printed = "\n".join(run(EXAMPLES / script, folder=tmp_path))
    saved = list((tmp_path / "demo-output").iterdir())
    assert sorted(path.stem for path in saved) == SAVED[script]
    for path in saved:
        assert f"demo-output/{path.name}" in printed
        with Image.open(path) as picture:
            picture.load()


def test_the_mask_example_changes_the_apple_and_nothing_else(tmp_path: Path) -> None:
    run(EXAMPLES / "mask.py", folder=tmp_path)
    before = Image.open(PHOTOS / "still-life.jpg").convert("RGB")
    after = Image.open(tmp_path / "demo-output" / "green-apple-openai.png").convert("RGB")
    assert after.size == before.size
    around_pear, apple = (360, 500, 500, 700), (580, 640, 660, 720)
    assert after.crop(around_pear).tobytes() == before.crop(around_pear).tobytes()
    assert _redness(before.crop(apple)) > 100
    assert _redness(after.crop(apple)) < -50


def _redness(picture: Image.Image) -> float:
    red, green, _ = ImageStat.Stat(picture).mean
    return red - green


def test_the_demo_edits_with_every_provider_and_prints_where_the_picture_lies(
    tmp_path: Path,
) -> None:
    printed = run(ROOT / "scripts" / "demo.py", "--output", tmp_path / "out", folder=tmp_path)
    sheet = tmp_path / "out" / "contact-sheet.png"
    assert printed[-1] == f"Before and after, in one picture: {sheet}"
    assert {show.provider for show in demo.SHOWS} >= {"Venice", "OpenAI", "Xinference"}
    for provider in (show.provider for show in demo.SHOWS):
        modes = [line.split()[1] for line in printed if line.startswith(provider)]
        assert modes == ["sync", "sync", "async", "async"]
    with Image.open(sheet) as picture:
        assert picture.width > 1000
        assert picture.height > 300 * len(demo.SHOWS)


def test_a_photo_is_the_one_that_its_scene_draws(tmp_path: Path) -> None:
    draw = tmp_path / "draw.py"
    draw.write_text("from scenes import lake\nlake.draw().save('lake.png')\n", "utf-8")
    (tmp_path / "scenes").symlink_to(EXAMPLES / "scenes")
    run(draw, folder=tmp_path)
    with Image.open(tmp_path / "lake.png") as drawn, Image.open(PHOTOS / "lake.jpg") as kept:
        difference = ImageStat.Stat(ImageChops.difference(drawn.convert("RGB"), kept))
    assert max(difference.mean) < 4


@pytest.mark.parametrize("photo", sorted(PHOTOS.iterdir()), ids=lambda path: path.name)
def test_a_photo_is_small_in_bytes_and_large_enough_to_edit(photo: Path) -> None:
    assert photo.stat().st_size <= 300_000
    with Image.open(photo) as picture:
        assert min(picture.size) >= 512
