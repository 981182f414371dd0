"""Replay the versions of a document, oldest first: what mattered, and when."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from pyvenice.contract.check import Sliced, present
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
        kind = version.kind
        try:
            document = present(version.raw, operations, name=version.name)
        except DocumentError as error:
            yield HistoryStep(version.name, kind, version.date, None, (), str(error))
            continue
        same = {key: one for key, one in document.items() if key != "info"}
        label = str((document.get("info") or {}).get("version", ""))
        if last is not None and canonical(same) == text:
            yield HistoryStep(version.name, kind, version.date, label, ())
            continue
        now = Sliced(document)
        found = changes(last.views, now.views) if last is not None else []
        last, text = now, canonical(same)
        yield HistoryStep(version.name, kind, version.date, label, tuple(found))


def in_folder(folder: Path) -> Iterator[Version]:
    """The files of a folder by name. Raises `ContractError` when there is none."""
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
