"""Writers: they put received pictures and changes of the journal on the disk while a loop makes requests.

Threads do it for a short run, and a process for a long one: a thread waits for the interpreter's lock after
each system call, and then the event loop waits for it after its own, a third of the time.
"""

from __future__ import annotations

import asyncio
import os
import pickle
import sys
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing, suppress
from pathlib import Path
from typing import Any, Protocol, Self, cast

from pyvenice.batch.engines import writer_process
from pyvenice.batch.engines.pictures import Kept, Picture, keep_pictures
from pyvenice.batch.outputs import OutputFolder
from pyvenice.batch.remote_outputs import RemoteFolder
from pyvenice.batch.state.changes import Change
from pyvenice.batch.state.group_committer import Committer, GroupCommitter
from pyvenice.batch.state.items import OPEN, Item, Receipt
from pyvenice.batch.state.journal import Journal
from pyvenice.errors import JournalError

LONG_RUN = 200
"""Items from which on a process is worth the half second of a core that its start takes."""


class Writer(Committer, Protocol):
    """What writes pictures and changes."""

    most_waiting: int
    """Pictures that may wait for it while other requests leave in their place."""

    async def keep(self, item: Item, pictures: Sequence[Picture], receipt: Receipt) -> Kept:
        """The receipt with the names of the pictures, when they are on the disk, or why it has none."""
        ...


OpenWriter = Callable[[Journal, OutputFolder], AbstractAsyncContextManager[Writer]]


@asynccontextmanager
async def open_writer(journal: Journal, folder: OutputFolder) -> AsyncIterator[Writer]:
    """The writer that is best for what a journal has left. Raises `JournalError`."""
    counts = journal.counts()
    is_long = sum(counts[state] for state in OPEN) >= LONG_RUN
    # A store at a URL is slower than any lock.
    is_local = not isinstance(folder, RemoteFolder)
    process = await WriterProcess.started(journal.path, folder) if is_long and is_local else None
    if process is None:
        async with ThreadWriter.opened(journal, folder) as threads:
            yield threads
        return
    try:
        yield process
    finally:
        await process.close()


async def keep_in_thread(
    folder: OutputFolder, item: Item, pictures: Sequence[Picture], receipt: Receipt
) -> Kept:
    """What `Writer.keep` returns, by a thread of this process."""
    return await asyncio.to_thread(keep_pictures, folder, item, pictures, receipt)


class ThreadWriter:
    """Writes in threads of this process. It belongs to one event loop."""

    most_waiting = 0

    def __init__(self, journal: Path, folder: OutputFolder) -> None:
        self._folder = folder
        self._loop = asyncio.get_running_loop()
        self._committer = GroupCommitter(journal, self._end)

    @classmethod
    @asynccontextmanager
    async def opened(cls, journal: Journal, folder: OutputFolder) -> AsyncIterator[Self]:
        """One for a journal; at the end, what waits is written."""
        with closing(cls(journal.path, folder)) as writer:
            yield writer

    def commit(
        self, *changes: Change, folders: Iterable[str] = (), unneeded: Iterable[str] = ()
    ) -> asyncio.Future[None]:
        """See `Committer`."""
        future = self._loop.create_future()
        self._committer.commit(future, changes, tuple(folders), tuple(unneeded))
        return future

    async def keep(self, item: Item, pictures: Sequence[Picture], receipt: Receipt) -> Kept:
        """See `Writer`."""
        return await keep_in_thread(self._folder, item, pictures, receipt)

    def close(self) -> None:
        """Write what waits."""
        self._committer.close()

    def _end(self, group: Sequence[asyncio.Future[None]], error: JournalError | None) -> None:
        # A loop that is closed has nobody left who waits.
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(_resolve, group, error)


