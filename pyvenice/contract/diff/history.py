"""Replay the versions of a document, oldest first: what mattered, and when."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Literal, NamedTuple, cast

from pyvenice.contract.diff.comparison import compare
from pyvenice.contract.diff.findings import DocumentDiff
from pyvenice.contract.diff.impact import steps_with_impact
from pyvenice.contract.document.operation_key import operation_name
from pyvenice.contract.errors import ContractError, DocumentError
from pyvenice.contract.pin.project import Project
from pyvenice.contract.reports.history import HistoryStep
from pyvenice.contract.slicing.operation_hashes import OperationHashes
from pyvenice.contract.slicing.published_document import PublishedDocument
from pyvenice.contract.slicing.selection import (
    Selection,
    openapi_shape,
    owner_of,
    select_operations,
)

Operations = Sequence[tuple[str, str]]


class Version(NamedTuple):
    """One version of a document."""

    name: str
    kind: Literal["commit", "file"]
    date: str | None
    raw: bytes


def replay(versions: Iterable[Version], operations: Operations) -> Iterator[HistoryStep]:
    """A step for each version: what it changed for these operations, or why it could not be read.

    A version that cannot be read is passed over: the next one is compared with the last that could.
    """
    last: _ReadVersion | None = None
    for version in versions:
        about = version.name, version.kind, version.date
        try:
            document = PublishedDocument(version.raw, name=version.name)
            current = _read(document, operations, last)
            label = document.version
            compared = _compare(last, current)
        except DocumentError as error:
            yield HistoryStep(*about, None, (), str(error))
            continue
        yield HistoryStep(*about, label, compared.findings, "", compared.unchecked)
        last = current


class _ReadVersion(NamedTuple):
    """The operations in view of one version, with the hashes of their facts where there are any."""

    hashes: Mapping[str, str | None]
    selection: Selection


def _read(
    document: PublishedDocument, operations: Operations, last: _ReadVersion | None
) -> _ReadVersion:
    """Of an operation that states the facts of the last version nothing is read again."""
    hashes = OperationHashes(document)
    names = {operation_name(*key): key for key in operations}
    now = {name: hashes.of_facts(name) for name in names if name in hashes}
    kept = {
        name
        for name, digest in now.items()
        if last and digest is not None and digest == last.hashes.get(name)
    }
    selection = select_operations(
        document, [key for name, key in names.items() if name not in kept]
    )
    return _ReadVersion(now, last.selection.only(kept) | selection if last and kept else selection)


def _compare(last: _ReadVersion | None, current: _ReadVersion) -> DocumentDiff:
    if last is None:
        return DocumentDiff()
    before, after = last.selection, current.selection
    changed = {
        owner_of(name) for name, view in after.views.items() if view is not before.views.get(name)
    }
    changed |= {owner_of(name) for name in before.views.keys() - after.views.keys()}
    changed |= {place.operation for place in {*after.unchecked} ^ {*before.unchecked}}
    if not changed:
        return DocumentDiff()
    with openapi_shape("this version"):
        return compare(before.only(changed), after.only(changed))


def of_project(project: Project) -> list[HistoryStep]:
    """What each commit of a project's pin changed, and whom that concerns.

    Raises `ContractError` where the pin is in no git repository.
    """
    used = [(operation.method, operation.path) for operation in project.source.published]
    folder = project.contract.resolve().parent
    steps = list(replay(in_git(folder, f"./{project.contract.name}"), used))
    return steps_with_impact(steps, project.source)


def in_folder(folder: Path) -> Iterator[Version]:
    """The files of a folder by name. Raises `ContractError` when there is none."""
    if not folder.is_dir():
        raise ContractError(f"{folder}: there is no such folder; with --git give the repository")
    files = sorted(file for file in folder.iterdir() if file.suffix in (".yaml", ".yml", ".json"))
    if not files:
        raise ContractError(f"{folder}: there is no .yaml, .yml or .json file to replay")
    for file in files:
        yield Version(file.name, "file", None, file.read_bytes())


def in_git(repository: Path, path: str) -> Iterator[Version]:
    """The versions of a file along the first parents of HEAD. Raises `ContractError` without one."""
    log = _log(repository, "--first-parent", "--reverse", "--format=%H %cI", "--", path)
    commits = [line.split(" ", 1) for line in log.splitlines()]
    if not commits:
        raise ContractError(f"{repository}: no commit touches {path}")
    texts = _texts(repository, (f"{commit}:{path}" for commit, _ in commits))
    for (commit, date), raw in zip(commits, texts, strict=True):
        if raw is not None:
            yield Version(commit, "commit", date, raw)


def _log(repository: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603
            [*_git(repository), "log", *arguments], capture_output=True, check=False
        )
    except OSError as error:
        raise ContractError(f"git cannot be run: {error}") from error
    if done.returncode:
        raise ContractError(f"git log: {done.stderr.decode(errors='replace').strip()}")
    return done.stdout.decode()


def _texts(repository: Path, names: Iterable[str]) -> Iterator[bytes | None]:
    """What each `commit:path` holds, or None where it is no file; one process reads them all."""
    with subprocess.Popen(  # noqa: S603
        [*_git(repository), "cat-file", "--batch"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as git:
        requests, replies = cast("IO[bytes]", git.stdin), cast("IO[bytes]", git.stdout)
        for name in names:
            requests.write(name.encode() + b"\n")
            requests.flush()
            line = replies.readline()
            if not line:
                raise ContractError(f"{repository}: git cat-file ended before {name}")
            kind, size = line.split()[-2:]
            content = replies.read(int(size) + 1)[:-1] if size.isdigit() else None
            yield content if kind == b"blob" else None


def _git(repository: Path) -> list[str]:
    return ["git", "-C", str(repository)]
