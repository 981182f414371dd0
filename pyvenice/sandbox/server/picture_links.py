"""Pictures behind URLs: those that the sandbox keeps, and those of other servers on this machine."""

from __future__ import annotations

import ipaddress
import secrets
import shutil
import tempfile
import threading
import weakref
from collections import OrderedDict, deque
from http.client import HTTPException
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import Request

from pyvenice.contract.fetching.bounded_http import (
    Budget,
    TooManyBytesError,
    bounded_opener,
    read_all,
)
from pyvenice.contract.schema.reader import Path as FieldPath
from pyvenice.sandbox.server.errors import APIError

FOLDER = "/files/"
"""Where the kept pictures are, below the root of the server."""

_MAX_KEPT_BYTES = 256 * 1024 * 1024
FETCH_SECONDS = 5.0
"""For all images of one request together."""

_MAX_FETCHED_BYTES = 64 * 1024 * 1024
_MAX_FETCHES = 20
# Half of the worker threads, so that servers that do not answer cannot hold them all.
_FETCH_SLOTS = threading.BoundedSemaphore(4)
_SLOT_SECONDS = 0.1
_MAX_WRITTEN = 1000


class PictureStore:
    """Pictures that responses link to. Safe between threads.

    Those in memory are behind a URL, up to 256 MiB, those on disk in a temporary folder, up to 1,000;
    then the oldest go. The folder goes when the process ends.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[str, tuple[bytes, str]] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()
        self._folder: Path | None = None
        self._written: deque[Path] = deque()

    def keep(self, data: bytes, media_type: str) -> str:
        """Keep a picture in memory; gives its path on the server."""
        name = f"{secrets.token_hex(8)}.{media_type.rpartition('/')[2]}"
        with self._lock:
            self._kept[name] = (data, media_type)
            self._bytes += len(data)
            while self._bytes > _MAX_KEPT_BYTES and len(self._kept) > 1:
                _, (oldest, _) = self._kept.popitem(last=False)
                self._bytes -= len(oldest)
        return FOLDER + name

    def find(self, path: str) -> tuple[bytes, str] | None:
        """The bytes and the media type of a kept picture; `None` if it is not there (any more)."""
        with self._lock:
            return self._kept.get(path.removeprefix(FOLDER))

    def write(self, data: bytes, suffix: str) -> Path:
        """Write a picture to disk."""
        path = self._temporary_folder() / f"{secrets.token_hex(16)}{suffix}"
        path.write_bytes(data)
        with self._lock:
            self._written.append(path)
            oldest = self._written.popleft() if len(self._written) > _MAX_WRITTEN else None
        if oldest is not None:
            oldest.unlink(missing_ok=True)
        return path

    def _temporary_folder(self) -> Path:
        with self._lock:
            if self._folder is None:
                self._folder = Path(tempfile.mkdtemp(prefix="pyvenice-sandbox-"))
                weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
            return self._folder


class Links:
    """Fetches the images of one request, which came to the server at `origin`."""

    def __init__(self, origin: str, pictures: PictureStore) -> None:
        self._origin = origin
        self._pictures = pictures
        self._fetches = 0
        self._budget: Budget | None = None

    def fetch(self, url: str, path: FieldPath) -> bytes:
        """The bytes behind an http URL. Raises `APIError` for another machine."""
        try:
            parts = urlsplit(url)
            host = parts.hostname or ""
        except ValueError as error:
            raise APIError("image-encoding", f"is not a URL: {error}", path=path) from error
        if url.startswith(self._origin + FOLDER):
            return self._own(parts.path, path)
        if not _is_loopback(host):
            raise APIError(
                "image-outside",
                "the sandbox does not go out to other hosts; send the image itself, a data: URI, or"
                f" a URL of this machine instead of one at {host or 'no host'!r}",
                path=path,
            )
        return self._fetch(url, path)

    def _own(self, url_path: str, path: FieldPath) -> bytes:
        picture = self._pictures.find(url_path)
        if picture is None:
            message = "the sandbox has no such file (any more)"
            raise APIError("image-unreadable", message, path=path)
        return picture[0]

    def _fetch(self, url: str, path: FieldPath) -> bytes:
        self._fetches += 1
        if self._fetches > _MAX_FETCHES:
            message = f"more than {_MAX_FETCHES} images of one request are URLs"
            raise APIError("image-unreadable", message, path=path)
        if not _FETCH_SLOTS.acquire(timeout=_SLOT_SECONDS):
            message = "the sandbox fetches as many images as it can; send the request again"
            raise APIError("busy", message, status=503, headers=[("retry-after", "1")])
        try:
            self._budget = self._budget or Budget(FETCH_SECONDS, _MAX_FETCHED_BYTES)
            return _fetch(url, self._budget, path)
        finally:
            _FETCH_SLOTS.release()


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _fetch(url: str, budget: Budget, path: FieldPath) -> bytes:
    """The bytes behind a URL of this machine. No redirect is followed: it could lead off it."""
    request = Request(url, headers={"User-Agent": "pyvenice-sandbox"})  # noqa: S310 - http only
    try:
        seconds = budget.remaining()
        with bounded_opener(budget, proxies={}).open(request, timeout=seconds) as response:
            status, data = response.status, read_all(response)
    except TooManyBytesError as error:
        message = f"the images behind URLs have more than {_MAX_FETCHED_BYTES:,} bytes"
        raise APIError("image-too-large", message, path=path) from error
    except TimeoutError as error:
        message = f"the URL does not answer within {FETCH_SECONDS:g} seconds"
        raise APIError("image-unreadable", message, path=path) from error
    except (URLError, HTTPException, OSError, ValueError) as error:
        raise APIError("image-unreadable", f"the URL cannot be read: {error}", path=path) from error
    if not 200 <= status < 300:
        raise APIError("image-unreadable", f"the URL answers {status}", path=path)
    return data
