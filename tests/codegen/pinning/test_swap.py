"""Several files are replaced together, or none of them, whatever happens in between."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pyvenice.codegen.pinning.swap import recover, swap

ROOT = Path(__file__).parents[3]
OLD = {"a.txt": "old a", "b.txt": "old b", "sub/c.txt": "old c"}
KILLED = """
import os, sys
from pathlib import Path
from pyvenice.codegen.pinning.swap import swap

folder, left = Path(sys.argv[1]), int(sys.argv[2])
replace, unlink = Path.replace, Path.unlink

def counted(call):
    def one(path, *arguments, **options):
        global left
        if path.parent.name != "journal":
            if not left:
                os._exit(9)
            left -= 1
        return call(path, *arguments, **options)
    return one

Path.replace, Path.unlink = counted(replace), counted(unlink)
swap({folder / "a.txt": "new a", folder / "b.txt": None, folder / "new.txt": "new"}, folder / "journal")
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in OLD.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def texts(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_each_file_has_its_new_text_and_nothing_else_is_left(folder: Path) -> None:
    new = {folder / "a.txt": "new a", folder / "b.txt": None, folder / "deep" / "d.txt": "d"}
    assert swap(new, folder / "journal") == sorted(new)
    assert texts(folder) == {"a.txt": "new a", "sub/c.txt": "old c", "deep/d.txt": "d"}
    assert not (folder / "journal").exists()


def test_a_file_that_already_says_so_is_not_touched(folder: Path) -> None:
    before = (folder / "a.txt").stat()
    assert swap({folder / "a.txt": "old a", folder / "gone.txt": None}, folder / "journal") == []
    assert (folder / "a.txt").stat().st_ino == before.st_ino


@pytest.mark.parametrize("failing", [0, 1, 2])
def test_when_one_cannot_be_written_all_are_as_before(
    folder: Path, failing: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ["a.txt", "new.txt", "sub/c.txt"]
    replace = Path.replace

    def full(path: Path, target: Path) -> Path:
        if target == folder / names[failing] and path.read_text() == "new":
            raise OSError(28, "No space left on device", str(target))
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space left"):
        swap({folder / name: "new" for name in names}, folder / "journal")
    assert texts(folder) == OLD


def test_a_full_disk_is_noticed_before_anything_moves(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "pyvenice.codegen.pinning.swap.PartFile.write",
        lambda *_: (_ for _ in ()).throw(OSError(28, "full")),
    )
    monkeypatch.setattr(Path, "replace", lambda *_: pytest.fail("something moved"))
    with pytest.raises(OSError, match="full"):
        swap({folder / "a.txt": "new"}, folder / "journal")
    assert texts(folder) == OLD


@pytest.mark.parametrize("steps", range(7))
def test_what_a_killed_run_left_is_put_back(folder: Path, steps: int) -> None:
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(folder), str(steps)], cwd=ROOT, check=False
    )
    assert done.returncode == (9 if steps < 5 else 0)
    undone = recover(folder / "journal")
    left = {name: text for name, text in texts(folder).items() if not name.startswith(".")}
    assert left == (
        OLD if steps < 3 else {"a.txt": "new a", "sub/c.txt": "old c", "new.txt": "new"}
    )
    assert bool(undone) == (steps < 3)


def test_to_recover_twice_changes_nothing(folder: Path) -> None:
    (folder / "journal").mkdir()
    assert recover(folder / "journal") == []
    assert recover(folder / "journal") == []
    assert texts(folder) == OLD
