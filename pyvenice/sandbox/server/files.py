"""Pictures that an answer points to: in memory behind a URL, or on disk behind a path."""

from __future__ import annotations

import secrets
import shutil
import tempfile
import threading
import weakref
from collections import OrderedDict
from pathlib import Path

_MOST_BYTES = 256 * 1024 * 1024


class Files:
    """Keeps pictures until there are 256 MiB of them; then the oldest go. Safe between threads."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, tuple[bytes, str]] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()
        self._folder: Path | None = None

    def keep(self, data: bytes, media_type: str) -> str:
        """Keep a picture in memory; gives the name under which it is found again."""
        name = f"{secrets.token_hex(8)}.{media_type.rpartition('/')[2]}"
        with self._lock:
            self._kept[name] = (data, media_type)
            self._bytes += len(data)
            while self._bytes > _MOST_BYTES and len(self._kept) > 1:
                _, (gone, _) = self._kept.popitem(last=False)
                self._bytes -= len(gone)
        return name

    def find(self, name: str) -> tuple[bytes, str] | None:
        """The bytes and the media type of what was kept; `None` if it is not there (any more)."""
        with self._lock:
            return self._kept.get(name)

    def write(self, data: bytes, suffix: str) -> Path:
        """Write a picture to a temporary folder that goes when the process ends."""
        path = self._temporary() / f"{secrets.token_hex(16)}{suffix}"
        path.write_bytes(data)
        return path

    def _temporary(self) -> Path:
        with self._lock:
            if self._folder is None:
                self._folder = Path(tempfile.mkdtemp(prefix="pyvenice-sandbox-"))
                weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
            return self._folder
