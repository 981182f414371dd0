"""Images behind URLs: the sandbox's own files, and servers of this machine. It never goes out."""

from __future__ import annotations

import ipaddress
from http.client import HTTPException
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import Request

from pyvenice.contract.fetching.bounded_http import (
    Budget,
    TooManyBytesError,
    bounded_opener,
    read_all,
)
from pyvenice.core.images.base64_codec import decode_base64, parse_data_uri
from pyvenice.sandbox.server.files import Files
from pyvenice.sandbox.server.refusals import Path, RefusalError

_SECONDS = 5
_MOST_BYTES = 50 * 1024 * 1024


class Links:
    """Follows URLs for one request, which came to the server at `origin`."""

    def __init__(self, origin: str, files: Files) -> None:
        self._origin = origin
        self._files = files

    def fetched(self, url: str, path: Path) -> bytes:
        """The bytes behind an http URL. Raises `RefusalError` for another machine."""
        try:
            parts = urlsplit(url)
            host = parts.hostname or ""
        except ValueError as error:
            raise RefusalError("image-encoding", f"is not a URL: {error}", path=path) from error
        if url.startswith(f"{self._origin}/files/"):
            return self._own(parts.path.removeprefix("/files/"), path)
        if not _on_this_machine(host):
            raise RefusalError(
                "image-outside",
                "the sandbox does not go out to other hosts; send the image itself, a data: URI, or"
                f" a URL of this machine instead of one at {host or 'no host'!r}",
                path=path,
            )
        return _fetched(url, path)

    def _own(self, name: str, path: Path) -> bytes:
        found = self._files.find(name)
        if found is None:
            raise RefusalError(
                "image-unreadable", "the sandbox has no such file (any more)", path=path
            )
        return found[0]


def data_uri_bytes(uri: str, path: Path) -> bytes:
    """The bytes in a `data:` URI. Raises `RefusalError` when it is broken."""
    parts = parse_data_uri(uri)
    if parts is None or "," not in uri:
        raise RefusalError("image-encoding", "the data: URI has no comma", path=path)
    return base64_bytes(parts.payload, path) if parts.is_base64 else parts.decode()


def base64_bytes(text: str, path: Path) -> bytes:
    """The bytes of base64 text, padded or not. Raises `RefusalError` for anything else."""
    try:
        return decode_base64(text)
    except ValueError as error:
        raise RefusalError("image-encoding", f"is not valid base64: {error}", path=path) from error


def _on_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _fetched(url: str, path: Path) -> bytes:
    """The bytes that a server of this machine answers with. No redirect is followed: it could lead off it."""
    request = Request(url, headers={"User-Agent": "pyvenice-sandbox"})  # noqa: S310 - http only
    budget = Budget(_SECONDS, _MOST_BYTES)
    try:
        with bounded_opener(budget, proxies={}).open(request, timeout=_SECONDS) as response:
            status, data = response.status, read_all(response)
    except TooManyBytesError as error:
        raise RefusalError(
            "image-too-large", f"the URL holds more than {_MOST_BYTES:,} bytes", path=path
        ) from error
    except (URLError, HTTPException, OSError, ValueError) as error:
        raise RefusalError(
            "image-unreadable", f"the URL cannot be read: {error}", path=path
        ) from error
    if not 200 <= status < 300:
        raise RefusalError("image-unreadable", f"the URL answers {status}", path=path)
    return data
