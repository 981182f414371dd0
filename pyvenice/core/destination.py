"""Where the pictures of a call go: into memory, or, while they arrive, into files."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from pyvenice.core.arrivals import FileSink
from pyvenice.core.calls import Call
from pyvenice.core.errors import ArgumentError
from pyvenice.core.results import EditResult, check_target


class Destination:
    """What `save_to` and `download` among a call's arguments say. Left, it removes unnamed files.

    Raises `ArgumentError` for a path at which no file can be, before anything is sent.
    """

    def __init__(self, arguments: Mapping[str, Any]) -> None:
        given = arguments.get("save_to")
        self._target = None if given is None else Path(given)
        self.downloads = arguments.get("download", True) is not False
        self._sinks: list[FileSink] = []
        if self._target is not None:
            check_target(self._target, argument="save_to")
            self._refuse_if_nothing_comes()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        for sink in self._sinks:
            sink.discard()

    def receiving(self, call: Call) -> Call:
        """The call, the pictures of its answer coming here."""
        return call if self._target is None else replace(call, new_sink=self._new_sink)

    def kept(self, result: EditResult) -> EditResult:
        """The result, each of its files under its name."""
        return result if self._target is None else result.kept_at(self._target)

    def _refuse_if_nothing_comes(self) -> None:
        if not self.downloads:
            raise ArgumentError(
                "save_to needs the pictures that download=False leaves where they are: give one of both",
                argument="save_to",
                value=str(self._target),
            )

    def _new_sink(self) -> FileSink:
        sink = FileSink(Path(os.path.realpath(self._target or "")))
        self._sinks.append(sink)
        return sink