class WriterProcess(asyncio.SubprocessProtocol):
    """The process, as that of the run sees it. It belongs to one event loop."""

    most_waiting = 64

    process: asyncio.SubprocessTransport
    _requests: asyncio.WriteTransport

    def __init__(self, folder: OutputFolder) -> None:
        self._folder = folder
        self._loop = asyncio.get_running_loop()
        self._last = 0
        self._asked: dict[int, asyncio.Future[Any]] = {}
        self._unsent: list[bytes] = []
        self._replies = bytearray()
        self._error: JournalError | None = None
        self._end = self._loop.create_future()

    @classmethod
    async def started(cls, journal: Path, folder: OutputFolder) -> Self | None:
        """A process that has the lock; `None` where no Python can be started.

        Raises `JournalError` where the journal cannot be used.
        """
        if not sys.executable or getattr(sys, "frozen", False):
            return None
        try:
            _, writer = await asyncio.get_running_loop().subprocess_exec(
                lambda: cls(folder),
                *(sys.executable, "-P", "-c"),
                f"from {writer_process.__name__} import serve; serve()",
                stderr=None,
                env={**os.environ, "PYTHONPATH": _search_path()},
                # Ctrl-C is for the run, which lets what is in flight end.
                start_new_session=True,
            )
        except (NotImplementedError, OSError):
            return None
        return writer if await writer.is_ready(journal) else None

    async def is_ready(self, journal: Path) -> bool:
        """Whether the process runs, and has the lock of the journal, which it opens first."""
        try:
            await self._ask(journal, self._folder.folder)
        except BaseException as error:
            await self.close()
            if error is self._error:
                return False
            raise
        return True

    def commit(
        self, *changes: Change, folders: Iterable[str] = (), unneeded: Iterable[str] = ()
    ) -> asyncio.Future[None]:
        """See `Committer`."""
        return self._ask(changes, tuple(folders), tuple(unneeded))

    async def keep(self, item: Item, pictures: Sequence[Picture], receipt: Receipt) -> Kept:
        """See `Writer`. What the process cannot keep, because it was killed, is kept here."""
        with suppress(JournalError):
            kept: Kept = await self._ask(item, pictures, receipt)
            return kept
        return await keep_in_thread(self._folder, item, pictures, receipt)

    async def close(self) -> None:
        """Let the process write what it has, and wait for its end."""
        self._send()
        self._requests.close()
        await self._end
        self.process.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the pipe that requests go to."""
        self.process = cast("asyncio.SubprocessTransport", transport)
        pipe = self.process.get_pipe_transport(0)
        self._requests = cast("asyncio.WriteTransport", pipe)

    def pipe_data_received(self, fd: int, data: bytes) -> None:  # noqa: ARG002  (only stdout is a pipe)
        """Give each reply to who waits for it."""
        self._replies += data
        while len(self._replies) > writer_process.SIZE:
            size = int.from_bytes(self._replies[: writer_process.SIZE], "big")
            end = writer_process.SIZE + size
            if len(self._replies) < end:
                return
            reply = bytes(self._replies[writer_process.SIZE : end])
            del self._replies[:end]
            self._answer(*pickle.loads(reply))  # noqa: S301  (our own process)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002
        """The process has ended, and all that it sent is here."""
        self._error = JournalError(
            "the process that writes the journal was ended by somebody; run it again to go on"
        )
        self._answer(list(self._asked), self._error)
        self._end.set_result(None)

    def _ask(self, *call: object) -> asyncio.Future[Any]:
        future = self._loop.create_future()
        if self._error is not None:
            future.set_exception(self._error)
            return future
        self._last += 1
        self._asked[self._last] = future
        if not self._unsent:
            # Those of one turn of the loop go together: the process wakes once for them.
            self._loop.call_soon(self._send)
        self._unsent.append(pickle.dumps((self._last, call), pickle.HIGHEST_PROTOCOL))
        return future

    def _send(self) -> None:
        if self._error is None:
            self._requests.writelines(self._unsent)
        self._unsent.clear()

    def _answer(self, numbers: Sequence[int], outcome: object) -> None:
        for number in numbers:
            future = self._asked.pop(number)
            if future.done():
                continue
            if isinstance(outcome, Exception):
                future.set_exception(outcome)
            else:
                future.set_result(outcome)


def _search_path() -> str:
    """Where the process finds this package, too, if it is not installed."""
    root = str(Path(writer_process.__file__).parents[3])
    return os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))


def _resolve(group: Sequence[asyncio.Future[None]], error: JournalError | None) -> None:
    for future in group:
        if future.done():
            continue
        if error is None:
            future.set_result(None)
        else:
            future.set_exception(error)
