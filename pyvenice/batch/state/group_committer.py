"""Group commits: changes are written by one thread, all that wait at a time in one transaction.

With `synchronous=FULL` a commit takes 1.5 to 3.6 ms: one for each change would be slower than the
calls are. Who waits is told once for a group, not once for a change.
"""

from __future__ import annotations

import os
import queue
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from pyvenice.batch.state.changes import Change
from pyvenice.batch.state.journal import Journal
from pyvenice.errors import JournalError

if TYPE_CHECKING:
    import asyncio


class Committer(Protocol):
    """What puts changes on the disk."""

    def commit(
        self, *wanted: Change, folders: Iterable[str] = (), unneeded: Iterable[str] = ()
    ) -> asyncio.Future[None]:
        """A future that is done when the changes are on the disk, or has the `JournalError`.

        What is in the folders is there before, and the files that are not needed any more are
        removed after it.
        """
        ...


Ticket = Any
"""What somebody knows an entry by."""


class _Entry(NamedTuple):
    ticket: Ticket
    changes: Sequence[Change]
    folders: Sequence[str]
    unneeded: Sequence[str]


_Queue = queue.SimpleQueue[_Entry | None]


class GroupCommitter:
    """Commits changes from threads, in groups.

    `on_end` is called in a thread with the tickets of a group that is on the disk, or cannot be
    written for a `JournalError`.
    """

    def __init__(
        self, path: Path, on_end: Callable[[Sequence[Ticket], JournalError | None], object]
    ) -> None:
        self._path = path
        self._on_end = on_end
        self._unsynced: _Queue = queue.SimpleQueue()
        self._waiting: _Queue = queue.SimpleQueue()
        self._threads = [
            threading.Thread(target=run, name="pyvenice-journal", daemon=True)
            for run in (self._sync, self._run)
        ]
        for thread in self._threads:
            thread.start()

    def commit(
        self,
        ticket: Ticket,
        changes: Sequence[Change],
        folders: Sequence[str] = (),
        unneeded: Sequence[str] = (),
    ) -> None:
        """Commit the changes soon.

        What is in the folders is on the disk before, and the files that are not needed any more are
        removed after it.
        """
        entry = _Entry(ticket, changes, folders, unneeded)
        # What waits for a folder must not hold up a request that is about to leave.
        (self._unsynced if folders else self._waiting).put(entry)

    def close(self) -> None:
        """Commit what waits, and end the threads."""
        for entries, thread in zip((self._unsynced, self._waiting), self._threads, strict=True):
            entries.put(None)
            thread.join()

    def _sync(self) -> None:
        for group in _groups(self._unsynced):
            try:
                for folder in {folder for entry in group for folder in entry.folders}:
                    sync_folder(folder)
            except OSError as error:
                self._end(group, JournalError(str(error)))
            else:
                for entry in group:
                    self._waiting.put(entry)

    def _run(self) -> None:
        try:
            journal = Journal(self._path)
        except JournalError as error:
            for group in _groups(self._waiting):
                self._end(group, error)
            return
        with closing(journal):
            for group in _groups(self._waiting):
                self._commit_group(journal, group)

    def _commit_group(self, journal: Journal, group: Sequence[_Entry]) -> None:
        try:
            journal.apply(change for entry in group for change in entry.changes)
        except JournalError as error:
            self._end(group, error)
        else:
            self._end(group, None)
            for path in (path for entry in group for path in entry.unneeded):
                with suppress(OSError):
                    os.unlink(path)  # noqa: PTH108

    def _end(self, group: Sequence[_Entry], error: JournalError | None) -> None:
        self._on_end([entry.ticket for entry in group], error)


def _groups(entries: _Queue) -> Iterator[list[_Entry]]:
    """All that wait at a time, until the queue is closed."""
    while (entry := entries.get()) is not None:
        group = [entry]
        while not entries.empty() and (entry := entries.get()) is not None:
            group.append(entry)
        yield group
        if entry is None:
            return


def sync_folder(folder: str) -> None:
    """Wait until the names in a folder are on the disk, where the platform has that."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
