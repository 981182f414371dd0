"""Fetch a document: from an address, a file or standard input, within limits of size and time.

What belongs to HTTP is imported when the first address is met, and YAML never.
"""

import stat
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

from pyvenice.contract.document.document_limits import MAX_BYTES
from pyvenice.contract.document.precheck import gunzip, refuse_non_document
from pyvenice.contract.errors import ContractError, UnreachableError
from pyvenice.contract.fetching.cache import Cache
from pyvenice.core.recording.secrets import redacted_url

TIMEOUT_SECONDS = 60.0


class Fetched(NamedTuple):
    """A document that came whole."""

    raw: bytes
    """Its bytes, unpacked."""
    url: str
    """Where it came from: the address (without the values of a query, which may be secret), the path or `-`."""
    not_modified: bool = False
    """The server said that it is the one in the cache."""
    etag: str | None = None
    last_modified: str | None = None
    path: Path | None = None
    """The file that it was read from, if it was one."""


def fetch(
    source: str | Sequence[str],
    *,
    timeout: float = TIMEOUT_SECONDS,
    cache: Cache | None = None,
    key: str | None = None,
) -> Fetched:
    """The document at `source`, or at the first of several that has one.

    A source is an http(s) address, a path, or `-` for standard input. `timeout` bounds each address, from
    connecting to the last byte, in seconds; at most 64 MiB are taken, and at most five redirects followed.
    With a cache the server is asked only for what is new. `key` is sent to the address as a bearer token, and
    not to where that redirects.

    Raises `UnreachableError` when nothing complete came, `DocumentError` when what came is empty, HTML or
    damaged.
    """
    if isinstance(source, str):
        return _fetch(source, timeout, cache, key)
    failures: list[str] = []
    for address in source:
        try:
            return _fetch(address, timeout, cache, key)
        except ContractError as error:
            failures.append(str(error))
    reasons = "; ".join(failures) or "no address is given"
    raise UnreachableError(f"no live document could be read: {reasons}")


def _fetch(source: str, timeout: float, cache: Cache | None, key: str | None) -> Fetched:
    scheme, separator, _ = source.partition("://")
    if not separator:
        raw = gunzip(_read(source), name=source)
        refuse_non_document(raw, name=source)
        return Fetched(raw, source, path=None if source == "-" else Path(source))
    if scheme.lower() not in ("http", "https"):
        raise UnreachableError(
            f"{scheme}://: only http and https are fetched; to read a file give its path alone"
        )
    from pyvenice.contract.fetching.download import download

    entry, not_modified = download(source, timeout, cache, key)
    return Fetched(
        entry.raw, redacted_url(source, "mark"), not_modified, entry.etag, entry.last_modified
    )


def _read(path: str) -> bytes:
    if path == "-":
        return _read_all(sys.stdin.buffer, path)
    return read_file(Path(path))


def read_file(path: Path) -> bytes:
    """The bytes of a regular file. Raises `UnreachableError` for anything else and above 64 MiB.

    A device or a FIFO is refused before it is opened: `/dev/zero` never ends, and a FIFO that nobody
    writes to blocks in `open`.
    """
    try:
        mode = path.stat().st_mode
        if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
            raise UnreachableError(
                f"{path}: this is a device, a socket or a FIFO; give a file, or - for standard input"
            )
        with path.open("rb") as file:
            return _read_all(file, str(path))
    except FileNotFoundError as error:
        raise UnreachableError(f"{path}: there is no such file; is the path right?") from error
    except IsADirectoryError as error:
        raise UnreachableError(f"{path}: this is a folder; name the document in it") from error
    except (OSError, ValueError) as error:
        # A null byte is a ValueError, in other words in each version of Python.
        null = "embedded null byte" if "\0" in str(path) else None
        reason = getattr(error, "strerror", None) or null or error
        raise UnreachableError(f"{path}: it cannot be read: {reason}") from error


def _read_all(file: BinaryIO, name: str) -> bytes:
    raw = file.read(MAX_BYTES + 1)
    if len(raw) > MAX_BYTES:
        raise UnreachableError(f"{name}: it is larger than {MAX_BYTES >> 20} MiB")
    return raw
