"""The history of a document is told version by version, and a broken one does not end it."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from pyvenice.contract.diff import history as replaying
from pyvenice.contract.diff.history import Version, in_folder, in_git, replay
from pyvenice.contract.errors import ContractError
from pyvenice.contract.reports.history import HistoryStep
from tests.contract.published import minimal, minimal_text

EDIT = [("post", "/edit")]


def document(label: str, *, removed: bool = False, **properties: Any) -> bytes:
    tree = minimal()
    components = tree["components"]
    components["schemas"]["Edit"] = {"type": "object", "properties": properties}
    paths = {"/other": tree["paths"]["/other"]} if removed else tree["paths"]
    info = {"title": "Published", "version": label}
    return minimal_text(paths=paths, components=components, info=info)


def steps(*raws: bytes) -> list[HistoryStep]:
    versions = (Version(str(number), "file", None, raw) for number, raw in enumerate(raws))
    return list(replay(versions, EDIT))


def rules(*raws: bytes) -> list[list[str]]:
    return [[one.rule for one in step.findings] for step in steps(*raws)]


SHORT: dict[str, Any] = {"prompt": {"type": "string", "maxLength": 9}}
LONG: dict[str, Any] = {"prompt": {"type": "string", "maxLength": 99}}


def test_each_version_is_compared_with_the_one_before() -> None:
    assert rules(document("1", **LONG), document("2", **SHORT), document("3", **LONG)) == [
        [],
        ["request-max-length-narrowed"],
        ["request-max-length-widened"],
    ]


def test_the_first_version_changes_nothing_and_every_version_has_its_label() -> None:
    told = steps(document("1", **LONG), document("2", **LONG))
    assert [(one.version, one.findings) for one in told] == [("1", ()), ("2", ())]


@pytest.mark.parametrize("broken", [b"", b"<html>", b"openapi: 3.0.0\npaths: [", b"a: b\n"])
def test_a_version_that_cannot_be_read_is_told_and_passed_over(broken: bytes) -> None:
    told = steps(document("1", **LONG), broken, document("3", **SHORT))
    assert [bool(one.error) for one in told] == [False, True, False]
    assert [one.rule for one in told[2].findings] == ["request-max-length-narrowed"]


def test_a_misshapen_version_is_told_and_passed_over() -> None:
    odd = document("2", **LONG).replace(b"properties:", b"properties: 3 #")
    told = steps(document("1", **LONG), odd, document("3", **LONG))
    assert told[2].findings == ()


def test_an_operation_that_comes_goes_and_comes_back_is_told_each_time() -> None:
    gone = document("2", removed=True)
    assert rules(gone, document("1", **LONG), gone, document("1", **LONG)) == [
        [],
        ["operation-added"],
        ["operation-removed"],
        ["operation-added"],
    ]


def test_a_version_with_the_same_slice_is_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replaying, "compare", lambda *_: pytest.fail("it was compared"))
    one = document("1", **LONG)
    other = one.replace(b"/other", b"/another")
    assert rules(one, other, one) == [[], [], []]


def test_the_files_of_a_folder_are_taken_by_name(tmp_path: Path) -> None:
    for name in ("b.yaml", "a.yml", "c.json", "notes.md"):
        (tmp_path / name).write_bytes(document(name))
    assert [(one.name, one.kind) for one in in_folder(tmp_path)] == [
        ("a.yml", "file"),
        ("b.yaml", "file"),
        ("c.json", "file"),
    ]


@pytest.mark.parametrize("name", ["empty", "missing"])
def test_a_folder_without_documents_is_an_error(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(ContractError, match=name):
        list(in_folder(tmp_path / name))


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    (tmp_path / "spec.yaml").write_bytes(document("1", **LONG))
    commit(tmp_path, "One")
    return tmp_path


def git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True)  # noqa: S607


def commit(folder: Path, message: str) -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "-m", message)


def test_commits_that_touch_the_file_are_taken_oldest_first(repository: Path) -> None:
    (repository / "other.txt").write_text("x")
    commit(repository, "Elsewhere")
    (repository / "spec.yaml").write_bytes(document("2", **SHORT))
    commit(repository, "Two")
    (repository / "spec.yaml").unlink()
    commit(repository, "Gone")
    versions = list(in_git(repository, "spec.yaml"))
    assert [one.raw for one in versions] == [document("1", **LONG), document("2", **SHORT)]
    assert all(len(one.name) == 40 and one.date for one in versions)


def test_a_path_without_commits_is_an_error(repository: Path) -> None:
    with pytest.raises(ContractError, match=r"no commit touches nothing\.yaml"):
        list(in_git(repository, "nothing.yaml"))


def test_a_folder_that_is_no_repository_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ContractError, match="git"):
        list(in_git(tmp_path / "nowhere", "spec.yaml"))


def test_a_path_that_looks_like_an_option_is_none(repository: Path) -> None:
    with pytest.raises(ContractError, match="no commit touches --output=x"):
        list(in_git(repository, "--output=x"))
    assert not (repository / "x").exists()
