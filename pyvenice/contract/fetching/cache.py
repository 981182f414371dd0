"""HTTP cache on disk: the last document of each address, with its validators for conditional requests."""

import contextlib
import hashlib
import json
import os
import time
from collections.abc import Iterator
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from pyvenice.core.atomic_write import write_file

_ENTRY = ".document"
_PART = ".part"
_ABANDONED_AFTER = 3600.0


class Entry(NamedTuple):
    """A document as it came, and the validators that came with it."""

    raw: bytes
    etag: str | None
    last_modified: str | None


class Cache:
    """Remembers the last document of each address in a folder.

    `folder` is made when needed; without it `$XDG_CACHE_HOME/pyvenice`, or `~/.cache/pyvenice`. Above
    `max_bytes` the documents that were not used for longest go. Any number of processes may share one: an
    entry is written whole or not at all, and one that does not match its own hash counts as none. A folder
    that cannot be read or written costs only time, never a failure.
    """

    def __init__(self, folder: Path | None = None, *, max_bytes: int = 256 * 1024 * 1024) -> None:
        self.folder = folder or default_folder()
        self.max_bytes = max_bytes

    def get(self, url: str) -> Entry | None:
        """What was last kept for the address, unless it is damaged."""
        path = self._path(url)
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            entry = _read(path)
            path.touch()
            return entry
        return None

    def put(self, url: str, entry: Entry) -> None:
        """Keep a document; one that has no validator could never be confirmed, and is not kept."""
        if not (entry.etag or entry.last_modified):
            return self.forget(url)
        with contextlib.suppress(OSError):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_file(self._path(url), _header(entry) + b"\n" + entry.raw)
            self._make_room()
        return None

    def forget(self, url: str) -> None:
        """Drop what is kept for the address, so that the next fetch gets all of it."""
        with contextlib.suppress(OSError):
            self._path(url).unlink()

    def _path(self, url: str) -> Path:
        return self.folder / (hashlib.sha256(url.encode()).hexdigest()[:32] + _ENTRY)

    def _make_room(self) -> None:
        room = self.max_bytes
        for path, used, size in sorted(self._files(), key=itemgetter(1), reverse=True):
            abandoned = path.suffix == _PART and time.time() - used > _ABANDONED_AFTER
            room -= size
            if abandoned or (room < 0 and path.suffix == _ENTRY):
                path.unlink(missing_ok=True)

    def _files(self) -> Iterator[tuple[Path, float, int]]:
        for path in self.folder.iterdir():
            if path.suffix in (_ENTRY, _PART):
                with contextlib.suppress(FileNotFoundError):  # another process was faster
                    status = path.stat()
                    yield path, status.st_mtime, status.st_size


def default_folder() -> Path:
    """Where caches belong on this machine."""
    home = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(home) if os.path.isabs(home) else Path.home() / ".cache") / "pyvenice"  # noqa: PTH117


def _header(entry: Entry) -> bytes:
    facts = {
        "etag": entry.etag,
        "last_modified": entry.last_modified,
        "sha256": hashlib.sha256(entry.raw).hexdigest(),
    }
    return json.dumps(facts).encode()


def _read(path: Path) -> Entry:
    header, _, raw = path.read_bytes().partition(b"\n")
    facts = json.loads(header)
    if facts["sha256"] != hashlib.sha256(raw).hexdigest():
        raise ValueError("the entry is damaged")
    return Entry(raw, facts["etag"], facts["last_modified"])
