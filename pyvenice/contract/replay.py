"""Replay the versions of a document, oldest first: what mattered, and when."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from pyvenice.contract.check import Sliced, label, present
from pyvenice.contract.errors import ContractError, DocumentError
from pyvenice.contract.judge import changes
from pyvenice.contract.normal import canonical
from pyvenice.contract.reports.history import HistoryStep

Operations = Sequence[tuple[str, str]]


class Version(NamedTuple):
    """One version of a document."""

    name: str
    kind: Literal["commit", "file"]
    date: str | None
    raw: bytes


def replay(versions: Iterator[Version], operations: Operations) -> Iterator[HistoryStep]:
    """A step for each version: what it changed for these operations, or why it could not be read.

    A version that cannot be read is passed over: the next one is compared with the last that could.
    """
    last: Sliced | None = None
    text = ""
    for version in versions:
        try:
            document = present(version.raw, operations, name=version.name)
            same = canonical({key: one for key, one in document.items() if key != "info"})
            now = last if last and same == text else Sliced(document, name=version.name)
        except DocumentError as error:
            yield HistoryStep(version.name, version.kind, version.date, None, (), str(error))
            continue
        found = changes(last.views, now.views) if last and now is not last else []
        last, text = now, same
        yield HistoryStep(version.name, version.kind, version.date, label(document), tuple(found))


def in_folder(folder: Path) -> Iterator[Version]:
    """The files of a folder by name. Raises `ContractError` when there is none."""
    if not folder.is_dir():
        raise ContractError(f"{folder}: there is no such folder; with --git give the repository")
    files = sorted(one for one in folder.iterdir() if one.suffix in (".yaml", ".yml", ".json"))
    if not files:
        raise ContractError(f"{folder}: there is no .yaml, .yml or .json file to replay")
    for one in files:
        yield Version(one.name, "file", None, one.read_bytes())


def in_git(repository: Path, path: str) -> Iterator[Version]:
    """The versions of a file along the first parents of HEAD. Raises `ContractError` without one."""
    log = _git(repository, "log", "--first-parent", "--reverse", "--format=%H %cI", "--", path)
    commits = [line.split(" ", 1) for line in log.decode().splitlines()]
    if not commits:
        raise ContractError(f"{repository}: no commit touches {path}")
    for commit, date in commits:
        found = _run(repository, "show", f"{commit}:{path}")
        if found.returncode == 0:
            yield Version(commit, "commit", date, found.stdout)


def _git(repository: Path, *arguments: str) -> bytes:
    done = _run(repository, *arguments)
    if done.returncode:
        raise ContractError(f"git {arguments[0]}: {done.stderr.decode(errors='replace').strip()}")
    return done.stdout


def _run(repository: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    command = ["git", "-C", str(repository), *arguments]
    try:
        return subprocess.run(command, capture_output=True, check=False)  # noqa: S603
    except OSError as error:
        raise ContractError(f"git cannot be run: {error}") from error
