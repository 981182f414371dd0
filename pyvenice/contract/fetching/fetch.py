"""Have a document: from an address, a file or standard input, within limits of size and time.

What belongs to HTTP is imported when the first address is met, and YAML never.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

from pyvenice.contract.document.document_limits import MAX_BYTES
from pyvenice.contract.document.gunzip import unpacked
from pyvenice.contract.document.precheck import refuse_at_a_glance
from pyvenice.contract.errors import ContractError, UnreachableError
from pyvenice.contract.fetching.cache import Cache

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


def fetch(
    source: str | Sequence[str], *, timeout: float = TIMEOUT_SECONDS, cache: Cache | None = None
) -> Fetched:
    """The document at `source`, or at the first of several that has one.

    A source is an http(s) address, a path, or `-` for standard input. `timeout` bounds each address, from
    connecting to the last byte, in seconds; at most 64 MiB are taken, and at most five redirects followed.
    With a cache the server is asked only for what is new.

    Raises `UnreachableError` when nothing complete came, `DocumentError` when what came is empty, HTML or
    damaged.
    """
    if isinstance(source, str):
        return _fetch(source, timeout, cache)
    failures: list[str] = []
    for one in source:
        try:
            return _fetch(one, timeout, cache)
        except ContractError as error:
            failures.append(str(error))
    reasons = "; ".join(failures) or "no address is given"
    raise UnreachableError(f"no live document could be read: {reasons}")


def _fetch(source: str, timeout: float, cache: Cache | None) -> Fetched:
    scheme, separator, _ = source.partition("://")
    if not separator:
        raw = unpacked(_read(source), name=source)
        refuse_at_a_glance(raw, name=source)
        return Fetched(raw, source)
    if scheme.lower() not in ("http", "https"):
        raise UnreachableError(
            f"{scheme}://: only http and https are fetched; to read a file give its path alone"
        )
    from pyvenice.contract.fetching.download import download

    return download(source, timeout, cache)


def _read(path: str) -> bytes:
    try:
        if path == "-":
            return _all_of(sys.stdin.buffer, path)
        with Path(path).open("rb") as file:
            return _all_of(file, path)
    except FileNotFoundError as error:
        raise UnreachableError(f"{path}: there is no such file; is the path right?") from error
    except IsADirectoryError as error:
        raise UnreachableError(f"{path}: this is a folder; name the document in it") from error
    except (OSError, ValueError) as error:
        said = getattr(error, "strerror", None) or error
        raise UnreachableError(f"{path}: it cannot be read: {said}") from error


def _all_of(file: BinaryIO, name: str) -> bytes:
    raw = file.read(MAX_BYTES + 1)
    if len(raw) > MAX_BYTES:
        raise UnreachableError(f"{name}: it is larger than {MAX_BYTES >> 20} MiB")
    return raw
