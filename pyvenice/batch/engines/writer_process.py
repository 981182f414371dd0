"""The writer process: puts pictures and changes of the journal on the disk for the process of a run.

It ends when its pipe does, so it outlives a run that is killed only by what it has to write. Meanwhile
it has a lock, for which the next run waits.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from typing import Any, BinaryIO

from pyvenice.batch.engines.pictures import keep_pictures
from pyvenice.batch.outputs import OutputFolder
from pyvenice.batch.state.group_committer import GroupCommitter
from pyvenice.batch.state.items import Item
from pyvenice.batch.state.journal import Journal
from pyvenice.errors import JournalError

SIZE = 4
"""Bytes that say how long a reply is."""
_THREADS = 16
"""A file system writes all files that are synchronised at a time together."""


class _Replies:
    """The pipe to the process of the run, for several threads."""

    def __init__(self) -> None:
        # Whatever prints must not get into it.
        self._descriptor = os.dup(1)
        os.dup2(2, 1)
        self._turn = threading.Lock()

    def send(self, numbers: Sequence[int], outcome: object) -> None:
        """Say what became of the requests of these numbers."""
        reply = pickle.dumps((numbers, outcome), pickle.HIGHEST_PROTOCOL)
        left = memoryview(len(reply).to_bytes(SIZE, "big") + reply)
        # When the run was killed, nobody reads: what came is written nevertheless.
        with self._turn, suppress(BrokenPipeError):
            while left:
                left = left[os.write(self._descriptor, left) :]


def serve() -> None:
    """Write what comes from standard input until it ends."""
    # They are for the run: whatever becomes of it, the pipe ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    replies, requests = _Replies(), _requests(sys.stdin.buffer)
    number, (path, out) = next(requests)
    try:
        journal = Journal(path)
        journal.lock_for_writer()
    except JournalError as error:
        return replies.send([number], error)
    with (
        closing(journal),
        closing(GroupCommitter(path, replies.send)) as committer,
        ThreadPoolExecutor(_THREADS) as threads,
    ):
        folder = OutputFolder(out)
        replies.send([number], None)
        for number, call in requests:
            if isinstance(call[0], Item):
                threads.submit(_keep, replies, number, folder, *call)
            else:
                committer.commit(number, *call)
    return None


def _requests(stream: BinaryIO) -> Iterator[tuple[int, Any]]:
    """Numbers with what is asked, until the run ends: it may be killed within one."""
    with suppress(EOFError, pickle.UnpicklingError):
        while True:
            yield pickle.load(stream)  # noqa: S301  (our own process)


def _keep(replies: _Replies, number: int, *pictures: Any) -> None:
    try:
        outcome: object = keep_pictures(*pictures)
    except Exception as error:  # noqa: BLE001  (the run tries it, and raises it)
        outcome = JournalError(str(error))
    replies.send([number], outcome)
