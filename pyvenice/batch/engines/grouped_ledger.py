"""The usage ledger of a batch: entries are written in groups, by a thread of its own.

A transaction for each call costs the event loop a quarter of the call. The journal has the state of
every purchase; what a killed process had not written yet is missing in the usage ledger only.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Sequence

from pyvenice.errors import LedgerError
from pyvenice.ledger.database import Database
from pyvenice.ledger.ledger import Ledger

_log = logging.getLogger("pyvenice")
_EVERY = 0.25
"""Seconds between two groups."""
_WAIT = 5.0


class GroupedLedger(Ledger):
    """The user's own ledger, for many calls of one process. Close it to write the last group."""

    def __init__(self) -> None:
        super().__init__()
        self._database = _GroupedDatabase(self.path)


class _GroupedDatabase(Database):
    _thread: threading.Thread | None = None

    def write(self, statement: str, values: Sequence[object], wait: float) -> int:  # noqa: ARG002
        """Write the statement with the next group; nobody waits, so there is no id."""
        if self._thread is None:
            self._waiting: deque[tuple[str, Sequence[object]]] = deque()
            self._ends = threading.Event()
            self._thread = threading.Thread(target=self._run, name="pyvenice-ledger", daemon=True)
            self._thread.start()
        self._waiting.append((statement, values))
        return 0

    def close(self) -> None:
        """Write what waits, and close the file."""
        if self._thread is not None:
            self._ends.set()
            self._thread.join()
            self._thread = None
        super().close()

    def _run(self) -> None:
        while not self._ends.wait(_EVERY):
            self._write_group()
        self._write_group()

    def _write_group(self) -> None:
        count = len(self._waiting)
        if not count:
            return
        try:
            with self.writing(_WAIT) as connection:
                for _ in range(count):
                    connection.execute(*self._waiting.popleft())
        except LedgerError as error:
            _log.warning("%s; up to %d calls are not in it", error, count)
