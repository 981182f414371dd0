"""Remote outputs: the folder of a batch's pictures at an fsspec URL, such as `s3://bucket/out`.

A picture waits in a folder beside the journal until it is whole in the store, so what had been received
survives a crash as it does with a local folder.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from pyvenice.batch.outputs import OutputFolder, names_to_try
from pyvenice.batch.remote_files import file_system, local_path, scheme_of, sentence, turn

_PROBE = ".pyvenice-can-write"


@dataclass(frozen=True, slots=True)
class RemotePlace:
    """The URL of an output folder, and the local folder of pictures that are not in it yet."""

    url: str = field(repr=False)
    parts: Path


def output_place(out: str | os.PathLike[str], journal: Path) -> Path | RemotePlace:
    """Where results go: an absolute path, also for `file://`, or a URL.

    Raises `ArgumentError` for a `file://` URL of another machine.
    """
    text = os.fspath(out)
    if scheme_of(text) in {"", "file"}:
        return Path(local_path(text, "out")).absolute()
    return RemotePlace(text, journal.with_name(f"{journal.name}.parts").absolute())


def open_folder(place: Path | RemotePlace) -> OutputFolder:
    """The folder of a batch's results. Raises `OSError` where it cannot be used, and as `Store`."""
    return RemoteFolder(place) if isinstance(place, RemotePlace) else OutputFolder(place)


class Store:
    """Files below an fsspec URL.

    Raises `MissingExtraError`, and `ArgumentError` for a scheme that is unknown or whose package is
    missing. The methods raise `OSError` where the store refuses.
    """

    def __init__(self, url: str) -> None:
        self._fs, root = file_system(url, "out")
        self._root = root.rstrip("/")
        self._label = f"{scheme_of(url)}://{self._root.rpartition('://')[2].lstrip('/')}"

    def check(self) -> None:
        """Write a file and remove it, before anything is paid for."""
        self.write(_PROBE, b"pyvenice")
        # Who may only write needs no more.
        with suppress(OSError):
            self.remove(_PROBE)

    def read(self, name: str) -> bytes | None:
        """The content of a file; `None` if there is none."""
        with suppress(FileNotFoundError), self._explained(name) as path:
            content: bytes = self._fs.cat_file(path)
            return content
        return None

    def write(self, name: str, data: bytes) -> None:
        """Write a file whole, over what has its name."""
        self._put(name, data, "overwrite")

    def remove(self, name: str) -> None:
        """Remove a file."""
        with self._explained(name) as path:
            self._fs.rm_file(path)

    def keep(self, name: str, data: bytes) -> bool:
        """Write a file whole, unless it is there; `False` if a file of another content is."""
        there = self.read(name)
        if there is None:
            try:
                self._put(name, data, "create")
            except FileExistsError:
                there = self.read(name)
            else:
                return True
        if there is None or not data.startswith(there):
            return False
        if len(there) < len(data):
            # A beginning of the same picture: a process ended while it wrote it.
            self.write(name, data)
        return True

    def _put(self, name: str, data: bytes, mode: Literal["create", "overwrite"]) -> None:
        try:
            with self._explained(name) as path:
                self._fs.pipe_file(path, data, mode=mode)
        except FileNotFoundError:
            self._make_folder(name)
            with self._explained(name) as path:
                self._fs.pipe_file(path, data, mode=mode)
        with self._explained(name) as path:
            self._fs.invalidate_cache(path.rpartition("/")[0])
            size = self._fs.info(path)["size"]
        if size not in {None, len(data)}:
            text = f"{self._label}/{name}: {size:,} of {len(data):,} bytes were written"
            raise OSError(text)

    def _make_folder(self, name: str) -> None:
        with self._explained(name) as path:
            # A bucket is not made: most likely its name is a mistake.
            if self._fs.exists(path.partition("/")[0] or "/"):
                self._fs.makedirs(path.rpartition("/")[0], exist_ok=True)

    @contextmanager
    def _explained(self, name: str) -> Iterator[str]:
        """The path of a file; errors become sentences, but those that say whether it is there."""
        try:
            with turn(self._fs):
                yield f"{self._root}/{name}"
        except (FileExistsError, FileNotFoundError) as error:
            text = f"{self._label}/{name}: {sentence(error)}"
            raise type(error)(text) from error
        except Exception as error:
            # Of any class: each store has errors of its own.
            text = f"{self._label}/{name}: the store refuses: {sentence(error)}"
            raise OSError(text) from error


class RemoteFolder(OutputFolder):
    """The folder of a batch's pictures at a URL. The store is tried out when it is opened."""

    def __init__(self, place: RemotePlace) -> None:
        self._store = Store(place.url)
        self._store.check()
        super().__init__(place.parts, place.parts)

    def folders(self, files: object) -> tuple[str, ...]:  # noqa: ARG002  (the store is asked)
        """None: what the store has taken needs no synchronisation."""
        return ()

    def forget(self, parts: Sequence[str]) -> None:
        """Remove the parts from this machine: the journal may be on another one."""
        for part in parts:
            Path(part).unlink(missing_ok=True)

    def _place(self, part: Path, stem: str, suffix: str) -> str:
        data = part.read_bytes()
        return next(name for name in names_to_try(stem, suffix) if self._store.keep(name, data))

    def _write_text(self, file: str, text: str) -> None:
        self._store.write(file, text.encode())
